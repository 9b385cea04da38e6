// The view: where the camera is and how map units become pixels.

import type { Camera } from "../contract.ts";

/** A camera with the size of what it fills, in CSS pixels, and the device's pixels per CSS pixel. */
export interface View extends Camera {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** No node gets nearer than this: 8 pixels per unit shows the smallest node 48 pixels wide. */
export const MOST_ZOOM = 8;

export function screenX(view: View, x: number): number {
  return (x - view.x) * view.zoom + view.width / 2;
}

export function screenY(view: View, y: number): number {
  return view.height / 2 - (y - view.y) * view.zoom;
}

export function mapX(view: View, px: number): number {
  return view.x + (px - view.width / 2) / view.zoom;
}

export function mapY(view: View, py: number): number {
  return view.y - (py - view.height / 2) / view.zoom;
}

/** What the view shows, and `margin` pixels around it. */
export function boxOf(view: View, margin = 0): Box {
  const halfWidth = (view.width / 2 + margin) / view.zoom;
  const halfHeight = (view.height / 2 + margin) / view.zoom;
  return {
    left: view.x - halfWidth,
    right: view.x + halfWidth,
    bottom: view.y - halfHeight,
    top: view.y + halfHeight,
  };
}

/** The box around some places; null if there are none. */
export function boxAround(rows: Uint32Array, x: Float32Array, y: Float32Array): Box | null {
  if (rows.length === 0) return null;
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (x[row] < left) left = x[row];
    if (x[row] > right) right = x[row];
    if (y[row] < bottom) bottom = y[row];
    if (y[row] > top) top = y[row];
  }
  return { left, right, bottom, top };
}

/** The camera that shows a box, a rim around it. */
export function fitting(box: Box, width: number, height: number, mostZoom = 2): Camera {
  const rim = Math.min(48, width / 10, height / 10);
  const across = Math.max(box.right - box.left, 1);
  const up = Math.max(box.top - box.bottom, 1);
  const zoom = Math.min((width - 2 * rim) / across, (height - 2 * rim) / up, mostZoom);
  return { x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2, zoom: Math.max(zoom, 1e-6) };
}

/** Zooms by a factor so that what lies under a pixel stays there. */
export function zoomedAt(view: View, px: number, py: number, factor: number, least: number): Camera {
  const zoom = Math.min(MOST_ZOOM, Math.max(least, view.zoom * factor));
  const x = mapX(view, px);
  const y = mapY(view, py);
  return { x: x - (px - view.width / 2) / zoom, y: y + (py - view.height / 2) / zoom, zoom };
}

/** The camera on its way, at 0 to 1; zooming, it turns about the point that both ends share. */
export function between(from: Camera, to: Camera, at: number): Camera {
  const eased = at < 0.5 ? 4 * at ** 3 : 1 - (2 - 2 * at) ** 3 / 2;
  const zoom = from.zoom * (to.zoom / from.zoom) ** eased;
  const spread = 1 / to.zoom - 1 / from.zoom;
  const still = Math.abs(Math.log(to.zoom / from.zoom)) < 0.05;
  const part = still ? eased : (1 / zoom - 1 / from.zoom) / spread;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part, zoom };
}
