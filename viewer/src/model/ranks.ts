/** Places among equals: a node's rank by a number, the first few of many. */

import type { GraphData } from "../contract.ts";

export interface Rank {
  /** From 1 on; nodes of one value share the best place. */
  readonly place: number;
  readonly of: number;
  readonly shared: boolean;
}

/** A node's rank among the nodes of its kind; null if it has no value. */
export function rankOf(graph: GraphData, values: ArrayLike<number>, row: number): Rank | null {
  const mine = values[row];
  if (Number.isNaN(mine)) return null;
  let above = 0;
  let equal = 0;
  let of = 0;
  for (let other = 0; other < graph.nodeCount; other++) {
    if (graph.kind[other] !== graph.kind[row] || Number.isNaN(values[other])) continue;
    of++;
    if (values[other] > mine) above++;
    else if (values[other] === mine) equal++;
  }
  return { place: above + 1, of, shared: equal > 1 };
}

/** The rows of the greatest values above 0, best first, at most `most`; of equals the first row. */
export function greatest(values: ArrayLike<number>, most: number, wanted: (row: number) => boolean): number[] {
  const best: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (!(value > 0) || (best.length === most && value <= values[best[most - 1]]) || !wanted(row)) continue;
    const at = best.findIndex((other) => values[other] < value);
    best.splice(at < 0 ? best.length : at, 0, row);
    if (best.length > most) best.pop();
  }
  return best;
}
