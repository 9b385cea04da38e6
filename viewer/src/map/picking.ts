// Which node is where: under the pointer, beside another, inside the lasso.

import { NONE } from "../contract.ts";
import { mapX, mapY, screenX, screenY, type View } from "./camera.ts";
import type { Outline } from "./overlay.ts";
import { blendAt, MOST_DIAMETER, pixelsOf } from "./policy.ts";
import { arrange, type Scene } from "./scene.ts";
import { rangesIn } from "./tiles.ts";

export type Direction = "left" | "right" | "up" | "down";

/** The node whose rim is nearest to a pixel and not further than `tolerance`; none while one sees clusters. */
export function nodeNear(scene: Scene, view: View, px: number, py: number, tolerance: number): number {
  if (blendAt(scene, view).clusters > 0.5) return NONE;
  arrange(scene);
  const { x, y, diameters, nodes } = scene;
  const reach = (tolerance + MOST_DIAMETER / 2) / view.zoom;
  const [atX, atY] = [mapX(view, px), mapY(view, py)];
  const box = { left: atX - reach, right: atX + reach, bottom: atY - reach, top: atY + reach };
  let best = NONE;
  let least = tolerance;
  for (const { first, count } of rangesIn(scene.grid, nodes.start, box)) {
    for (let i = first; i < first + count; i++) {
      const row = nodes.order[i];
      const radius = pixelsOf(diameters[row], view.zoom) / 2;
      const far = Math.hypot(x[row] - atX, y[row] - atY) * view.zoom;
      // Inside several, the one whose middle is nearest in its own measure.
      const rim = far <= radius ? far / radius - 1 : far - radius;
      if (rim <= least) [best, least] = [row, rim];
    }
  }
  return best;
}

/** The nearest shown node within 45 degrees of a direction, or NONE; straight ahead counts as nearer. */
export function nodeBeside(scene: Scene, row: number, direction: Direction): number {
  const { x, y } = scene;
  const sideways = direction === "left" || direction === "right";
  const sign = direction === "right" || direction === "up" ? 1 : -1;
  let best = NONE;
  let least = Infinity;
  for (const other of scene.nodes.order) {
    const ahead = sign * (sideways ? x[other] - x[row] : y[other] - y[row]);
    const aside = Math.abs(sideways ? y[other] - y[row] : x[other] - x[row]);
    if (other === row || ahead <= 0 || aside > ahead) continue;
    const far = ahead + 1.5 * aside;
    if (far < least || (far === least && other < best)) [best, least] = [other, far];
  }
  return best;
}

/** The shown nodes inside a polygon of pixels, by row. */
export function nodesInside(scene: Scene, view: View, outline: Outline): Uint32Array {
  const rows: number[] = [];
  for (const row of scene.nodes.order) {
    if (holds(outline, screenX(view, scene.x[row]), screenY(view, scene.y[row]))) rows.push(row);
  }
  return Uint32Array.from(rows).sort();
}

/** Whether a polygon holds a point: an odd number of its sides lies to the right. */
export function holds(outline: Outline, x: number, y: number): boolean {
  let odd = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [ax, ay] = outline[i];
    const [bx, by] = outline[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}
