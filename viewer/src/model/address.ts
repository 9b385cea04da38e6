/** The state as the readable part of an address after `#`: nodes by id, so that a link outlives a rebuild. */

import { NONE, type Camera, type GraphData, type State, type View } from "../contract.ts";
import { firstState } from "./state.ts";
import { STATUSES } from "./shown.ts";

/** More chosen nodes than this are left out of the address. */
const MOST = 200;
const DAY = 86_400_000;

/** The address of a state: `node=article:example.com/a&depth=2&…`, without what is as at first. */
export async function writeAddress(graph: GraphData, state: State): Promise<string> {
  const first = firstState(graph);
  const parts: string[] = [];
  const put = (name: string, value: string): void => void parts.push(`${name}=${readable(value)}`);
  const putRows = async (name: string, rows: readonly number[]): Promise<void> => {
    const details = await Promise.all(rows.slice(0, MOST).map((row) => graph.details(row)));
    for (const { id } of details) put(name, id);
  };
  if (state.view !== first.view) put("view", state.view);
  if (state.selected !== NONE) await putRows("node", [state.selected]);
  await putRows("selected", state.selection);
  if (state.query) put("search", state.query);
  for (const kind of state.kinds) put("kind", graph.meta.kinds[kind]);
  for (const kind of state.edgeKinds) put("edge", graph.meta.edgeKinds[kind]);
  for (const cluster of state.clusters) put("cluster", String(cluster + 1));
  await putRows("publisher", state.publishers);
  await putRows("topic", state.topics);
  for (const status of state.statuses) put("status", status);
  if (state.minTopic !== first.minTopic) put("least", String(state.minTopic));
  await putRows("only", state.only);
  if (state.window) put("from", dayText(state.window[0])), put("to", dayText(state.window[1]));
  if (state.focus) await putRows("focus", [state.focus.row]), put("depth", String(state.focus.depth));
  if (state.path) {
    await putRows("way", [state.path.from, state.path.to].filter((row) => row !== NONE));
    if (state.path.articlesOnly) put("through", "articles");
  }
  await putRows("pinned", state.pinned);
  if (state.colourBy !== first.colourBy) put("colour", state.colourBy);
  if (state.sizeBy !== first.sizeBy) put("size", state.sizeBy);
  if (state.theme !== first.theme) put("theme", state.theme);
  if (state.camera) put("at", cameraText(state.camera));
  return parts.join("&");
}

/** Escapes what would end a part; keeps what people can read. */
function readable(value: string): string {
  return encodeURIComponent(value).replace(/%(3A|2F|2C|40|7C|3B|24|3F)/g, decodeURIComponent);
}

export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function cameraText({ x, y, zoom }: Camera): string {
  return [x.toFixed(1), y.toFixed(1), zoom.toPrecision(4)].join(",");
}

/** What an address says; `lost` counts the nodes that this graph does not have. */
export async function readAddress(graph: GraphData, address: string): Promise<{ state: State; lost: number }> {
  const values = parse(address);
  const all = (name: string): string[] => values.get(name) ?? [];
  let lost = 0;
  const rows = async (name: string): Promise<number[]> => {
    const found = await Promise.all(all(name).slice(0, MOST).map((id) => graph.find(id)));
    lost += found.filter((row) => row === null).length;
    return found.filter((row) => row !== null);
  };
  const first = firstState(graph);
  const [selected = NONE] = await rows("node");
  const [focus] = await rows("focus");
  const [from, to = NONE] = await rows("way");
  const state: State = {
    ...first,
    view: oneOf<View>(all("view")[0], ["map", "nodes", "edges"], first.view),
    selected,
    selection: await rows("selected"),
    query: all("search")[0] ?? "",
    kinds: numbers(all("kind"), graph.meta.kinds),
    edgeKinds: numbers(all("edge"), graph.meta.edgeKinds),
    clusters: all("cluster")
      .map((text) => Number(text) - 1)
      .filter((cluster) => cluster in graph.meta.clusters),
    publishers: await rows("publisher"),
    topics: await rows("topic"),
    statuses: all("status").filter((status) => (STATUSES as readonly string[]).includes(status)),
    minTopic: whole(all("least")[0], 1, 1e9) ?? first.minTopic,
    only: await rows("only"),
    window: windowOf(all("from")[0], all("to")[0]),
    focus: focus === undefined ? null : { row: focus, depth: whole(all("depth")[0], 1, 3) ?? 1 },
    path: from === undefined ? null : { from, to, articlesOnly: all("through")[0] === "articles" },
    pinned: await rows("pinned"),
    colourBy: oneOf(all("colour")[0], ["kind", "cluster", "publisher", ...graph.meta.metrics], first.colourBy),
    sizeBy: oneOf(all("size")[0], ["importance", ...graph.meta.metrics], first.sizeBy),
    theme: oneOf(all("theme")[0], ["system", "light", "dark"] as const, first.theme),
    camera: cameraOf(all("at")[0]),
  };
  return { state, lost };
}

function parse(address: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const part of address.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    const name = part.slice(0, at);
    values.set(name, [...(values.get(name) ?? []), unescaped(part.slice(at + 1))]);
  }
  return values;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray % of a hand-written address.
  }
}

function oneOf<Name extends string>(text: string | undefined, names: readonly Name[], other: Name): Name {
  return names.find((name) => name === text) ?? other;
}

function numbers(names: readonly string[], known: readonly string[]): number[] {
  return names.map((name) => known.indexOf(name)).filter((number) => number >= 0);
}

function whole(text: string | undefined, least: number, most: number): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most ? number : null;
}

function windowOf(from: string | undefined, to: string | undefined): readonly [number, number] | null {
  const first = Date.parse(from ?? "") / DAY;
  const last = Date.parse(to ?? "") / DAY;
  return Number.isInteger(first) && Number.isInteger(last) && first <= last ? [first, last] : null;
}

function cameraOf(text: string | undefined): Camera | null {
  const [x, y, zoom, ...more] = (text ?? "").split(",").map(Number);
  const usable = more.length === 0 && [x, y, zoom].every(Number.isFinite) && zoom > 0;
  return usable ? { x, y, zoom } : null;
}
