// The canvas over the picture: labels, rings about chosen nodes, the lasso.

import { NONE } from "../contract.ts";
import { screenX, screenY, type View } from "./camera.ts";
import { css } from "./colours.ts";
import type { Overview } from "./engine.ts";
import { placeLabels, type Placed, type Side } from "./labels.ts";
import { namesIn, type Measure } from "./naming.ts";
import { pixelsOf } from "./policy.ts";
import type { Scene } from "./scene.ts";

/** Corners of the lasso, in CSS pixels. */
export type Outline = readonly (readonly [number, number])[];

export interface Overlay {
  readonly canvas: HTMLCanvasElement;
  resize(view: View): void;
  /** Draws anew, or, while the camera `moves`, mostly just moves what was drawn. */
  draw(view: View, outline: Outline, moves: boolean): void;
  /** The same onto another canvas, for files. */
  drawOn(pen: CanvasRenderingContext2D, view: View): void;
  /** The labels that one sees now. */
  placed(view: View): Placed[];
}

/** Drawing text is dear: while the camera moves, only every eighth frame has it drawn anew. */
const MOST_SHIFTS = 7;
const KEPT_WIDTHS = 4_000;

export function makeOverlay(scene: Scene, overview: () => Overview): Overlay {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const measure = measurer(pen);
  let drawn: View | null = null;
  let shifts = 0;
  let before: ReadonlyMap<string, Side> = new Map();

  function resize(view: View): void {
    drawn = null;
    canvas.width = Math.round(view.width * view.ratio);
    canvas.height = Math.round(view.height * view.ratio);
  }

  function placed(view: View): Placed[] {
    const { labels, obstacles, most } = namesIn(scene, overview(), view, measure);
    return placeLabels(labels, view.width, view.height, most, before, obstacles);
  }

  function drawOn(onto: CanvasRenderingContext2D, view: View): void {
    drawRings(onto, scene, view);
    drawLabels(onto, scene, placed(view));
  }

  /** Moves the canvas to where the camera is now; false if that would show too little or too wrong. */
  function shift(view: View): boolean {
    if (!drawn || ++shifts > MOST_SHIFTS) return false;
    const scale = view.zoom / drawn.zoom;
    const [dx, dy] = [(drawn.x - view.x) * view.zoom, (view.y - drawn.y) * view.zoom];
    const near = Math.abs(dx) < view.width / 3 && Math.abs(dy) < view.height / 3;
    if (!near || scale > 1.3 || scale < 0.77) return false;
    canvas.style.transform = `translate(${dx}px, ${dy}px) scale(${scale})`;
    return true;
  }

  function draw(view: View, outline: Outline, moves: boolean): void {
    if (!pen || (moves && shift(view))) return;
    drawn = view;
    shifts = 0;
    canvas.style.transform = "";
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    drawRings(pen, scene, view);
    const now = placed(view);
    before = new Map(now.map(({ label, side }) => [label.key, side]));
    drawLabels(pen, scene, now);
    drawOutline(pen, scene, outline);
  }

  return { canvas, resize, draw, drawOn, placed };
}

/** Widths of texts, remembered. */
function measurer(pen: CanvasRenderingContext2D | null): Measure {
  const widths = new Map<string, number>();
  return (text, font) => {
    const key = font + text;
    const known = widths.get(key);
    if (known !== undefined || !pen) return known ?? text.length * 7;
    if (widths.size > KEPT_WIDTHS) widths.clear();
    if (pen.font !== font) pen.font = font;
    const width = pen.measureText(text).width;
    widths.set(key, width);
    return width;
  };
}

function drawLabels(pen: CanvasRenderingContext2D, scene: Scene, placed: readonly Placed[]): void {
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3.5;
  pen.strokeStyle = css(scene.palette.halo);
  pen.fillStyle = css(scene.palette.text);
  // The last drawn lies on top: the most important.
  for (const { label, x, y } of [...placed].reverse()) {
    if (label.strength < 0.02) continue;
    pen.font = label.font;
    pen.globalAlpha = label.strength;
    pen.strokeText(label.text, x, y);
    pen.fillText(label.text, x, y);
  }
  pen.globalAlpha = 1;
}

function drawRings(pen: CanvasRenderingContext2D, scene: Scene, view: View): void {
  const { selected, hovered, pinned } = scene.marks;
  pen.strokeStyle = css(scene.palette.text, 0.75);
  pen.lineWidth = 1.25;
  for (const row of pinned) ring(pen, scene, view, row, 2.5, [2, 2.5]);
  if (hovered !== selected) ring(pen, scene, view, hovered, 2.5, []);
  pen.strokeStyle = css(scene.palette.accent);
  pen.lineWidth = 3;
  ring(pen, scene, view, selected, 4, []);
}

function ring(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  row: number,
  gap: number,
  dashes: number[],
): void {
  if (row === NONE || !scene.nodeShown[row]) return;
  const radius = pixelsOf(scene.diameters[row], view.zoom) / 2 + gap;
  pen.setLineDash(dashes);
  pen.beginPath();
  pen.arc(screenX(view, scene.x[row]), screenY(view, scene.y[row]), radius, 0, 2 * Math.PI);
  pen.stroke();
  pen.setLineDash([]);
}

function drawOutline(pen: CanvasRenderingContext2D, scene: Scene, outline: Outline): void {
  if (outline.length < 2) return;
  pen.beginPath();
  outline.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.fillStyle = css(scene.palette.accent, 0.12);
  pen.strokeStyle = css(scene.palette.accent);
  pen.lineWidth = 1.5;
  pen.fill();
  pen.stroke();
}
