/** A node's numbers, each with its rank among the nodes of its kind. */

import type { App, GraphData } from "../contract.ts";
import { rankOf, type Rank } from "../model/ranks.ts";
import { kindOf } from "../model/kinds.ts";
import { h } from "./dom.ts";
import { count, figure, kindWord, metricHint, metricName, ordinal } from "./words.ts";

/** Shown at once; the others on request. */
const FIRST = ["pagerank", "betweenness", "in_degree", "out_degree", "quality"];

/** A table of the numbers that the node has; null if there are none. */
export async function numbersOf({ graph }: App, row: number): Promise<HTMLElement | null> {
  const names = graph.meta.metrics;
  const ordered = [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
  const lines = await Promise.all(ordered.map((name) => lineOf(graph, name, row)));
  const found = lines.filter((line) => line !== null);
  if (found.length === 0) return null;
  const first = found.filter((line) => FIRST.includes(line.dataset["metric"] ?? ""));
  const rest = found.filter((line) => !first.includes(line));
  const more = h("details", { class: "group" }, h("summary", {}, h("h3", {}, "More numbers")), table(rest));
  return h("section", { class: "numbers" }, h("h3", {}, "Numbers"), table(first), rest.length > 0 && more);
}

function table(lines: readonly HTMLElement[]): HTMLElement {
  return h("table", { class: "figures" }, h("tbody", {}, ...lines));
}

async function lineOf(graph: GraphData, name: string, row: number): Promise<HTMLElement | null> {
  const values = await graph.metric(name);
  const rank = rankOf(graph, values, row);
  if (!rank) return null;
  return h(
    "tr",
    { "data-metric": name },
    h("th", { scope: "row", title: metricHint(name) }, metricName(name)),
    h("td", { class: "figure" }, figure(values[row])),
    h("td", { class: "rank" }, rankText(rank, kindWord(kindOf(graph, row), rank.of))),
  );
}

/** `3rd of 22`; nodes that share a place say so. */
function rankText({ place, of, shared }: Rank, kind: string): HTMLElement | null {
  if (of < 2) return null;
  const title = `${shared ? "Shares the" : "The"} ${ordinal(place)} place among ${count(of)} ${kind}`;
  return h("span", { title }, `${shared ? "joint " : ""}${ordinal(place)} of ${count(of)}`);
}
