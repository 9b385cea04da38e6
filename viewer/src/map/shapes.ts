// Which shape a node has: its kind's, hollow if it is only cited.

import { CITED, type GraphData } from "../contract.ts";

export const DISC = 0;
export const SQUARE = 1;
export const DIAMOND = 2;
export const TRIANGLE = 3;
/** Added to a shape: a ring instead of a filled one. */
export const HOLLOW = 4;

const OF_KIND: Readonly<Record<string, number>> = { article: DISC, provider: SQUARE, topic: DIAMOND };

/** One shape per kind of node. */
export function shapesOfKinds(graph: GraphData): number[] {
  return graph.meta.kinds.map((kind) => OF_KIND[kind] ?? TRIANGLE);
}

export function shapeOf(graph: GraphData, shapes: readonly number[], row: number): number {
  return (shapes[graph.kind[row]] ?? TRIANGLE) + (graph.flags[row] & CITED ? HOLLOW : 0);
}
