/** Texts in one run of UTF-8, decoded one by one. */

import type { Texts } from "../contract.ts";

export interface RawTexts extends Texts {
  readonly bytes: Uint8Array;
  /** Text `row` lies in `bytes` from `start[row]` to before `start[row + 1]`. */
  readonly start: Uint32Array;
}

export function openTexts(bytes: Uint8Array, sizes: ArrayLike<number>): RawTexts {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const start = offsets(sizes);
  return { count: sizes.length, bytes, start, at: (row) => decoder.decode(bytes.subarray(start[row], start[row + 1])) };
}

/** Sums of all before: `counts.length + 1` numbers, the first 0. */
export function offsets(counts: ArrayLike<number>): Uint32Array {
  const sums = new Uint32Array(counts.length + 1);
  for (let row = 0; row < counts.length; row++) sums[row + 1] = sums[row]! + counts[row]!;
  return sums;
}
