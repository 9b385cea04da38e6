/** Orders of many rows by numbers or texts: radix sort over typed arrays, texts as ranks computed once. */

import type { Texts } from "../contract.ts";

/** Keys that sort as the values do: NaN after all others, in both directions. */
export function numberKeys(values: Float32Array, descending: boolean): Uint32Array {
  const bits = new Uint32Array(values.slice().buffer);
  for (let row = 0; row < bits.length; row++) {
    if (Number.isNaN(values[row])) bits[row] = 0xffffffff;
    else bits[row] = directed(bits[row] >>> 31 ? ~bits[row] : bits[row] | 0x80000000, descending);
  }
  return bits;
}

/** Keys of whole numbers from 0 on; `none` stays after all others. */
export function wholeKeys(values: ArrayLike<number>, descending: boolean, none: number | null = null): Uint32Array {
  return Uint32Array.from(values, (value) => (value === none ? 0xffffffff : directed(value, descending)));
}

function directed(key: number, descending: boolean): number {
  return (descending ? 0xfffffffe - key : key) >>> 0;
}

/** The rows by their keys (`keys[row]`), rows of equal keys in the order given. */
export function sortRows(rows: Uint32Array, keys: Uint32Array): Uint32Array {
  let from = rows.slice();
  let to = new Uint32Array(rows.length);
  for (let shift = 0; shift < 32; shift += 8) {
    if (distribute(from, to, keys, shift)) [from, to] = [to, from];
  }
  return from;
}

/** One pass of the radix sort; false, and nothing done, if all rows have the same byte. */
function distribute(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number): boolean {
  const places = new Uint32Array(257);
  for (const row of from) places[((keys[row] >>> shift) & 255) + 1]++;
  if (places.includes(from.length)) return false;
  for (let byte = 1; byte < 257; byte++) places[byte] += places[byte - 1];
  for (const row of from) to[places[(keys[row] >>> shift) & 255]++] = row;
  return true;
}

const BLOCK = 4096;
/** Milliseconds of work without a pause. */
const SLICE = 30;
const collator = new Intl.Collator("en", { numeric: true });

/**
 * The place of each text in the order of the language, equal texts at one place, empty ones last. Sorts in slices of
 * time, with a `pause` between them.
 */
export async function textRanks(texts: Texts, pause: () => Promise<void>): Promise<Uint32Array> {
  const rest = sliced(pause);
  const decoded: string[] = [];
  for (let row = 0; row < texts.count; row++) {
    decoded.push(texts.at(row));
    if (row % BLOCK === 0) await rest();
  }
  const order = await mergeSort(decoded, rest);
  const ranks = new Uint32Array(order.length);
  let rank = 0;
  for (let at = 0; at < order.length; at++) {
    if (at > 0 && compareTexts(decoded[order[at - 1]], decoded[order[at]]) !== 0) rank = at;
    ranks[order[at]] = rank;
    if (at % BLOCK === 0) await rest();
  }
  return ranks;
}

export function compareTexts(one: string, other: string): number {
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  return collator.compare(one, other);
}

type Rest = () => Promise<void> | undefined;

async function mergeSort(texts: readonly string[], rest: Rest): Promise<Uint32Array> {
  let from = Uint32Array.from(texts.keys());
  let to = new Uint32Array(from.length);
  for (let low = 0; low < from.length; low += BLOCK) {
    from.subarray(low, low + BLOCK).sort((one, other) => compareTexts(texts[one], texts[other]) || one - other);
    await rest();
  }
  for (let width = BLOCK; width < from.length; width *= 2) {
    for (let low = 0; low < from.length; low += 2 * width) {
      await merge(texts, from, to, low, width, rest);
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Pauses when the slice of time is used up. */
function sliced(pause: () => Promise<void>): Rest {
  let start = performance.now();
  return () => {
    if (performance.now() - start < SLICE) return undefined;
    return pause().then(() => void (start = performance.now()));
  };
}

async function merge(
  texts: readonly string[],
  from: Uint32Array,
  to: Uint32Array,
  low: number,
  width: number,
  rest: Rest,
): Promise<void> {
  const middle = Math.min(low + width, from.length);
  const high = Math.min(low + 2 * width, from.length);
  let left = low;
  let right = middle;
  for (let at = low; at < high; at++) {
    const fromLeft = right >= high || (left < middle && compareTexts(texts[from[left]], texts[from[right]]) <= 0);
    to[at] = fromLeft ? from[left++] : from[right++];
    if (at % BLOCK === 0) await rest();
  }
}
