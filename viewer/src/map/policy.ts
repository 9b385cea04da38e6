// What is drawn at which zoom: clusters from afar, nodes from near, and edges only as many as one can read.

import type { Camera } from "../contract.ts";
import { fitting, type View } from "./camera.ts";
import type { Scene } from "./scene.ts";

/** With more shown nodes the first view shows clusters. */
export const MOST_NODES_AT_FIRST = 5_000;
/** With more shown edges the first view shows bands instead of the long ones. */
export const MOST_EDGES_AT_FIRST = 20_000;
/** Up to so many edges in view have width, curves and arrowheads. */
export const MOST_CURVES = 4_000;
/** Up to so many nodes and edges are drawn anew in each frame. */
export const LIVE = 6_000;
/** So many nodes stay crisp while the picture moves. */
export const CRISP = 2_000;

export const LEAST_DIAMETER = 1.6;
export const MOST_DIAMETER = 44;

export interface Blend {
  /** Strength of the discs and names of clusters, 0 to 1. */
  readonly clusters: number;
  /** Strength of the bands between them. */
  readonly bands: number;
  /** Strength of nodes and edges. */
  readonly nodes: number;
  /** Which single edges are drawn: at the overview none, bands stand for them; then those within clusters. */
  readonly edges: "none" | "short" | "all";
}

const NEAR: Blend = { clusters: 0, bands: 0, nodes: 1, edges: "all" };

/** The camera that shows everything shown. */
export function home(scene: Scene, view: View): Camera {
  return fitting(scene.box, view.width, view.height);
}

export function blendAt(scene: Scene, view: View): Blend {
  const nodes = scene.nodes.order.length;
  const manyNodes = nodes > MOST_NODES_AT_FIRST;
  const manyEdges = scene.edges.order.length > MOST_EDGES_AT_FIRST;
  if (scene.full || !(manyNodes || manyEdges) || scene.graph.meta.clusters.length < 2) return NEAR;
  const far = farness(view.zoom / home(scene, view).zoom, nodes);
  const clusters = manyNodes ? far : 0;
  const edges = clusters > 0.95 ? "none" : manyEdges && far > 0.3 ? "short" : "all";
  return { clusters, bands: manyEdges || clusters > 0.95 ? far : 0, nodes: 1 - 0.62 * clusters, edges };
}

/** 1 at the overview, 0 once about 5,000 nodes are left in view. */
function farness(ratio: number, nodes: number): number {
  const start = Math.min(6, Math.max(1.3, 0.55 * Math.sqrt(nodes / MOST_NODES_AT_FIRST)));
  const at = Math.log(ratio / start) / Math.log(1.7);
  const part = Math.min(1, Math.max(0, at));
  return 1 - part * part * (3 - 2 * part);
}

/** Strength of one edge among so many in view. */
export function edgeAlpha(inView: number, dark: boolean): number {
  return Math.min(dark ? 0.5 : 0.55, 0.02 + 650 / Math.max(inView, 1));
}

/** Long edges say less and cover more: their strength beside a short one's. */
export const LONG_EDGES = 0.5;

/** How wide a node is drawn, in CSS pixels. */
export function pixelsOf(diameter: number, zoom: number): number {
  return Math.min(MOST_DIAMETER, Math.max(LEAST_DIAMETER, diameter * zoom));
}
