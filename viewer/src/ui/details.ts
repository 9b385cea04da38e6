/** The right pane: the selected node, or an overview of what is shown. */

import { CITED, DRAFT, NONE, type App, type Details, type GraphData } from "../contract.ts";
import { ARTICLE, articlesAbout, kindOf } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";
import { HIDDEN } from "../model/shown.ts";
import type { ReadingStore } from "../model/state.ts";
import { actionsOf } from "./actions.ts";
import { paletteColour } from "./colours.ts";
import { button, fill, h } from "./dom.ts";
import { clearFilters } from "./filters.ts";
import { glyphOf, icon } from "./icons.ts";
import { link, safeAddress } from "./links.ts";
import { isDark } from "./look.ts";
import { numbersOf } from "./numbers.ts";
import { overviewOf } from "./overview.ts";
import { relationsOf } from "./relations.ts";
import { select } from "./rows.ts";
import { sightingsOf } from "./sightings.ts";
import { dateWords, kindTitle } from "./words.ts";

/** Topics shown at once. */
const TAGS = 10;

export function mountDetails(app: App, store: ReadingStore, host: HTMLElement): void {
  let drawing = 0;

  async function draw(): Promise<void> {
    const mine = ++drawing;
    const row = store.state.selected;
    if (row === NONE) return fill(host, await overviewOf(app));
    const parts = await nodeOf(app, store, row).catch((error: Error) => [h("p", { class: "fault" }, error.message)]);
    if (mine !== drawing) return;
    fill(host, ...parts);
  }

  store.listen((changed) => {
    const own = changed.has("selected") || changed.has("shown") || changed.has("pinned") || changed.has("theme");
    if (!own) return;
    if (changed.has("selected")) host.parentElement?.scrollTo(0, 0);
    void draw();
  });
  void draw();
}

async function nodeOf(app: App, store: ReadingStore, row: number): Promise<HTMLElement[]> {
  const details = await app.graph.details(row);
  const numbers = await numbersOf(app, row);
  const parts = [
    headOf(app, row),
    titleOf(app, row, details),
    bylineOf(app, row, details),
    hiddenNote(app, store, row),
    pictureOf(app, details),
    details.excerpt ? h("p", { class: "excerpt" }, details.excerpt) : null,
    actionsOf(app, row),
    tagsOf(app, row),
    ...relationsOf(app, row),
    numbers,
    sightingsOf(details),
    factsOf(details),
  ];
  return parts.filter((part) => part !== null);
}

function headOf(app: App, row: number): HTMLElement {
  const { graph, store } = app;
  const flags = graph.flags[row];
  const close = button("", () => store.set({ selected: NONE }), { class: "icon-button", "aria-label": "Close", title: "Back to the overview (Esc)" });
  close.append(icon("close"));
  return h(
    "div",
    { class: "node-head" },
    glyphOf(graph, row),
    h("span", { class: "eyebrow" }, kindTitle(kindOf(graph, row))),
    flags & CITED ? h("span", { class: "badge", title: "No file of its own: known from those that refer to it" }, "cited only") : null,
    flags & DRAFT ? h("span", { class: "badge" }, "draft") : null,
    close,
  );
}

function titleOf({ graph }: App, row: number, { url }: Details): HTMLElement {
  const title = h("h2", { class: "node-title" }, link(safeAddress(url), nameOf(graph, row)));
  if (safeAddress(url)) title.firstElementChild?.append(" ", icon("external"));
  return title;
}

function bylineOf(app: App, row: number, details: Details): HTMLElement | null {
  const { graph } = app;
  const publisher = graph.publisher[row];
  const parts = [
    publisher !== NONE && button(nameOf(graph, publisher), () => select(app, publisher), { class: "inline" }),
    details.published && h("time", {}, dateWords(details.published)),
    details.updated && details.updated !== details.published && h("span", {}, "updated ", dateWords(details.updated)),
    details.authors.length > 0 && h("span", {}, `by ${details.authors.join(", ")}`),
    details.domain && kindOf(graph, row) !== ARTICLE && h("span", {}, details.domain),
  ].filter((part) => part !== false && part !== null && part !== "");
  return parts.length ? h("p", { class: "byline" }, ...parts) : null;
}

/** Why a selected node is not on the map. */
function hiddenNote(app: App, store: ReadingStore, row: number): HTMLElement | null {
  const why = store.shown.hidden[row];
  if (why === 0) return null;
  const small = why === HIDDEN.minTopic;
  const text = small ? `Topics of fewer than ${store.state.minTopic} articles are not on the map.` : "The filters hide it.";
  const undo = small
    ? button("Show them", () => store.set({ minTopic: 1 }), { class: "inline" })
    : button("Clear the filters", () => clearFilters(app), { class: "inline" });
  return h("p", { class: "notice" }, text, " ", undo);
}

function pictureOf({ graph }: App, { image }: Details): HTMLElement | null {
  if (!graph.meta.images || image === null || !image.startsWith("https://")) return null;
  const picture = h("img", { class: "picture", src: image, alt: "", referrerpolicy: "no-referrer", loading: "lazy" });
  picture.addEventListener("error", () => picture.remove());
  return picture;
}

/** Cluster and topics, to click. */
function tagsOf(app: App, row: number): HTMLElement | null {
  const { graph } = app;
  const cluster = graph.cluster[row];
  const topics = topicsOf(graph, row);
  const tags = topics.slice(0, TAGS).map((topic) => topicTag(app, topic));
  if (cluster !== NONE) tags.unshift(clusterTag(app, cluster));
  const rest = topics.slice(TAGS);
  if (rest.length) {
    const more = button(`${rest.length} more`, () => more.replaceWith(...rest.map((topic) => topicTag(app, topic))), { class: "tag more" });
    tags.push(more);
  }
  return tags.length ? h("div", { class: "tags", role: "group", "aria-label": "Cluster and topics" }, ...tags) : null;
}

/** What an article is about, the most frequent topic first. */
function topicsOf(graph: GraphData, row: number): number[] {
  const about = graph.meta.edgeKinds.indexOf("about");
  const topics: number[] = [];
  for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) {
    if (graph.edgeKind[edge] === about) topics.push(graph.target[edge]);
  }
  const sizes = articlesAbout(graph);
  return topics.sort((one, other) => sizes[other] - sizes[one] || one - other);
}

function topicTag(app: App, topic: number): HTMLElement {
  const { graph, store } = app;
  const out = store.shown.nodes[topic] ? "" : " out";
  const tag = button("", () => select(app, topic), { class: `tag${out}` });
  tag.append(glyphOf(graph, topic), nameOf(graph, topic));
  return tag;
}

export function clusterTag({ graph, store, map }: App, cluster: number): HTMLElement {
  const { label } = graph.meta.clusters[cluster];
  const show = (): void => {
    store.set({ clusters: store.state.clusters.includes(cluster) ? [] : [cluster] });
    map.fit(null, true);
  };
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  dot.style.backgroundColor = paletteColour(cluster, isDark(store.state));
  const tag = button("", show, { class: "tag", title: "Show only this cluster" });
  tag.append(dot, h("span", { class: "tag-name" }, label || `Cluster ${cluster + 1}`));
  return tag;
}

/** What else the files say. */
function factsOf(details: Details): HTMLElement | null {
  const facts: [string, string | null][] = [
    ["Type", details.type],
    ["Category", details.category],
    ["Language", details.locale],
    ["Domain", details.domain],
    ["Also called", details.names.length > 1 ? details.names.join(" · ") : null],
    ["Address", details.url],
    ["Id", details.id],
  ];
  const lines = facts
    .filter((fact) => fact[1])
    .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  return lines.length ? h("dl", { class: "facts" }, ...lines) : null;
}
