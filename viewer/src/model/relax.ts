/** A force simulation over some nodes: edges pull, nodes push apart, circles do not overlap, pinned ones stay. */

import { makeTree, plant, repulsion } from "./relax-tree.ts";

export interface Particles {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radius: Float32Array;
  /** 1 for what must not move. */
  readonly fixed: Uint8Array;
  /** Edges as places in the arrays above. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
}

export interface Relaxation {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** 1 at first, below `COLD` when it has settled. */
  readonly heat: number;
  step(): void;
}

export const COLD = 0.002;
const COOLING = 1 - COLD ** (1 / 300);
const FRICTION = 0.6;
const REPULSION = 260;
/** Keeps the repulsion of near points finite. */
const SOFT = 30;
const GAP = 26;
const GRAVITY = 0.012;
const MARGIN = 2;

/** A simulation that starts from where the particles are: the same steps on every run. */
export function makeRelaxation({ x: startX, y: startY, radius, fixed, source, target }: Particles): Relaxation {
  const count = startX.length;
  const [x, y] = [startX.slice(), startY.slice()];
  const [vx, vy] = [new Float32Array(count), new Float32Array(count)];
  const pull = springs(count, source, target);
  const [middleX, middleY] = [mean(startX), mean(startY)];
  const tree = makeTree(count);
  const collide = collider(radius, x, y);
  const force = new Float64Array(2);
  let heat = 1;

  function attract(): void {
    for (let edge = 0; edge < source.length; edge++) {
      const from = source[edge];
      const to = target[edge];
      const dx = x[to] + vx[to] - x[from] - vx[from] || 1e-3;
      const dy = y[to] + vy[to] - y[from] - vy[from];
      const distance = Math.hypot(dx, dy);
      const pulled = ((distance - radius[from] - radius[to] - GAP) / distance) * heat * pull.strength[edge];
      vx[to] -= dx * pulled * pull.share[edge];
      vy[to] -= dy * pulled * pull.share[edge];
      vx[from] += dx * pulled * (1 - pull.share[edge]);
      vy[from] += dy * pulled * (1 - pull.share[edge]);
    }
  }

  function repel(): void {
    plant(tree, x, y);
    for (let node = 0; node < count; node++) {
      force.fill(0);
      repulsion(tree, x, y, node, SOFT, force);
      vx[node] += (force[0] * REPULSION + (middleX - x[node]) * GRAVITY) * heat;
      vy[node] += (force[1] * REPULSION + (middleY - y[node]) * GRAVITY) * heat;
    }
  }

  function move(): void {
    for (let node = 0; node < count; node++) {
      vx[node] *= FRICTION;
      vy[node] *= FRICTION;
      if (fixed[node] === 1) continue;
      x[node] += vx[node];
      y[node] += vy[node];
    }
    collide(fixed);
  }

  return {
    x,
    y,
    get heat() {
      return heat;
    },
    step() {
      heat -= heat * COOLING;
      attract();
      repel();
      move();
    },
  };
}

/** How strong each edge is, weaker at nodes of many, and which share of its pull its target feels. */
function springs(count: number, source: Uint32Array, target: Uint32Array): Record<"strength" | "share", Float32Array> {
  const degree = new Uint32Array(count);
  for (const end of [source, target]) for (const node of end) degree[node]++;
  const strength = Float32Array.from(source, (from, edge) => 1 / Math.min(degree[from], degree[target[edge]]));
  const share = Float32Array.from(source, (from, edge) => degree[from] / (degree[from] + degree[target[edge]]));
  return { strength, share };
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Pushes overlapping circles apart, with a grid whose cells are as wide as the widest circle. */
function collider(radius: Float32Array, x: Float32Array, y: Float32Array): (fixed: Uint8Array) => void {
  const width = 2 * (radius.reduce((most, each) => Math.max(most, each), 1) + MARGIN);
  const key = (column: number, line: number): number => column * 1_000_003 + line;
  return (fixed) => {
    const cells = new Map<number, number[]>();
    for (let node = 0; node < x.length; node++) {
      const [column, line] = [Math.floor(x[node] / width), Math.floor(y[node] / width)];
      for (let near = 0; near < 9; near++) {
        for (const other of cells.get(key(column + (near % 3) - 1, line + Math.floor(near / 3) - 1)) ?? []) {
          part(node, other, radius, x, y, fixed);
        }
      }
      const cell = cells.get(key(column, line));
      if (cell) cell.push(node);
      else cells.set(key(column, line), [node]);
    }
  };
}

function part(one: number, other: number, radius: Float32Array, x: Float32Array, y: Float32Array, fixed: Uint8Array): void {
  // Two in one place are parted along a direction that depends on which they are.
  const dx = x[one] - x[other] || ((one % 7) - 3.5) * 0.01;
  const dy = y[one] - y[other] || ((other % 5) - 2.5) * 0.01;
  const distance = Math.hypot(dx, dy);
  const overlap = radius[one] + radius[other] + MARGIN - distance;
  if (overlap <= 0) return;
  const push = overlap / distance / (fixed[one] + fixed[other] === 0 ? 2 : 1);
  if (fixed[one] === 0) (x[one] += dx * push), (y[one] += dy * push);
  if (fixed[other] === 0) (x[other] -= dx * push), (y[other] -= dy * push);
}
