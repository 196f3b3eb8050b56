// Discord cards on pages, English and Arabic side by side: node discord.mjs CARDS_FOLDER OUT_FOLDER
//
// discord.html has every card; discord-1.html and so on have as many as fit a screenshot.
// discord.js beside them draws messages, embeds and buttons; selects and forms are drawn here.

import { join } from "node:path";
import { buildSync } from "esbuild-wasm";
import { createElement as h, Fragment } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { AVATAR, writePages } from "./pages.mjs";

const [cardsFolder, outFolder] = process.argv.slice(2);
const DRAWN = ["messages", "message", "embed", "embed-description", "action-row", "button", "header", "subscript", "bold", "link"];
const MOST_LINES = 260; // On one screenshot.
const LINE = 60; // Letters.

const ours = `
  body, body * { font-family: "gg sans", "Noto Sans", "Noto Sans Arabic", sans-serif; }
  .card { background: #36393e; color: #dcddde; overflow-wrap: anywhere; }
  .card .name { color: #999; font-family: monospace; }
  discord-messages { border: 0; }
  discord-message { padding: 0; }
  discord-header { display: block; margin-top: -8px; }
  .title { color: #fff; font-weight: 600; }
  discord-embed-description.title { font-size: 1rem; }
  .note { color: #a3a6aa; font-size: 14px; line-height: 20px; }
  .select { margin: 4px 0; width: 400px; }
  .box { background: #1e1f22; border-radius: 4px; padding: 8px 12px; font-size: 16px; line-height: 22px; }
  .select .box { display: flex; justify-content: space-between; gap: 8px; }
  .select .box > :first-child { flex: 1; }
  .options { background: #2b2d31; border-radius: 0 0 4px 4px; padding: 4px 0; }
  .option { padding: 4px 12px; font-size: 14px; line-height: 20px; }
  .chosen { background: #404249; }
  .long { min-height: 66px; }
  .unset { color: #87898c; }
  .count { color: #87898c; font-size: 12px; text-align: end; }
  .modal { background: #313338; border: 1px solid #1e1f22; border-radius: 8px; max-width: 480px; }
  .modal > * { padding: 8px 16px; }
  .modal > .title { font-size: 20px; }
  .modal .select { width: auto; }
  .modal .box { margin-top: 4px; }
  .needed { color: #f23f42; }
  .foot { display: flex; justify-content: flex-end; gap: 8px; }
  .foot span { border-radius: 4px; padding: 6px 16px; font-size: 14px; background: #4f545c; }
  .foot span:last-child { background: #5865f2; color: #fff; }
`;

// What Discord does with **bold**, <address> and address, and \ before what is no letter, digit or space.
const BOLD = /\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/;
const ADDRESS = /https?:\/\/(?:[^\s<()]|\([^\s<()]*\))*(?:[^\s<().,:;"'\]]|\([^\s<()]*\))/;
const INLINE = new RegExp(`\\\\([^0-9A-Za-z\\s])|<(https?://[^ >]+)>|(${ADDRESS.source})|${BOLD.source}`, "gsu");

function inline(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    const [all, literal, quoted, bare, bold] = found;
    const address = quoted ?? bare;
    parts.push(text.slice(end, found.index),
      literal ?? (bold ? h("discord-bold", null, ...inline(bold)) : h("discord-link", { href: address }, address)));
    end = found.index + all.length;
  }
  return [...parts, text.slice(end)];
}

// Discord lays out each line by its own first letters.
const line = (...parts) => h("div", { dir: "auto" }, ...parts);
const lines = (text, shown) => h(Fragment, null, ...text.split("\n").map((one) => one.trim() ? shown(one) : h("br")));
const plain = (text) => lines(text, line);

function markdown(text) {
  const inLines = text.replace(new RegExp(`\\\\.|${BOLD.source}`, "gs"),
    (all, bold) => bold ? all.slice(2, -2).replace(/[^\n]+/g, "**$&**") : all);
  return lines(inLines, (one) => {
    const [, mark, rest] = /^(-#|#{1,3})\s+(\S.*)$/.exec(one) ?? [];
    if (!mark) return line(...inline(one));
    return line(mark === "-#" ? h("discord-subscript", null, ...inline(rest))
      : h("discord-header", { level: mark.length }, ...inline(rest)));
  });
}

const COMPONENTS = { 1: row, 2: button, 3: select, 4: textInput, 10: textDisplay, 18: label };
const component = (one) => COMPONENTS[one.type](one);
const components = (all = []) => h(Fragment, null, ...all.map(component));

function row({ components: inside }) {
  return h("discord-action-row", null, ...inside.map(component));
}

function button({ style, label, emoji, url, disabled }) {
  const type = { 1: "primary", 3: "success", 4: "destructive" }[style] ?? "secondary";
  return h("discord-button", { type, url, disabled }, h("span", { dir: "auto" }, [emoji?.name, label].filter(Boolean).join(" ")));
}

function select({ placeholder = "Make a selection", options = [], max_values: most = 1 }) {
  const chosen = options.filter((option) => option.default);
  return h("div", { className: "select" },
    h("div", { className: "box" },
      chosen.length ? line(chosen.map((option) => option.label).join(", ")) : h("div", { className: "unset", dir: "auto" }, placeholder),
      most > 1 ? `≤ ${most} ⌄` : "⌄"),
    h("div", { className: "options" }, ...options.map((option) =>
      h("div", { className: option.default ? "option chosen" : "option" },
        line(option.label),
        option.description && h("div", { className: "note", dir: "auto" }, option.description)))));
}

function textInput({ style, value, placeholder = "", max_length: most }) {
  return h(Fragment, null,
    h("div", { className: `box${style === 2 ? " long" : ""}${value ? "" : " unset"}` }, plain(value || placeholder || " ")),
    most && h("div", { className: "count" }, `${value?.length ?? 0}/${most}`));
}

function textDisplay({ content }) {
  return h("div", null, markdown(content));
}

function label({ label: text, description, component: inside }) {
  return h("div", null,
    h("div", { className: "title", dir: "auto" }, text, inside.required !== false && h("span", { className: "needed" }, " *")),
    description && h("div", { className: "note", dir: "auto" }, description),
    component(inside));
}

function message({ content, embeds = [], components: rows }) {
  return h("discord-messages", null,
    h("discord-message", { author: "qualify-bot", avatar: AVATAR, bot: true, timestamp: "12:00" },
      content && markdown(content),
      ...embeds.map(({ title, description }) => h("discord-embed", { slot: "embeds" },
        title && h("discord-embed-description", { slot: "description", class: "title" }, line(...inline(title))),
        description && h("discord-embed-description", { slot: "description" }, markdown(description)))),
      h("div", { slot: "components" }, components(rows))));
}

function modal({ title, components: fields }) {
  return h("div", { className: "modal" },
    h("div", { className: "title", dir: "auto" }, title),
    components(fields),
    h("div", { className: "foot" }, h("span", null, "Cancel"), h("span", null, "Submit")));
}

const shown = (card) => card.surface === "modal" ? modal(card) : message(card);

// About how many lines high: a line for each element but those within a line, and more where a line is long.
function height(pair) {
  return Math.max(...pair.map((card) => {
    const html = renderToStaticMarkup(shown(card));
    return 5 + html.match(/<(?!\/|span|discord-(button|bold|link))/g).length + html.replace(/<[^>]*>/g, "").length / LINE;
  }));
}

writePages("discord", {
  cardsFolder, outFolder, shown, height, most: MOST_LINES,
  head: `<script defer src="discord.js"></script><style>${ours}</style>`,
});
buildSync({
  stdin: { contents: DRAWN.map((name) => `import "@skyra/discord-components-core/discord-${name}.js";`).join(""), resolveDir: import.meta.dirname },
  bundle: true, format: "iife", outfile: join(outFolder, "discord.js"),
});
