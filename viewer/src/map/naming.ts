// What could be labelled in a view: clusters from afar, nodes from near, the marked ones first.

import { NONE } from "../contract.ts";
import { nameOf } from "../model/names.ts";
import { boxOf, screenX, screenY, type View } from "./camera.ts";
import type { Overview } from "./engine.ts";
import { fewerTerms, shortened, type Label, type Obstacle } from "./labels.ts";
import { blendAt, pixelsOf } from "./policy.ts";
import type { Scene } from "./scene.ts";
import { inside, topNodes } from "./visible.ts";

const CANDIDATES = 300;
const LONGEST = 42;
const LONGEST_AFAR = 26;
/** So few nodes in view have room for long names at any zoom. */
const FEW = 80;
/** Smaller nodes have no name, in pixels. */
const LEAST_NAMED = 3.5;
/** Names beside marked ones. */
const FADED = 0.15;
const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export type Measure = (text: string, font: string) => number;

/** One label for so many square pixels; fewer from afar, where they would hide what they name. */
export function mostLabels(view: View, inView: number): number {
  const afar = view.zoom < 1 && inView > FEW;
  const room = (view.width * view.height) / (afar ? 26_000 : 12_000);
  return Math.round(Math.min(110, Math.max(16, room)));
}

/** What could be labelled, and what labels had better not cover. */
export interface Names {
  readonly labels: readonly Label[];
  readonly obstacles: readonly Obstacle[];
  readonly most: number;
}

export function namesIn(scene: Scene, overview: Overview, view: View, measure: Measure): Names {
  const blend = blendAt(scene, view);
  const marked = markedRows(scene);
  const near = blend.clusters < 0.6 ? topNodes(scene, boxOf(view, -4), CANDIDATES) : new Uint32Array();
  const longest = view.zoom < 1 && near.length > FEW ? LONGEST_AFAR : LONGEST;
  const named = (row: number, strength: number): Label => nodeLabel(scene, view, row, strength, longest, measure);
  const labels = marked.slice(0, CANDIDATES).map((row) => named(row, 1));
  if (blend.clusters > 0.05) labels.push(...clusterLabels(overview, view, blend.clusters * (scene.marks.nodes ? FADED : 1), measure));
  const strength = (scene.marks.nodes ? FADED : 1) * (1 - blend.clusters);
  const known = new Set(marked);
  for (const row of near) {
    if (!known.has(row) && scene.diameters[row] * view.zoom > LEAST_NAMED) labels.push(named(row, strength));
  }
  const obstacles = Array.from(near, (row) => placeOf(scene, view, row)).filter((each) => each.radius > 3);
  return { labels, obstacles, most: mostLabels(view, near.length) };
}

function placeOf(scene: Scene, view: View, row: number): Obstacle {
  const radius = pixelsOf(scene.diameters[row], view.zoom) / 2;
  return { x: screenX(view, scene.x[row]), y: screenY(view, scene.y[row]), radius };
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

function nodeLabel(
  scene: Scene,
  view: View,
  row: number,
  strength: number,
  most: number,
  measure: Measure,
): Label {
  const { hovered, selected } = scene.marks;
  const chosen = row === hovered || row === selected;
  const { x, y, radius } = placeOf(scene, view, row);
  const size = chosen ? 13.5 : Math.round(Math.min(15, 11 + radius / 5));
  const font = `${chosen ? 600 : 400} ${size}px ${FAMILY}`;
  const longest = chosen ? Math.min(2 * LONGEST, Math.floor(view.width / 10)) : most;
  const text = shortened(nameOf(scene.graph, row), longest);
  return {
    key: `n${row}`,
    text,
    x,
    y,
    radius: radius + (chosen ? 4 : 0),
    font,
    height: size * 1.25,
    width: measure(text, font),
    strength,
    forced: chosen,
    centred: false,
  };
}

/** The names of clusters, larger for more members. */
function clusterLabels({ shapes }: Overview, view: View, strength: number, measure: Measure): Label[] {
  const box = boxOf(view, 40);
  const most = Math.sqrt(shapes[0]?.count ?? 1);
  const near = shapes.filter((shape) => shape.label && inside(box, shape.x, shape.y));
  const used = new Set<string>();
  const [least, growth] = view.width < 700 ? [11, 7] : [13, 11];
  return near.slice(0, 60).map((shape) => {
    const size = Math.round(least + (growth * Math.sqrt(shape.count)) / most);
    const font = `650 ${size}px ${FAMILY}`;
    const short = fewerTerms(shape.label, view.width < 700 ? 24 : 32);
    const text = used.has(short) ? fewerTerms(shape.label, 44) : short;
    used.add(short);
    const width = measure(text, font);
    const place = { x: screenX(view, shape.x), y: screenY(view, shape.y), radius: 0 };
    const look = { font, height: size * 1.3, width, strength, forced: false, centred: true };
    return { key: `c${shape.cluster}`, text, ...place, ...look };
  });
}
