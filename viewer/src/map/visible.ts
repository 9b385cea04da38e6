// What of the scene lies in a view: ranges of the sorted nodes and edges, and lists of what is drawn with care.

import { boxOf, type Box, type View } from "./camera.ts";
import type { Blend } from "./policy.ts";
import type { Scene } from "./scene.ts";
import { firstKey, longRange, REACH } from "./sections.ts";
import { countOf, grown, itemsIn, rangesIn, type Range } from "./tiles.ts";

/** Edges of one kind in a view: ranges of `scene.edges.order`, and single edges. */
export interface VisibleEdges {
  readonly kind: number;
  readonly ranges: readonly Range[];
  readonly single: Uint32Array;
}

const NOTHING = new Uint32Array();

export function visibleNodes(scene: Scene, box: Box): Range[] {
  return rangesIn(scene.grid, scene.nodes.start, box);
}

/** Short edges near the view, and the long ones with an end in it: those that only pass through say nothing. */
export function visibleEdges(scene: Scene, view: View, blend: Blend): VisibleEdges[] {
  const box = boxOf(view);
  const whole = contains(box, scene.box);
  const near = grown(box, scene.grid.side * REACH);
  const parts: VisibleEdges[] = [];
  if (blend.edges === "none") return parts;
  for (let kind = 0; kind < scene.edges.kinds; kind++) {
    const ranges = rangesIn(scene.grid, scene.edges.start, near, firstKey(scene.edges, kind));
    const long = [longRange(scene.edges, kind, false)];
    if (blend.edges === "all") long.push(longRange(scene.edges, kind, true));
    if (whole) ranges.push(...long.filter((range) => range.count > 0));
    parts.push({ kind, ranges, single: whole ? NOTHING : endingIn(scene, long, box) });
  }
  return parts;
}

export function countEdges(parts: readonly VisibleEdges[]): number {
  return parts.reduce((sum, part) => sum + countOf(part.ranges) + part.single.length, 0);
}

/** The edges of all parts with an end in the box. */
export function exactEdges(scene: Scene, parts: readonly VisibleEdges[], box: Box): Uint32Array {
  const lists = parts.map((part) => {
    const short = endingIn(scene, part.ranges, box);
    const all = new Uint32Array(short.length + part.single.length);
    all.set(short);
    all.set(part.single, short.length);
    return all;
  });
  return joined(lists);
}

function endingIn(scene: Scene, ranges: readonly Range[], box: Box): Uint32Array {
  const { x, y } = scene;
  const { source, target } = scene.graph;
  const found = itemsIn(scene.edges.order, ranges);
  let count = 0;
  for (let i = 0; i < found.length; i++) {
    const edge = found[i];
    const [from, to] = [source[edge], target[edge]];
    if (inside(box, x[from], y[from]) || inside(box, x[to], y[to])) found[count++] = edge;
  }
  return found.slice(0, count);
}

/** The most important shown nodes in a box, the most important first. */
export function topNodes(scene: Scene, box: Box, most: number): Uint32Array {
  const { ranking, x, y } = scene;
  if (contains(box, scene.box)) return ranking.slice(0, most);
  const found = new Uint32Array(Math.min(most, countOf(visibleNodes(scene, box))));
  let count = 0;
  for (let i = 0; i < ranking.length && count < found.length; i++) {
    if (inside(box, x[ranking[i]], y[ranking[i]])) found[count++] = ranking[i];
  }
  return found.slice(0, count);
}

export function inside(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.bottom && y <= box.top;
}

export function contains(outer: Box, inner: Box): boolean {
  return inside(outer, inner.left, inner.bottom) && inside(outer, inner.right, inner.top);
}

function joined(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
