/** The left pane's filters, which are the map's legend, too. */

import type { App, GraphData, State } from "../contract.ts";
import { PUBLISHER, TOPIC, rowsOfKind } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";
import { FILTERS, STATUSES } from "../model/shown.ts";
import { firstState, type ReadingStore } from "../model/state.ts";
import { edgeColour, largestPublishers, paletteColour, restColour } from "./colours.ts";
import { h, put } from "./dom.ts";
import { makeFacet, type Facet, type FacetSpec } from "./facet.ts";
import { glyph } from "./icons.ts";
import { isDark } from "./look.ts";
import { kindTitle, relationName } from "./words.ts";

export function clearFilters(app: App): void {
  const first = firstState(app.graph);
  app.store.set(Object.fromEntries(FILTERS.map((name) => [name, first[name]])));
}

/** Whether the reader restricts the view. */
export function isFiltered({ graph, store: { state } }: App): boolean {
  const first = firstState(graph);
  return FILTERS.some((name) => JSON.stringify(state[name]) !== JSON.stringify(first[name]));
}

export function mountFilters(app: App, store: ReadingStore, host: HTMLElement): void {
  const facets = specs(app, store).map((spec) => makeFacet(spec));
  put(host, ...facets.map((facet) => facet.element));
  const update = (): void => facets.forEach((facet: Facet) => facet.update());
  store.listen((changed) => {
    if (changed.has("shown") || changed.has("colourBy") || changed.has("theme")) update();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", update);
}

function specs(app: App, store: ReadingStore): FacetSpec[] {
  const all = [
    kinds(app, store),
    clusters(app, store),
    publishers(app, store),
    topics(app, store),
    statuses(store),
    edgeKinds(app, store),
  ];
  return all.filter((spec) => spec.values.length > 0);
}

const range = (length: number): number[] => Array.from({ length }, (_, at) => at);

/** A dot of a colour that may change with the state. */
function dot(colour: string): HTMLElement {
  const element = h("span", { class: "dot", "aria-hidden": "true" });
  element.style.backgroundColor = colour;
  return element;
}

function kinds({ graph }: App, store: ReadingStore): FacetSpec {
  return {
    title: "Kinds",
    legend: true,
    open: true,
    values: range(graph.meta.kinds.length),
    label: (kind) => kindTitle(graph.meta.kinds[kind], 2),
    count: (kind) => store.counts.kinds[kind],
    swatch: (kind) => {
      const shape = glyph(graph.meta.kinds[kind]);
      if (store.state.colourBy === "kind") shape.style.color = paletteColour(kind, isDark(store.state));
      return shape;
    },
    chosen: () => store.state.kinds,
    choose: (values) => store.set({ kinds: values }),
  };
}

function clusters({ graph }: App, store: ReadingStore): FacetSpec {
  return {
    title: "Clusters",
    legend: false,
    open: true,
    values: range(graph.meta.clusters.length),
    label: (cluster) => graph.meta.clusters[cluster].label || `Cluster ${cluster + 1}`,
    count: (cluster) => store.counts.clusters[cluster],
    swatch: (cluster) =>
      store.state.colourBy === "cluster" ? dot(paletteColour(cluster, isDark(store.state))) : null,
    chosen: () => store.state.clusters,
    choose: (values) => store.set({ clusters: values }),
  };
}

function publishers({ graph }: App, store: ReadingStore): FacetSpec {
  return {
    title: "Publishers",
    legend: false,
    open: true,
    values: [...rowsOfKind(graph, PUBLISHER)],
    label: (row) => nameOf(graph, row),
    count: (row) => store.counts.articles[row],
    swatch: (row) => (store.state.colourBy === "publisher" ? dot(publisherColour(graph, store.state, row)) : null),
    chosen: () => store.state.publishers,
    choose: (values) => store.set({ publishers: values }),
  };
}

function publisherColour(graph: GraphData, state: State, row: number): string {
  const place = largestPublishers(graph).indexOf(row);
  return place < 0 ? restColour(isDark(state)) : paletteColour(place, isDark(state));
}

function topics({ graph }: App, store: ReadingStore): FacetSpec {
  return {
    title: "Topics",
    legend: false,
    open: true,
    values: [...rowsOfKind(graph, TOPIC)],
    label: (row) => nameOf(graph, row),
    count: (row) => store.counts.articles[row],
    swatch: () => null,
    chosen: () => store.state.topics,
    choose: (values) => store.set({ topics: values }),
    extra: leastArticles(store),
  };
}

/** How many articles a topic needs to be on the map. */
function leastArticles(store: ReadingStore): HTMLElement {
  const box = h("input", { type: "number", class: "field small number", min: 1, step: 1, inputmode: "numeric" });
  const show = (): void => void (box.value = String(store.state.minTopic));
  box.addEventListener("change", () => {
    const least = Math.max(1, Math.round(Number(box.value) || 1));
    store.set({ minTopic: least });
    show();
  });
  store.listen((changed) => changed.has("minTopic") && show());
  show();
  return h("label", { class: "least" }, "Only topics of at least ", box, " articles");
}

const STATUS_NAMES: Record<string, string> = {
  collected: "Collected: a file here is the article",
  cited: "Cited: other files refer to it",
  draft: "Marked as draft",
};

function statuses(store: ReadingStore): FacetSpec {
  return {
    title: "Status",
    legend: false,
    open: false,
    values: range(STATUSES.length),
    label: (status) => STATUS_NAMES[STATUSES[status]] ?? STATUSES[status],
    count: (status) => store.counts.statuses[status],
    swatch: (status) => glyph("article", STATUSES[status] === "cited"),
    chosen: () => store.state.statuses.map((name) => (STATUSES as readonly string[]).indexOf(name)),
    choose: (values) => store.set({ statuses: values.map((status) => STATUSES[status]) }),
  };
}

function edgeKinds({ graph }: App, store: ReadingStore): FacetSpec {
  return {
    title: "Relations",
    legend: true,
    open: false,
    values: range(graph.meta.edgeKinds.length),
    label: (kind) => relationName(graph.meta.edgeKinds[kind]),
    count: (kind) => store.counts.edgeKinds[kind],
    swatch: (kind) => {
      const line = dot(edgeColour(graph.meta.edgeKinds[kind], isDark(store.state)));
      line.classList.add("line");
      return line;
    },
    chosen: () => store.state.edgeKinds,
    choose: (values) => store.set({ edgeKinds: values }),
  };
}
