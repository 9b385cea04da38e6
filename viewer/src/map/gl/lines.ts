// Edges as lines of one pixel: two indices each into the places of the nodes.

import type { View } from "../camera.ts";
import { parts } from "../colours.ts";
import { makeProgram, use, type Gl } from "./program.ts";
import { LINES } from "./shaders.ts";

/** Draws `count` edges from the `first` on. */
export type DrawLines = (
  view: View,
  vertices: WebGLVertexArrayObject,
  first: number,
  count: number,
  colour: number,
  alpha: number,
) => void;

export function makeLines(gl: Gl): DrawLines {
  const program = makeProgram(gl, LINES);
  return (view, vertices, first, count, colour, alpha) => {
    if (count === 0) return;
    use(gl, program, view);
    const [red, green, blue] = parts(colour);
    gl.uniform4f(program.at("stroke"), red * alpha, green * alpha, blue * alpha, alpha);
    gl.bindVertexArray(vertices);
    gl.drawElements(gl.LINES, count * 2, gl.UNSIGNED_INT, first * 8);
  };
}
