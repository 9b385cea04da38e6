/** What a selection says of itself. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE } from "../../src/contract.ts";
import { summarise } from "../../src/model/summary.ts";
import { graphOf } from "./graphs.ts";

const graph = graphOf(6, [[0, 1], [0, 3, 1], [1, 3, 1], [2, 4, 1], [0, 5, 2], [2, 5, 2]], {
  kind: [0, 0, 0, 1, 1, 2],
  day: [100, null, 50, null, null, null],
  cluster: [0, 0, 1, NONE, NONE, NONE],
});

test("counts what the articles have in common", () => {
  const summary = summarise(graph, [0, 1, 2, 3], Float32Array.from([0.1, 0.4, 0.4, 9, 1, NaN]));
  assert.deepEqual(summary, {
    count: 4,
    kinds: [[0, 3], [1, 1]],
    publishers: [[3, 2], [4, 1]],
    topics: [[5, 2]],
    clusters: [[0, 2], [1, 1]],
    days: [50, 100],
    undated: 1,
    inner: 3,
    top: [1, 2, 0],
  });
});

test("without articles", () => {
  const summary = summarise(graph, [4, 5, 3], Float32Array.from([9, 9, 9, 1, 2, NaN]));
  assert.deepEqual([summary.days, summary.publishers, summary.inner, summary.top], [null, [], 0, [4, 3]]);
});
