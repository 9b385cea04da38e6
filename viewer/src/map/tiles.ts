// Sorting by tile: what is near on the map is near in memory, and a view is a few ranges.

import type { Box } from "./camera.ts";

export interface Grid {
  readonly left: number;
  readonly bottom: number;
  /** Side of a tile, in map units. */
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
}

/** Items sorted by key: those of key `k` are `order[start[k]]` to before `order[start[k + 1]]`. */
export interface Buckets {
  readonly order: Uint32Array;
  readonly start: Uint32Array;
}

export interface Range {
  readonly first: number;
  readonly count: number;
}

const PER_TILE = 200;
const MOST_COLUMNS = 128;

/** About one tile for 200 nodes. */
export function gridOver(box: Box, count: number): Grid {
  const across = Math.max(box.right - box.left, 1);
  const up = Math.max(box.top - box.bottom, 1);
  const wished = Math.sqrt((across * up * PER_TILE) / Math.max(count, 1));
  const side = Math.max(wished, Math.max(across, up) / MOST_COLUMNS) * 1.0001;
  return {
    left: box.left,
    bottom: box.bottom,
    side,
    columns: Math.max(1, Math.ceil(across / side)),
    rows: Math.max(1, Math.ceil(up / side)),
  };
}

export function columnAt(grid: Grid, x: number): number {
  return Math.min(grid.columns - 1, Math.max(0, Math.floor((x - grid.left) / grid.side)));
}

export function rowAt(grid: Grid, y: number): number {
  return Math.min(grid.rows - 1, Math.max(0, Math.floor((y - grid.bottom) / grid.side)));
}

export function tileAt(grid: Grid, x: number, y: number): number {
  return rowAt(grid, y) * grid.columns + columnAt(grid, x);
}

/** Counting sort, stable. `keys[i]` is the key of `items[i]`. */
export function sortByKey(items: Uint32Array, keys: Uint32Array, keyCount: number): Buckets {
  const start = new Uint32Array(keyCount + 1);
  for (let i = 0; i < items.length; i++) start[keys[i] + 1]++;
  for (let key = 0; key < keyCount; key++) start[key + 1] += start[key];
  const next = start.slice();
  const order = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) order[next[keys[i]]++] = items[i];
  return { order, start };
}

/** The ranges of `start` that hold the tiles of a box: one per row of tiles, or one for all. */
export function rangesIn(grid: Grid, start: Uint32Array, box: Box, firstKey = 0): Range[] {
  const from = columnAt(grid, box.left);
  const to = columnAt(grid, box.right);
  const ranges: Range[] = [];
  for (let row = rowAt(grid, box.bottom); row <= rowAt(grid, box.top); row++) {
    const key = firstKey + row * grid.columns;
    append(ranges, start[key + from], start[key + to + 1]);
  }
  return ranges;
}

/** Adds a range, joined to the one before it where they touch. */
function append(ranges: Range[], first: number, end: number): void {
  if (end <= first) return;
  const last = ranges[ranges.length - 1];
  if (last && last.first + last.count === first) ranges.pop();
  const joined = last && last.first + last.count === first ? last.first : first;
  ranges.push({ first: joined, count: end - joined });
}

export function countOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, range) => sum + range.count, 0);
}

/** The items of some ranges. */
export function itemsIn(order: Uint32Array, ranges: readonly Range[]): Uint32Array {
  const items = new Uint32Array(countOf(ranges));
  let at = 0;
  for (const { first, count } of ranges) {
    items.set(order.subarray(first, first + count), at);
    at += count;
  }
  return items;
}

/** A box and `by` map units around it. */
export function grown(box: Box, by: number): Box {
  return { left: box.left - by, right: box.right + by, bottom: box.bottom - by, top: box.top + by };
}
