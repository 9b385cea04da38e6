// Tiles and sections lose nothing and invent nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { boxAround } from "../../src/map/camera.ts";
import { itemsIn, gridOver, rangesIn, sortByKey, tileAt } from "../../src/map/tiles.ts";
import { ranked } from "../../src/map/ranking.ts";
import { randoms } from "./random.ts";

function cloud(count: number, seed: number): { rows: Uint32Array; x: Float32Array; y: Float32Array } {
  const next = randoms(seed);
  const place = (): number => (next() - 0.5) * 5_000 * next();
  const [x, y] = [Float32Array.from({ length: count }, place), Float32Array.from({ length: count }, place)];
  return { rows: Uint32Array.from({ length: count }, (_, row) => row), x, y };
}

test("sorting by key keeps every item, in order within a key", () => {
  const keys = Uint32Array.of(2, 0, 2, 1, 0);
  const { order, start } = sortByKey(Uint32Array.of(10, 11, 12, 13, 14), keys, 4);
  assert.deepEqual([...order], [11, 14, 13, 10, 12]);
  assert.deepEqual([...start], [0, 2, 3, 5, 5]);
});

for (const count of [0, 1, 7, 500, 20_000]) {
  test(`of ${count} nodes the tiles of a box hold every one inside it`, () => {
    const { rows, x, y } = cloud(count, count + 1);
    const box = boxAround(rows, x, y) ?? { left: 0, right: 1, bottom: 0, top: 1 };
    const grid = gridOver(box, count);
    const tiles = sortByKey(rows, rows.map((row) => tileAt(grid, x[row], y[row])), grid.columns * grid.rows);
    const next = randoms(9);
    for (let round = 0; round < 20; round++) {
      const [left, bottom] = [(next() - 0.6) * 4_000, (next() - 0.6) * 4_000];
      const view = { left, bottom, right: left + next() * 2_000, top: bottom + next() * 2_000 };
      const found = new Set(itemsIn(tiles.order, rangesIn(grid, tiles.start, view)));
      for (const row of rows) {
        const inside = x[row] >= view.left && x[row] <= view.right && y[row] >= view.bottom && y[row] <= view.top;
        assert.ok(!inside || found.has(row));
      }
    }
    assert.equal(itemsIn(tiles.order, rangesIn(grid, tiles.start, box)).length, count);
  });
}

test("the largest are ranked first", () => {
  const diameters = Float32Array.of(6, 40, 7, 22);
  assert.deepEqual([...ranked(Uint32Array.of(0, 1, 2, 3), diameters)], [1, 3, 2, 0]);
});
