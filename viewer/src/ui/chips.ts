/** What restricts the view, over the map: each with a button that lifts it; and how much is shown. */

import type { App, State } from "../contract.ts";
import { dayText } from "../model/address.ts";
import { nameOf } from "../model/names.ts";
import { STATUSES } from "../model/shown.ts";
import { button, fill, h } from "./dom.ts";
import { clearFilters } from "./filters.ts";
import { icon } from "./icons.ts";
import { count, counted, dayName, kindTitle, relationName } from "./words.ts";

interface Chip {
  readonly text: string;
  readonly lift: Partial<State>;
}

export function mountChips(app: App, host: HTMLElement, status: HTMLElement): void {
  const draw = (): void => {
    const chips = chipsOf(app);
    const clear = chips.length > 1 && button("Clear all", () => clearFilters(app), { class: "chip clear-all" });
    fill(host, ...chips.map((chip) => chipOf(app, chip)), clear);
    fill(status, statusOf(app));
  };
  app.store.listen((changed) => changed.has("shown") && draw());
  draw();
}

function chipOf({ store }: App, { text, lift }: Chip): HTMLElement {
  const element = button("", () => store.set(lift), { class: "chip", "aria-label": `Remove the filter ${text}`, title: text });
  element.append(h("span", { class: "chip-name" }, text), icon("close"));
  return element;
}

function chipsOf({ graph, store: { state } }: App): Chip[] {
  const { meta } = graph;
  const without = (values: readonly number[], value: number): number[] => values.filter((each) => each !== value);
  const chips: Chip[] = [];
  if (state.kinds.length) chips.push({ text: state.kinds.map((kind) => kindTitle(meta.kinds[kind], 2)).join(", "), lift: { kinds: [] } });
  if (state.edgeKinds.length) {
    chips.push({ text: state.edgeKinds.map((kind) => relationName(meta.edgeKinds[kind])).join(", "), lift: { edgeKinds: [] } });
  }
  for (const value of state.clusters) {
    chips.push({ text: `Cluster: ${meta.clusters[value].label || value + 1}`, lift: { clusters: without(state.clusters, value) } });
  }
  for (const row of state.publishers) chips.push({ text: nameOf(graph, row), lift: { publishers: without(state.publishers, row) } });
  for (const row of state.topics) chips.push({ text: nameOf(graph, row), lift: { topics: without(state.topics, row) } });
  for (const name of STATUSES) {
    if (!state.statuses.includes(name)) continue;
    chips.push({ text: kindTitle(name), lift: { statuses: state.statuses.filter((each) => each !== name) } });
  }
  if (state.only.length) {
    const text = state.only.length === 1 ? nameOf(graph, state.only[0]) : `${count(state.only.length)} chosen nodes`;
    chips.push({ text, lift: { only: [] } });
  }
  if (state.window) chips.push({ text: windowText(state.window), lift: { window: null } });
  if (state.focus) chips.push({ text: `Within ${state.focus.depth} of ${nameOf(graph, state.focus.row)}`, lift: { focus: null } });
  return chips;
}

function windowText([first, last]: readonly [number, number]): string {
  const name = (day: number): string => dayName(day) || dayText(day);
  return first === last ? name(first) : `${name(first)} – ${name(last)}`;
}

/** `12 of 22 articles, 3 publishers · 40 relations`. */
function statusOf({ graph, store }: App): string {
  const { shown } = store;
  const [some, all] = [new Uint32Array(graph.meta.kinds.length), new Uint32Array(graph.meta.kinds.length)];
  for (let row = 0; row < graph.nodeCount; row++) {
    all[graph.kind[row]]++;
    some[graph.kind[row]] += shown.nodes[row];
  }
  const kinds = graph.meta.kinds.map((kind, at) => (some[at] < all[at] ? `${count(some[at])} of ` : "") + counted(all[at], kind));
  const edges = shown.edgeCount < graph.edgeCount ? `${count(shown.edgeCount)} of ${count(graph.edgeCount)}` : count(graph.edgeCount);
  return `${kinds.join(", ")} · ${edges} ${graph.edgeCount === 1 ? "relation" : "relations"}`;
}
