/** What the map's colours and sizes mean: two choices, and a scale where they stand for numbers. */

import type { App } from "../contract.ts";
import { makeScale, sequentialColour, type Scale } from "../model/scale.ts";
import { fill, h } from "./dom.ts";
import { isDark } from "./look.ts";
import { figure, metricHint, metricName } from "./words.ts";

const COLOURS: readonly (readonly [name: string, title: string])[] = [
  ["cluster", "Cluster"],
  ["kind", "Kind"],
  ["publisher", "Publisher"],
];
const NOTES: Record<string, string> = {
  publisher: "Colours for the ten publishers of most articles; the filters show which.",
};

export function mount(app: App, host: HTMLElement): void {
  const metrics = app.graph.meta.metrics.map((name) => [name, metricName(name)] as const);
  const colour = choice("Colour", [...COLOURS, ...metrics], (colourBy) => app.store.set({ colourBy }));
  const size = choice("Size", [["importance", "Importance"], ...metrics], (sizeBy) => app.store.set({ sizeBy }));
  const legend = h("div", { class: "legend" });
  const body = h("div", { class: "appearance-body" }, colour.element, size.element, legend);
  fill(host, h("details", { class: "facet appearance", open: innerHeight > 760 }, h("summary", {}, h("h2", {}, "Colour and size")), body));
  let drawing = 0;

  async function draw(): Promise<void> {
    const mine = ++drawing;
    const { colourBy, sizeBy } = app.store.state;
    colour.show(colourBy);
    size.show(sizeBy);
    const scale = app.graph.meta.metrics.includes(colourBy) ? makeScale(await app.graph.metric(colourBy)) : null;
    if (mine !== drawing) return;
    const note = NOTES[colourBy] ?? hintOf(colourBy, scale);
    fill(legend, scale && scaleOf(scale, isDark(app.store.state)), note && h("p", { class: "legend-note" }, note));
  }

  app.store.listen((changed) => {
    if (changed.has("colourBy") || changed.has("sizeBy") || changed.has("theme")) void draw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => void draw());
  void draw();
}

interface Choice {
  readonly element: HTMLElement;
  show(value: string): void;
}

function choice(title: string, options: readonly (readonly [name: string, title: string])[], choose: (name: string) => void): Choice {
  const id = `choice-${title.toLowerCase()}`;
  const list = h("select", { class: "field small", id }, ...options.map(([name, text]) => h("option", { value: name }, text)));
  list.addEventListener("change", () => choose(list.value));
  return {
    element: h("div", { class: "choice-of" }, h("label", { for: id }, title), list),
    show: (value) => void (list.value = value),
  };
}

/** A ramp of the colours with the values at its foot, middle and head. */
function scaleOf(scale: Scale, dark: boolean): HTMLElement {
  const stops = Array.from({ length: 9 }, (_, at) => hex(sequentialColour(at / 8, dark)));
  const ramp = h("div", { class: "ramp" });
  ramp.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
  const places = scale.most === scale.least ? [0] : [0, 0.5, 1];
  const ticks = places.map((place) => h("span", {}, short(scale.value(place))));
  const words = `Colours from ${figure(scale.least)} to ${figure(scale.most)}${scale.log ? ", logarithmic" : ""}`;
  return h(
    "div",
    { class: "scale", role: "img", "aria-label": words },
    ramp,
    h("div", { class: "ticks" }, ...ticks),
  );
}

/** `How often it lies …; logarithmic scale`. */
function hintOf(metric: string, scale: Scale | null): string {
  const hint = metricHint(metric);
  const parts = [hint.charAt(0).toUpperCase() + hint.slice(1), scale?.log ? "logarithmic scale" : ""];
  return parts.filter(Boolean).join("; ");
}

/** A number with two digits: `1,240`, `0.16`, `7.3×10⁻⁶`. */
function short(value: number): string {
  if (value === 0 || Math.abs(value) >= 0.001) return figure(Number(value.toPrecision(2)));
  const [digits, power] = value.toExponential(1).split("e-");
  return `${digits}×10⁻${[...power].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}
