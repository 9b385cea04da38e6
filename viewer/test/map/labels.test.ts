// Labels never overlap, stay where they were, and are cut at words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fewerTerms, overlap, placeLabels, shortened, type Label, type Side } from "../../src/map/labels.ts";
import { randoms } from "./random.ts";

function label(key: string, x: number, y: number, more: Partial<Label> = {}): Label {
  const look = { text: key, font: "", height: 15, width: 90, strength: 1, radius: 5, forced: false, centred: false };
  return { key, x, y, ...look, ...more };
}

test("labels never overlap, whatever their places, and no more are placed than asked for", () => {
  const next = randoms(3);
  for (let round = 0; round < 30; round++) {
    const labels = Array.from({ length: 300 }, (_, i) =>
      label(`n${i}`, next() * 800, next() * 600, { width: 20 + next() * 200, centred: next() < 0.2 }),
    );
    const placed = placeLabels(labels, 800, 600, 60, new Map());
    assert.ok(placed.length > 5 && placed.length <= 60);
    for (const [i, one] of placed.entries()) {
      for (const other of placed.slice(i + 1)) assert.ok(!overlap(one, other));
    }
  }
});

test("the more important of two goes first", () => {
  const placed = placeLabels([label("first", 400, 300), label("second", 402, 301)], 800, 600, 1, new Map());
  assert.deepEqual(placed.map((each) => each.label.key), ["first"]);
});

test("a label of the frame before keeps its side while the view moves a little", () => {
  const labels = [label("a", 300, 300), label("b", 300, 340), label("c", 350, 310)];
  const first = placeLabels(labels, 800, 600, 10, new Map());
  const before = new Map<string, Side>(first.map((each) => [each.label.key, each.side]));
  const moved = labels.map((each) => ({ ...each, x: each.x + 3, y: each.y - 2 })).reverse();
  const again = placeLabels(moved, 800, 600, 10, before);
  assert.deepEqual(new Map(again.map((each) => [each.label.key, each.side])), before);
});

test("a forced label is placed though there is no room", () => {
  const crowd = Array.from({ length: 40 }, (_, i) => label(`n${i}`, 400, 300));
  const placed = placeLabels([...crowd, label("chosen", 400, 300, { forced: true })], 800, 600, 3, new Map());
  assert.equal(placed[0].label.key, "chosen");
});

test("of the sides, the one that covers no node", () => {
  const covered = [{ x: 460, y: 300, radius: 10 }];
  assert.equal(placeLabels([label("a", 400, 300)], 800, 600, 5, new Map())[0].side, "right");
  assert.equal(placeLabels([label("a", 400, 300)], 800, 600, 5, new Map(), covered)[0].side, "left");
});

test("long titles are cut at the end of a word, those without words between letters", () => {
  assert.equal(shortened("What cities must do to deploy facial recognition", 25), "What cities must do to…");
  assert.equal(shortened("short", 25), "short");
  assert.equal(shortened("日本語の記事がここにあります", 6), "日本語の記事…");
  assert.equal(shortened("🙂🙂🙂🙂", 3), "🙂🙂🙂…");
  assert.equal(shortened("one, two; three", 9), "one, two…");
});

test("cluster names lose whole terms", () => {
  assert.equal(fewerTerms("Microsoft Fabric · Data Engineering · SQL", 34), "Microsoft Fabric");
  assert.equal(fewerTerms("Microsoft Fabric · Data Engineering · SQL", 36), "Microsoft Fabric · Data Engineering");
});
