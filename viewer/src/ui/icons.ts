/** The drawings on buttons and before names: kinds have the shapes that they have on the map. */

import { CITED, type GraphData } from "../contract.ts";
import { kindOf } from "../model/kinds.ts";
import { drawing } from "./dom.ts";

const SHAPES: Record<string, string> = {
  article: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z",
  provider: "M3.2 3.2h9.6v9.6h-9.6z",
  topic: "M8 1.4L14.6 8L8 14.6L1.4 8z",
};
const OTHER = "M8 2L14 13.2H2z";

/** The shape of a kind; hollow for what is only cited. */
export function glyph(kind: string, hollow = false): SVGSVGElement {
  return drawing(hollow ? "glyph hollow" : "glyph", [SHAPES[kind] ?? OTHER], !hollow);
}

export function glyphOf(graph: GraphData, row: number): SVGSVGElement {
  return glyph(kindOf(graph, row), (graph.flags[row] & CITED) !== 0);
}

export const ICONS = {
  search: ["M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z", "M10.4 10.4L14 14"],
  close: ["M4 4l8 8", "M12 4l-8 8"],
  external: ["M6 3H3v10h10v-3", "M9 3h4v4", "M13 3L7.5 8.5"],
  link: ["M6.5 9.5l3-3", "M7 4.8l1.3-1.3a2.8 2.8 0 0 1 4 4L11 8.8", "M9 11.2l-1.3 1.3a2.8 2.8 0 0 1-4-4L5 7.2"],
  filter: ["M2 3h12L9.5 8.5V13L6.5 14.5v-6z"],
  focus: ["M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6z", "M8 1v2.5", "M8 12.5V15", "M1 8h2.5", "M12.5 8H15"],
  path: ["M3.5 11a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4z", "M12.5 1.6a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4z", "M5 12h3.5a2.5 2.5 0 0 0 0-5h-1a2.4 2.4 0 0 1 0-4.2H11"],
  pin: ["M5.5 2h5", "M6.5 2v4L4 9.5h8L9.5 6V2", "M8 9.5V15"],
  sun: ["M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6z", "M8 1v1.6", "M8 13.4V15", "M1 8h1.6", "M13.4 8H15", "M3 3l1.2 1.2", "M11.8 11.8L13 13", "M3 13l1.2-1.2", "M11.8 4.2L13 3"],
  moon: ["M13 9.8A5.6 5.6 0 0 1 6.2 3a5.6 5.6 0 1 0 6.8 6.8z"],
  system: ["M2 3h12v8H2z", "M6 14h4", "M8 11v3"],
  help: ["M5.6 5.8a2.4 2.4 0 1 1 3.4 2.3c-.7.4-1 .8-1 1.7", "M8 12.6v.1"],
  map: ["M3.5 3.4a1.6 1.6 0 1 1 0 3.2a1.6 1.6 0 1 1 0-3.2z", "M12 2.4a1.6 1.6 0 1 1 0 3.2a1.6 1.6 0 1 1 0-3.2z", "M9 10.4a1.6 1.6 0 1 1 0 3.2a1.6 1.6 0 1 1 0-3.2z", "M5 5l7-.9", "M4.4 6.4l3.6 4.4", "M11.4 5.4l-1.8 5.1"],
  list: ["M2.5 4h11", "M2.5 8h11", "M2.5 12h11"],
  details: ["M2.5 2.5h11v11h-11z", "M5 6h6", "M5 8.5h6", "M5 11h3.5"],
  time: ["M2.5 13V9", "M6.2 13V5", "M9.8 13V7", "M13.5 13V3"],
  plus: ["M8 3v10", "M3 8h10"],
  minus: ["M3 8h10"],
  whole: ["M2.5 6V2.5H6", "M10 2.5h3.5V6", "M13.5 10v3.5H10", "M6 13.5H2.5V10"],
  zoom: ["M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z", "M10.4 10.4L14 14", "M5 7h4", "M7 5v4"],
} as const satisfies Record<string, readonly string[]>;

export type Icon = keyof typeof ICONS;

export function icon(name: Icon): SVGSVGElement {
  return drawing(`icon-${name}`, ICONS[name]);
}
