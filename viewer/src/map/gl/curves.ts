// Edges with width, bend and arrowhead. Bands between clusters are drawn the same way.

import { bendOf } from "../bends.ts";
import type { View } from "../camera.ts";
import { parts } from "../colours.ts";
import type { Overview } from "../engine.ts";
import { LEAST_DIAMETER, MOST_DIAMETER } from "../policy.ts";
import type { Scene } from "../scene.ts";
import { makeProgram, use, type Gl } from "./program.ts";
import { CURVES, CURVES_PER_ROW } from "./shaders.ts";

/** Three texels: both ends; both diameters, bend, width; colour. */
const FLOATS = 12;
/** Segments of a bent curve; a straight one has one. */
const SEGMENTS = 7;

/** Curves as texels, the straight ones first. */
export interface Batch {
  readonly texels: Float32Array;
  readonly straight: number;
  readonly count: number;
}

export interface Curves {
  /** Replaces what is drawn. */
  set(batch: Batch): void;
  /** Long ones get weaker, down to `fading` of the strength. */
  draw(view: View, alpha: number, arrows: boolean, fading?: number): void;
}

export type CurveProgram = ReturnType<typeof makeProgram>;

export function makeCurveProgram(gl: Gl): CurveProgram {
  return makeProgram(gl, CURVES);
}

/** A list of curves; `even` ones do not get wider as one zooms in. */
export function makeCurves(gl: Gl, program: CurveProgram, even = false): Curves {
  const texture = makeTexture(gl);
  const empty = gl.createVertexArray();
  let [straight, total] = [0, 0];

  function run(first: number, count: number, segments: number, arrows: boolean): void {
    if (count === 0) return;
    const corners = segments * 6 + (arrows ? 3 : 0);
    gl.uniform1i(program.at("first"), first);
    gl.uniform1i(program.at("segments"), segments);
    gl.uniform1i(program.at("corners"), corners);
    gl.drawArrays(gl.TRIANGLES, 0, count * corners);
  }

  function draw(view: View, alpha: number, arrows: boolean, fading = 1): void {
    if (total === 0) return;
    use(gl, program, view);
    gl.uniform2f(program.at("limits"), even ? 0 : LEAST_DIAMETER, even ? 0 : MOST_DIAMETER);
    gl.uniform2f(program.at("widths"), even ? 1 : 0.7, even ? 1 : 1.6);
    gl.uniform1f(program.at("alpha"), alpha);
    gl.uniform1f(program.at("fading"), fading);
    gl.bindVertexArray(empty);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    run(0, straight, 1, arrows);
    run(straight, total - straight, SEGMENTS, arrows);
  }

  function set(batch: Batch): void {
    [straight, total] = [batch.straight, batch.count];
    const rows = Math.max(1, Math.ceil(total / CURVES_PER_ROW));
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, CURVES_PER_ROW * 3, rows, 0, gl.RGBA, gl.FLOAT, batch.texels);
  }

  return { draw, set };
}

function makeTexture(gl: Gl): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  return texture;
}

/** Edges in the colours of their kinds. */
export function edgeBatch(scene: Scene, edges: Uint32Array): Batch {
  const { graph, x, y, diameters, palette } = scene;
  const straight: number[] = [];
  const bent: number[] = [];
  for (const edge of edges) (isStraight(scene, edge) ? straight : bent).push(edge);
  const texels = room(edges.length);
  [...straight, ...bent].forEach((edge, i) => {
    const [from, to] = [graph.source[edge], graph.target[edge]];
    const width = 0.8 + 0.5 * Math.log2(Math.max(1, graph.weight[edge]));
    const colour = palette.edges[graph.edgeKind[edge]] ?? palette.text;
    const form = [diameters[from], diameters[to], bendOf(graph, edge), width];
    texels.set([x[from], y[from], x[to], y[to], ...form, ...parts(colour), 1], i * FLOATS);
  });
  return { texels, straight: straight.length, count: edges.length };
}

function isStraight({ graph }: Scene, edge: number): boolean {
  return graph.source[edge] !== graph.target[edge] && bendOf(graph, edge) === 0;
}

/** Bands: wider for more edges, in the colour of the larger cluster. */
export function bandBatch({ shapes, bands }: Overview): Batch {
  const texels = room(bands.length);
  const most = Math.sqrt(bands[0]?.count ?? 1);
  // The strongest last, on top.
  [...bands].reverse().forEach(({ from, to, count }, i) => {
    const [one, other] = [shapes[from], shapes[to]];
    const form = [0, 0, 0.12, 0.7 + (7 * Math.sqrt(count)) / most];
    texels.set([one.x, one.y, other.x, other.y, ...form, ...parts(one.colour), 1], i * FLOATS);
  });
  return { texels, straight: 0, count: bands.length };
}

/** Texels for so many curves, in full rows. */
function room(count: number): Float32Array {
  return new Float32Array(Math.max(1, Math.ceil(count / CURVES_PER_ROW)) * CURVES_PER_ROW * FLOATS);
}
