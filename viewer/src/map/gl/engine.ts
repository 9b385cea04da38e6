// The WebGL 2 engine: a finished picture in a texture, moved with the camera; a new one drawn in slices of time.

import { boxOf, type Box, type View } from "../camera.ts";
import type { Engine, MakeEngine, Overview } from "../engine.ts";
import { CRISP, pixelsOf } from "../policy.ts";
import { arrange, type Scene } from "../scene.ts";
import { contains, topNodes } from "../visible.ts";
import { makeFocus, type Focus } from "./focus.ts";
import { makeKit, setOverview, type Kit } from "./kit.ts";
import { drawInto, dropLayer, makeLayer, type Layer } from "./layers.ts";
import { makePace } from "./pace.ts";
import { compose, pictureOf, wipe } from "./picture.ts";
import { plan, type Job } from "./plan.ts";
import type { Gl } from "./program.ts";

export const makeGlEngine: MakeEngine = (scene, overview, redraw) => {
  const canvas = document.createElement("canvas");
  const options = { alpha: false, antialias: false, depth: false, stencil: false };
  const gl = canvas.getContext("webgl2", options) as Gl | null;
  return gl ? glEngine(gl, canvas, scene, overview, redraw) : null;
};

/** So many pixels of points are cheap without a graphics card, too. */
const CRISP_PIXELS = 160_000;

/** How many of the first nodes together cover no more than that. */
function affordable(scene: Scene, rows: Uint32Array, view: View): number {
  let pixels = 0;
  for (let i = 0; i < rows.length; i++) {
    pixels += (pixelsOf(scene.diameters[rows[i]], view.zoom) * view.ratio + 2) ** 2;
    if (pixels > CRISP_PIXELS * view.ratio ** 2) return i;
  }
  return rows.length;
}

function glEngine(
  gl: Gl,
  canvas: HTMLCanvasElement,
  scene: Scene,
  overview: () => Overview,
  redraw: () => void,
): Engine {
  let kit: Kit = makeKit(gl, scene);
  let focus: Focus = makeFocus(scene, kit);
  let front: Layer | null = null;
  let back: Layer | null = null;
  let jobs: Job[] = [];
  let shown: Overview | null = null;
  let crisp: { box: Box; rows: Uint32Array; of: Uint32Array } | null = null;
  let pace = makePace(gl);

  function resize(view: View): void {
    canvas.width = Math.round(view.width * view.ratio);
    canvas.height = Math.round(view.height * view.ratio);
    if (back) dropLayer(gl, back);
    back = makeLayer(gl, canvas.width, canvas.height);
  }

  function begin(view: View): void {
    refresh();
    if (!back || back.width !== canvas.width || back.height !== canvas.height) resize(view);
    if (!back) return;
    back.view = view;
    drawInto(gl, back, back.width, back.height);
    wipe(gl, scene);
    jobs = plan(kit, scene, view);
    pace.restart();
  }

  function step(): boolean {
    if (!back?.view) return true;
    if (!pace.ready()) return false;
    drawInto(gl, back, back.width, back.height);
    jobs = pace.work(jobs);
    if (jobs.length > 0) return false;
    [front, back] = [back, front];
    if (back) back.view = null;
    return true;
  }

  /** Brings what is on the card up to date. */
  function refresh(): void {
    arrange(scene);
    kit.store.update();
    const current = overview();
    if (shown !== current) setOverview(kit, current);
    shown = current;
  }

  function present(view: View, rough: boolean): void {
    refresh();
    drawInto(gl, null, canvas.width, canvas.height);
    const newest = front?.view ? front : back;
    const top = rough ? (alpha: number): void => drawCrisp(view, alpha) : null;
    compose(gl, kit, focus, scene, view, newest, top);
  }

  /** The most important nodes around the view, drawn where they are. */
  function drawCrisp(view: View, alpha: number): void {
    if (!crisp || crisp.of !== scene.ranking || !contains(crisp.box, boxOf(view))) {
      const box = boxOf(view, Math.max(view.width, view.height));
      crisp = { box, rows: topNodes(scene, box, CRISP), of: scene.ranking };
    }
    const rows = crisp.rows.subarray(0, affordable(scene, crisp.rows, view)).slice().reverse();
    kit.store.choose(rows);
    kit.points(view, kit.store.chosen, 0, rows.length, alpha);
  }

  function restore(): void {
    kit = makeKit(gl, scene);
    focus = makeFocus(scene, kit);
    pace = makePace(gl);
    [front, back, shown, jobs] = [null, null, null, []];
    redraw();
  }

  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", restore);

  return {
    name: "webgl2",
    canvas,
    resize,
    begin,
    step,
    get took() {
      return pace.took;
    },
    empty: () => !front?.view,
    busy: () => !pace.ready(),
    present,
    picture: (view) => {
      refresh();
      return pictureOf(gl, kit, focus, scene, view);
    },
    destroy: () => gl.getExtension("WEBGL_lose_context")?.loseContext(),
  };
}
