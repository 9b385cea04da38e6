/** What one can do with the selected node: look at its surroundings, find a path, pin it, copy a link. */

import { NONE, type App } from "../contract.ts";
import { button, h } from "./dom.ts";
import { linkTo } from "./history.ts";
import { icon, type Icon } from "./icons.ts";
import { addKey } from "./keyboard.ts";
import { reveal } from "./reveal.ts";
import { count, kindWord } from "./words.ts";
import { kindOf } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";

export function actionsOf(app: App, row: number): HTMLElement {
  const { store } = app;
  const pinned = store.state.pinned.includes(row);
  return h(
    "div",
    { class: "actions", role: "group", "aria-label": "Actions" },
    depths(app, row),
    filterAction(app, row),
    action("zoom", "Show on map", () => reveal(app, row), "Move the map here"),
    action("path", "Path from here", () => startPath(app, row), "Then click where it should lead to"),
    action("pin", pinned ? "Unpin" : "Pin", () => togglePin(app, row), "Keep its place and ring it", pinned),
    action("link", "Copy link", () => void copyLink(app), "A link to what you see now"),
  );
}

/** Publishers and topics are filters, too. */
function filterAction({ graph, store }: App, row: number): HTMLElement | null {
  const field = { provider: "publishers", topic: "topics" }[kindOf(graph, row)] as "publishers" | "topics" | undefined;
  if (!field) return null;
  const on = store.state[field].includes(row);
  const change = (): void => store.set({ [field]: on ? store.state[field].filter((each) => each !== row) : [row] });
  return action("filter", "Only its articles", change, "Show only articles that have it", on);
}

function action(name: Icon, text: string, act: () => void, title: string, pressed?: boolean): HTMLElement {
  const element = button("", act, { class: "action", title, ...(pressed !== undefined && { "aria-pressed": String(pressed) }) });
  element.append(icon(name), text);
  return element;
}

/** Focus: off, or one to three steps around the node. */
function depths(app: App, row: number): HTMLElement {
  const { focus } = app.store.state;
  const depth = focus?.row === row ? focus.depth : 0;
  const choice = (steps: number): HTMLElement =>
    button(steps ? String(steps) : "All", () => focusOn(app, row, steps), {
      "aria-pressed": String(steps === depth),
      "aria-label": steps ? `Only what is within ${steps} ${steps === 1 ? "step" : "steps"}` : "All: no focus",
      title: steps ? `Only what is within ${steps} ${steps === 1 ? "step" : "steps"}` : "No focus",
    });
  return h(
    "div",
    { class: "depths", role: "group", "aria-label": "Focus" },
    icon("focus"),
    h("span", { class: "depths-name" }, "Focus"),
    h("div", { class: "switch" }, ...[0, 1, 2, 3].map(choice)),
  );
}

export function focusOn(app: App, row: number, depth: number): void {
  app.store.set({ focus: depth ? { row, depth } : null });
  app.map.fit(null, true);
}

function startPath(app: App, row: number): void {
  app.store.set({ path: { from: row, to: NONE, articlesOnly: false } });
  app.say("Now select where the path should lead to: on the map, in the search or in a list.");
}

function togglePin({ store }: App, row: number): void {
  const { pinned } = store.state;
  store.set({ pinned: pinned.includes(row) ? pinned.filter((each) => each !== row) : [...pinned, row] });
}

export async function copyLink({ graph, store, say }: App): Promise<void> {
  const address = await linkTo(graph, store.state);
  try {
    await navigator.clipboard.writeText(address);
    say("Link copied");
  } catch {
    say(`Copy the address of this page: ${address}`);
  }
}

/** Keys for what the buttons do. */
export function actionKeys(app: App): void {
  const selected = (act: (row: number) => void) => (): void => {
    const row = app.store.state.selected;
    if (row === NONE) app.say("Select a node first");
    else act(row);
  };
  addKey(["f"], "Node", "Focus on the selected node: 1, 2, 3 steps, off", selected((row) => nextDepth(app, row)));
  addKey(["c"], "Node", "Show the selected node on the map", selected((row) => reveal(app, row)));
  addKey(["p"], "Node", "Previous neighbour", selected(() => neighbour(app, -1)));
  addKey(["n"], "Node", "Next neighbour", selected(() => neighbour(app, 1)));
}

function nextDepth(app: App, row: number): void {
  const { focus } = app.store.state;
  const depth = focus?.row === row ? (focus.depth + 1) % 4 : 1;
  focusOn(app, row, depth);
  app.say(depth ? `Focus: within ${depth}` : "Focus off");
}

let walk: { anchor: number; at: number; row: number } | null = null;

/** Step through the neighbours of the node at which the walk began. */
function neighbour(app: App, step: number): void {
  const { graph, store } = app;
  const row = store.state.selected;
  if (!walk || walk.row !== row) walk = { anchor: row, at: step > 0 ? -1 : 0, row };
  const around = neighboursOf(app, walk.anchor);
  if (around.length === 0) return app.say("No neighbours are shown");
  const at = (walk.at + step + around.length) % around.length;
  walk = { anchor: walk.anchor, at, row: around[at] };
  store.set({ selected: walk.row });
  reveal(app, walk.row);
  const kind = kindWord(kindOf(graph, walk.row));
  app.say(`Neighbour ${count(at + 1)} of ${count(around.length)}: ${nameOf(graph, walk.row)}, ${kind}`);
}

function neighboursOf({ graph, store }: App, row: number): number[] {
  const others = new Set<number>();
  for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) {
    if (store.shown.edges[edge]) others.add(graph.target[edge]);
  }
  for (let at = graph.inStart[row]; at < graph.inStart[row + 1]; at++) {
    if (store.shown.edges[graph.inEdges[at]]) others.add(graph.source[graph.inEdges[at]]);
  }
  return [...others];
}
