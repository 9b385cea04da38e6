// What could be labelled in a view: clusters from afar, nodes from near, the marked ones first.

import { NONE } from "../contract.ts";
import { boxOf, screenX, screenY, type View } from "./camera.ts";
import type { Overview } from "./engine.ts";
import { shortened, type Label } from "./labels.ts";
import { blendAt, pixelsOf, type Blend } from "./policy.ts";
import type { Scene } from "./scene.ts";
import { inside, topNodes } from "./visible.ts";

const CANDIDATES = 300;
const LONGEST = 42;
const LONGEST_AFAR = 26;
const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export type Measure = (text: string, font: string) => number;

/** One label for so many square pixels; fewer from afar, where they would hide what they name. */
export function mostLabels(view: View): number {
  const room = (view.width * view.height) / (view.zoom < 1 ? 26_000 : 15_000);
  return Math.round(Math.min(110, Math.max(16, room)));
}

export function labelsOf(scene: Scene, overview: Overview, view: View, measure: Measure): Label[] {
  const blend = blendAt(scene, view);
  const marked = markedRows(scene);
  const labels = marked.slice(0, CANDIDATES).map((row) => nodeLabel(scene, view, row, 1, measure));
  if (blend.clusters > 0.05) labels.push(...clusterLabels(overview, view, blend, measure));
  if (blend.clusters < 0.6) labels.push(...nodeLabels(scene, view, blend, new Set(marked), measure));
  return labels;
}

/** The ringed ones, then the lit ones by importance. */
function markedRows(scene: Scene): number[] {
  const { hovered, selected, nodes } = scene.marks;
  const rows = new Set([hovered, selected].filter((row) => row !== NONE && scene.nodeShown[row]));
  const lit = Array.from(nodes ?? []).filter((row) => scene.nodeShown[row]);
  if (lit.length < 5_000) lit.sort((one, other) => scene.diameters[other] - scene.diameters[one]);
  for (const row of lit.slice(0, CANDIDATES)) rows.add(row);
  return [...rows];
}

function nodeLabels(scene: Scene, view: View, blend: Blend, but: Set<number>, measure: Measure): Label[] {
  const faded = scene.marks.nodes ? 0.15 : 1;
  const strength = faded * (1 - blend.clusters);
  const rows = topNodes(scene, boxOf(view, -4), CANDIDATES);
  const legible = Array.from(rows).filter((row) => !but.has(row) && scene.diameters[row] * view.zoom > 3.5);
  return legible.map((row) => nodeLabel(scene, view, row, strength, measure));
}

function nodeLabel(scene: Scene, view: View, row: number, strength: number, measure: Measure): Label {
  const { hovered, selected } = scene.marks;
  const chosen = row === hovered || row === selected;
  const wide = pixelsOf(scene.diameters[row], view.zoom);
  const size = chosen ? 13.5 : Math.round(Math.min(15, 11 + wide / 10));
  const longest = chosen ? 2 * LONGEST : view.zoom < 1 ? LONGEST_AFAR : LONGEST;
  const font = `${chosen ? 600 : 400} ${size}px ${FAMILY}`;
  const text = shortened(scene.graph.labels.at(row), longest);
  return {
    key: `n${row}`,
    text,
    x: screenX(view, scene.x[row]),
    y: screenY(view, scene.y[row]),
    radius: wide / 2 + (chosen ? 4 : 0),
    font,
    height: size * 1.25,
    width: measure(text, font),
    strength,
    forced: chosen,
    centred: false,
  };
}

/** The names of clusters, larger for more members. */
function clusterLabels({ shapes }: Overview, view: View, blend: Blend, measure: Measure): Label[] {
  const box = boxOf(view, 40);
  const most = Math.sqrt(shapes[0]?.count ?? 1);
  const near = shapes.filter((shape) => shape.label && inside(box, shape.x, shape.y));
  return near.slice(0, 60).map((shape) => {
    const size = Math.round((view.width < 600 ? 11 : 13) + (11 * Math.sqrt(shape.count)) / most);
    const font = `650 ${size}px ${FAMILY}`;
    const text = shortened(shape.label, 32);
    const width = measure(text, font);
    const place = { x: screenX(view, shape.x), y: screenY(view, shape.y), radius: 0 };
    const look = { font, height: size * 1.3, width, strength: blend.clusters, forced: false, centred: true };
    return { key: `c${shape.cluster}`, text, ...place, ...look };
  });
}
