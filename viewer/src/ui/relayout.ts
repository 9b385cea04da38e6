/** Arranging anew what is shown: a force simulation in a worker that can be paused, and undone. */

import source from "worker:relax";
import type { App } from "../contract.ts";
import type { Particles } from "../model/relax.ts";
import type { Progress } from "../model/relax.worker.ts";

/** More nodes than this take too long. */
export const MOST = 5000;

export type Phase = "idle" | "running" | "paused" | "done";

export interface Arrangement {
  readonly phase: Phase;
  /** Start, or go on. */
  start(): void;
  pause(): void;
  /** Put everything back to where the file has it. */
  reset(): void;
}

/** `tell` is called after each change of the phase. */
export function makeArrangement(app: App, tell: () => void): Arrangement {
  let phase: Phase = "idle";
  let worker: Worker | null = null;
  let rows: Uint32Array = new Uint32Array(0);
  let latest: Progress | null = null;
  let asked = false;

  function enter(next: Phase): void {
    phase = next;
    tell();
  }

  function begin(): void {
    if (app.store.shown.nodeCount > MOST) {
      return app.say(`Arranging works for up to ${MOST.toLocaleString("en")} nodes; filter or focus first.`);
    }
    end();
    rows = shownRows(app);
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.onmessage = (event: MessageEvent<Progress>) => advance(event.data);
    worker.onerror = (event) => fail(event.message);
    worker.postMessage(particlesOf(app, rows));
    asked = true;
    enter("running");
  }

  /** The worker goes on while the map draws; a slow map skips steps. */
  function advance(progress: Progress): void {
    if (latest === null) requestAnimationFrame(draw);
    latest = progress;
    asked = false;
    if (progress.done) {
      end();
      enter("done");
      app.say("Arranged");
    } else if (phase === "running") ask();
  }

  function ask(): void {
    if (!asked) worker?.postMessage("more");
    asked = true;
  }

  function draw(): void {
    if (latest) app.map.move(rows, latest.x, latest.y);
    latest = null;
  }

  function fail(message: string): void {
    end();
    enter("idle");
    app.say(`The browser cannot arrange here: ${message || "workers are not allowed"}`);
  }

  function end(): void {
    worker?.terminate();
    worker = null;
  }

  // What is arranged is what was shown: among other nodes it would lie about as a heap.
  app.store.listen((changed) => {
    if (!changed.has("shown") || phase === "idle") return;
    const arranged = new Set(rows);
    if (shownRows(app).some((row) => !arranged.has(row))) return reset();
    end();
    enter("done");
  });

  function reset(): void {
    end();
    latest = null;
    app.map.move(null);
    enter("idle");
    app.say("All nodes are back where they were before arranging");
  }

  return {
    get phase() {
      return phase;
    },
    start() {
      if (phase !== "paused" || worker === null) return begin();
      enter("running");
      ask();
    },
    pause: () => enter("paused"),
    reset,
  };
}

function shownRows({ graph, store }: App): Uint32Array {
  const rows = new Uint32Array(store.shown.nodeCount);
  let count = 0;
  for (let row = 0; row < graph.nodeCount; row++) if (store.shown.nodes[row] === 1) rows[count++] = row;
  return rows;
}

/** What is shown, as the simulation takes it: places now, sizes, shown edges, pinned nodes fixed. */
function particlesOf({ graph, store, map }: App, rows: Uint32Array): Particles {
  const place = new Map(Array.from(rows, (row, at) => [row, at] as const));
  const edges = Array.from(store.shown.edges.keys()).filter(
    (edge) => store.shown.edges[edge] === 1 && graph.source[edge] !== graph.target[edge],
  );
  const { pinned } = store.state;
  return {
    x: Float32Array.from(rows, (row) => map.x[row]),
    y: Float32Array.from(rows, (row) => map.y[row]),
    radius: Float32Array.from(rows, (row) => graph.size[row] / 2),
    fixed: Uint8Array.from(rows, (row) => Number(pinned.includes(row))),
    source: Uint32Array.from(edges, (edge) => place.get(graph.source[edge])!),
    target: Uint32Array.from(edges, (edge) => place.get(graph.target[edge])!),
  };
}
