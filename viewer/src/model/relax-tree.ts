/** A quadtree over points in flat arrays, for the Barnes–Hut approximation of repulsion (Nature 324, 1986). */

/** Cells seen under a smaller angle count as one point at their middle. */
const ANGLE = 0.9;
const DEEPEST = 24;

export interface Tree {
  /** Four children of each cell: 0 = none, > 0 a cell, < 0 the point `-child - 1`. */
  readonly child: Int32Array;
  readonly mass: Float32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  cells: number;
  size: number;
}

/** Room for the tree of so many points. */
export function makeTree(points: number): Tree {
  const room = points * 6 + DEEPEST;
  const floats = (): Float32Array => new Float32Array(room);
  return { child: new Int32Array(4 * room), mass: floats(), x: floats(), y: floats(), cells: 0, size: 0 };
}

/** Put all points into the tree. Points that lie together, or find no room, are left out: collisions part them. */
export function plant(tree: Tree, x: Float32Array, y: Float32Array): void {
  tree.child.fill(0, 0, 4 * tree.cells);
  tree.cells = 1;
  const [left, right] = range(x);
  const [low, high] = range(y);
  tree.size = Math.max(right - left, high - low, 1);
  for (let point = 0; point < x.length; point++) insert(tree, x, y, point, left, low);
  weigh(tree, x, y, 0);
}

function range(values: Float32Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function insert(tree: Tree, x: Float32Array, y: Float32Array, point: number, left: number, low: number): void {
  let [cell, half] = [0, tree.size / 2];
  for (let depth = 0; depth < DEEPEST; depth++) {
    const right = x[point] >= left + half ? 1 : 0;
    const upper = y[point] >= low + half ? 1 : 0;
    const slot = 4 * cell + 2 * upper + right;
    left += right * half;
    low += upper * half;
    half /= 2;
    const held = tree.child[slot];
    if (held === 0) {
      tree.child[slot] = -point - 1;
      return;
    }
    if (held < 0 && !split(tree, slot, x, y, left + half, low + half)) return;
    cell = tree.child[slot];
  }
}

/** Turn a point into a cell that holds it; false if there is no room. */
function split(tree: Tree, slot: number, x: Float32Array, y: Float32Array, middleX: number, middleY: number): boolean {
  if (tree.cells >= tree.mass.length) return false;
  const cell = tree.cells++;
  const held = -tree.child[slot] - 1;
  const inner = (y[held] >= middleY ? 2 : 0) + (x[held] >= middleX ? 1 : 0);
  tree.child.fill(0, 4 * cell, 4 * cell + 4);
  tree.child[4 * cell + inner] = -held - 1;
  tree.child[slot] = cell;
  return true;
}

/** Mass and middle of a cell, from its children's. */
function weigh(tree: Tree, x: Float32Array, y: Float32Array, cell: number): void {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let slot = 4 * cell; slot < 4 * cell + 4; slot++) {
    const held = tree.child[slot];
    if (held === 0) continue;
    if (held > 0) weigh(tree, x, y, held);
    const part = held > 0 ? tree.mass[held] : 1;
    mass += part;
    sumX += part * (held > 0 ? tree.x[held] : x[-held - 1]);
    sumY += part * (held > 0 ? tree.y[held] : y[-held - 1]);
  }
  tree.mass[cell] = mass;
  tree.x[cell] = sumX / mass;
  tree.y[cell] = sumY / mass;
}

/** Calls back with the offset to, and the mass of, all that a point sees: points nearby, whole cells far away. */
export function look(
  tree: Tree,
  x: Float32Array,
  y: Float32Array,
  point: number,
  see: (dx: number, dy: number, mass: number) => void,
): void {
  const visit = (cell: number, size: number): void => {
    const dx = tree.x[cell] - x[point];
    const dy = tree.y[cell] - y[point];
    if (size * size < ANGLE * ANGLE * (dx * dx + dy * dy)) return see(dx, dy, tree.mass[cell]);
    for (let slot = 4 * cell; slot < 4 * cell + 4; slot++) {
      const held = tree.child[slot];
      if (held > 0) visit(held, size / 2);
      else if (held < 0 && -held - 1 !== point) see(x[-held - 1] - x[point], y[-held - 1] - y[point], 1);
    }
  };
  visit(0, tree.size);
}
