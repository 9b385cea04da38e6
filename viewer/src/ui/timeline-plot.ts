/** The histogram's bars, and the window over them: by mouse and touch, and by two sliders for the keyboard. */

import { binName, ticksOf, type Bins, type Span } from "../model/timebins.ts";
import { h } from "./dom.ts";
import { count } from "./words.ts";

export interface Histogram {
  readonly element: HTMLElement;
  show(shown: Uint32Array, span: Span): void;
}

/** `choose` gets each new window, and whether it is the first of one movement. */
type Choose = (span: Span, first: boolean) => void;

const SVG = "http://www.w3.org/2000/svg";
/** The least height of a bar in percent, so that one article is seen beside a thousand. */
const LEAST = 4;
/** Room for the name of a tick, in pixels. */
const TICK = 85;
/** How near to an edge of the window a finger or mouse takes hold of it, in pixels. */
const REACH = { mouse: 8, touch: 22 } as const;

export function makeHistogram(bins: Bins, all: Uint32Array, choose: Choose): Histogram {
  const most = Math.max(...all, 1);
  const drawing = barsOf(bins, all, most);
  const frame = h("div", { class: "time-window" });
  const sliders = ([0, 1] as const).map((side) => sliderOf(bins, side, (bin, first) => slide(side, bin, first)));
  const plot = h("div", { class: "time-plot", "data-own-keys": true }, drawing.svg, frame, ...sliders);
  const axis = h("div", { class: "time-axis", "aria-hidden": "true" });
  const element = h("div", { class: "time-chart" }, plot, axis);
  let span: Span = [0, bins.count - 1];

  function slide(side: 0 | 1, bin: number, first: boolean): void {
    const at = Math.min(bins.count - 1, Math.max(0, bin));
    choose(side === 0 ? [Math.min(at, span[1]), span[1]] : [span[0], Math.max(at, span[0])], first);
  }

  new ResizeObserver(() => drawAxis(axis, bins)).observe(axis);
  brush(plot, bins, () => span, choose);
  plot.addEventListener("dblclick", () => choose([0, bins.count - 1], true));
  plot.addEventListener("pointermove", (event) => void (plot.title = barWords(bins, all, drawing.shown, binAt(plot, bins, event))));

  return {
    element,
    show(shown, now) {
      span = now;
      drawing.draw(shown, now);
      frame.style.left = `${(100 * now[0]) / bins.count}%`;
      frame.style.right = `${100 - (100 * (now[1] + 1)) / bins.count}%`;
      frame.dataset["whole"] = String(now[0] === 0 && now[1] === bins.count - 1);
      sliders.forEach((slider, side) => place(slider, bins, now, side as 0 | 1));
    },
  };
}

function barWords(bins: Bins, all: Uint32Array, shown: Uint32Array, bin: number): string {
  const articles = shown[bin] === all[bin] ? count(all[bin]) : `${count(shown[bin])} of ${count(all[bin])}`;
  return `${binName(bins, bin)}: ${articles} ${all[bin] === 1 ? "article" : "articles"}`;
}

interface Bars {
  readonly svg: SVGSVGElement;
  shown: Uint32Array;
  draw(shown: Uint32Array, span: Span): void;
}

/** Two bars for each bin: all articles, and in front those that are shown. */
function barsOf(bins: Bins, all: Uint32Array, most: number): Bars {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${bins.count} 100`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const bars = (name: string): SVGRectElement[] =>
    Array.from(all, (_, bin) => {
      const bar = document.createElementNS(SVG, "rect");
      bar.setAttribute("class", name);
      bar.setAttribute("x", String(bin + 0.08));
      bar.setAttribute("width", "0.84");
      svg.append(bar);
      return bar;
    });
  const rise = (bar: SVGRectElement, articles: number): void => {
    const height = articles === 0 ? 0 : Math.max(LEAST, (100 * articles) / most);
    bar.setAttribute("y", String(100 - height));
    bar.setAttribute("height", String(height));
  };
  const [back, front] = [bars("time-all"), bars("time-shown")];
  back.forEach((bar, bin) => rise(bar, all[bin]));
  const made: Bars = {
    svg,
    shown: all,
    draw(shown, [low, high]) {
      made.shown = shown;
      front.forEach((bar, bin) => {
        rise(bar, shown[bin]);
        bar.classList.toggle("outside", bin < low || bin > high);
      });
    },
  };
  return made;
}

function drawAxis(axis: HTMLElement, bins: Bins): void {
  const put = (bin: number, name: string): void => {
    const tick = h("span", {}, name);
    tick.style.left = `${(100 * bin) / bins.count}%`;
    axis.append(tick);
  };
  const ticks = ticksOf(bins, Math.max(3, Math.floor(axis.clientWidth / TICK)));
  axis.replaceChildren();
  // The names of the outer bins stand at the ends, over what would stand there.
  const [first, last] = [bins.earlier ? bins.count / 10 : 0, bins.later ? bins.count * 0.85 : bins.count];
  for (const { bin, name } of ticks) if (bin >= first && bin <= last) put(bin, name);
  if (bins.earlier) axis.prepend(h("span", { class: "time-earlier" }, "‹ earlier"));
  if (bins.later) axis.append(h("span", { class: "time-later" }, "later ›"));
}

function sliderOf(bins: Bins, side: 0 | 1, slide: (bin: number, first: boolean) => void): HTMLElement {
  const slider = h("div", { class: "time-slider", role: "slider", tabindex: 0, "aria-valuemin": 0, "aria-valuemax": bins.count - 1 });
  slider.setAttribute("aria-label", side === 0 ? "Window from" : "Window to");
  const far = Math.max(1, Math.round(bins.count / 10));
  slider.addEventListener("keydown", (event) => {
    const now = Number(slider.getAttribute("aria-valuenow"));
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -far, PageUp: far };
    const step = { ...steps, Home: -bins.count, End: bins.count }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    slide(now + step, !event.repeat);
  });
  return slider;
}

function place(slider: HTMLElement, bins: Bins, span: Span, side: 0 | 1): void {
  slider.style.left = `${(100 * (span[side] + side)) / bins.count}%`;
  slider.setAttribute("aria-valuenow", String(span[side]));
  slider.setAttribute("aria-valuetext", binName(bins, span[side]));
}

function binAt(plot: HTMLElement, bins: Bins, { clientX }: PointerEvent): number {
  const { left, width } = plot.getBoundingClientRect();
  return Math.min(bins.count - 1, Math.max(0, Math.floor(((clientX - left) / width) * bins.count)));
}

/** Dragging an edge moves it, dragging the window moves it whole, dragging elsewhere draws a new one. */
function brush(plot: HTMLElement, bins: Bins, spanNow: () => Span, choose: Choose): void {
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const change = changeFrom(plot, bins, spanNow(), event);
    plot.setPointerCapture(event.pointerId);
    let last = "";
    let frame = 0;
    const move = (now: PointerEvent): void => {
      const span = change(binAt(plot, bins, now));
      if (span.join() === last) return;
      const first = last === "";
      last = span.join();
      cancelAnimationFrame(frame);
      if (first) choose(span, true);
      else frame = requestAnimationFrame(() => choose(span, false));
    };
    const end = (now: PointerEvent): void => {
      if (now.type === "pointerup") move(now);
      plot.removeEventListener("pointermove", move);
    };
    plot.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"] as const) plot.addEventListener(name, end, { once: true });
  });
}

/** The window as it follows from the bin that the pointer has come to. */
function changeFrom(plot: HTMLElement, bins: Bins, span: Span, event: PointerEvent): (bin: number) => Span {
  const { left, width } = plot.getBoundingClientRect();
  const reach = event.pointerType === "touch" ? REACH.touch : REACH.mouse;
  const near = (edge: number): boolean => Math.abs(left + (width * edge) / bins.count - event.clientX) <= reach;
  const start = binAt(plot, bins, event);
  const whole = span[0] === 0 && span[1] === bins.count - 1;
  const sorted = (one: number, other: number): Span => [Math.min(one, other), Math.max(one, other)];
  if (near(span[1] + 1)) return (bin) => sorted(span[0], bin);
  if (near(span[0])) return (bin) => sorted(bin, span[1]);
  if (whole || start < span[0] || start > span[1]) return (bin) => sorted(start, bin);
  return (bin) => {
    const step = Math.min(bins.count - 1 - span[1], Math.max(-span[0], bin - start));
    return [span[0] + step, span[1] + step];
  };
}
