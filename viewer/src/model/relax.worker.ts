/** The worker of the re-layout: computes for a while, sends where all is, waits to be asked for more. */

import { COLD, makeRelaxation, type Particles, type Relaxation } from "./relax.ts";

export interface Progress {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly heat: number;
  readonly done: boolean;
}

const SLICE = 40;
let relaxation: Relaxation | null = null;

/** The first message holds the particles, each further one asks for more steps. */
onmessage = (event: MessageEvent<Particles | "more">) => {
  if (event.data !== "more") relaxation = makeRelaxation(event.data);
  if (relaxation === null) return;
  const end = performance.now() + SLICE;
  do relaxation.step();
  while (performance.now() < end && relaxation.heat > COLD);
  const { x, y, heat } = relaxation;
  postMessage({ x, y, heat, done: heat <= COLD } satisfies Progress);
};
