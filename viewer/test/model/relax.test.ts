/** The force simulation: settles, keeps what is pinned, parts what overlaps, and does the same on every run. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { COLD, makeRelaxation, type Particles } from "../../src/model/relax.ts";
import { makeTree, plant, repulsion } from "../../src/model/relax-tree.ts";

function ring(count: number, fixed: readonly number[] = []): Particles {
  const angle = (at: number): number => (at * 2.4) % 6.28;
  return {
    x: Float32Array.from({ length: count }, (_, at) => 40 * Math.sqrt(at) * Math.cos(angle(at))),
    y: Float32Array.from({ length: count }, (_, at) => 40 * Math.sqrt(at) * Math.sin(angle(at))),
    radius: new Float32Array(count).fill(6),
    fixed: Uint8Array.from({ length: count }, (_, at) => Number(fixed.includes(at))),
    source: Uint32Array.from({ length: count - 1 }, (_, at) => at),
    target: Uint32Array.from({ length: count - 1 }, (_, at) => (at * 7 + 3) % count),
  };
}

function settle(particles: Particles): ReturnType<typeof makeRelaxation> {
  const relaxation = makeRelaxation(particles);
  for (let step = 0; step < 400 && relaxation.heat > COLD; step++) relaxation.step();
  return relaxation;
}

test("settles within 400 steps, the same way each time, and pinned ones stay", () => {
  const particles = ring(60, [7, 8]);
  const one = settle(particles);
  const other = settle(particles);
  assert.ok(one.heat <= COLD);
  assert.deepEqual([...one.x, ...one.y], [...other.x, ...other.y]);
  for (const at of [7, 8]) assert.deepEqual([one.x[at], one.y[at]], [particles.x[at], particles.y[at]]);
  assert.ok([...one.x, ...one.y].every(Number.isFinite));
});

test("joined nodes come closer than others", () => {
  const particles = ring(80);
  const { x, y } = settle(particles);
  const distance = (one: number, other: number): number => Math.hypot(x[one] - x[other], y[one] - y[other]);
  const joined = [...particles.source].map((from, edge) => distance(from, particles.target[edge]));
  const all = [...particles.source].flatMap((from) => [...particles.source].map((to) => distance(from, to)));
  const mean = (values: number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
  assert.ok(mean(joined) < 0.7 * mean(all), `${mean(joined)} ${mean(all)}`);
});

test("nodes in one place part", () => {
  const zero = new Float32Array(5);
  const none = new Uint32Array(0);
  const { x, y } = settle({ x: zero, y: zero, radius: zero.map(() => 6), fixed: new Uint8Array(5), source: none, target: none });
  for (let one = 0; one < 5; one++) {
    for (let other = 0; other < one; other++) assert.ok(Math.hypot(x[one] - x[other], y[one] - y[other]) > 11);
  }
});

test("the tree's repulsion is that of all pairs, within a few hundredths", () => {
  const { x, y } = ring(300);
  const tree = makeTree(300);
  for (let run = 0; run < 2; run++) plant(tree, x, y);
  for (const point of [0, 17, 250, 299]) {
    const exact = [0, 0];
    for (let other = 0; other < 300; other++) {
      const [dx, dy] = [x[other] - x[point], y[other] - y[point]];
      exact[0] -= dx / (dx * dx + dy * dy + 30);
      exact[1] -= dy / (dx * dx + dy * dy + 30);
    }
    const force = new Float64Array(2);
    repulsion(tree, x, y, point, 30, force);
    assert.ok(Math.hypot(force[0] - exact[0], force[1] - exact[1]) < 0.05 * Math.max(1, Math.hypot(...exact)));
  }
});
