// Edges as curves: where they start, bend and end, for all that draws them with width and arrowheads.

import type { View } from "./camera.ts";
import { screenX, screenY } from "./camera.ts";
import { bendOf } from "./bends.ts";
import { LONG_EDGES, pixelsOf } from "./policy.ts";
import type { Scene } from "./scene.ts";

/** A quadratic curve in pixels; a loop has no length, and is a circle about its control point. */
export interface Curve {
  readonly fromX: number;
  readonly fromY: number;
  readonly controlX: number;
  readonly controlY: number;
  readonly toX: number;
  readonly toY: number;
  /** Radius of a loop's circle, 0 otherwise. */
  readonly loop: number;
  readonly width: number;
}

export function widthOf(weight: number, zoom: number): number {
  return Math.min(4, (0.8 + 0.5 * Math.log2(Math.max(1, weight))) * Math.min(1.6, Math.max(0.7, zoom * 1.4)));
}

/** The curve of an edge from rim to rim of its nodes. */
export function curveOf(scene: Scene, view: View, edge: number): Curve {
  const { graph, x, y, diameters } = scene;
  const from = graph.source[edge];
  const to = graph.target[edge];
  const width = widthOf(graph.weight[edge], view.zoom);
  const [ax, ay] = [screenX(view, x[from]), screenY(view, y[from])];
  const [bx, by] = [screenX(view, x[to]), screenY(view, y[to])];
  const [ra, rb] = [pixelsOf(diameters[from], view.zoom) / 2, pixelsOf(diameters[to], view.zoom) / 2];
  if (from === to) return loopAt(ax, ay, ra, width);
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const bend = bendOf(graph, edge);
  const controlX = (ax + bx) / 2 + (by - ay) * bend;
  const controlY = (ay + by) / 2 - (bx - ax) * bend;
  const cut = (px: number, py: number, radius: number): [number, number] => {
    const share = Math.min(0.45, radius / (Math.hypot(controlX - px, controlY - py) || 1));
    return [px + (controlX - px) * share, py + (controlY - py) * share];
  };
  const [fromX, fromY] = cut(ax, ay, Math.min(ra, length / 3));
  const [toX, toY] = cut(bx, by, Math.min(rb, length / 3));
  return { fromX, fromY, controlX, controlY, toX, toY, loop: 0, width };
}

function loopAt(x: number, y: number, radius: number, width: number): Curve {
  const loop = radius * 0.6 + 4;
  const top = y - radius - loop * 0.8;
  return { fromX: x, fromY: y, controlX: x, controlY: top, toX: x, toY: y, loop, width };
}

/** The three corners of the arrowhead at a curve's end; null where the curve is too short for one. */
export function arrowOf(curve: Curve): readonly [number, number, number, number, number, number] | null {
  const { toX, toY, controlX, controlY } = curve;
  const size = arrowSize(curve.width);
  if (curve.loop || Math.hypot(toX - curve.fromX, toY - curve.fromY) < 2.5 * size) return null;
  const length = Math.hypot(toX - controlX, toY - controlY) || 1;
  const [dx, dy] = [((toX - controlX) / length) * size, ((toY - controlY) / length) * size];
  const [backX, backY] = [toX - dx, toY - dy];
  return [toX, toY, backX + dy * 0.45, backY - dx * 0.45, backX - dy * 0.45, backY + dx * 0.45];
}

/** Long edges are weaker: they say less and cover more. */
export function strengthOf({ fromX, fromY, toX, toY }: Curve): number {
  return Math.min(1, Math.max(0.7 * LONG_EDGES, 240 / (Math.hypot(toX - fromX, toY - fromY) + 1)));
}

export function arrowSize(width: number): number {
  return 4.5 + 1.8 * width;
}
