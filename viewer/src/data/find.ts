/** The row of an id: ids are sorted within a kind, and the first id of each chunk is at hand. */

import type { Texts } from "../contract.ts";
import type { Chunks } from "./chunks.ts";

export interface Ids {
  /** The id of each chunk's first row. */
  readonly starts: Texts;
  readonly chunk: number;
  readonly kind: Uint8Array;
  readonly kinds: readonly string[];
  readonly chunks: Chunks;
}

/** The row of a node; looks first among the kind that the id begins with. */
export async function findRow(ids: Ids, id: string): Promise<number | null> {
  const runs = runsOf(ids.kind);
  const likely = (run: Run) => Number(id.startsWith(`${ids.kinds[ids.kind[run.low]!]}:`));
  for (const run of runs.sort((one, other) => likely(other) - likely(one))) {
    const row = await findIn(ids, run, id);
    if (row !== null) return row;
  }
  return null;
}

interface Run {
  readonly low: number;
  readonly high: number;
}

/** Rows of one kind that lie together. */
function runsOf(kind: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let low = 0, row = 1; row <= kind.length; row++) {
    if (row < kind.length && kind[row] === kind[low]) continue;
    runs.push({ low, high: row });
    low = row;
  }
  return runs;
}

async function findIn(ids: Ids, run: Run, id: string): Promise<number | null> {
  let low = Math.floor(run.low / ids.chunk);
  let high = Math.floor((run.high - 1) / ids.chunk);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (compare(ids.starts.at(middle), id) <= 0) low = middle;
    else high = middle - 1;
  }
  const from = Math.max(run.low, low * ids.chunk);
  const list = (await ids.chunks.chunk(low)).id;
  for (let row = from; row < run.high && row - low * ids.chunk < list.length; row++) {
    if (list[row - low * ids.chunk] === id) return row;
  }
  return null;
}

/** By code points, as the rows are sorted; JavaScript compares UTF-16, in which 🚀 comes before ﬀ. */
export function compare(one: string, other: string): number {
  const left = [...one], right = [...other];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!;
    if (difference) return difference;
  }
  return left.length - right.length;
}
