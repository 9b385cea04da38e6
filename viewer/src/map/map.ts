// The map: a scene, an engine that draws it, labels over it, and what the reader does with it.

import { type Camera, type GraphData, type MakeMap, type MapEvents, type MapView, type Theme } from "../contract.ts";
import { boxAround, fitting, type Box, type View } from "./camera.ts";
import { makeCanvasEngine } from "./canvas/engine.ts";
import type { Engine } from "./engine.ts";
import { pngOf } from "./files.ts";
import { makeGestures, type Board } from "./gestures.ts";
import { makeGlEngine } from "./gl/engine.ts";
import { listen } from "./input.ts";
import { makeLoop } from "./loop.ts";
import { makeOverlay, type Outline } from "./overlay.ts";
import { makeOverview } from "./overview.ts";
import { nodeBeside, nodeNear } from "./picking.ts";
import { LIVE } from "./policy.ts";
import { arrange, makeScene, paletteOf, setLook, setPlaces, setShown } from "./scene.ts";
import { makeStage } from "./stage.ts";
import { sketch } from "./svg.ts";

const GLIDE = 420;
/** A picture that takes longer is not drawn anew in each frame of a motion, in milliseconds. */
const QUICK = 24;

/**
 * Puts a map into an element. `data-engine="canvas"` on the element asks for the Canvas 2D engine; browsers
 * without WebGL 2 get it anyway.
 */
export const makeMap: MakeMap = (host: HTMLElement, graph: GraphData, theme: Theme): MapView => {
  const scene = makeScene(graph, theme);
  const overview = makeOverview(scene);
  const forced = host.dataset["engine"] === "canvas";
  const args = [scene, overview, (): void => loop.changed(true)] as const;
  const engine = ((forced ? null : makeGlEngine(...args)) ?? makeCanvasEngine(...args)) as Engine;
  const overlay = makeOverlay(scene, overview);
  const stage = makeStage(host, [engine.canvas, overlay.canvas], resized);
  const handlers: { [Name in keyof MapEvents]?: MapEvents[Name][] } = {};
  const ended = new AbortController();
  let camera: Camera = { x: 0, y: 0, zoom: 1 };
  /** What fills the view, and does so again when its size changes; null once the reader moved. */
  let framed: Uint32Array | "all" | null = "all";
  let outline: Outline = [];
  let covered: () => readonly [right: number, down: number] = () => [0, 0];

  const view = (): View => ({ ...camera, ...stage.frame() });
  const loop = makeLoop({
    engine,
    ready: stage.ready,
    view,
    setCamera: (to) => (camera = to),
    live: () => scene.nodes.order.length + scene.edges.order.length <= LIVE && engine.took < QUICK,
    overlay: (moving) => overlay.draw(view(), outline, moving && outline.length === 0),
    complete: (yes) => (stage.element.dataset["picture"] = yes ? "complete" : "growing"),
    rested: () => emit("camera", camera),
  });

  function emit<Name extends keyof MapEvents>(name: Name, ...args: Parameters<MapEvents[Name]>): void {
    const listening: readonly MapEvents[Name][] = handlers[name] ?? [];
    for (const handler of listening) (handler as (...all: typeof args) => void)(...args);
  }

  function resized(): void {
    engine.resize(view());
    overlay.resize(view());
    if (framed) camera = cameraFor(boxOf(framed));
    loop.changed(true);
  }

  function boxOf(rows: Uint32Array | "all"): Box {
    return rows === "all" ? scene.box : (boxAround(rows, scene.x, scene.y) ?? scene.box);
  }

  function cameraFor(box: Box): Camera {
    const [right, down] = covered();
    const { x, y, zoom } = fitting(box, stage.frame().width - right, stage.frame().height - down);
    return { x: x + right / 2 / zoom, y: y - down / 2 / zoom, zoom };
  }

  function go(to: Camera, animate = true): void {
    framed = null;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const jump = !animate || calm || engine.empty();
    loop.go({ x: to.x, y: to.y, zoom: to.zoom }, jump ? 0 : GLIDE);
  }

  function fit(rows?: Uint32Array | null, animate?: boolean): void {
    arrange(scene);
    const all = rows && rows.length > 0 ? rows : "all";
    go(cameraFor(boxOf(all)), animate);
    framed = all;
  }

  function drawOutline(corners: Outline): void {
    if (outline.length === 0 && corners.length === 0) return;
    outline = corners;
    loop.changed(false);
  }

  const board: Board = { scene, element: stage.element, view, overview, go, outline: drawOutline, emit };
  const gestures = makeGestures(board);
  listen(stage.element, gestures, ended.signal);
  camera = cameraFor(scene.box);

  return {
    element: stage.element,
    engine: engine.name,
    x: scene.x,
    y: scene.y,
    get camera() {
      return camera;
    },
    on(name, handler) {
      (handlers[name] ??= [] as NonNullable<(typeof handlers)[typeof name]>).push(handler);
    },
    show(nodes, edges) {
      setShown(scene, nodes, edges);
      if (framed === "all" && engine.empty()) camera = cameraFor(scene.box);
      loop.changed(true);
    },
    look(colours, diameters) {
      setLook(scene, colours, diameters);
      loop.changed(true);
    },
    mark(marks) {
      scene.marks = marks;
      scene.versions.marks++;
      loop.changed(false);
    },
    theme(to) {
      scene.palette = paletteOf(to);
      scene.versions.theme++;
      loop.changed(true);
    },
    move(rows, x, y) {
      setPlaces(scene, rows, x, y);
      loop.changed(true);
    },
    go,
    fit,
    covered: (measure) => void (covered = measure),
    nodeAt(clientX, clientY) {
      const frame = stage.element.getBoundingClientRect();
      return nodeNear(scene, view(), clientX - frame.left, clientY - frame.top, 12);
    },
    beside: (row, direction) => nodeBeside(scene, row, direction),
    full(on) {
      scene.full = on;
      loop.changed(true);
    },
    lasso(on) {
      gestures.lassoing = on;
      stage.element.style.cursor = on ? "crosshair" : "grab";
    },
    png: (scale) => pngOf(engine, overlay, view(), scale),
    svg: () => sketch(scene, overview(), view(), overlay.placed(view())),
    settled: loop.settled,
    destroy() {
      ended.abort();
      loop.stop();
      stage.destroy();
      engine.destroy();
    },
  };
};
