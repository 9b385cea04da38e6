/** What the filters leave: a byte per node and edge, and for each hidden node the reasons, as bits. */

import { CITED, DRAFT, NONE, NO_DAY, type GraphData, type Shown, type State } from "../contract.ts";
import { ARTICLE, TOPIC, articlesAbout, edgeKindNumber, kindNumber } from "./kinds.ts";

/** Why a node is hidden. */
export const HIDDEN = {
  kind: 1,
  publisher: 2,
  topic: 4,
  cluster: 8,
  status: 16,
  minTopic: 32,
  window: 64,
  /** A publisher or topic none of whose articles is left. */
  alone: 128,
  focus: 256,
  only: 512,
} as const;

/** Masks for the map, and `hidden`: the bits of HIDDEN for each node. */
export interface Sifted extends Shown {
  readonly hidden: Uint16Array;
}

/** The state's fields that decide what is shown. */
export const FILTERS = [
  "kinds",
  "edgeKinds",
  "clusters",
  "publishers",
  "topics",
  "statuses",
  "minTopic",
  "only",
  "window",
  "focus",
] as const satisfies readonly (keyof State)[];

/** Apply all filters of the state. */
export function sift(graph: GraphData, state: State): Sifted {
  const hidden = new Uint16Array(graph.nodeCount);
  hideArticles(graph, state, hidden);
  hideLonely(graph, state, hidden);
  hideKindsAndClusters(graph, state, hidden);
  hideSmallTopics(graph, state, hidden);
  hideOthers(state.only, hidden);
  const edgeKinds = allowed(state.edgeKinds, graph.meta.edgeKinds.length);
  hideFar(graph, state, hidden, edgeKinds);
  return masks(graph, hidden, edgeKinds);
}

/** A byte per number below `count`: 1 if it is listed, or if nothing is. */
function allowed(listed: readonly number[], count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  if (listed.length === 0) return bytes.fill(1);
  for (const number of listed) bytes[number] = 1;
  return bytes;
}

function hideArticles(graph: GraphData, state: State, hidden: Uint16Array): void {
  const article = kindNumber(graph, ARTICLE);
  hideUnlinked(graph, state.publishers, "published_by", hidden, HIDDEN.publisher);
  hideUnlinked(graph, state.topics, "about", hidden, HIDDEN.topic);
  const statuses = statusBits(state.statuses);
  const [first, last] = state.window ?? [NO_DAY, NO_DAY];
  for (let row = 0; row < graph.nodeCount; row++) {
    if (graph.kind[row] !== article) continue;
    if (statuses !== 0 && (statusOf(graph.flags[row]) & statuses) === 0) hidden[row] |= HIDDEN.status;
    if (state.window && (graph.day[row] < first || graph.day[row] > last)) hidden[row] |= HIDDEN.window;
  }
}

export const STATUSES = ["collected", "cited", "draft"] as const;

function statusBits(names: readonly string[]): number {
  return STATUSES.reduce((bits, name, at) => (names.includes(name) ? bits | (1 << at) : bits), 0);
}

/** Bits in the order of STATUSES; a draft is collected, too. */
export function statusOf(flags: number): number {
  return (flags & CITED ? 2 : 1) | (flags & DRAFT ? 4 : 0);
}

/** Hide the articles that have no edge of the kind to any of the chosen nodes. */
function hideUnlinked(
  graph: GraphData,
  chosen: readonly number[],
  edgeKind: string,
  hidden: Uint16Array,
  reason: number,
): void {
  if (chosen.length === 0) return;
  const kind = edgeKindNumber(graph, edgeKind);
  const article = kindNumber(graph, ARTICLE);
  const linked = new Uint8Array(graph.nodeCount);
  for (const row of chosen) {
    for (let at = graph.inStart[row]; at < graph.inStart[row + 1]; at++) {
      const edge = graph.inEdges[at];
      if (graph.edgeKind[edge] === kind) linked[graph.source[edge]] = 1;
    }
  }
  for (let row = 0; row < graph.nodeCount; row++) {
    if (graph.kind[row] === article && linked[row] === 0) hidden[row] |= reason;
  }
}

/** While articles are filtered, hide the publishers, topics and others that no remaining article leads to. */
function hideLonely(graph: GraphData, state: State, hidden: Uint16Array): void {
  const { publishers, topics, statuses, window } = state;
  if (publishers.length + topics.length + statuses.length === 0 && window === null) return;
  const article = kindNumber(graph, ARTICLE);
  const kept = new Uint8Array(graph.nodeCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const from = graph.source[edge];
    if (graph.kind[from] === article && hidden[from] === 0) kept[graph.target[edge]] = 1;
  }
  for (const row of publishers) kept[row] = 1;
  for (const row of topics) kept[row] = 1;
  for (let row = 0; row < graph.nodeCount; row++) {
    if (graph.kind[row] !== article && kept[row] === 0) hidden[row] |= HIDDEN.alone;
  }
}

function hideKindsAndClusters(graph: GraphData, state: State, hidden: Uint16Array): void {
  const kinds = allowed(state.kinds, graph.meta.kinds.length);
  const clusters = allowed(state.clusters, graph.meta.clusters.length);
  const unclustered = state.clusters.length === 0 ? 1 : 0;
  for (let row = 0; row < graph.nodeCount; row++) {
    if (kinds[graph.kind[row]] === 0) hidden[row] |= HIDDEN.kind;
    const cluster = graph.cluster[row];
    if ((cluster === NONE ? unclustered : clusters[cluster]) === 0) hidden[row] |= HIDDEN.cluster;
  }
}

function hideSmallTopics(graph: GraphData, state: State, hidden: Uint16Array): void {
  if (state.minTopic <= 1) return;
  const topic = kindNumber(graph, TOPIC);
  const sizes = articlesAbout(graph);
  const chosen = new Set(state.topics);
  for (let row = 0; row < graph.nodeCount; row++) {
    if (graph.kind[row] === topic && sizes[row] < state.minTopic && !chosen.has(row)) hidden[row] |= HIDDEN.minTopic;
  }
}

/** Hide all but these, if there are any. */
function hideOthers(only: readonly number[], hidden: Uint16Array): void {
  if (only.length === 0) return;
  const kept = new Uint8Array(hidden.length);
  for (const row of only) kept[row] = 1;
  for (let row = 0; row < hidden.length; row++) if (kept[row] === 0) hidden[row] |= HIDDEN.only;
}

/** Hide what is further from the focus than its depth, walking over what the other filters leave. */
function hideFar(graph: GraphData, state: State, hidden: Uint16Array, edgeKinds: Uint8Array): void {
  if (state.focus === null) return;
  const { row: centre, depth } = state.focus;
  const near = new Uint8Array(graph.nodeCount);
  hidden[centre] = 0;
  near[centre] = 1;
  let front = [centre];
  for (let step = 0; step < depth; step++) front = grow(graph, front, near, hidden, edgeKinds);
  for (let row = 0; row < graph.nodeCount; row++) if (near[row] === 0) hidden[row] |= HIDDEN.focus;
}

/** One step in all directions: the nodes that are new. */
function grow(
  graph: GraphData,
  front: readonly number[],
  near: Uint8Array,
  hidden: Uint16Array,
  edgeKinds: Uint8Array,
): number[] {
  const next: number[] = [];
  const reach = (edge: number, row: number): void => {
    if (near[row] === 1 || hidden[row] !== 0 || edgeKinds[graph.edgeKind[edge]] === 0) return;
    near[row] = 1;
    next.push(row);
  };
  for (const row of front) {
    for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) reach(edge, graph.target[edge]);
    for (let at = graph.inStart[row]; at < graph.inStart[row + 1]; at++) {
      reach(graph.inEdges[at], graph.source[graph.inEdges[at]]);
    }
  }
  return next;
}

function masks(graph: GraphData, hidden: Uint16Array, edgeKinds: Uint8Array): Sifted {
  const nodes = new Uint8Array(graph.nodeCount);
  const edges = new Uint8Array(graph.edgeCount);
  let nodeCount = 0;
  let edgeCount = 0;
  for (let row = 0; row < graph.nodeCount; row++) {
    if (hidden[row] !== 0) continue;
    nodes[row] = 1;
    nodeCount++;
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const shown = nodes[graph.source[edge]] & nodes[graph.target[edge]] & edgeKinds[graph.edgeKind[edge]];
    edges[edge] = shown;
    edgeCount += shown;
  }
  return { nodes, edges, nodeCount, edgeCount, hidden };
}
