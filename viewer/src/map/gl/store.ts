// The scene on the graphics card: a row of the vertex buffers is a row of the graph, indices choose.

import type { Scene } from "../scene.ts";
import { shapeOf } from "../shapes.ts";
import type { Gl } from "./program.ts";

/** Places are 8 bytes a node; colour, shape and diameter another 8. */
const LOOK_BYTES = 8;

export interface Store {
  /** Uploads what changed since the last time. */
  update(): void;
  /** Nodes by tile as `scene.nodes`; as points. */
  readonly points: WebGLVertexArrayObject;
  /** Edges as `scene.edges`, two indices each; as lines. */
  readonly lines: WebGLVertexArrayObject;
  /** Points or lines whose indices come with `indices`. */
  readonly chosen: WebGLVertexArrayObject;
  /** Replaces the indices of `chosen`. */
  choose(indices: Uint32Array): void;
}

export function makeStore(gl: Gl, scene: Scene): Store {
  const places = gl.createBuffer();
  const looks = gl.createBuffer();
  const [nodeIndex, edgeIndex, chosenIndex] = [gl.createBuffer(), gl.createBuffer(), gl.createBuffer()];
  const seen = { places: 0, look: 0, shown: 0 };
  let sorted: Uint32Array | null = null;
  const points = vertices(gl, places, looks, nodeIndex);
  const lines = vertices(gl, places, looks, edgeIndex);
  const chosen = vertices(gl, places, looks, chosenIndex);

  function update(): void {
    const { versions } = scene;
    if (seen.places !== versions.places) fill(gl, gl.ARRAY_BUFFER, places, placesOf(scene));
    if (seen.look !== versions.look) fill(gl, gl.ARRAY_BUFFER, looks, looksOf(scene));
    if (sorted !== scene.nodes.order) {
      gl.bindVertexArray(null);
      fill(gl, gl.ELEMENT_ARRAY_BUFFER, nodeIndex, scene.nodes.order);
      fill(gl, gl.ELEMENT_ARRAY_BUFFER, edgeIndex, endsOf(scene, scene.edges.order));
      sorted = scene.nodes.order;
    }
    Object.assign(seen, versions);
  }

  function choose(indices: Uint32Array): void {
    gl.bindVertexArray(null);
    fill(gl, gl.ELEMENT_ARRAY_BUFFER, chosenIndex, indices);
  }

  return { update, points, lines, chosen, choose };
}

/** Both ends of each edge. */
export function endsOf(scene: Scene, edges: Uint32Array): Uint32Array {
  const { source, target } = scene.graph;
  const ends = new Uint32Array(edges.length * 2);
  for (let i = 0; i < edges.length; i++) {
    ends[2 * i] = source[edges[i]];
    ends[2 * i + 1] = target[edges[i]];
  }
  return ends;
}

function placesOf({ x, y }: Scene): Float32Array {
  const places = new Float32Array(x.length * 2);
  for (let row = 0; row < x.length; row++) {
    places[2 * row] = x[row];
    places[2 * row + 1] = y[row];
  }
  return places;
}

function looksOf(scene: Scene): Uint8Array {
  const { graph, colours, diameters, shapes } = scene;
  const bytes = new Uint8Array(graph.nodeCount * LOOK_BYTES);
  const wide = new Float32Array(bytes.buffer);
  for (let row = 0; row < graph.nodeCount; row++) {
    const at = row * LOOK_BYTES;
    bytes[at] = (colours[row] >> 16) & 255;
    bytes[at + 1] = (colours[row] >> 8) & 255;
    bytes[at + 2] = colours[row] & 255;
    bytes[at + 3] = shapeOf(graph, shapes, row);
    wide[at / 4 + 1] = diameters[row];
  }
  return bytes;
}

export function fill(gl: Gl, target: number, buffer: WebGLBuffer, data: ArrayBufferView): void {
  gl.bindBuffer(target, buffer);
  gl.bufferData(target, data as ArrayBufferView<ArrayBuffer>, gl.DYNAMIC_DRAW);
}

function vertices(gl: Gl, places: WebGLBuffer, looks: WebGLBuffer, index: WebGLBuffer): WebGLVertexArrayObject {
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, places);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, looks);
  gl.enableVertexAttribArray(1);
  gl.vertexAttribPointer(1, 4, gl.UNSIGNED_BYTE, true, LOOK_BYTES, 0);
  gl.enableVertexAttribArray(2);
  gl.vertexAttribPointer(2, 1, gl.FLOAT, false, LOOK_BYTES, 4);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, index);
  gl.bindVertexArray(null);
  return array;
}
