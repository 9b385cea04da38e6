/** Scales: straight where values spread evenly, logarithmic where a few are far above the rest. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { diameterOf, makeScale, sequentialColour } from "../../src/model/scale.ts";

test("no numbers, no scale", () => assert.equal(makeScale(Float32Array.from([NaN])), null));

test("even values: linear", () => {
  const scale = makeScale(Float32Array.from({ length: 11 }, (_, at) => at - 5))!;
  assert.equal(scale.log, false);
  assert.deepEqual([-5, 0, 5].map(scale.place), [0, 0.5, 1]);
  assert.ok(Number.isNaN(scale.place(NaN)));
});

test("skewed values: logarithmic, zeros at the foot", () => {
  const scale = makeScale(Float32Array.from([...Array(100).fill(1), 0, 10, 100]))!;
  assert.equal(scale.log, true);
  assert.deepEqual([0, 1, 10, 100].map((value) => Number(scale.place(value).toFixed(6))), [0, 0, 0.5, 1]);
  assert.equal(Math.round(scale.value(0.5)), 10);
});

test("one value for all", () => {
  const scale = makeScale(Float32Array.from([2, 2]))!;
  assert.equal(scale.place(2), 0);
});

test("low places recede, high ones stand out from the ground", () => {
  const light = (colour: number): number => (colour >> 16) * 0.3 + ((colour >> 8) & 255) * 0.6 + (colour & 255) * 0.1;
  assert.ok(light(sequentialColour(0, false)) > light(sequentialColour(1, false)));
  assert.ok(light(sequentialColour(0, true)) < light(sequentialColour(1, true)));
});

test("areas grow with the place", () => {
  assert.deepEqual([0, 1, NaN].map(diameterOf), [6, 40, 6]);
});
