// Clusters as one sees them from afar: a disc and a name each, and bands for the edges between them.

import { NONE, type GraphData } from "../contract.ts";
import type { Scene } from "./scene.ts";

export interface ClusterShape {
  /** Index into `meta.clusters`. */
  readonly cluster: number;
  readonly label: string;
  /** Shown members. */
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** The mean of its members' colours. */
  readonly colour: number;
}

export interface Band {
  /** Indices into the list of shapes. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const MOST_SHAPES = 300;
const MOST_BANDS = 300;
const FEWEST_MEMBERS = 3;
/** A disc filled evenly has a root mean square distance of 0.71 radii. */
const SPREAD = 1.45;

/** The largest clusters of what is shown, by number of members. */
export function clusterShapes(scene: Scene): ClusterShape[] {
  const { graph, x, y, colours } = scene;
  const rows = scene.nodes.order;
  const count = graph.meta.clusters.length;
  // Per cluster: members, sums of x, y, squared distance, red, green, blue.
  const sums = new Float64Array(count * 7);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (graph.cluster[row] === NONE) continue;
    const at = graph.cluster[row] * 7;
    sums[at] += 1;
    sums[at + 1] += x[row];
    sums[at + 2] += y[row];
    sums[at + 4] += (colours[row] >> 16) & 255;
    sums[at + 5] += (colours[row] >> 8) & 255;
    sums[at + 6] += colours[row] & 255;
  }
  addSpread(scene, sums);
  return largest(sums, count).map((cluster) => shapeFrom(graph, sums, cluster));
}

function addSpread(scene: Scene, sums: Float64Array): void {
  const { graph, x, y } = scene;
  const rows = scene.nodes.order;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (graph.cluster[row] === NONE) continue;
    const at = graph.cluster[row] * 7;
    const dx = x[row] - sums[at + 1] / sums[at];
    const dy = y[row] - sums[at + 2] / sums[at];
    sums[at + 3] += dx * dx + dy * dy;
  }
}

function largest(sums: Float64Array, count: number): number[] {
  const clusters: number[] = [];
  for (let cluster = 0; cluster < count; cluster++) if (sums[cluster * 7] >= FEWEST_MEMBERS) clusters.push(cluster);
  clusters.sort((one, other) => sums[other * 7] - sums[one * 7] || one - other);
  return clusters.slice(0, MOST_SHAPES);
}

function shapeFrom(graph: GraphData, sums: Float64Array, cluster: number): ClusterShape {
  const at = cluster * 7;
  const count = sums[at];
  const [red, green, blue] = [4, 5, 6].map((channel) => Math.round(sums[at + channel] / count));
  return {
    cluster,
    label: graph.meta.clusters[cluster].label,
    count,
    x: sums[at + 1] / count,
    y: sums[at + 2] / count,
    radius: Math.sqrt(sums[at + 3] / count) * SPREAD + 20,
    colour: (red << 16) | (green << 8) | blue,
  };
}

/** The strongest bands between these clusters. */
export function bandsBetween(scene: Scene, shapes: readonly ClusterShape[]): Band[] {
  const { source, target, cluster, meta } = scene.graph;
  const place = new Int32Array(meta.clusters.length).fill(-1);
  shapes.forEach((shape, i) => (place[shape.cluster] = i));
  const counts = new Uint32Array(shapes.length ** 2);
  const edges = scene.edges.order;
  for (let i = 0; i < edges.length; i++) {
    const one = cluster[source[edges[i]]];
    const other = cluster[target[edges[i]]];
    if (one === other || one === NONE || other === NONE) continue;
    const [from, to] = [place[one], place[other]];
    if (from < 0 || to < 0) continue;
    counts[from < to ? from * shapes.length + to : to * shapes.length + from]++;
  }
  return strongest(counts, shapes.length);
}

function strongest(counts: Uint32Array, width: number): Band[] {
  const bands: Band[] = [];
  counts.forEach((count, at) => {
    if (count > 0) bands.push({ from: Math.floor(at / width), to: at % width, count });
  });
  bands.sort((one, other) => other.count - one.count || one.from - other.from || one.to - other.to);
  return bands.slice(0, MOST_BANDS);
}

/** The shape under a place on the map: the smallest, where several overlap. */
export function shapeAt(shapes: readonly ClusterShape[], x: number, y: number): ClusterShape | null {
  const under = shapes.filter((shape) => Math.hypot(shape.x - x, shape.y - y) <= shape.radius);
  return under.sort((one, other) => one.radius - other.radius)[0] ?? null;
}
