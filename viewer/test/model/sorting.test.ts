/** The orders of tables against plain sorting. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { numberKeys, sortRows, textRanks, wholeKeys } from "../../src/model/sorting.ts";

const rows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

test("numbers in both directions, NaN last, equal ones as they came", () => {
  const values = Float32Array.from([3, NaN, -1, 0, 3, -0.5, Infinity, 1e-9]);
  assert.deepEqual([...sortRows(rows(8), numberKeys(values, false))], [2, 5, 3, 7, 0, 4, 6, 1]);
  assert.deepEqual([...sortRows(rows(8), numberKeys(values, true))], [6, 0, 4, 7, 3, 5, 2, 1]);
});

test("whole numbers, those without one last", () => {
  const values = Uint32Array.from([5, 0xffffffff, 70000, 0]);
  assert.deepEqual([...sortRows(rows(4), wholeKeys(values, false, 0xffffffff))], [3, 0, 2, 1]);
  assert.deepEqual([...sortRows(rows(4), wholeKeys(values, true, 0xffffffff))], [2, 0, 3, 1]);
});

test("some rows only, many values", () => {
  const values = Float32Array.from({ length: 5000 }, (_, row) => Math.sin(row * 37.7) * 1e6);
  const some = rows(5000).filter((row) => row % 3 === 1);
  const expected = [...some].sort((one, other) => values[one] - values[other]);
  assert.deepEqual([...sortRows(some, numberKeys(values, false))], expected);
});

test("ranks of texts: as people sort, equal texts equal, empty last, with pauses", async () => {
  const words = ["Zebra", "apple", "", "Äpfel", "item 10", "item 9", "apple"];
  const texts = { count: words.length, at: (row: number) => words[row] };
  const ranks = await textRanks(texts, async () => {});
  const sorted = [...sortRows(rows(words.length), wholeKeys(ranks, false))].map((row) => words[row]);
  assert.deepEqual(sorted, ["Äpfel", "apple", "apple", "item 9", "item 10", "Zebra", ""].sort(asPeople));
  assert.equal(ranks[1], ranks[6]);
});

function asPeople(one: string, other: string): number {
  if (!one || !other) return Number(!one) - Number(!other);
  return one.localeCompare(other, "en", { numeric: true });
}

test("more texts than one block", async () => {
  const at = (row: number): string => `t${(row * 7919) % 10007}`;
  const ranks = await textRanks({ count: 10007, at }, async () => {});
  const sorted = [...sortRows(rows(10007), wholeKeys(ranks, false))].map(at);
  assert.deepEqual(sorted, Array.from({ length: 10007 }, (_, number) => `t${number}`));
});
