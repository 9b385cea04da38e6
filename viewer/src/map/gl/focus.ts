// The marked nodes and edges, drawn anew in each frame over the faded picture.

import type { View } from "../camera.ts";
import type { Scene } from "../scene.ts";
import { edgeBatch } from "./curves.ts";
import type { Kit } from "./kit.ts";
import { endsOf } from "./store.ts";

/** More marked edges are drawn as lines. */
const MOST_CURVES = 3_000;

export interface Focus {
  draw(view: View): void;
}

export function makeFocus(scene: Scene, kit: Kit): Focus {
  let key = "";
  let nodes = new Uint32Array();
  let edges = new Uint32Array();

  function refresh(): void {
    const { marks, versions } = scene;
    const now = Object.values(versions).join(" ");
    if (key === now) return;
    key = now;
    nodes = (marks.nodes ?? new Uint32Array()).filter((row) => scene.nodeShown[row]);
    edges = (marks.edges ?? new Uint32Array()).filter((edge) => scene.edgeShown[edge]);
    kit.marked.set(edgeBatch(scene, edges.length <= MOST_CURVES ? edges : new Uint32Array()));
  }

  function drawEdges(view: View): void {
    const alpha = Math.min(0.9, 0.25 + 60 / edges.length);
    if (edges.length <= MOST_CURVES) {
      kit.marked.draw(view, alpha, scene.graph.meta.directed);
      return;
    }
    kit.store.choose(endsOf(scene, edges));
    kit.lines(view, kit.store.chosen, 0, edges.length, scene.palette.text, 0.15);
  }

  function draw(view: View): void {
    refresh();
    if (edges.length > 0) drawEdges(view);
    if (nodes.length === 0) return;
    kit.store.choose(nodes);
    kit.points(view, kit.store.chosen, 0, nodes.length);
  }

  return { draw };
}

