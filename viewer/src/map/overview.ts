// The clusters and bands of the scene, computed when first asked for after a change.

import { bandsBetween, clusterShapes } from "./clusters.ts";
import type { Overview } from "./engine.ts";
import { MOST_EDGES_AT_FIRST, MOST_NODES_AT_FIRST } from "./policy.ts";
import type { Scene } from "./scene.ts";

const NOTHING: Overview = { shapes: [], bands: [] };

export function makeOverview(scene: Scene): () => Overview {
  let key = "";
  let known = NOTHING;
  return () => {
    const { places, look, shown } = scene.versions;
    const now = `${places} ${look} ${shown}`;
    if (now !== key) known = needed(scene) ? compute(scene) : NOTHING;
    key = now;
    return known;
  };
}

function needed(scene: Scene): boolean {
  return scene.nodes.order.length > MOST_NODES_AT_FIRST || scene.edges.order.length > MOST_EDGES_AT_FIRST;
}

function compute(scene: Scene): Overview {
  const shapes = clusterShapes(scene);
  return { shapes, bands: bandsBetween(scene, shapes) };
}
