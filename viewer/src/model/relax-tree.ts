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

/** Cells yet to be looked into, and their widths. */
const stack = new Int32Array(4 * DEEPEST + 4);
const widths = new Float32Array(4 * DEEPEST + 4);

/**
 * Add to `force` what pushes a point away from all others: mass / (distance² + `soft`) times the offset. Points nearby
 * count one by one, cells far away as a whole.
 */
export function repulsion(tree: Tree, x: Float32Array, y: Float32Array, point: number, soft: number, force: Float64Array): void {
  const [px, py] = [x[point], y[point]];
  const push = (dx: number, dy: number, mass: number): void => {
    const strength = mass / (dx * dx + dy * dy + soft);
    force[0] -= dx * strength;
    force[1] -= dy * strength;
  };
  stack[0] = 0;
  widths[0] = tree.size;
  for (let depth = 1; depth > 0; ) {
    const cell = stack[--depth];
    const width = widths[depth];
    const [dx, dy] = [tree.x[cell] - px, tree.y[cell] - py];
    if (width * width < ANGLE * ANGLE * (dx * dx + dy * dy)) {
      push(dx, dy, tree.mass[cell]);
      continue;
    }
    for (let slot = 4 * cell; slot < 4 * cell + 4; slot++) {
      const held = tree.child[slot];
      if (held > 0) {
        stack[depth] = held;
        widths[depth++] = width / 2;
      } else if (held < 0 && held !== -point - 1) push(x[-held - 1] - px, y[-held - 1] - py, 1);
    }
  }
}
