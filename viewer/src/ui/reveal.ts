/** Bringing a node into view. */

import type { App } from "../contract.ts";
import { part } from "./dom.ts";

const NEAR = 1.2;

/** Move the map to a node, near enough to read its name; nothing if the filters hide it. */
export function reveal({ map, store }: App, row: number, nearest = NEAR): void {
  if (!store.shown.nodes[row]) return;
  const zoom = Math.max(map.camera.zoom, nearest);
  const [right, down] = covered(map.element);
  map.go({ x: map.x[row] + right / 2 / zoom, y: map.y[row] - down / 2 / zoom, zoom }, true);
}

/** On narrow screens: bring a node out from under the sheet that lies over the map. */
export function uncover(app: App, row: number): void {
  const [right, down] = covered(app.map.element);
  if (right || down) reveal(app, row, 0);
}

/** How much of the map the details lie over: from the right, or from below. */
export function covered(element: HTMLElement): readonly [right: number, down: number] {
  const map = element.getBoundingClientRect();
  const pane = part("right").getBoundingClientRect();
  if (pane.width === 0 || pane.left >= map.right - 1) return [0, 0];
  return pane.width > map.width / 1.5 ? [0, map.bottom - pane.top] : [map.right - pane.left, 0];
}
