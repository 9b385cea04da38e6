/** The pane of a path: two nodes and the shortest way between them, step by step. */

import { NONE, type App, type PathState } from "../contract.ts";
import { ARTICLE, kindNumber } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";
import { shortestPath, type Path } from "../model/paths.ts";
import { button, fill, h, type Child } from "./dom.ts";
import { icon } from "./icons.ts";
import { nodeRow } from "./rows.ts";
import { relationTitle } from "./words.ts";

export function mount(app: App, host: HTMLElement): void {
  function draw(): void {
    const { path } = app.store.state;
    host.hidden = path === null;
    if (path === null) {
      app.light("path", null);
      return fill(host);
    }
    const found = path.to === NONE ? null : wayOf(app, path);
    light(app, path.from, found);
    fill(host, headOf(app), ends(app, path), path.to !== NONE && only(path), ...resultOf(app, found));
  }

  function only(path: PathState): HTMLElement {
    const box = h("input", { type: "checkbox", on: { change: () => walk({ ...path, articlesOnly: box.checked }) } });
    box.checked = path.articlesOnly;
    return h("label", { class: "check" }, box, "through articles only");
  }

  function walk(path: PathState): void {
    app.store.set({ path });
    host.querySelector<HTMLElement>(".check input")?.focus();
  }

  function announce(): void {
    const { path } = app.store.state;
    if (!path || path.to === NONE) return;
    const found = wayOf(app, path);
    // After whoever selected the end has moved the map to it.
    if (found) requestAnimationFrame(() => app.map.fit(Uint32Array.from(found.rows), true));
    app.say(found ? steps(found) : "No path over what is shown");
  }

  app.store.listen((changed) => {
    const { path, selected } = app.store.state;
    // Whatever is selected next, on the map or in a list, is where the path leads to.
    if (changed.has("selected") && path?.to === NONE && selected !== NONE && selected !== path.from) {
      return app.store.set({ path: { ...path, to: selected } }, true);
    }
    if (changed.has("path") || (path && changed.has("shown"))) draw();
    if (changed.has("path") || (path && changed.has("shown"))) announce();
  });
  draw();
}

function wayOf({ graph, store }: App, { from, to, articlesOnly }: PathState): Path | null {
  const article = kindNumber(graph, ARTICLE);
  const through = articlesOnly ? Uint8Array.from(graph.kind, (kind) => Number(kind === article)) : null;
  return shortestPath(graph, from, to, store.shown.edges, through);
}

function light(app: App, from: number, found: Path | null): void {
  if (found) app.light("path", Uint32Array.from(found.rows), Uint32Array.from(found.edges));
  else app.light("path", Uint32Array.of(from));
}

function headOf({ store }: App): HTMLElement {
  const close = button("", () => store.set({ path: null }), { class: "icon-button", "aria-label": "End the path", title: "End the path" });
  close.append(icon("close"));
  return h("div", { class: "panel-head" }, h("h2", {}, "Path"), close);
}

function ends({ graph, store }: App, path: PathState): HTMLElement {
  const { from, to } = path;
  if (to === NONE) {
    return h("p", { class: "panel-note" }, `From ${nameOf(graph, from)}. Select where it should lead to: on the map, in the search or in a list.`);
  }
  const swap = button("Swap ends", () => store.set({ path: { ...path, from: to, to: from } }), { class: "quiet small" });
  const other = button("Choose another end", () => store.set({ path: { ...path, to: NONE } }), { class: "quiet small" });
  return h("div", { class: "panel-tools" }, swap, other);
}

function steps({ edges }: Path): string {
  return `${edges.length} ${edges.length === 1 ? "step" : "steps"}`;
}

function resultOf(app: App, found: Path | null): Child[] {
  const { path } = app.store.state;
  if (!path || path.to === NONE) return [];
  if (found === null) return [h("p", { class: "panel-note" }, whyNot(app, path.from, path.to))];
  const items = found.rows.flatMap((row, at) => [...(at > 0 ? [relationOf(app, found, at - 1)] : []), h("li", {}, nodeRow(app, row))]);
  return [h("p", { class: "panel-note" }, steps(found)), h("ol", { class: "plain way" }, ...items)];
}

function whyNot({ graph, store }: App, from: number, to: number): string {
  const hidden = [from, to].filter((row) => store.shown.nodes[row] === 0).map((row) => nameOf(graph, row));
  if (hidden.length > 0) return `No path over what is shown: the filters hide ${hidden.join(" and ")}.`;
  return "No path over what is shown. Remove filters, or allow more than articles, to find one.";
}

/** The relation of a step, as its first node has it: `↓ Refers to`, `↑ Referred to by`. */
function relationOf({ graph }: App, { rows, edges }: Path, step: number): HTMLElement {
  const edge = edges[step];
  const out = graph.source[edge] === rows[step];
  const words = relationTitle(graph.meta.edgeKinds[graph.edgeKind[edge]], out ? "out" : "in");
  return h("li", { class: "way-relation" }, h("span", { "aria-hidden": "true" }, out ? "↓" : "↑"), words);
}
