// Nodes, edges and clusters with a Canvas 2D pen.

import type { View } from "../camera.ts";
import { screenX, screenY } from "../camera.ts";
import { css } from "../colours.ts";
import { arrowOf, curveOf, strengthOf, type Curve } from "../curves.ts";
import type { Overview } from "../engine.ts";
import { pixelsOf } from "../policy.ts";
import type { Scene } from "../scene.ts";
import { DIAMOND, HOLLOW, shapeOf, SQUARE, TRIANGLE } from "../shapes.ts";

export type Pen = CanvasRenderingContext2D;

/** Straight lines of one pixel, one path for each run of edges of the same kind. */
export function drawLines(pen: Pen, scene: Scene, view: View, edges: Uint32Array, alpha: number): void {
  const { x, y, graph, palette } = scene;
  pen.lineWidth = 1;
  let kind = -1;
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i];
    if (graph.edgeKind[edge] !== kind) {
      if (kind >= 0) pen.stroke();
      kind = graph.edgeKind[edge];
      pen.strokeStyle = css(palette.edges[kind] ?? palette.text, alpha);
      pen.beginPath();
    }
    pen.moveTo(screenX(view, x[graph.source[edge]]), screenY(view, y[graph.source[edge]]));
    pen.lineTo(screenX(view, x[graph.target[edge]]), screenY(view, y[graph.target[edge]]));
  }
  if (kind >= 0) pen.stroke();
}

/** Curves with width and arrowheads. */
export function drawCurves(
  pen: Pen,
  scene: Scene,
  view: View,
  edges: Uint32Array,
  alpha: number,
  fading = true,
): void {
  const { graph, palette } = scene;
  const arrows = graph.meta.directed && (view.zoom > 0.6 || edges.length < 500);
  for (const edge of edges) {
    const curve = curveOf(scene, view, edge);
    pen.globalAlpha = fading ? alpha * strengthOf(curve) : alpha;
    pen.strokeStyle = pen.fillStyle = css(palette.edges[graph.edgeKind[edge]] ?? palette.text);
    drawCurve(pen, curve);
    const head = arrows ? arrowOf(curve) : null;
    if (head) fillPolygon(pen, head);
  }
  pen.globalAlpha = 1;
}

function drawCurve(pen: Pen, { fromX, fromY, controlX, controlY, toX, toY, loop, width }: Curve): void {
  pen.lineWidth = width;
  pen.beginPath();
  if (loop) pen.arc(controlX, controlY, loop, 0, 2 * Math.PI);
  else {
    pen.moveTo(fromX, fromY);
    pen.quadraticCurveTo(controlX, controlY, toX, toY);
  }
  pen.stroke();
}

export function drawNodes(pen: Pen, scene: Scene, view: View, rows: Uint32Array, alpha: number): void {
  const background = css(scene.palette.background);
  let colour = -1;
  pen.globalAlpha = alpha;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (scene.colours[row] !== colour) {
      colour = scene.colours[row];
      pen.fillStyle = pen.strokeStyle = css(colour);
    }
    const wide = pixelsOf(scene.diameters[row], view.zoom);
    const [x, y] = [screenX(view, scene.x[row]), screenY(view, scene.y[row])];
    if (wide < 4) pen.fillRect(x - wide / 2, y - wide / 2, wide, wide);
    else drawNode(pen, shapeOf(scene.graph, scene.shapes, row), x, y, wide / 2, background, css(colour));
  }
  pen.globalAlpha = 1;
}

function drawNode(pen: Pen, shape: number, x: number, y: number, radius: number, inside: string, colour: string): void {
  const hollow = shape >= HOLLOW;
  const rim = Math.max(1.2, radius * 0.3);
  tracePath(pen, shape % HOLLOW, x, y, hollow ? radius - rim / 2 : radius);
  if (hollow) pen.fillStyle = inside;
  pen.fill();
  pen.fillStyle = colour;
  if (!hollow) return;
  pen.lineWidth = rim;
  pen.stroke();
}

function tracePath(pen: Pen, form: number, x: number, y: number, radius: number): void {
  pen.beginPath();
  if (form === SQUARE) pen.roundRect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76, radius * 0.3);
  else if (form === DIAMOND) polygon(pen, [x, y - radius, x + radius, y, x, y + radius, x - radius, y]);
  else if (form === TRIANGLE) {
    const half = radius * 0.866;
    polygon(pen, [x, y - radius, x + half, y + radius / 2, x - half, y + radius / 2]);
  } else pen.arc(x, y, radius, 0, 2 * Math.PI);
}

function fillPolygon(pen: Pen, corners: readonly number[]): void {
  pen.beginPath();
  polygon(pen, corners);
  pen.fill();
}

function polygon(pen: Pen, corners: readonly number[]): void {
  for (let i = 0; i < corners.length; i += 2) pen.lineTo(corners[i], corners[i + 1]);
  pen.closePath();
}

/** Discs for clusters, bands for what joins them. */
export function drawOverview(pen: Pen, { shapes, bands }: Overview, view: View, discs: number, joins: number): void {
  const most = Math.sqrt(bands[0]?.count ?? 1);
  for (const { from, to, count } of joins > 0.01 ? bands : []) {
    const [one, other] = [shapes[from], shapes[to]];
    pen.strokeStyle = css(one.colour, 0.18 * joins);
    pen.lineWidth = 0.7 + (7 * Math.sqrt(count)) / most;
    pen.beginPath();
    pen.moveTo(screenX(view, one.x), screenY(view, one.y));
    pen.lineTo(screenX(view, other.x), screenY(view, other.y));
    pen.stroke();
  }
  for (const { x, y, radius, colour } of discs > 0.01 ? shapes : []) {
    pen.fillStyle = css(colour, 0.26 * discs);
    pen.beginPath();
    pen.arc(screenX(view, x), screenY(view, y), radius * view.zoom, 0, 2 * Math.PI);
    pen.fill();
  }
}
