/** The page's head and the tabs of narrow screens: title, views, theme, link, help. */

import type { App, State, View } from "../contract.ts";
import { copyLink } from "./actions.ts";
import { button, fill, h, part } from "./dom.ts";
import { icon, type Icon } from "./icons.ts";
import { addKey } from "./keyboard.ts";
import { isDark } from "./look.ts";

const VIEWS: readonly (readonly [View, string])[] = [
  ["map", "Map"],
  ["nodes", "Nodes"],
  ["edges", "Relations"],
];
const PANES: readonly (readonly [string, string, Icon])[] = [
  ["map", "Map", "map"],
  ["left", "Search", "search"],
  ["right", "Details", "details"],
  ["bottom", "Time", "time"],
];

export function mountPage(app: App, help: () => void): void {
  part("title").textContent = app.graph.meta.title.replace(/: [\d,.]+ .*$/, "");
  mountViews(app);
  fill(part("page-tools"), linkButton(app), themeButton(app), helpButton(help));
  mountTabs(app);
  mountSkips(app);
}

function mountViews({ store }: App): void {
  const buttons = VIEWS.map(([view, name]) => button(name, () => show(view), { "data-view": view }));
  // On narrow screens a sheet would lie over it.
  const show = (view: View): void => {
    document.documentElement.dataset["pane"] = "map";
    store.set({ view });
  };
  const draw = (): void => {
    const { view } = store.state;
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset["view"] === view));
    part("app").dataset["view"] = view;
    part("map").hidden = view !== "map";
    part("table").hidden = view === "map";
  };
  fill(part("views"), ...buttons);
  store.listen((changed) => changed.has("view") && draw());
  addKey(["m"], "Views", "Map", () => show("map"));
  addKey(["t"], "Views", "Table of nodes", () => show("nodes"));
  addKey(["r"], "Views", "Table of relations", () => show("edges"));
  draw();
}

function iconButton(name: Icon, label: string, act: () => void): HTMLButtonElement {
  const element = button("", act, { class: "icon-button", "aria-label": label, title: label });
  element.append(icon(name));
  return element;
}

function linkButton(app: App): HTMLElement {
  return iconButton("link", "Copy a link to this view", () => void copyLink(app));
}

function helpButton(help: () => void): HTMLElement {
  return iconButton("help", "Keys and gestures (?)", help);
}

/** Goes from the theme that is on to the other one; the one that the system has is `system` again. */
function themeButton({ store, say }: App): HTMLElement {
  const element = iconButton("moon", "Theme", () => {
    const dark = !isDark(store.state);
    const system = matchMedia("(prefers-color-scheme: dark)").matches === dark;
    const theme: State["theme"] = system ? "system" : dark ? "dark" : "light";
    store.set({ theme }, true);
    say(dark ? "Dark theme" : "Light theme");
  });
  const draw = (): void => {
    const dark = isDark(store.state);
    const name = dark ? "Light theme" : "Dark theme";
    element.replaceChildren(icon(dark ? "sun" : "moon"));
    element.setAttribute("aria-label", name);
    element.title = name;
  };
  store.listen((changed) => changed.has("theme") && draw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
  return element;
}

function mountTabs({ store }: App): void {
  const root = document.documentElement;
  const tabs = PANES.map(([pane, name, drawn]) => {
    const tab = button("", () => {
      root.dataset["pane"] = root.dataset["pane"] === pane ? "map" : pane;
      if (pane === "map") store.set({ view: "map" });
    }, { "data-tab": pane });
    tab.append(icon(drawn), h("span", {}, name));
    return tab;
  });
  const draw = (): void => {
    const pane = root.dataset["pane"] ?? "map";
    const open = pane === "map" && store.state.view !== "map" ? "" : pane;
    for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset["tab"] === open));
  };
  store.listen((changed) => changed.has("view") && draw());
  new MutationObserver(draw).observe(root, { attributeFilter: ["data-pane"] });
  fill(part("tabs"), ...tabs);
  root.dataset["pane"] ??= "map";
  draw();
}

function mountSkips({ map }: App): void {
  const aims: Record<string, () => void> = {
    search: () => part("search").focus(),
    map: () => map.element.focus(),
    right: () => part("right").focus(),
  };
  for (const skip of document.querySelectorAll<HTMLElement>("[data-skip]")) {
    skip.addEventListener("click", () => aims[skip.dataset["skip"] ?? ""]?.());
  }
}
