// How far an edge bends, so that parallel and opposite edges fan out.

import type { GraphData } from "../contract.ts";

const STEP = 0.18;

/** The bend of an edge as a share of its length, to the left of its direction; 0 for the only one between two nodes. */
export function bendOf(graph: GraphData, edge: number): number {
  const { source, target } = graph;
  let first = edge;
  while (first > 0 && source[first - 1] === source[edge] && target[first - 1] === target[edge]) first--;
  let end = edge + 1;
  while (end < graph.edgeCount && source[end] === source[edge] && target[end] === target[edge]) end++;
  const opposite = joins(graph, target[edge], source[edge]);
  if (opposite) return STEP * (0.6 + edge - first);
  return STEP * (edge - first - (end - first - 1) / 2);
}

/** Whether an edge leaves one node for the other; edges are sorted by source and target. */
export function joins(graph: GraphData, from: number, to: number): boolean {
  let low = graph.outStart[from];
  let high = graph.outStart[from + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (graph.target[middle] < to) low = middle + 1;
    else high = middle;
  }
  return low < graph.outStart[from + 1] && graph.target[low] === to;
}
