/** The pane of a selection: what several nodes have in common, and what to do with them. */

import { type App } from "../contract.ts";
import { summarise, type Summary, type Tally } from "../model/summary.ts";
import { paletteColour } from "./colours.ts";
import { button, fill, h, type Child } from "./dom.ts";
import { copyText, fileName, save } from "./files.ts";
import { icon } from "./icons.ts";
import { isDark } from "./look.ts";
import { countedRows, moreList, nodeRow } from "./rows.ts";
import { nodesCsv } from "./table-csv.ts";
import { section } from "./relations.ts";
import { count, counted, dayName, figure, metricName } from "./words.ts";

/** What the most important are found by: the first of these that the graph has. */
const IMPORTANCE = ["pagerank", "authority", "in_degree", "degree"] as const;

export function mount(app: App, host: HTMLElement): void {
  let drawing = 0;

  async function draw(): Promise<void> {
    const mine = ++drawing;
    const { selection, only } = app.store.state;
    host.hidden = selection.length === 0 && only.length === 0;
    app.light("selection", selection.length > 0 ? Uint32Array.from(selection) : null);
    if (selection.length === 0) return fill(host, only.length > 0 && onlyNote(app));
    const metric = IMPORTANCE.find((name) => app.graph.meta.metrics.includes(name)) ?? "";
    const values = metric ? await app.graph.metric(metric) : Float32Array.from(app.graph.degree);
    if (mine !== drawing) return;
    fill(host, ...panel(app, summarise(app.graph, selection, values), metric, values));
  }

  app.store.listen((changed) => {
    if (changed.has("selection") || changed.has("only") || changed.has("theme")) void draw();
  });
  void draw();
}

function onlyNote({ store }: App): HTMLElement {
  const all = button("Show all again", () => store.set({ only: [] }), { class: "inline" });
  return h("p", { class: "notice" }, `Only ${count(store.state.only.length)} chosen nodes are shown. `, all);
}

function panel(app: App, summary: Summary, metric: string, values: Float32Array): Child[] {
  const { graph, store } = app;
  const clear = button("", () => store.set({ selection: [] }), { class: "icon-button", "aria-label": "Clear the selection", title: "Clear the selection" });
  clear.append(icon("close"));
  const top = summary.top.map((row) => h("li", {}, nodeRow(app, row, undefined, figure(values[row]))));
  return [
    h("div", { class: "panel-head" }, h("h2", {}, `${count(summary.count)} selected`), clear),
    h("p", { class: "panel-note" }, wordsOf(app, summary)),
    actions(app),
    store.state.only.length > 0 && onlyNote(app),
    section(metric ? `Highest ${metricName(metric)}` : "Most relations", summary.top.length, h("ol", { class: "plain" }, ...top)),
    summary.publishers.length > 0 && section("Publishers", summary.publishers.length, countedRows(app, summary.publishers, "articles", 5), false),
    summary.topics.length > 0 && section("Topics", summary.topics.length, countedRows(app, summary.topics, "articles", 5), false),
    summary.clusters.length > 0 && section("Clusters", summary.clusters.length, clusters(app, summary.clusters), false),
    section("All selected", summary.count, moreList(summary.count, 5, (at) => h("li", {}, nodeRow(app, store.state.selection[at]))), false),
  ];

  function clusters(of: App, found: readonly Tally[]): HTMLElement {
    return moreList(found.length, 8, (at) => {
      const [cluster, nodes] = found[at];
      const dot = h("span", { class: "dot", "aria-hidden": "true" });
      dot.style.backgroundColor = paletteColour(cluster, isDark(of.store.state));
      const name = graph.meta.clusters[cluster].label || `Cluster ${cluster + 1}`;
      return h("li", { class: "tallied" }, dot, h("span", {}, name), h("span", { class: "node-aside" }, count(nodes)));
    });
  }
}

/** `12 articles, 3 publishers · 5 May 2025 – 9 May 2025 · 1 without a date · 14 relations among them`. */
function wordsOf({ graph }: App, { kinds, days, undated, inner }: Summary): string {
  const parts = [kinds.map(([kind, nodes]) => counted(nodes, graph.meta.kinds[kind])).join(", ")];
  if (days) parts.push(days[0] === days[1] ? dayName(days[0]) : `${dayName(days[0])} – ${dayName(days[1])}`);
  if (undated > 0) parts.push(`${count(undated)} without a date`);
  parts.push(`${count(inner)} ${inner === 1 ? "relation" : "relations"} among them`);
  return parts.join(" · ");
}

function actions(app: App): HTMLElement {
  const { store, map } = app;
  const rows = (): Uint32Array => Uint32Array.from(store.state.selection);
  const act = (text: string, title: string, action: () => void): HTMLElement => button(text, action, { class: "action", title });
  return h(
    "div",
    { class: "actions", role: "group", "aria-label": "With the selection" },
    act("Show only these", "Hide all other nodes", () => showOnly(app)),
    act("Zoom to", "Move the map so that all are seen", () => map.fit(rows(), true)),
    act("Pin", "Keep their places when the map is arranged", () => pin(app)),
    act("Copy CSV", "Copy them as a table", () => void csv(app, rows(), true)),
    act("Save CSV", "Save them as a table", () => void csv(app, rows(), false)),
  );
}

function showOnly({ store, map, say }: App): void {
  store.set({ only: store.state.selection });
  map.fit(null, true);
  say(`Only ${counted(store.shown.nodeCount, "node")} shown`);
}

function pin({ store, say }: App): void {
  const pinned = [...new Set([...store.state.pinned, ...store.state.selection])];
  store.set({ pinned });
  say(`${counted(store.state.selection.length, "node")} pinned`);
}

async function csv(app: App, rows: Uint32Array, copy: boolean): Promise<void> {
  try {
    const blob = await nodesCsv(app, rows, () => {}, new AbortController().signal);
    if (blob === null) return;
    if (copy) await copyText(app, await blob.text(), counted(rows.length, "node"));
    else save(blob, fileName("selection", "csv"));
  } catch (error) {
    app.say(error instanceof Error ? error.message : String(error));
  }
}
