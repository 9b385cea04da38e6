/** What the kinds of nodes and edges are called in the data, and which rows they have. */

import { NONE, type GraphData } from "../contract.ts";

export const ARTICLE = "article";
export const PUBLISHER = "provider";
export const TOPIC = "topic";

/** The number of a kind in `meta.kinds` or `meta.edgeKinds`; -1 if the graph has none. */
export function kindNumber(graph: GraphData, name: string): number {
  return graph.meta.kinds.indexOf(name);
}

export function edgeKindNumber(graph: GraphData, name: string): number {
  return graph.meta.edgeKinds.indexOf(name);
}

export function kindOf(graph: GraphData, row: number): string {
  return graph.meta.kinds[graph.kind[row]] ?? "";
}

/** The rows of one kind, in order. */
export function rowsOfKind(graph: GraphData, name: string): Uint32Array {
  const kind = kindNumber(graph, name);
  const rows = new Uint32Array(graph.nodeCount);
  let count = 0;
  for (let row = 0; row < graph.nodeCount; row++) if (graph.kind[row] === kind) rows[count++] = row;
  return rows.slice(0, count);
}

const topicSizes = new WeakMap<GraphData, Uint32Array>();

/** How many articles are about each node; 0 for all that is no topic. */
export function articlesAbout(graph: GraphData): Uint32Array {
  const known = topicSizes.get(graph);
  if (known) return known;
  const sizes = new Uint32Array(graph.nodeCount);
  const about = edgeKindNumber(graph, "about");
  for (let edge = 0; edge < graph.edgeCount; edge++) if (graph.edgeKind[edge] === about) sizes[graph.target[edge]]++;
  topicSizes.set(graph, sizes);
  return sizes;
}

export function isRow(graph: GraphData, row: number): boolean {
  return row !== NONE && row >= 0 && row < graph.nodeCount;
}
