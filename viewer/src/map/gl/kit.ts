// All that lives on the graphics card; made again when a lost context comes back.

import type { Overview } from "../engine.ts";
import type { Scene } from "../scene.ts";
import { bandBatch, makeCurveProgram, makeCurves, type Curves } from "./curves.ts";
import { makeDiscs, type Discs } from "./discs.ts";
import { makeShow, type Show } from "./layers.ts";
import { makeLines, type DrawLines } from "./lines.ts";
import { makePoints, type DrawPoints } from "./points.ts";
import type { Gl } from "./program.ts";
import { makeStore, type Store } from "./store.ts";

export interface Kit {
  readonly store: Store;
  readonly points: DrawPoints;
  readonly lines: DrawLines;
  readonly show: Show;
  readonly curves: Curves;
  /** What the curves show now; empty if that is only good for one view. */
  curvesKey: string;
  readonly marked: Curves;
  readonly bands: Curves;
  readonly discs: Discs;
}

export function makeKit(gl: Gl, scene: Scene): Kit {
  const program = makeCurveProgram(gl);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.disable(gl.DEPTH_TEST);
  return {
    store: makeStore(gl, scene),
    points: makePoints(gl, scene),
    lines: makeLines(gl),
    show: makeShow(gl),
    curves: makeCurves(gl, program),
    curvesKey: "",
    marked: makeCurves(gl, program),
    bands: makeCurves(gl, program, true),
    discs: makeDiscs(gl),
  };
}

export function setOverview(kit: Kit, overview: Overview): void {
  kit.discs.set(overview.shapes);
  kit.bands.set(bandBatch(overview));
}

