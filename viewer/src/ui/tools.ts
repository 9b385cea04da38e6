/** The bar of tools: lasso, path, arranging, pictures; one stop for Tab, arrow keys within. */

import { NONE, type App } from "../contract.ts";
import { nameOf } from "../model/names.ts";
import { button, drawing, fill, h } from "./dom.ts";
import { savePng, saveSvg } from "./export.ts";
import { addKey } from "./keyboard.ts";
import { menuOf } from "./menu.ts";
import { makeArrangement, type Arrangement, type Phase } from "./relayout.ts";
import { counted } from "./words.ts";

const ICONS = {
  lasso: ["M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4s-6-1.8-6-4s2.7-4 6-4z", "M4.6 9.9c-1 .6-1.2 2 0 2.4s1.7 1.5.4 2.2"],
  path: ["M3.5 11a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4z", "M12.5 1.6a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4z", "M5 12h3.5a2.5 2.5 0 0 0 0-5h-1a2.4 2.4 0 0 1 0-4.2H11"],
  arrange: ["M8 6.6a1.4 1.4 0 1 1 0 2.8a1.4 1.4 0 1 1 0-2.8z", "M8 5V1.5M6.5 3L8 1.5L9.5 3", "M8 11v3.5M6.5 13L8 14.5L9.5 13", "M5 8H1.5M3 6.5L1.5 8L3 9.5", "M11 8h3.5M13 6.5L14.5 8L13 9.5"],
  pause: ["M5.5 3v10", "M10.5 3v10"],
  reset: ["M3 8a5 5 0 1 0 1.6-3.7", "M3 2.5v2.8h2.8"],
  save: ["M8 2v8", "M4.8 7L8 10.2L11.2 7", "M2.5 13.5h11"],
} as const;

type Name = keyof typeof ICONS;

export function mount(app: App, host: HTMLElement): void {
  const lasso = tool("lasso", "Lasso", "Draw around nodes to select them (L)", () => toggleLasso(app, lasso));
  const path = tool("path", "Path", "The shortest way between two nodes (W)", () => startPath(app));
  const arrange = tool("arrange", "Arrange", "", () => (arrangement.phase === "running" ? arrangement.pause() : arrangement.start()));
  const reset = tool("reset", "Undo", "Put all nodes back to where they were", () => arrangement.reset());
  const arrangement = makeArrangement(app, () => drawArrangement(arrangement, arrange, reset));
  const save = tool("save", "Save", "Save a picture of the map", () => {});
  const pictures = menuOf(save, [
    { name: "Picture (PNG)", act: () => void savePng(app).catch((error) => app.say(String(error))) },
    { name: "Drawing (SVG)", act: () => saveSvg(app) },
  ]);
  fill(host, lasso, path, arrange, pictures, reset);
  roving(host, [lasso, path, arrange, save, reset]);
  drawArrangement(arrangement, arrange, reset);

  app.map.on("lasso", (rows) => caught(app, lasso, rows));
  app.map.on("drag", (row, x, y) => dragged(app, reset, row, x, y));
  const draw = (): void => {
    host.hidden = app.store.state.view !== "map";
    path.setAttribute("aria-pressed", String(app.store.state.path !== null));
  };
  app.store.listen((changed) => (changed.has("view") || changed.has("path")) && draw());
  draw();
  addKey(["l"], "Map", "Lasso: draw around nodes to select them", () => lasso.click());
  addKey(["a"], "Map", "Arrange what is shown anew, pause", () => arrange.click());
  addKey(["w"], "Node", "Way (shortest path) from the selected node to another", () => startPath(app));
  addKey(["x"], "Node", "Pin or unpin the selected node", () => pin(app));
  addKey(["s"], "Node", "Add the selected node to the selection, or take it out", () => choose(app));
}

function tool(name: Name, text: string, title: string, act: () => void): HTMLButtonElement {
  const element = button("", act, { class: "tool", title, "aria-label": text });
  element.append(drawing("", ICONS[name]), h("span", { class: "tool-name" }, text));
  return element;
}

/** One stop for Tab; the arrow keys go from tool to tool. */
function roving(host: HTMLElement, tools: readonly HTMLButtonElement[]): void {
  tools.forEach((each, at) => (each.tabIndex = at === 0 ? 0 : -1));
  host.addEventListener("keydown", (event) => {
    const usable = tools.filter((each) => !each.hidden);
    const at = usable.indexOf(event.target as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: usable.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    usable[(next + usable.length) % usable.length].focus();
  });
  host.addEventListener("focusin", ({ target }) => {
    if (!tools.includes(target as HTMLButtonElement)) return;
    for (const each of tools) each.tabIndex = each === target ? 0 : -1;
  });
}

function toggleLasso({ map, say }: App, element: HTMLElement): void {
  const on = element.getAttribute("aria-pressed") !== "true";
  element.setAttribute("aria-pressed", String(on));
  map.lasso(on);
  say(on ? "Draw a line around the nodes to select" : "Lasso off");
}

function caught({ store, map, say }: App, lasso: HTMLElement, rows: Uint32Array): void {
  lasso.setAttribute("aria-pressed", "false");
  map.lasso(false);
  store.set({ selection: [...rows] });
  if (rows.length > 0) document.documentElement.dataset["pane"] = "right";
  say(`${counted(rows.length, "node")} selected`);
}

/** A node that was dragged stays where it was put, also when the rest is arranged. */
function dragged({ store, map }: App, reset: HTMLElement, row: number, x: number, y: number): void {
  map.move(Uint32Array.of(row), Float32Array.of(x), Float32Array.of(y));
  reset.hidden = false;
  if (!store.state.pinned.includes(row)) store.set({ pinned: [...store.state.pinned, row] });
}

function startPath({ graph, store, say }: App): void {
  const { selected, path } = store.state;
  if (path !== null) return store.set({ path: null });
  if (selected === NONE) return say("Select the node where the path begins, then press Path again");
  store.set({ path: { from: selected, to: NONE, articlesOnly: false } });
  say(`Path from ${nameOf(graph, selected)}: now select where it should lead to`);
}

function pin({ store, say }: App): void {
  const { selected, pinned } = store.state;
  if (selected === NONE) return say("Select a node first");
  const others = pinned.filter((row) => row !== selected);
  const unpinned = others.length < pinned.length;
  store.set({ pinned: unpinned ? others : [...pinned, selected] });
  say(unpinned ? "Unpinned" : "Pinned");
}

function choose({ store, say }: App): void {
  const { selected, selection } = store.state;
  if (selected === NONE) return say("Select a node first");
  const others = selection.filter((row) => row !== selected);
  store.set({ selection: others.length < selection.length ? others : [...selection, selected] });
  say(`${counted(store.state.selection.length, "node")} selected`);
}

const ARRANGE: Record<Phase, readonly [name: string, says: string, icon: Name]> = {
  idle: ["Arrange", "Arrange anew what is shown (A)", "arrange"],
  running: ["Pause", "Pause the arranging (A)", "pause"],
  paused: ["Go on", "Go on arranging (A)", "arrange"],
  done: ["Arrange", "Arrange further (A)", "arrange"],
};

function drawArrangement({ phase }: Arrangement, arrange: HTMLButtonElement, reset: HTMLButtonElement): void {
  const [name, says, icon] = ARRANGE[phase];
  fill(arrange, drawing("", ICONS[icon]), h("span", { class: "tool-name" }, name));
  arrange.title = says;
  arrange.setAttribute("aria-label", name);
  arrange.setAttribute("aria-pressed", String(phase === "running"));
  reset.hidden = phase === "idle";
}
