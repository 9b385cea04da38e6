/** The articles over time: a histogram on which a window is brushed; all else follows the window. */

import { NO_DAY, type App, type GraphData } from "../contract.ts";
import { ARTICLE, kindNumber } from "../model/kinds.ts";
import { HIDDEN, type Sifted } from "../model/shown.ts";
import { binName, binOf, makeBins, spanOf, windowOf, type Bins, type Span } from "../model/timebins.ts";
import { button, fill, h } from "./dom.ts";
import { makeHistogram } from "./timeline-plot.ts";
import { makePlayer } from "./timeline-player.ts";
import { count, counted, dayName } from "./words.ts";

export function mount(app: App, host: HTMLElement): void {
  const dated = datedRows(app.graph);
  const bins = makeBins(Int32Array.from(dated, (row) => app.graph.day[row]));
  if (bins === null) return fill(host, h("p", { class: "time-none" }, "No article has a date."));
  const places = Uint16Array.from(dated, (row) => binOf(bins, app.graph.day[row]));
  const choose = (span: Span, first: boolean): void => app.store.set({ window: windowOf(bins, span) }, !first);
  const histogram = makeHistogram(bins, tally(bins, places), choose);
  const says = h("p", { class: "time-says" });
  const clear = button("Clear", () => app.store.set({ window: null }), { class: "quiet small" });
  const head = h("div", { class: "time-head" }, h("h2", {}, "Time"), makePlayer(app, bins, choose), clear, says);
  fill(host, h("div", { class: "timeline" }, head, histogram.element));

  const draw = (): void => {
    const span = spanOf(bins, app.store.state.window);
    const shown = app.store.shown as Sifted;
    // Counted as if there were no window: what is outside it stays visible.
    histogram.show(tally(bins, places, (at) => (shown.hidden[dated[at]] & ~HIDDEN.window) === 0), span);
    clear.hidden = app.store.state.window === null;
    fill(says, wordsOf(app, bins, span));
  };
  app.store.listen((changed) => changed.has("shown") && draw());
  draw();
}

function datedRows(graph: GraphData): Uint32Array {
  const article = kindNumber(graph, ARTICLE);
  const rows = new Uint32Array(graph.nodeCount);
  let count = 0;
  for (let row = 0; row < graph.nodeCount; row++) {
    if (graph.kind[row] === article && graph.day[row] !== NO_DAY) rows[count++] = row;
  }
  return rows.slice(0, count);
}

/** How many articles lie in each bin. */
function tally(bins: Bins, places: Uint16Array, counts: (at: number) => boolean = () => true): Uint32Array {
  const totals = new Uint32Array(bins.count);
  for (let at = 0; at < places.length; at++) if (counts(at)) totals[places[at]]++;
  return totals;
}

/** `May 2025 – Jul 2025 · 12 articles shown · 3 without a date, hidden`. */
function wordsOf({ graph, store }: App, bins: Bins, [low, high]: Span): string {
  const article = kindNumber(graph, ARTICLE);
  let [shown, undated] = [0, 0];
  for (let row = 0; row < graph.nodeCount; row++) {
    if (graph.kind[row] !== article) continue;
    shown += store.shown.nodes[row];
    if (graph.day[row] === NO_DAY) undated++;
  }
  const names = namesOf(bins, [low, high]);
  const without = undated === 0 ? "" : ` · ${count(undated)} without a date${store.state.window ? ", hidden" : ""}`;
  return `${names} · ${counted(shown, ARTICLE)} shown${without}`;
}

/** First and last day of all time, else the names of the first and last bin. */
function namesOf(bins: Bins, [low, high]: Span): string {
  if (low === high) return binName(bins, low);
  if (low > 0 || high < bins.count - 1) return `${binName(bins, low)} – ${binName(bins, high)}`;
  return `${dayName(bins.first)} – ${dayName(bins.last)}`;
}
