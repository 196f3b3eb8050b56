// What the previews share: cards in pairs, one language beside the other, on pages that fit a screenshot.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";

export const AVATAR = "data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

const css = `
  body { margin: 24px; width: 1400px; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; margin-bottom: 28px; }
  .card { border-radius: 8px; padding: 12px; min-width: 0; }
  .name { color: #777; font: 12px monospace; margin-bottom: 8px; }
`;

function framed(card, shown) {
  return h("div", { className: "card" },
    h("div", { className: "name" }, `${card.name} (${card.language}, ${card.surface})`),
    shown(card));
}

function page(pairs, head, shown) {
  const body = pairs.map((pair) =>
    h("div", { className: "pair", key: pair[0].name }, ...pair.map((card) => framed(card, shown))));
  return `<!doctype html><meta charset="utf-8">${head}<style>${css}</style>${renderToStaticMarkup(h("div", null, ...body))}`;
}

// `shown` draws a card; `height` says how high a pair is, in units of which `most` fit a screenshot.
export function writePages(service, { cardsFolder, outFolder, head, shown, height, most }) {
  const cards = readdirSync(cardsFolder).filter((name) => name.endsWith(".json")).sort()
    .map((name) => JSON.parse(readFileSync(join(cardsFolder, name), "utf8")))
    .filter((card) => card.surface !== "commands"); // Those are no card.
  const names = [...new Set(cards.map((card) => card.name))];
  const pairs = names.map((name) => cards.filter((card) => card.name === name)
    .sort((one, other) => other.language.localeCompare(one.language)));

  mkdirSync(outFolder, { recursive: true });
  const all = join(outFolder, `${service}.html`);
  writeFileSync(all, page(pairs, head, shown));
  let part = [], sum = 0, number = 0;
  for (const pair of [...pairs, null]) {
    const more = pair ? height(pair) : Infinity;
    if (part.length && sum + more > most) {
      writeFileSync(join(outFolder, `${service}-${++number}.html`), page(part, head, shown));
      [part, sum] = [[], 0];
    }
    if (pair) [part, sum] = [[...part, pair], sum + more];
  }
  console.log(`${pairs.length} cards in ${names.length ? "two languages" : "no language"}: ${all}`);
}
