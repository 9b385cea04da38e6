/** What lies within a few steps of a node, walking edges in both directions. */

import type { GraphData } from "../contract.ts";

/**
 * One byte per node: 1 within `depth` steps of `row`, itself included. Walks the edges whose byte in `edges` is 1,
 * or all of them if `edges` is null.
 */
export function within(graph: GraphData, row: number, depth: number, edges: Uint8Array | null): Uint8Array {
  const near = new Uint8Array(graph.nodeCount);
  near[row] = 1;
  let front = [row];
  for (let step = 0; step < depth && front.length > 0; step++) front = grow(graph, front, near, edges);
  return near;
}

/** One step in all directions: marks the new nodes and returns them. */
function grow(graph: GraphData, front: readonly number[], near: Uint8Array, edges: Uint8Array | null): number[] {
  const next: number[] = [];
  for (const row of front) {
    eachNeighbour(graph, row, edges, (other) => {
      if (near[other] === 1) return;
      near[other] = 1;
      next.push(other);
    });
  }
  return next;
}

/** Calls back with every neighbour and the edge to it, first along edges out, then in, in the order of the edges. */
export function eachNeighbour(
  graph: GraphData,
  row: number,
  edges: Uint8Array | null,
  visit: (other: number, edge: number) => void,
): void {
  for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) {
    if (edges === null || edges[edge] === 1) visit(graph.target[edge], edge);
  }
  for (let at = graph.inStart[row]; at < graph.inStart[row + 1]; at++) {
    const edge = graph.inEdges[at];
    if (edges === null || edges[edge] === 1) visit(graph.source[edge], edge);
  }
}
