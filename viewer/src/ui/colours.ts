/** The colours of the map and of the dots beside names: told apart by colour-blind readers, too. */

import { NONE, type GraphData, type State, type Theme } from "../contract.ts";
import { edgeKindNumber } from "../model/kinds.ts";
import { makeScale, sequentialColour } from "../model/scale.ts";

type Pair = readonly [light: string, dark: string];

/**
 * For what has no order. Chosen by simulated annealing in Oklab: any two differ by at least 0.097 for normal,
 * protan, deutan and tritan eyes (Machado 2009), and each has a contrast of 3:1 or more with the map's ground.
 */
export const PALETTE: readonly Pair[] = [
  ["#05419a", "#58c4f9"],
  ["#a85217", "#c17c16"],
  ["#327f62", "#9feee6"],
  ["#830d55", "#d7526b"],
  ["#a38c05", "#dce693"],
  ["#8865d8", "#7e6cdb"],
  ["#3696b5", "#509ac5"],
  ["#5d3a0d", "#ee9fa7"],
  ["#769867", "#87c36b"],
  ["#744a87", "#a16e97"],
];
const REST: Pair = ["#767b86", "#8b919c"];

const EDGES: Record<string, Pair> = {
  related: ["#3a6ea8", "#6f9fd8"],
  links_to: ["#a8631c", "#d8a05c"],
  published_by: ["#7d828c", "#878d98"],
  about: ["#3f8a72", "#5fae94"],
};

const shade = (pair: Pair, dark: boolean): string => pair[dark ? 1 : 0];

export function paletteColour(place: number, dark: boolean): string {
  return shade(PALETTE[place % PALETTE.length], dark);
}

export function restColour(dark: boolean): string {
  return shade(REST, dark);
}

export function edgeColour(kind: string, dark: boolean): string {
  return shade(EDGES[kind] ?? REST, dark);
}

/** What the map asks of a theme. */
export function themeOf(graph: GraphData, dark: boolean): Theme {
  const ink = dark
    ? { background: "#14171c", text: "#eceef2", halo: "#14171c", accent: "#ffc24b" }
    : { background: "#fafaf7", text: "#1b1d22", halo: "#fafaf7", accent: "#d0340f" };
  return { dark, ...ink, edgeColours: graph.meta.edgeKinds.map((kind) => edgeColour(kind, dark)) };
}

const number = (colour: string): number => parseInt(colour.slice(1), 16);

/** A colour per node, as 0xRRGGBB. `values` is the metric's column when the state colours by one. */
export function coloursOf(graph: GraphData, state: State, dark: boolean, values: Float32Array | null): Uint32Array {
  if (values) return coloursByMetric(values, dark);
  const places = placesOf(graph, state.colourBy);
  const palette = PALETTE.map((pair) => number(shade(pair, dark)));
  const rest = number(shade(REST, dark));
  return Uint32Array.from(places, (place) => (place === NONE ? rest : palette[place % palette.length]));
}

/** The place in the palette of each node, or NONE. */
function placesOf(graph: GraphData, by: string): Uint32Array {
  if (by === "kind") return Uint32Array.from(graph.kind);
  if (by !== "publisher") return graph.cluster;
  const places = new Map(largestPublishers(graph).map((row, place) => [row, place]));
  return Uint32Array.from(graph.publisher, (publisher, row) => places.get(publisher) ?? places.get(row) ?? NONE);
}

const largest = new WeakMap<GraphData, readonly number[]>();

/** The publishers that have a colour of their own: those of most articles. */
export function largestPublishers(graph: GraphData): readonly number[] {
  const known = largest.get(graph);
  if (known) return known;
  const articles = new Uint32Array(graph.nodeCount);
  const kind = edgeKindNumber(graph, "published_by");
  for (let edge = 0; edge < graph.edgeCount; edge++) if (graph.edgeKind[edge] === kind) articles[graph.target[edge]]++;
  const rows = [...articles.keys()].filter((row) => articles[row] > 0);
  rows.sort((one, other) => articles[other] - articles[one] || one - other);
  largest.set(graph, rows.slice(0, PALETTE.length));
  return rows.slice(0, PALETTE.length);
}

/** The scale's colours; what has no value is grey. */
function coloursByMetric(values: Float32Array, dark: boolean): Uint32Array {
  const scale = makeScale(values);
  const rest = number(shade(REST, dark));
  return Uint32Array.from(values, (value) => {
    const place = scale?.place(value) ?? NaN;
    return Number.isNaN(place) ? rest : sequentialColour(place, dark);
  });
}
