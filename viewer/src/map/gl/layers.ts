// Pictures in textures: the finished one that is shown, and the one being drawn.

import type { View } from "../camera.ts";
import { makeProgram, type Gl } from "./program.ts";
import { PICTURE } from "./shaders.ts";

export interface Layer {
  readonly texture: WebGLTexture;
  readonly frame: WebGLFramebuffer;
  readonly width: number;
  readonly height: number;
  /** Where the camera was; null while there is nothing in it. */
  view: View | null;
}

export function makeLayer(gl: Gl, width: number, height: number): Layer {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return { texture, frame, width, height, view: null };
}

export function dropLayer(gl: Gl, layer: Layer): void {
  gl.deleteTexture(layer.texture);
  gl.deleteFramebuffer(layer.frame);
}

/** Further drawing goes into this layer, or onto the screen. */
export function drawInto(gl: Gl, layer: Layer | null, width: number, height: number): void {
  gl.bindFramebuffer(gl.FRAMEBUFFER, layer ? layer.frame : null);
  gl.viewport(0, 0, width, height);
}

export type Show = (layer: Layer, view: View, alpha: number) => void;

/** Draws a layer where the camera is now. */
export function makeShow(gl: Gl): Show {
  const program = makeProgram(gl, PICTURE);
  const empty = gl.createVertexArray();
  return (layer, view, alpha) => {
    if (!layer.view) return;
    const scale = view.zoom / layer.view.zoom;
    const across = (2 * (layer.view.x - view.x) * view.zoom) / view.width;
    const up = (2 * (layer.view.y - view.y) * view.zoom) / view.height;
    gl.useProgram(program.program);
    const wide = (scale * layer.view.width) / view.width;
    const high = (scale * layer.view.height) / view.height;
    gl.uniform4f(program.at("frame"), across, up, wide, high);
    gl.uniform1f(program.at("alpha"), alpha);
    gl.bindTexture(gl.TEXTURE_2D, layer.texture);
    gl.bindVertexArray(empty);
    if (alpha === 1) gl.disable(gl.BLEND);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.enable(gl.BLEND);
  };
}
