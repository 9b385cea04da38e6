/** Every row can be reached, however many there are. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { HIGHEST, makeScroller } from "../../src/model/scroll.ts";

test("few rows scroll as they are", () => {
  const scroller = makeScroller(1000, 200);
  assert.equal(scroller.height, 1000);
  assert.deepEqual([0, 333, 800].map(scroller.scrolled), [0, 333, 800]);
  assert.equal(scroller.topOf(500), 500);
});

test("many rows: steps by the pixel, jumps by the part, both ends in reach", () => {
  const full = 28_000_000;
  const scroller = makeScroller(full, 600);
  assert.equal(scroller.height, HIGHEST);
  assert.equal(scroller.scrolled(100), 100);
  assert.equal(scroller.scrolled(300), 300);
  const middle = scroller.scrolled((HIGHEST - 600) / 2);
  assert.ok(Math.abs(middle - full / 2) < 600);
  assert.equal(scroller.scrolled((HIGHEST - 600) / 2 + 28), middle + 28);
  assert.equal(scroller.scrolled(HIGHEST - 600), full - 600);
  assert.equal(scroller.scrolled(0), 0);
});

test("going to a place and scrolling on from there", () => {
  const scroller = makeScroller(28_000_000, 600);
  const top = scroller.topOf(14_000_028);
  assert.equal(scroller.scrolled(top), 14_000_028);
  assert.equal(scroller.scrolled(top + 28), 14_000_056);
});
