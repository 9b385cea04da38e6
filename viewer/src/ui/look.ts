/** Dresses the map: the theme, and colours and sizes by what the reader chose. */

import type { App, GraphData, State } from "../contract.ts";
import { diameterOf, makeScale } from "../model/scale.ts";
import { coloursOf, themeOf } from "./colours.ts";

const DARK = "(prefers-color-scheme: dark)";

/** Whether the page is dark now: as chosen, or as the system is. */
export function isDark(state: State): boolean {
  return state.theme === "system" ? matchMedia(DARK).matches : state.theme === "dark";
}

/** Keep the map's look and the page's theme with the state. */
export function dress(app: App): void {
  const themed = (): void => {
    const dark = isDark(app.store.state);
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    app.map.theme(themeOf(app.graph, dark));
    void look(app);
  };
  app.store.listen((changed) => {
    if (changed.has("theme")) themed();
    else if (changed.has("colourBy") || changed.has("sizeBy")) void look(app);
  });
  matchMedia(DARK).addEventListener("change", themed);
  themed();
}

async function look({ graph, store, map, say }: App): Promise<void> {
  const { state } = store;
  try {
    const colours = coloursOf(graph, state, isDark(state), await metricOf(graph, state.colourBy));
    const sizes = await metricOf(graph, state.sizeBy);
    if (store.state.colourBy !== state.colourBy || store.state.sizeBy !== state.sizeBy) return;
    map.look(colours, sizes ? diameters(sizes) : graph.size);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

async function metricOf(graph: GraphData, name: string): Promise<Float32Array | null> {
  return graph.meta.metrics.includes(name) ? graph.metric(name) : null;
}

function diameters(values: Float32Array): Float32Array {
  const scale = makeScale(values);
  return values.map((value) => diameterOf(scale ? scale.place(value) : NaN));
}
