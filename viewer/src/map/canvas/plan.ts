// The jobs of one complete picture on a Canvas 2D: far fewer edges than WebGL draws, and small pieces.

import { boxOf, type View } from "../camera.ts";
import type { Overview } from "../engine.ts";
import { blendAt, CRISP, edgeAlpha } from "../policy.ts";
import type { Scene } from "../scene.ts";
import { sampled } from "../svg.ts";
import { itemsIn } from "../tiles.ts";
import { exactEdges, topNodes, visibleEdges, visibleNodes } from "../visible.ts";
import { drawCurves, drawLines, drawNodes, drawOverview, type Pen } from "./brush.ts";

export type Job = () => void;

/** More edges in view are sampled: 300,000 take over a minute. */
const MOST_EDGES = 3_000;
/** Up to so many have curves and arrowheads. */
const MOST_CURVES = 1_200;
const PIECE = 400;

export function plan(pen: Pen, scene: Scene, overview: Overview, view: View): Job[] {
  const blend = blendAt(scene, view);
  const box = boxOf(view, 20);
  const all = exactEdges(scene, visibleEdges(scene, view, blend), box);
  const edges = sampled(all, MOST_EDGES);
  const nodes = itemsIn(scene.nodes.order, visibleNodes(scene, box));
  const top = topNodes(scene, box, CRISP).reverse();
  const alpha = edgeAlpha(edges.length, scene.palette.dark) * blend.nodes;
  const draw = edges.length <= MOST_CURVES ? drawCurves : drawLines;
  return [
    () => drawOverview(pen, overview, view, blend.clusters, blend.bands),
    ...pieces(edges, (some) => draw(pen, scene, view, some, alpha)),
    ...pieces(nodes, (some) => drawNodes(pen, scene, view, some, blend.nodes)),
    ...pieces(top, (some) => drawNodes(pen, scene, view, some, blend.nodes)),
  ];
}

function pieces(items: Uint32Array, draw: (some: Uint32Array) => void): Job[] {
  const count = Math.ceil(items.length / PIECE);
  return Array.from({ length: count }, (_, i) => () => draw(items.subarray(i * PIECE, (i + 1) * PIECE)));
}
