// The Canvas 2D engine, where there is no WebGL 2: the finished picture in a bitmap, a new one in slices of time.

import type { View } from "../camera.ts";
import { css } from "../colours.ts";
import type { Engine, MakeEngine, Overview } from "../engine.ts";
import { blendAt, edgeAlpha } from "../policy.ts";
import { arrange, type Scene } from "../scene.ts";
import { sampled } from "../svg.ts";
import { boxOf } from "../camera.ts";
import { topNodes } from "../visible.ts";
import { drawCurves, drawNodes, type Pen } from "./brush.ts";
import { plan, type Job } from "./plan.ts";

const SLICE = 12;
const FADED = 0.16;
const MOST_CRISP = 300;
const MOST_MARKED = 2_000;

interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly pen: Pen;
  view: View | null;
}

export const makeCanvasEngine: MakeEngine = (scene, overview) => {
  const screen = makeSheet();
  return screen ? canvasEngine(screen, scene, overview) : null;
};

function canvasEngine(screen: Sheet, scene: Scene, overview: () => Overview): Engine {
  let front = makeSheet() ?? screen;
  let back = makeSheet() ?? screen;
  let jobs: Job[] = [];
  let begun = 0;
  let took = 0;

  function begin(view: View): void {
    arrange(scene);
    fitSheet(back, view);
    wipe(back.pen, scene, view);
    back.view = view;
    jobs = plan(back.pen, scene, overview(), view);
    begun = performance.now();
  }

  function step(): boolean {
    const end = performance.now() + SLICE;
    while (jobs.length > 0 && performance.now() < end) jobs.shift()?.();
    if (jobs.length > 0) return false;
    took = performance.now() - begun;
    [front, back] = [back, front];
    back.view = null;
    return true;
  }

  function present(view: View, rough: boolean): void {
    const { pen } = screen;
    const strength = scene.marks.nodes || scene.marks.edges ? FADED : 1;
    wipe(pen, scene, view);
    pen.globalAlpha = strength;
    show(pen, front.view ? front : back, view);
    pen.globalAlpha = 1;
    const alpha = strength * blendAt(scene, view).nodes;
    if (rough) drawNodes(pen, scene, view, topNodes(scene, boxOf(view), MOST_CRISP).reverse(), alpha);
    drawMarked(pen, scene, view);
  }

  function picture(view: View): HTMLCanvasElement {
    const sheet = makeSheet() ?? screen;
    fitSheet(sheet, view);
    wipe(sheet.pen, scene, view);
    for (const job of plan(sheet.pen, scene, overview(), view)) job();
    drawMarked(sheet.pen, scene, view);
    return sheet.canvas;
  }

  return {
    name: "canvas",
    canvas: screen.canvas,
    resize: (view) => fitSheet(screen, view),
    begin,
    step,
    busy: () => false,
    get took() {
      return took;
    },
    empty: () => !front.view,
    present,
    picture,
    destroy: () => (jobs = []),
  };
}

function makeSheet(): Sheet | null {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { alpha: false });
  return pen ? { canvas, pen, view: null } : null;
}

function fitSheet({ canvas }: Sheet, view: View): void {
  const [width, height] = [Math.round(view.width * view.ratio), Math.round(view.height * view.ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

function wipe(pen: Pen, scene: Scene, view: View): void {
  pen.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  pen.fillStyle = css(scene.palette.background);
  pen.fillRect(0, 0, view.width, view.height);
}

/** A picture drawn before, where the camera is now. */
function show(pen: Pen, { canvas, view: then }: Sheet, view: View): void {
  if (!then) return;
  const scale = view.zoom / then.zoom;
  const [width, height] = [then.width * scale, then.height * scale];
  const left = (then.x - view.x) * view.zoom + (view.width - width) / 2;
  const top = (view.y - then.y) * view.zoom + (view.height - height) / 2;
  pen.drawImage(canvas, left, top, width, height);
}

function drawMarked(pen: Pen, scene: Scene, view: View): void {
  const { marks } = scene;
  const edges = sampled((marks.edges ?? new Uint32Array()).filter((edge) => scene.edgeShown[edge]), MOST_MARKED);
  const nodes = (marks.nodes ?? new Uint32Array()).filter((row) => scene.nodeShown[row]);
  drawCurves(pen, scene, view, edges, Math.max(0.3, edgeAlpha(edges.length, scene.palette.dark)), false);
  drawNodes(pen, scene, view, nodes, 1);
}
