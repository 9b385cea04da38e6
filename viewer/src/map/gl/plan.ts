// The jobs that make one complete picture, each of which can be done in pieces.

import { boxOf, type View } from "../camera.ts";
import { blendAt, CRISP, edgeAlpha, LONG_EDGES, MOST_CURVES, type Blend } from "../policy.ts";
import type { Scene } from "../scene.ts";
import { topNodes, visibleEdges, visibleNodes, countEdges, exactEdges, type VisibleEdges } from "../visible.ts";
import { edgeBatch } from "./curves.ts";
import type { Kit } from "./kit.ts";
import { endsOf } from "./store.ts";

/** From this zoom on arrowheads are large enough to be read among many edges. */
const ARROWS_FROM = 0.6;

export interface Job {
  /** How many points, lines or curves; a curve costs as much as `weight` lines. */
  readonly count: number;
  readonly weight: number;
  draw(first: number, count: number): void;
}

/** Clusters and bands, edges over them, then nodes, the most important last. */
export function plan(kit: Kit, scene: Scene, view: View): Job[] {
  const blend = blendAt(scene, view);
  return [...clusterJobs(kit, view, blend), ...edgeJobs(kit, scene, view, blend), ...nodeJobs(kit, scene, view, blend)];
}

function clusterJobs(kit: Kit, view: View, { bands, clusters }: Blend): Job[] {
  const draw = (): void => {
    if (bands > 0.01) kit.bands.draw(view, 0.18 * bands, false);
    if (clusters > 0.01) kit.discs.draw(view, clusters);
  };
  return [{ count: 1, weight: 1, draw }];
}

function edgeJobs(kit: Kit, scene: Scene, view: View, blend: Blend): Job[] {
  if (blend.edges === "none") return [];
  const parts = visibleEdges(scene, view, blend);
  const estimate = countEdges(parts);
  if (scene.edges.order.length <= MOST_CURVES) {
    return [curveJob(kit, scene, view, scene.edges.order)];
  }
  if (estimate <= 6 * MOST_CURVES) {
    const exact = exactEdges(scene, parts, boxOf(view, 20));
    if (exact.length <= MOST_CURVES) return [curveJob(kit, scene, view, exact)];
  }
  return lineJobs(kit, scene, view, parts, edgeAlpha(estimate, scene.palette.dark) * blend.nodes);
}

function curveJob(kit: Kit, scene: Scene, view: View, edges: Uint32Array): Job {
  const { versions } = scene;
  const { places, look, shown, theme } = versions;
  const key = edges === scene.edges.order ? `${places} ${look} ${shown} ${theme}` : "";
  if (!key || key !== kit.curvesKey) kit.curves.set(edgeBatch(scene, edges));
  kit.curvesKey = key;
  const alpha = edgeAlpha(edges.length, scene.palette.dark);
  const arrows = scene.graph.meta.directed && (view.zoom > ARROWS_FROM || edges.length < 500);
  return { count: 1, weight: 4 * edges.length, draw: () => kit.curves.draw(view, alpha, arrows, LONG_EDGES * 0.7) };
}

function lineJobs(kit: Kit, scene: Scene, view: View, parts: readonly VisibleEdges[], alpha: number): Job[] {
  const jobs: Job[] = [];
  for (const { kind, ranges, single } of parts) {
    const colour = scene.palette.edges[kind] ?? scene.palette.text;
    for (const range of ranges) {
      const draw = (first: number, count: number): void =>
        kit.lines(view, kit.store.lines, range.first + first, count, colour, alpha);
      jobs.push({ count: range.count, weight: 1, draw });
    }
    if (single.length === 0) continue;
    const draw = (first: number, count: number): void => {
      kit.store.choose(endsOf(scene, single.subarray(first, first + count)));
      kit.lines(view, kit.store.chosen, 0, count, colour, alpha * LONG_EDGES);
    };
    jobs.push({ count: single.length, weight: 1, draw });
  }
  return jobs;
}

function nodeJobs(kit: Kit, scene: Scene, view: View, { nodes }: Blend): Job[] {
  const box = boxOf(view, 30);
  const jobs: Job[] = visibleNodes(scene, box).map((range) => ({
    count: range.count,
    weight: 1,
    draw: (first, count) => kit.points(view, kit.store.points, range.first + first, count, nodes),
  }));
  const top = topNodes(scene, box, CRISP).reverse();
  const draw = (first: number, count: number): void => {
    kit.store.choose(top.subarray(first, first + count));
    kit.points(view, kit.store.chosen, 0, count, nodes);
  };
  return [...jobs, { count: top.length, weight: 1, draw }];
}
