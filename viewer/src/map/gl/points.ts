// Nodes as points.

import type { View } from "../camera.ts";
import { parts } from "../colours.ts";
import { LEAST_DIAMETER, MOST_DIAMETER } from "../policy.ts";
import type { Scene } from "../scene.ts";
import { makeProgram, use, type Gl } from "./program.ts";
import { DOTS, POINTS } from "./shaders.ts";

/** Points of fewer pixels of the device are drawn as dots. */
const DOT = 4.5;

/** Draws `count` points from the `first` index of a vertex array on. */
export type DrawPoints = (
  view: View,
  vertices: WebGLVertexArrayObject,
  first: number,
  count: number,
  alpha?: number,
) => void;

export function makePoints(gl: Gl, scene: Scene): DrawPoints {
  const shapes = makeProgram(gl, POINTS);
  const dots = makeProgram(gl, DOTS);
  return (view, vertices, first, count, alpha = 1) => {
    if (count === 0) return;
    const most = scene.ranking.length > 0 ? scene.diameters[scene.ranking[0]] : 0;
    const program = most * view.zoom * view.ratio < DOT ? dots : shapes;
    use(gl, program, view);
    gl.uniform2f(program.at("limits"), LEAST_DIAMETER, MOST_DIAMETER);
    gl.uniform3fv(program.at("background"), parts(scene.palette.background));
    gl.uniform1f(program.at("alpha"), alpha);
    gl.bindVertexArray(vertices);
    gl.drawElements(gl.POINTS, count, gl.UNSIGNED_INT, first * 4);
  };
}
