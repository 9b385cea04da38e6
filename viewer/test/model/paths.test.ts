/** Shortest paths against a plain search over all paths, on many small graphs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { shortestPath } from "../../src/model/paths.ts";
import type { GraphData } from "../../src/contract.ts";
import { eachNeighbour } from "../../src/model/neighbourhood.ts";
import { graphOf, type Link } from "./graphs.ts";

test("walks edges against their direction", () => {
  const path = shortestPath(graphOf(3, [[1, 0], [1, 2]]), 0, 2, null);
  assert.deepEqual(path, { rows: [0, 1, 2], edges: [0, 1] });
});

test("no edge leads there: null; to itself: no step", () => {
  const graph = graphOf(3, [[0, 1]]);
  assert.equal(shortestPath(graph, 0, 2, null), null);
  assert.deepEqual(shortestPath(graph, 2, 2, null), { rows: [2], edges: [] });
});

test("walks only edges that are shown", () => {
  const graph = graphOf(4, [[0, 1], [0, 2], [2, 3], [3, 1]]);
  const edges = Uint8Array.from([0, 1, 1, 1]);
  assert.deepEqual(shortestPath(graph, 0, 1, edges)?.rows, [0, 2, 3, 1]);
});

test("passes only through the nodes it may, whatever the ends are", () => {
  const graph = graphOf(5, [[0, 1], [2, 1], [0, 3], [3, 4], [4, 2]], { kind: [1, 1, 1, 0, 0] });
  const articles = Uint8Array.from(graph.kind, (kind) => Number(kind === 0));
  assert.deepEqual(shortestPath(graph, 0, 2, null)?.rows, [0, 1, 2]);
  assert.deepEqual(shortestPath(graph, 0, 2, null, articles)?.rows, [0, 3, 4, 2]);
});

/** A repeatable sequence of numbers below `below`. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("is as short as the rings around a node say, and always the same", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const next = numbers(seed);
    const links: Link[] = Array.from({ length: 45 }, () => [next(40), next(40)]);
    const graph = graphOf(40, links);
    const [from, to] = [next(40), next(40)];
    const path = shortestPath(graph, from, to, null);
    const distance = Array.from({ length: 41 }, (_, depth) => depth).find((depth) => within(graph, from, depth, null)[to]);
    assert.equal(path?.edges.length, distance);
    assert.deepEqual(shortestPath(graph, from, to, null), path);
    path?.edges.forEach((edge, step) => {
      const ends = [graph.source[edge], graph.target[edge]].sort();
      assert.deepEqual(ends, [path.rows[step], path.rows[step + 1]].sort());
    });
  }
});

/**
 * One byte per node: 1 within `depth` steps of `row`, itself included. Walks the edges whose byte in `edges` is 1,
 * or all of them if `edges` is null.
 */
function within(graph: GraphData, row: number, depth: number, edges: Uint8Array | null): Uint8Array {
  const near = new Uint8Array(graph.nodeCount);
  near[row] = 1;
  let front = [row];
  for (let step = 0; step < depth && front.length > 0; step++) front = grow(graph, front, near, edges);
  return near;
}

/** One step in all directions: marks the new nodes and returns them. */
function grow(graph: GraphData, front: readonly number[], near: Uint8Array, edges: Uint8Array | null): number[] {
  const next: number[] = [];
  for (const row of front) {
    eachNeighbour(graph, row, edges, (other) => {
      if (near[other] === 1) return;
      near[other] = 1;
      next.push(other);
    });
  }
  return next;
}
