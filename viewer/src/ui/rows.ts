/** A node in a list: its shape, its name, and what it is; a click selects it. */

import { NONE, type App } from "../contract.ts";
import { kindOf } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";
import { button, h, type Child } from "./dom.ts";
import { glyphOf } from "./icons.ts";
import { reveal } from "./reveal.ts";
import { count, dayName, kindTitle } from "./words.ts";

/** Publisher and date of an article, the kind of all else. */
export function noteOf({ graph }: App, row: number): string {
  const kind = kindOf(graph, row);
  if (kind !== "article") return kindTitle(kind);
  const publisher = graph.publisher[row];
  return [publisher === NONE ? "" : nameOf(graph, publisher), dayName(graph.day[row])].filter(Boolean).join(" · ");
}

export function select(app: App, row: number): void {
  app.store.set({ selected: row });
  reveal(app, row);
}

/** A button for a node; `aside` stands at its right. */
export function nodeRow(app: App, row: number, note = noteOf(app, row), aside: Child = null): HTMLElement {
  const { graph, store } = app;
  const out = store.shown.nodes[row] ? "" : " out";
  const text = h(
    "span",
    { class: "node-text" },
    h("span", { class: "node-name" }, nameOf(graph, row)),
    note && h("span", { class: "node-note" }, note),
  );
  const element = button("", () => select(app, row), { class: `node-row${out}` });
  element.append(glyphOf(graph, row), text);
  if (aside !== null) element.append(h("span", { class: "node-aside" }, aside));
  return element;
}

/** Nodes with numbers, the first few at once, the others on request. */
export function countedRows(
  app: App,
  rows: readonly (readonly [row: number, times: number])[],
  unit: string,
  first = 8,
): HTMLElement {
  return moreList(rows.length, first, (at) => {
    const [row, times] = rows[at];
    return h("li", {}, nodeRow(app, row, "", h("span", { title: unit }, count(times))));
  });
}

/** A list whose end is drawn on request, a hundred rows at a time. */
export function moreList(total: number, first: number, render: (at: number) => HTMLElement): HTMLElement {
  const list = h("ul", { class: "plain" });
  const more = button("", () => grow(100), { class: "quiet small" });
  let drawn = 0;
  function grow(step: number): void {
    const to = Math.min(total, drawn + step);
    for (; drawn < to; drawn++) list.append(render(drawn));
    more.hidden = drawn === total;
    more.textContent = `Show ${count(Math.min(100, total - drawn))} more`;
  }
  grow(first);
  return h("div", {}, list, more);
}
