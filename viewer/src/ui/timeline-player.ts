/** Plays the window through time, one bin at a step. */

import type { App } from "../contract.ts";
import { spanOf, type Bins, type Span } from "../model/timebins.ts";
import { button } from "./dom.ts";

const PACE = 650;

/** A button that plays and pauses. Without a window it plays one of a tenth of all time, from the start. */
export function makePlayer(app: App, bins: Bins, choose: (span: Span, first: boolean) => void): HTMLElement {
  const element = button("Play", () => (timer ? stop() : play()), { class: "quiet small play", "aria-pressed": "false" });
  let timer = 0;
  let expected = "";

  function play(): void {
    const span = spanOf(bins, app.store.state.window);
    const room = bins.count - 1 - span[1];
    const width = app.store.state.window ? span[1] - span[0] : Math.max(0, Math.round(bins.count / 10) - 1);
    choose(room === 0 ? [0, width] : span, true);
    expected = JSON.stringify(app.store.state.window);
    draw(true);
    timer = window.setTimeout(step, PACE);
  }

  function step(): void {
    // Whoever moves the window takes over.
    if (JSON.stringify(app.store.state.window) !== expected) return stop();
    const [low, high] = spanOf(bins, app.store.state.window);
    if (high === bins.count - 1) return stop("The end of time");
    choose([low + 1, high + 1], false);
    expected = JSON.stringify(app.store.state.window);
    timer = window.setTimeout(step, PACE);
  }

  function stop(text = "Paused"): void {
    clearTimeout(timer);
    timer = 0;
    draw(false);
    app.say(text);
  }

  function draw(playing: boolean): void {
    element.textContent = playing ? "Pause" : "Play";
    element.setAttribute("aria-pressed", String(playing));
  }
  return element;
}
