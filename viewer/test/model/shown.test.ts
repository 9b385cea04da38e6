/** What the filters leave, what they count, and how long that takes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_DAY, type State } from "../../src/contract.ts";
import { countsOf } from "../../src/model/counts.ts";
import { HIDDEN, sift } from "../../src/model/shown.ts";
import { firstState, makeStore } from "../../src/model/state.ts";
import { graphOf, type Link } from "./graphs.ts";
import { news } from "./news.ts";

function left(change: Partial<State>): number[] {
  const graph = news();
  const { nodes } = sift(graph, { ...firstState(graph), ...change });
  return [...nodes.keys()].filter((row) => nodes[row]);
}

test("no filter: everything", () => {
  assert.deepEqual(left({}), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test("filters of articles leave the publishers and topics that these have", () => {
  assert.deepEqual(left({ publishers: [5] }), [2, 5, 6]);
  assert.deepEqual(left({ topics: [7] }), [0, 4, 6, 7]);
  assert.deepEqual(left({ window: [15, 30] }), [1, 2, 4, 5, 6]);
  assert.deepEqual(left({ statuses: ["cited"] }), [3]);
  assert.deepEqual(left({ statuses: ["draft"] }), [2, 5, 6]);
  assert.deepEqual(left({ publishers: [4], topics: [7] }), [0, 4, 6, 7]);
});

test("kinds, clusters, small topics, chosen nodes", () => {
  assert.deepEqual(left({ kinds: [0, 2] }), [0, 1, 2, 3, 6, 7]);
  assert.deepEqual(left({ clusters: [1] }), [2, 5, 7]);
  assert.deepEqual(left({ minTopic: 2 }), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(left({ minTopic: 2, topics: [7] }), [0, 4, 6, 7]);
  assert.deepEqual(left({ only: [1, 3] }), [1, 3]);
});

test("focus walks over what the other filters leave, and shows its centre in any case", () => {
  assert.deepEqual(left({ focus: { row: 3, depth: 1 } }), [1, 3]);
  assert.deepEqual(left({ focus: { row: 3, depth: 2 } }), [0, 1, 3, 4, 6]);
  assert.deepEqual(left({ focus: { row: 3, depth: 3 }, edgeKinds: [0] }), [0, 1, 2, 3]);
  assert.deepEqual(left({ focus: { row: 4, depth: 1 }, kinds: [0] }), [0, 1, 4]);
});

test("an edge needs both its ends and its kind", () => {
  const graph = news();
  const { edges, edgeCount } = sift(graph, { ...firstState(graph), kinds: [0], edgeKinds: [0] });
  const shown = [...edges.keys()].filter((edge) => edges[edge]);
  assert.deepEqual(shown.map((edge) => [graph.source[edge], graph.target[edge]]), [[0, 1], [1, 3], [2, 0]]);
  assert.equal(edgeCount, 3);
});

test("each filter is counted as the others leave it", () => {
  const graph = news();
  const sifted = sift(graph, { ...firstState(graph), publishers: [4], kinds: [0, 1] });
  const counts = countsOf(graph, sifted);
  assert.deepEqual([...counts.kinds], [2, 1, 2], "kinds: as if all kinds were shown");
  assert.deepEqual([counts.articles[4], counts.articles[5]], [2, 1], "publishers: as if none were chosen");
  assert.deepEqual([counts.articles[6], counts.articles[7]], [2, 1], "topics: of the chosen publisher's articles");
  assert.deepEqual([...counts.statuses], [2, 0, 0]);
  assert.deepEqual([...counts.edgeKinds], [1, 2, 0]);
  assert.equal(sifted.hidden[2], HIDDEN.publisher);
});

test("the store tells what changed, once, and not what stays", () => {
  const store = makeStore(news());
  const told: string[][] = [];
  const recorded: boolean[] = [];
  store.listen((changed) => told.push([...changed].sort()));
  store.record((_, quiet) => recorded.push(quiet));
  store.set({ kinds: [] });
  store.set({ kinds: [1], selected: 4 });
  store.set({ camera: { x: 0, y: 0, zoom: 1 } }, true);
  store.set({ camera: { x: 0, y: 0, zoom: 1 } }, true);
  assert.deepEqual(told, [["kinds", "selected", "shown"], ["camera"]]);
  assert.deepEqual(recorded, [false, true]);
  assert.equal(store.shown.nodeCount, 2);
});

test("100,000 nodes and 300,000 edges in at most 50 ms of the processor", () => {
  const links: Link[] = Array.from({ length: 300_000 }, (_, at) => [(at * 7919) % 100_000, (at * 104_729) % 100_000, at % 3]);
  const kind = Array.from({ length: 100_000 }, (_, row) => (row < 80_000 ? 0 : row < 81_000 ? 1 : 2));
  const graph = graphOf(100_000, links, { kind, day: kind.map((_, row) => row % 3650) });
  const whole = { ...graph, flags: new Uint8Array(100_000), meta: { ...graph.meta, clusters: [], minTopic: 2, metrics: [] } };
  const state: State = { ...firstState(whole), topics: [90_000, 90_001], window: [100, 2000], focus: { row: 5, depth: 3 } };
  const times = Array.from({ length: 7 }, () => {
    const begun = process.cpuUsage();
    countsOf(whole, sift(whole, state));
    return process.cpuUsage(begun).user / 1000;
  });
  assert.ok(Math.min(...times) <= 50, `${times}`);
  assert.notEqual(whole.day[0], NO_DAY);
});
