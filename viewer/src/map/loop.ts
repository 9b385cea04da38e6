// When to draw: only when something changed; a new picture once the camera rests, in slices of time.

import type { Camera } from "../contract.ts";
import { between, type View } from "./camera.ts";
import type { Engine } from "./engine.ts";

export interface Loop {
  /** Something other than the camera changed; `picture` if nodes or edges did. */
  changed(picture: boolean): void;
  /** The camera moved, or shall glide somewhere. */
  go(camera: Camera, milliseconds: number): void;
  settled(): Promise<void>;
  stop(): void;
}

export interface Stage {
  readonly engine: Engine;
  /** Whether the size of the map is known: the page around it may still take shape. */
  ready(): boolean;
  view(): View;
  setCamera(camera: Camera): void;
  /** Few enough nodes and edges to draw them anew in each frame. */
  live(): boolean;
  /** Labels and rings. */
  overlay(moving: boolean): void;
  /** The camera came to rest. */
  rested(): void;
  /** The picture is complete, or no longer. */
  complete(yes: boolean): void;
}

/** The camera rests when it has not moved for so long. */
const REST = 110;
/** The first picture is shown while it grows: after so many milliseconds, and after twice as long each time. */
const GROWING = 300;
/** WebKit keeps a stale picture after a single last frame. */
const LAST_FRAMES = 2;

export function makeLoop(stage: Stage): Loop {
  const { engine } = stage;
  let glide: { from: Camera; to: Camera; start: number; length: number } | null = null;
  let movedAt = -1e9;
  let shownAt = -1e9;
  let patience = GROWING;
  let moving = false;
  let stale = true;
  let drawing = false;
  let frames = 0;
  let request = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: (() => void)[] = [];

  function wake(): void {
    stage.complete(false);
    request ||= requestAnimationFrame(tick);
  }

  function tick(now: number): void {
    request = 0;
    if (!stage.ready()) return;
    if (glide) advance(now);
    rest();
    if (stale && (!moving || stage.live())) start();
    if (drawing) draw();
    if (drawing && engine.empty() && now - shownAt > patience) {
      frames = Math.max(frames, 1);
      patience *= 2;
    }
    if (frames > 0) {
      frames--;
      shownAt = now;
      engine.present(stage.view(), (moving || drawing || stale) && !engine.empty());
      stage.overlay(moving);
    }
    if (glide || drawing || frames > 0 || (!moving && engine.busy())) wake();
    else if (!moving) finish();
  }

  function advance(now: number): void {
    if (!glide) return;
    const { from, to, start, length } = glide;
    const at = Math.min(1, Math.max(0, now - start) / length);
    stage.setCamera(at === 1 ? to : between(from, to, at));
    if (at === 1) glide = null;
    touch();
  }

  /** The camera moved: show that, and wait for it to rest. */
  function touch(): void {
    movedAt = performance.now();
    moving = true;
    stale = true;
    frames = LAST_FRAMES;
    if (drawing && !stage.live()) drawing = false;
    clearTimeout(timer);
    timer = setTimeout(wake, REST + 5);
  }

  function rest(): void {
    if (!moving || glide || performance.now() - movedAt < REST) return;
    moving = false;
    frames = LAST_FRAMES;
    stage.rested();
  }

  function start(): void {
    engine.begin(stage.view());
    stale = false;
    drawing = true;
  }

  function draw(): void {
    if (!engine.step()) return;
    drawing = false;
    frames = LAST_FRAMES;
  }

  function finish(): void {
    if (stale) return wake();
    stage.complete(true);
    for (const resolve of waiting.splice(0)) resolve();
  }

  return {
    changed(picture) {
      stale ||= picture;
      frames = LAST_FRAMES;
      wake();
    },
    go(camera, milliseconds) {
      const start = performance.now();
      glide = milliseconds > 0 ? { from: stage.view(), to: camera, start, length: milliseconds } : null;
      if (!glide) stage.setCamera(camera);
      touch();
      wake();
    },
    settled: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        wake();
      }),
    stop() {
      cancelAnimationFrame(request);
      clearTimeout(timer);
      request = -1;
      waiting = [];
    },
  };
}
