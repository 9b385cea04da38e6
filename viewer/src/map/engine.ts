// What an engine does: draws the scene, in slices of time, and shows it wherever the camera is.

import type { View } from "./camera.ts";
import type { Band, ClusterShape } from "./clusters.ts";
import type { Scene } from "./scene.ts";

export interface Engine {
  /** "webgl2" or "canvas". */
  readonly name: string;
  readonly canvas: HTMLCanvasElement;
  resize(view: View): void;
  /** Starts a complete picture; one that was begun before is dropped. */
  begin(view: View): void;
  /** Draws a slice of what was begun; true once all of it is drawn. */
  step(): boolean;
  /** Whether the graphics card still works on what was drawn. */
  busy(): boolean;
  /** Milliseconds that the last complete picture took. */
  readonly took: number;
  /** Whether no picture is complete yet: what is drawn of the first one is shown. */
  empty(): boolean;
  /** Shows the last complete picture where the camera is now; `rough` draws the most important nodes on top. */
  present(view: View, rough: boolean): void;
  /** A complete picture of its own size, for files. */
  picture(view: View): HTMLCanvasElement;
  destroy(): void;
}

/** What the engines draw beside nodes and edges; computed anew when places, colours or filters changed. */
export interface Overview {
  readonly shapes: readonly ClusterShape[];
  readonly bands: readonly Band[];
}

export type MakeEngine = (scene: Scene, overview: () => Overview, redraw: () => void) => Engine | null;
