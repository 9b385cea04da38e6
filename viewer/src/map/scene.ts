// The scene: what is drawn and where, shared by both engines, the labels and the picking.

import { NONE, type GraphData, type Marks, type Theme } from "../contract.ts";
import { boxAround, type Box } from "./camera.ts";
import { parseColour } from "./colours.ts";
import { ranked } from "./ranking.ts";
import { sectionsOf, type Sections } from "./sections.ts";
import { shapesOfKinds } from "./shapes.ts";
import { gridOver, sortByKey, tileAt, type Buckets, type Grid } from "./tiles.ts";

export interface Palette {
  readonly dark: boolean;
  readonly background: number;
  readonly text: number;
  readonly halo: number;
  readonly accent: number;
  readonly edges: readonly number[];
}

/** Rises by one when what it is named after changed: who keeps a copy compares. */
export interface Versions {
  places: number;
  look: number;
  shown: number;
  theme: number;
  marks: number;
}

export interface Scene {
  readonly graph: GraphData;
  readonly shapes: readonly number[];
  readonly x: Float32Array;
  readonly y: Float32Array;
  nodeShown: Uint8Array;
  edgeShown: Uint8Array;
  colours: Uint32Array;
  diameters: Float32Array;
  palette: Palette;
  marks: Marks;
  /** Around all shown nodes. */
  box: Box;
  grid: Grid;
  /** The shown nodes by tile. */
  nodes: Buckets;
  /** The shown edges by kind and tile. */
  edges: Sections;
  /** The shown nodes, the most important first. */
  ranking: Uint32Array;
  /** Every node and edge is drawn at every zoom, clusters and bands never. */
  full: boolean;
  readonly versions: Versions;
  /** Whether places changed since nodes and edges were sorted by tile. */
  unsorted: boolean;
}

const NOWHERE: Box = { left: -1, right: 1, bottom: -1, top: 1 };
export const NO_MARKS: Marks = { nodes: null, edges: null, selected: NONE, hovered: NONE, pinned: new Uint32Array() };

export function makeScene(graph: GraphData, theme: Theme): Scene {
  const scene: Scene = {
    graph,
    shapes: shapesOfKinds(graph),
    x: graph.x.slice(),
    y: graph.y.slice(),
    nodeShown: new Uint8Array(graph.nodeCount).fill(1),
    edgeShown: new Uint8Array(graph.edgeCount).fill(1),
    colours: new Uint32Array(graph.nodeCount).fill(0x5b7fa6),
    diameters: graph.size,
    palette: paletteOf(theme),
    marks: NO_MARKS,
    box: NOWHERE,
    grid: gridOver(NOWHERE, 0),
    nodes: { order: new Uint32Array(), start: new Uint32Array(2) },
    edges: { order: new Uint32Array(), start: new Uint32Array(), kinds: 0, tiles: 0 },
    ranking: new Uint32Array(),
    full: false,
    versions: { places: 1, look: 1, shown: 1, theme: 1, marks: 1 },
    unsorted: false,
  };
  sortAll(scene, chosen(scene.nodeShown), chosen(scene.edgeShown));
  return scene;
}

export function paletteOf(theme: Theme): Palette {
  return {
    dark: theme.dark,
    background: parseColour(theme.background),
    text: parseColour(theme.text),
    halo: parseColour(theme.halo),
    accent: parseColour(theme.accent),
    edges: theme.edgeColours.map(parseColour),
  };
}

export function setShown(scene: Scene, nodes: Uint8Array, edges: Uint8Array): void {
  scene.nodeShown = nodes.slice();
  scene.edgeShown = edges.slice();
  const { source, target } = scene.graph;
  for (let edge = 0; edge < edges.length; edge++) {
    if (edges[edge] && !(nodes[source[edge]] && nodes[target[edge]])) scene.edgeShown[edge] = 0;
  }
  sortAll(scene, chosen(nodes), chosen(scene.edgeShown));
  scene.versions.shown++;
}

export function setLook(scene: Scene, colours: Uint32Array, diameters: Float32Array): void {
  scene.colours = colours.slice();
  scene.diameters = diameters.slice();
  scene.ranking = ranked(scene.nodes.order, scene.diameters);
  scene.versions.look++;
}

/** New places of some rows, or of all as the file has them. */
export function setPlaces(scene: Scene, rows: Uint32Array | null, x?: Float32Array, y?: Float32Array): void {
  if (!rows) {
    scene.x.set(scene.graph.x);
    scene.y.set(scene.graph.y);
  } else if (x && y) {
    rows.forEach((row, i) => {
      scene.x[row] = x[i];
      scene.y[row] = y[i];
    });
  }
  scene.unsorted = true;
  scene.versions.places++;
}

/** Sorts by tile again if places changed. */
export function arrange(scene: Scene): void {
  if (scene.unsorted) sortAll(scene, scene.nodes.order, scene.edges.order);
}

function sortAll(scene: Scene, rows: Uint32Array, edges: Uint32Array): void {
  const { graph, x, y } = scene;
  scene.box = boxAround(rows, x, y) ?? NOWHERE;
  scene.grid = gridOver(scene.box, rows.length);
  const keys = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = tileAt(scene.grid, x[rows[i]], y[rows[i]]);
  scene.nodes = sortByKey(rows, keys, scene.grid.columns * scene.grid.rows);
  scene.edges = sectionsOf(graph, edges, scene.grid, x, y);
  scene.ranking = ranked(scene.nodes.order, scene.diameters);
  scene.unsorted = false;
}

function chosen(mask: Uint8Array): Uint32Array {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i] ? 1 : 0;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i]) rows[at++] = i;
  return rows;
}
