/** Bringing a node into view. */

import type { App } from "../contract.ts";

const NEAR = 1.2;

/** Move the map to a node, near enough to read its name; nothing if the filters hide it. */
export function reveal({ map, store }: App, row: number): void {
  if (!store.shown.nodes[row]) return;
  map.go({ x: map.x[row], y: map.y[row], zoom: Math.max(map.camera.zoom, NEAR) }, true);
}
