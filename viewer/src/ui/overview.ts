/** The right pane while nothing is selected: what there is, and where to begin. */

import { type App } from "../contract.ts";
import { REFERENCES, referrals } from "../model/around.ts";
import { ARTICLE, PUBLISHER, TOPIC, kindNumber } from "../model/kinds.ts";
import { greatest } from "../model/ranks.ts";
import { clusterTag } from "./details.ts";
import { isFiltered } from "./filters.ts";
import { button, fill, h } from "./dom.ts";
import { section } from "./relations.ts";
import { countedRows, nodeRow, noteOf } from "./rows.ts";
import { count, figure, kindTitle } from "./words.ts";

const TOP = 10;
/** Publishers and topics that can be listed. */
const LISTED = 100;
const CLUSTERS = 12;

type Order = "referred" | "pagerank";
let order: Order = "referred";

/** Everything here follows the filters. */
export async function overviewOf(app: App): Promise<HTMLElement> {
  return h(
    "div",
    { class: "overview" },
    h("h2", { class: "overview-title" }, isFiltered(app) ? "What is shown" : "Overview"),
    tiles(app),
    await articles(app),
    ...tops(app, PUBLISHER, "published_by", "Publishers"),
    ...tops(app, TOPIC, "about", "Topics"),
    clusters(app),
    h("p", { class: "tip" }, "Click a node to read about it. Press ", h("kbd", {}, "/"), " to search, ", h("kbd", {}, "?"), " for all keys."),
  );
}

function tiles({ graph, store }: App): HTMLElement {
  const totals = new Uint32Array(graph.meta.kinds.length);
  for (let row = 0; row < graph.nodeCount; row++) totals[graph.kind[row]] += store.shown.nodes[row];
  const tile = (number: number, name: string): HTMLElement =>
    h("div", { class: "tile" }, h("dd", {}, count(number)), h("dt", {}, name));
  const kinds = graph.meta.kinds.map((kind, at) => tile(totals[at], kindTitle(kind, totals[at])));
  return h("dl", { class: "tiles" }, ...kinds, tile(store.shown.edgeCount, store.shown.edgeCount === 1 ? "Relation" : "Relations"));
}

/** The articles to know first, by references or by PageRank. */
async function articles(app: App): Promise<HTMLElement | null> {
  const { graph } = app;
  if (kindNumber(graph, ARTICLE) < 0 || !REFERENCES.some((kind) => graph.meta.edgeKinds.includes(kind))) return null;
  const orders: Order[] = graph.meta.metrics.includes("pagerank") ? ["referred", "pagerank"] : ["referred"];
  const body = h("div", {});
  const names = { referred: "Most referred to", pagerank: "PageRank" };
  const choices = orders.map((each) => button(names[each], () => void choose(each), { "aria-pressed": "false" }));

  async function choose(wanted: Order): Promise<void> {
    order = wanted;
    choices.forEach((choice, at) => choice.setAttribute("aria-pressed", String(orders[at] === wanted)));
    fill(body, await topArticles(app, wanted));
  }
  await choose(orders.includes(order) ? order : "referred");
  const head = h("div", { class: "section-head" }, h("h3", {}, "Articles"), orders.length > 1 && h("div", { class: "switch" }, ...choices));
  return h("section", {}, head, body);
}

async function topArticles(app: App, by: Order): Promise<HTMLElement> {
  const { graph, store } = app;
  const values = by === "pagerank" ? await graph.metric("pagerank") : referrals(graph);
  const article = kindNumber(graph, ARTICLE);
  const rows = greatest(values, TOP, (row) => graph.kind[row] === article && store.shown.nodes[row] === 1);
  if (rows.length === 0) return h("p", { class: "nothing" }, "Nothing shown is referred to.");
  return h("ol", { class: "plain" }, ...rows.map((row) => h("li", {}, nodeRow(app, row, noteOf(app, row), figure(values[row])))));
}

/** Publishers or topics by how many of the shown articles they have. */
function tops(app: App, kind: string, edgeKind: string, title: string): HTMLElement[] {
  const { graph, store } = app;
  const number = kindNumber(graph, kind);
  const relation = graph.meta.edgeKinds.indexOf(edgeKind);
  const articles = new Uint32Array(graph.nodeCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (graph.edgeKind[edge] === relation && store.shown.nodes[graph.source[edge]]) articles[graph.target[edge]]++;
  }
  const rows = greatest(articles, LISTED, (row) => graph.kind[row] === number && store.shown.nodes[row] === 1);
  if (rows.length === 0) return [];
  const total = rows.length === LISTED ? countAll(articles, graph.kind, number, store.shown.nodes) : rows.length;
  const list = countedRows(app, rows.map((row) => [row, articles[row]] as const), "articles shown", 6);
  return [section(title, total, list)];
}

function countAll(articles: Uint32Array, kinds: Uint8Array, kind: number, shown: Uint8Array): number {
  let total = 0;
  for (let row = 0; row < articles.length; row++) if (kinds[row] === kind && shown[row] && articles[row]) total++;
  return total;
}

function clusters(app: App): HTMLElement | null {
  const { graph, store } = app;
  const sizes = new Uint32Array(graph.meta.clusters.length);
  for (let row = 0; row < graph.nodeCount; row++) {
    if (store.shown.nodes[row] && graph.cluster[row] < sizes.length) sizes[graph.cluster[row]]++;
  }
  const largest = greatest(sizes, CLUSTERS, () => true);
  if (largest.length === 0) return null;
  const tags = h("div", { class: "tags" }, ...largest.map((cluster) => clusterTag(app, cluster)));
  return section("Clusters", sizes.filter((size) => size > 0).length, tags);
}
