// The shown edges in the order in which they are drawn: by kind, short ones by tile, then the long ones.

import type { GraphData } from "../contract.ts";
import { sortByKey, tileAt, type Buckets, type Grid } from "./tiles.ts";

/** An edge is short if it spans at most this many tiles either way: a view needs as much of a margin. */
export const REACH = 1;

/** Buckets of a kind: one per tile, then long edges within a cluster, then long ones between clusters. */
export interface Sections extends Buckets {
  readonly kinds: number;
  readonly tiles: number;
}

export function sectionsOf(
  graph: GraphData,
  edges: Uint32Array,
  grid: Grid,
  x: Float32Array,
  y: Float32Array,
): Sections {
  const { source, target, edgeKind, cluster } = graph;
  const tiles = grid.columns * grid.rows;
  const kinds = Math.max(1, graph.meta.edgeKinds.length);
  const reach = grid.side * REACH;
  const keys = new Uint32Array(edges.length);
  for (let i = 0; i < edges.length; i++) {
    const from = source[edges[i]];
    const to = target[edges[i]];
    const long = Math.abs(x[from] - x[to]) > reach || Math.abs(y[from] - y[to]) > reach;
    const across = cluster[from] !== cluster[to] ? 1 : 0;
    keys[i] = edgeKind[edges[i]] * (tiles + 2) + (long ? tiles + across : tileAt(grid, x[from], y[from]));
  }
  return { ...sortByKey(edges, keys, kinds * (tiles + 2)), kinds, tiles };
}

/** The first bucket of a kind. */
export function firstKey(sections: Sections, kind: number): number {
  return kind * (sections.tiles + 2);
}

/** Where the long edges of a kind lie: within clusters, or between them. */
export function longRange(sections: Sections, kind: number, between: boolean): { first: number; count: number } {
  const key = firstKey(sections, kind) + sections.tiles + (between ? 1 : 0);
  return { first: sections.start[key], count: sections.start[key + 1] - sections.start[key] };
}
