// Slack cards on pages, English and Arabic side by side: node page.mjs CARDS_FOLDER OUT_FOLDER
//
// slack.html has every card; slack-1.html and so on have as many as fit a screenshot.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const [cardsFolder, outFolder] = process.argv.slice(2);
const css = readFileSync(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const MOST_BLOCKS = 60; // On one screenshot.

// Slack's clients lay out each text by its own first letters.
const ours = `
  body { font-family: Lato, "Noto Sans", "Noto Sans Arabic", sans-serif; margin: 24px; width: 1400px; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; margin-bottom: 28px; }
  .card { border: 1px solid #ddd; border-radius: 8px; padding: 12px; min-width: 0; }
  .name { color: #777; font: 12px monospace; margin-bottom: 8px; }
  .title { font-weight: 900; border-bottom: 1px solid #ddd; padding-bottom: 8px; margin-bottom: 8px; }
  .foot { border-top: 1px solid #ddd; padding-top: 8px; text-align: end; }
  .card p, .card div, .card h1, .card h2, .card h3, .card button, .card label {
    unicode-bidi: plaintext; text-align: start; }
`;

function shown(card) {
  const text = (one) => one?.text ?? "";
  const modal = card.surface === "modal";
  return h("div", { className: "card" },
    h("div", { className: "name" }, `${card.name} (${card.language}, ${card.surface})`),
    modal && h("div", { className: "title" }, text(card.title)),
    h(Message, { blocks: card.blocks, name: "qualify-bot", logo: "data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", time: new Date(0), unstyled: false }),
    modal && h("div", { className: "foot" }, `[${text(card.close)}] [${text(card.submit)}]`));
}

function page(pairs) {
  const body = pairs.map((pair) => h("div", { className: "pair", key: pair[0].name }, ...pair.map(shown)));
  return `<!doctype html><meta charset="utf-8"><style>${css}${ours}</style>${renderToStaticMarkup(h("div", null, ...body))}`;
}

const cards = readdirSync(cardsFolder).filter((name) => name.endsWith(".json")).sort()
  .map((name) => JSON.parse(readFileSync(join(cardsFolder, name), "utf8")));
const names = [...new Set(cards.map((card) => card.name))];
const pairs = names.map((name) => cards.filter((card) => card.name === name)
  .sort((one, other) => other.language.localeCompare(one.language)));

mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, "slack.html"), page(pairs));
let part = [], blocks = 0, number = 0;
for (const pair of [...pairs, null]) {
  const more = pair ? pair[0].blocks.length + 3 : Infinity;
  if (part.length && blocks + more > MOST_BLOCKS) {
    writeFileSync(join(outFolder, `slack-${++number}.html`), page(part));
    [part, blocks] = [[], 0];
  }
  if (pair) [part, blocks] = [[...part, pair], blocks + more];
}
console.log(`${pairs.length} cards in ${names.length ? "two languages" : "no language"}: ${join(outFolder, "slack.html")}`);
