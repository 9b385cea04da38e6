// Clusters as soft discs.

import type { View } from "../camera.ts";
import type { ClusterShape } from "../clusters.ts";
import { makeProgram, use, type Gl } from "./program.ts";
import { DISCS } from "./shaders.ts";
import { fill } from "./store.ts";

const BYTES = 16;
const CORNERS = 6;

export interface Discs {
  set(shapes: readonly ClusterShape[]): void;
  draw(view: View, alpha: number): void;
}

export function makeDiscs(gl: Gl): Discs {
  const program = makeProgram(gl, DISCS);
  const buffer = gl.createBuffer();
  const vertices = gl.createVertexArray();
  let count = 0;
  gl.bindVertexArray(vertices);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(0);
  gl.enableVertexAttribArray(1);
  gl.vertexAttribPointer(0, 3, gl.FLOAT, false, BYTES, 0);
  gl.vertexAttribPointer(1, 4, gl.UNSIGNED_BYTE, true, BYTES, 12);
  gl.bindVertexArray(null);

  return {
    set(shapes) {
      fill(gl, gl.ARRAY_BUFFER, buffer, corners(shapes));
      count = shapes.length;
    },
    draw(view, alpha) {
      use(gl, program, view);
      gl.uniform1f(program.at("alpha"), alpha);
      gl.bindVertexArray(vertices);
      gl.drawArrays(gl.TRIANGLES, 0, count * CORNERS);
    },
  };
}

function corners(shapes: readonly ClusterShape[]): Uint8Array {
  const bytes = new Uint8Array(shapes.length * BYTES * CORNERS);
  const floats = new Float32Array(bytes.buffer);
  for (let i = 0; i < shapes.length * CORNERS; i++) {
    const { x, y, radius, colour } = shapes[Math.floor(i / CORNERS)];
    floats.set([x, y, radius], (i * BYTES) / 4);
    bytes.set([(colour >> 16) & 255, (colour >> 8) & 255, colour & 255, 255], i * BYTES + 12);
  }
  return bytes;
}
