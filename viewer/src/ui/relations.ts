/** A node's relations in the right pane, with the places in the files that declare them. */

import type { App, EdgeDetails, Place } from "../contract.ts";
import { groupsOf, publisherNeighbours, topicNeighbours, type Group, type Relation } from "../model/around.ts";
import { kindOf } from "../model/kinds.ts";
import { button, fill, h } from "./dom.ts";
import { countedRows, moreList, nodeRow } from "./rows.ts";
import { count, relationTitle } from "./words.ts";

const FIRST = 12;
const PLACES = 2;
/** An article's publisher and topics stand above already. */
const CLOSED = new Set(["published_by:out", "about:out"]);

export function relationsOf(app: App, row: number): HTMLElement[] {
  const groups = groupsOf(app.graph, row).map((group) => groupOf(app, group));
  const around = neighboursOf(app, row);
  return kindOf(app.graph, row) === "topic" ? [...groups, ...around] : [...around, ...groups];
}

function groupOf(app: App, { kind, way, relations }: Group): HTMLElement {
  const list = moreList(relations.length, FIRST, (at) => relationOf(app, relations[at]));
  const open = !CLOSED.has(`${kind}:${way}`);
  return section(relationTitle(kind, way), relations.length, list, open);
}

export function section(title: string, number: number, body: HTMLElement, open = true): HTMLElement {
  const note = h("span", { class: "facet-note" }, count(number));
  const head = h("summary", {}, h("h3", {}, title), note);
  return h("details", { class: "group", ...(open && { open: true }) }, head, body);
}

function relationOf(app: App, { edge, other }: Relation): HTMLElement {
  const where = h("div", { class: "places" });
  const item = h("li", {}, nodeRow(app, other), where);
  void placesOf(app, edge).then((details) => showPlaces(where, details)).catch((error: Error) => fill(where, error.message));
  return item;
}

async function placesOf({ graph }: App, edge: number): Promise<EdgeDetails | undefined> {
  const from = graph.source[edge];
  const { edges } = await graph.details(from);
  return edges[edge - graph.outStart[from]];
}

function showPlaces(host: HTMLElement, details: EdgeDetails | undefined): void {
  if (!details) return;
  const rank = details.rank === null ? "" : `no. ${count(details.rank)} in the list`;
  const all = details.places;
  const shown = all.slice(0, PLACES).map((place) => placeOf(place));
  const rest = all.length - shown.length;
  const more = button(`and ${count(rest)} more`, () => fill(host, ...all.map((place) => placeOf(place))), { class: "quiet small" });
  fill(host, ...shown, rest > 0 && more, rank && h("span", { class: "rank" }, rank));
}

/** A file's name and the line; the folders are in the tip, or before it where there is room to `wrap`. */
export function placeOf({ file, line }: Place, wrap = false): HTMLElement {
  const name = wrap ? file : file.replace(/^.*\//, "");
  const at = line === null ? "" : `:${line}`;
  const kind = wrap ? "place wrap" : "place";
  return h("code", { class: kind, title: file + at }, h("span", { class: "place-file" }, name), at);
}

/** Publishers have publishers around them, topics topics: through their articles. */
function neighboursOf(app: App, row: number): HTMLElement[] {
  const kind = kindOf(app.graph, row);
  if (kind === "topic") return tied(app, "Topics beside it", topicNeighbours(app.graph, row), "articles about both");
  if (kind !== "provider") return [];
  const { to, from } = publisherNeighbours(app.graph, row);
  return [
    ...tied(app, "Refers to publishers", to, "references"),
    ...tied(app, "Referred to by publishers", from, "references"),
  ];
}

function tied(app: App, title: string, rows: readonly (readonly [number, number])[], unit: string): HTMLElement[] {
  return rows.length ? [section(title, rows.length, countedRows(app, rows, unit))] : [];
}
