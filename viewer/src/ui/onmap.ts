/** What the mouse and the keys do on the map. */

import { NONE, type App } from "../contract.ts";
import { kindOf } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";
import { button, part } from "./dom.ts";
import { icon, type Icon } from "./icons.ts";
import { addKey } from "./keyboard.ts";
import { covered, reveal } from "./reveal.ts";
import { counted, kindWord } from "./words.ts";

const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" } as const;
type Arrow = keyof typeof ARROWS;
/** How far Shift and an arrow move the map, in pixels; how much a key zooms. */
const STEP = 120;
const ZOOM = 1.5;
/** What fills less of the view than this, both ways, is brought nearer. */
const LITTLE = 0.35;

export function listenToMap(app: App): void {
  const { map, store } = app;
  map.covered(() => covered(map.element));
  map.on("click", (row, event) => click(app, row, event));
  map.on("cluster", (cluster) => goToCluster(app, cluster));
  map.on("camera", (camera) => store.set({ camera }, true));
  store.listen((changed) => {
    const { camera } = store.state;
    if (changed.has("shown")) map.show(store.shown.nodes, store.shown.edges);
    if (changed.has("shown") && !changed.has("camera") && isLost(app)) map.fit(null, true);
    if (changed.has("camera") && camera && camera !== map.camera && !sameCamera(camera, map.camera)) map.go(camera, true);
  });
  describe(app);
  store.listen((changed) => changed.has("shown") && describe(app));
  map.show(store.shown.nodes, store.shown.edges);
  if (store.state.camera) map.go(store.state.camera);
  else map.fit();
}

/** Whether all that the filters leave lies beside the view, or fills little of it. */
function isLost({ graph, store, map }: App): boolean {
  const { x, y, zoom: scale } = map.camera;
  const [right, down] = covered(map.element);
  const [width, height] = [map.element.clientWidth - right, map.element.clientHeight - down];
  let seen = false;
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let row = 0; row < graph.nodeCount; row++) {
    if (!store.shown.nodes[row]) continue;
    const across = (map.x[row] - x) * scale + map.element.clientWidth / 2;
    const along = map.element.clientHeight / 2 - (map.y[row] - y) * scale;
    seen ||= across > 0 && across < width && along > 0 && along < height;
    [box.left, box.right] = [Math.min(box.left, across), Math.max(box.right, across)];
    [box.top, box.bottom] = [Math.min(box.top, along), Math.max(box.bottom, along)];
  }
  const little = box.right - box.left < width * LITTLE && box.bottom - box.top < height * LITTLE;
  return store.shown.nodeCount > 0 && (!seen || little);
}

function sameCamera(one: App["map"]["camera"], other: App["map"]["camera"]): boolean {
  const near = (a: number, b: number, most: number): boolean => Math.abs(a - b) <= most;
  return near(one.x, other.x, 0.1) && near(one.y, other.y, 0.1) && near(one.zoom / other.zoom, 1, 0.002);
}

function click(app: App, row: number, event: MouseEvent): void {
  const { path, selection } = app.store.state;
  if (row === NONE) return app.store.set({ selected: NONE });
  if (event.shiftKey) {
    const others = selection.filter((each) => each !== row);
    return app.store.set({ selection: others.length < selection.length ? others : [...selection, row] });
  }
  if (path && path.to === NONE && row !== path.from) return app.store.set({ path: { ...path, to: row }, selected: row });
  app.store.set({ selected: row });
}

function goToCluster({ graph, store, map, say }: App, cluster: number): void {
  const rows: number[] = [];
  for (let row = 0; row < graph.nodeCount; row++) if (graph.cluster[row] === cluster && store.shown.nodes[row]) rows.push(row);
  map.fit(Uint32Array.from(rows), true);
  say(`Cluster ${graph.meta.clusters[cluster]?.label || cluster + 1}`);
}

/** The map in words, for those who cannot see it. */
function describe({ graph, store, map }: App): void {
  const kinds = graph.meta.kinds.map((kind, number) => {
    let shown = 0;
    for (let row = 0; row < graph.nodeCount; row++) if (graph.kind[row] === number) shown += store.shown.nodes[row];
    return counted(shown, kind);
  });
  const { element } = map;
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-roledescription", "map");
  element.setAttribute("aria-label", `Map of ${kinds.join(", ")}. Arrow keys move from node to node; the tables hold the same.`);
}

export function mapKeys(app: App): void {
  const { map } = app;
  const arrows = Object.keys(ARROWS) as Arrow[];
  addKey(arrows, "Map", "To the nearest node", (event) => onMap(app, event) && toNearest(app, event.key as Arrow));
  addKey(arrows.map((key) => `Shift+${key}`), "Map", "Move the map", (event) => onMap(app, event) && pan(app, event.key as Arrow));
  addKey(["+", "=", "Shift++"], "Map", "Nearer", () => zoom(app, ZOOM));
  addKey(["-"], "Map", "Further", () => zoom(app, 1 / ZOOM));
  addKey(["0"], "Map", "The whole map", () => map.fit(null, true));
  addKey(["Enter"], "Node", "Read about the selected node", () => read(app));
  addKey(["Escape"], "Page", "Back: ends a path, a selection, the reading, the focus", () => back(app));
}

/** Arrow keys belong to the map only while it or nothing else has the focus. */
function onMap({ map }: App, { target }: Event): boolean {
  return target === document.body || (target instanceof Node && map.element.contains(target));
}

function toNearest(app: App, arrow: Arrow): void {
  const { map, store, graph } = app;
  const { selected } = store.state;
  const from = selected !== NONE && store.shown.nodes[selected] ? selected : middle(app);
  const row = selected === NONE ? from : map.beside(from, ARROWS[arrow]);
  if (row === NONE) return;
  store.set({ selected: row }, true);
  reveal(app, row);
  app.say(`${nameOf(graph, row)}, ${kindWord(kindOf(graph, row))}, ${graph.degree[row]} relations`);
}

/** The shown node nearest to the middle of the view. */
function middle({ graph, store, map }: App): number {
  let best: number = NONE;
  let least = Infinity;
  for (let row = 0; row < graph.nodeCount; row++) {
    const distance = (map.x[row] - map.camera.x) ** 2 + (map.y[row] - map.camera.y) ** 2;
    if (store.shown.nodes[row] && distance < least) [best, least] = [row, distance];
  }
  return best;
}

function pan({ map }: App, arrow: Arrow): void {
  const { x, y, zoom: scale } = map.camera;
  const [right, up] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[arrow];
  map.go({ x: x + (right * STEP) / scale, y: y + (up * STEP) / scale, zoom: scale }, true);
}

/** Buttons for what the wheel does. */
export function mountZoom(app: App, host: HTMLElement): void {
  const add = (name: Icon, label: string, act: () => void): void => {
    const element = button("", act, { class: "icon-button", "aria-label": label, title: label });
    element.append(icon(name));
    host.append(element);
  };
  add("plus", "Nearer (+)", () => zoom(app, ZOOM));
  add("minus", "Further (−)", () => zoom(app, 1 / ZOOM));
  add("whole", "The whole map (0)", () => app.map.fit(null, true));
}

function zoom({ map }: App, by: number): void {
  map.go({ ...map.camera, zoom: map.camera.zoom * by }, true);
}

function read(app: App): void | boolean {
  if (app.store.state.selected === NONE) return false;
  document.documentElement.dataset["pane"] = "right";
  part("right").focus();
}

/** Whether the panes are sheets over the map, as on narrow screens. */
const isSheet = (): boolean => part("tabs").clientHeight > 0;

/** One step back from whatever is most in the way. */
function back({ store, map }: App): void {
  const { path, selection, selected, focus } = store.state;
  const pane = document.documentElement.dataset;
  if (path) store.set({ path: null });
  else if (isSheet() && pane["pane"] && pane["pane"] !== "map") pane["pane"] = "map";
  else if (selection.length) store.set({ selection: [] });
  else if (selected !== NONE) store.set({ selected: NONE });
  else if (focus) store.set({ focus: null });
  map.element.focus();
}
