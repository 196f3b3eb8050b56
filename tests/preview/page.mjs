// Slack cards on pages, English and Arabic side by side: node page.mjs CARDS_FOLDER OUT_FOLDER
//
// slack.html has every card; slack-1.html and so on have as many as fit a screenshot.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createElement as h, Fragment } from "react";
import { Message } from "slack-blocks-to-jsx";
import { AVATAR, writePages } from "./pages.mjs";

const [cardsFolder, outFolder] = process.argv.slice(2);
const css = readFileSync(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf8");
const MOST_BLOCKS = 60; // On one screenshot.

// Slack's clients lay out each text by its own first letters.
const ours = `
  body { font-family: Lato, "Noto Sans", "Noto Sans Arabic", sans-serif; }
  .card { border: 1px solid #ddd; }
  .title { font-weight: 900; border-bottom: 1px solid #ddd; padding-bottom: 8px; margin-bottom: 8px; }
  .foot { border-top: 1px solid #ddd; padding-top: 8px; text-align: end; }
  .card p, .card div, .card h1, .card h2, .card h3, .card button, .card label {
    unicode-bidi: plaintext; text-align: start; }
`;

function shown(card) {
  const text = (one) => one?.text ?? "";
  const modal = card.surface === "modal";
  return h(Fragment, null,
    modal && h("div", { className: "title" }, text(card.title)),
    h(Message, { blocks: card.blocks, name: "qualify-bot", logo: AVATAR, time: new Date(0), unstyled: false }),
    modal && h("div", { className: "foot" }, `[${text(card.close)}] [${text(card.submit)}]`));
}

writePages("slack", {
  cardsFolder, outFolder, shown,
  head: `<style>${css}${ours}</style>`,
  height: (pair) => pair[0].blocks.length + 3, most: MOST_BLOCKS,
});
