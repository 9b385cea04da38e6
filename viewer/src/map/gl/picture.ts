// A complete picture at its own size, off the screen, for files.

import type { View } from "../camera.ts";
import { css, parts } from "../colours.ts";
import { blendAt } from "../policy.ts";
import type { Scene } from "../scene.ts";
import type { Focus } from "./focus.ts";
import type { Kit } from "./kit.ts";
import { drawInto, dropLayer, makeLayer, type Layer } from "./layers.ts";
import { plan } from "./plan.ts";
import type { Gl } from "./program.ts";

/** How strong the rest is while some nodes are marked. */
const FADED = 0.16;

/** Draws what lies over nodes and edges, at a strength. */
type Top = ((alpha: number) => void) | null;

export function pictureOf(gl: Gl, kit: Kit, focus: Focus, scene: Scene, view: View): HTMLCanvasElement {
  const [width, height] = [Math.round(view.width * view.ratio), Math.round(view.height * view.ratio)];
  const scenery = makeLayer(gl, width, height);
  const whole = makeLayer(gl, width, height);
  drawInto(gl, scenery, width, height);
  wipe(gl, scene);
  for (const job of plan(kit, scene, view)) job.draw(0, job.count);
  scenery.view = view;
  drawInto(gl, whole, width, height);
  compose(gl, kit, focus, scene, view, scenery, null);
  const canvas = read(gl, whole, css(scene.palette.background));
  dropLayer(gl, scenery);
  dropLayer(gl, whole);
  return canvas;
}

/** The background. */
export function wipe(gl: Gl, scene: Scene): void {
  const [red, green, blue] = parts(scene.palette.background);
  gl.clearColor(red, green, blue, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
}

/** A picture drawn before, faded if nodes are marked, then what `top` draws at a strength, then the marks. */
export function compose(gl: Gl, kit: Kit, focus: Focus, scene: Scene, view: View, layer: Layer | null, top: Top): void {
  const { marks } = scene;
  const strength = marks.nodes || marks.edges ? FADED : 1;
  wipe(gl, scene);
  if (layer) kit.show(layer, view, strength);
  top?.(strength * blendAt(scene, view).nodes);
  focus.draw(view);
}

/** The pixels of a layer, turned the right way up. */
function read(gl: Gl, layer: Layer, background: string): HTMLCanvasElement {
  const { width, height } = layer;
  const pixels = new Uint8ClampedArray(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  const flipped = document.createElement("canvas");
  const canvas = document.createElement("canvas");
  for (const each of [flipped, canvas]) Object.assign(each, { width, height });
  flipped.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.fillStyle = background;
  pen.fillRect(0, 0, width, height);
  pen.setTransform(1, 0, 0, -1, 0, height);
  pen.drawImage(flipped, 0, 0);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  return canvas;
}
