// Cameras, bends, polygons, colours and SVG text.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphData } from "../../src/contract.ts";
import { bendOf } from "../../src/map/bends.ts";
import { between, fitting, mapX, mapY, screenX, screenY, zoomedAt, type View } from "../../src/map/camera.ts";
import { css, numberOf } from "../../src/map/colours.ts";
import { holds } from "../../src/map/picking.ts";
import { escaped, sampled } from "../../src/map/svg.ts";

const VIEW: View = { x: 10, y: -20, zoom: 0.5, width: 800, height: 600, ratio: 2 };

test("pixels and places are each other's inverse", () => {
  assert.ok(Math.abs(mapX(VIEW, screenX(VIEW, 123)) - 123) < 1e-9);
  assert.ok(Math.abs(mapY(VIEW, screenY(VIEW, -77)) + 77) < 1e-9);
  assert.ok(screenY(VIEW, 100) < screenY(VIEW, 0), "up on the map is up on the screen");
});

test("what lies under the pointer stays there while one zooms", () => {
  const after = { ...VIEW, ...zoomedAt(VIEW, 700, 40, 1.7, 0.01) };
  assert.ok(Math.abs(mapX(after, 700) - mapX(VIEW, 700)) < 1e-9);
  assert.ok(Math.abs(mapY(after, 40) - mapY(VIEW, 40)) < 1e-9);
});

test("a fitting camera shows all of a box", () => {
  const box = { left: -500, right: 900, bottom: 0, top: 300 };
  const view = { ...fitting(box, 390, 700), width: 390, height: 700, ratio: 1 };
  assert.ok(screenX(view, box.left) >= 0 && screenX(view, box.right) <= 390);
  assert.ok(screenY(view, box.top) >= 0 && screenY(view, box.bottom) <= 700);
});

test("a glide starts and ends where it should", () => {
  const [from, to] = [{ x: 0, y: 0, zoom: 1 }, { x: 100, y: 50, zoom: 4 }];
  assert.deepEqual(between(from, to, 0), from);
  const end = between(from, to, 1);
  assert.ok(Math.abs(end.x - 100) < 1e-9 && Math.abs(end.y - 50) < 1e-9 && Math.abs(end.zoom - 4) < 1e-9);
});

test("only edges that have others beside them bend, and no two of them alike", () => {
  // 0→1 twice, 1→0 once, 0→2 once.
  const source = Uint32Array.of(0, 0, 0, 1);
  const target = Uint32Array.of(1, 1, 2, 0);
  const graph = { source, target, edgeCount: 4, outStart: Uint32Array.of(0, 3, 4, 4) } as Partial<GraphData> as GraphData;
  assert.equal(bendOf(graph, 2), 0);
  // A bend is to the left of the direction: that of the opposite edge counts the other way round.
  const bends = [bendOf(graph, 0), bendOf(graph, 1), -bendOf(graph, 3)];
  assert.equal(new Set(bends).size, 3);
  assert.ok(bends.every((bend) => bend !== 0));
});

test("a polygon holds what is inside, also in its dents", () => {
  const outline = [[0, 0], [10, 0], [10, 10], [5, 2], [0, 10]] as const;
  assert.ok(holds(outline, 2, 4) && holds(outline, 8, 4));
  assert.ok(!holds(outline, 5, 6) && !holds(outline, 11, 5));
});

test("colours of a canvas are read back", () => {
  assert.equal(numberOf("#12ab9f"), 0x12ab9f);
  assert.equal(numberOf("rgba(255, 128, 0, 0.5)"), 0xff8000);
  assert.equal(css(0xff8000, 0.25), "rgba(255,128,0,0.250)");
});

test("no text can leave its element in SVG, and none breaks the XML", () => {
  const text = `<script>alert("1" & '2')</script>\u0000\u001f\ud800 fin`;
  const safe = escaped(text);
  assert.ok(!/[<>"']/.test(safe) && !/&(?!#\d+;)/.test(safe));
  assert.ok(!/[\u0000-\u0008\u001f\ud800]/.test(safe));
  assert.equal(escaped("日本語 🙂"), "日本語 🙂");
});

test("a sample is spread evenly and never larger than asked for", () => {
  const items = Uint32Array.from({ length: 1000 }, (_, i) => i);
  assert.deepEqual([...sampled(items, 4)], [0, 250, 500, 750]);
  assert.equal(sampled(items, 2000), items);
});
