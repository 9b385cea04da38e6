/** The neighbours of a node, walking edges in both directions. */

import type { GraphData } from "../contract.ts";

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
