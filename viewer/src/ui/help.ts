/** The sheet with all keys and gestures. */

import { button, fill, h } from "./dom.ts";
import { icon } from "./icons.ts";
import { addKey, allKeys, charactersWork, letCharactersWork } from "./keyboard.ts";

const GESTURES: readonly (readonly [string, string])[] = [
  ["Drag, scroll, pinch", "Move and zoom the map"],
  ["Click", "Select a node; a cluster's name: go there"],
  ["Shift-click", "Add a node to the selection"],
  ["Alt-click in a filter", "Only this one"],
];
const NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  " ": "Space",
};

/** The function that opens the sheet; `?` does, too. */
export function makeHelp(): () => void {
  const close = button("", () => sheet.close(), { class: "icon-button", "aria-label": "Close" });
  close.append(icon("close"));
  const body = h("div", { class: "help-body", tabindex: 0, role: "region", "aria-labelledby": "help-title" });
  const sheet = h("dialog", { class: "help", "aria-labelledby": "help-title" });
  fill(sheet, h("div", { class: "help-head" }, h("h2", { id: "help-title" }, "Keys and gestures"), close), body);
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  document.body.append(sheet);
  const open = (): void => {
    fill(body, choice(), ...groups());
    sheet.showModal();
  };
  addKey(["?", "Shift+?"], "Page", "This sheet", open);
  return open;
}

function choice(): HTMLElement {
  const box = h("input", { type: "checkbox", on: { change: () => letCharactersWork(box.checked) } });
  box.checked = charactersWork();
  return h("label", { class: "check" }, box, "keys that are a single character");
}

function groups(): HTMLElement[] {
  const names = [...new Set(allKeys().map((key) => key.group))];
  const keyed = names.map((name) => {
    const lines = allKeys().filter((key) => key.group === name);
    return group(name, lines.map((key) => line(keysOf(key.keys), key.says)));
  });
  return [...keyed, group("Mouse and touch", GESTURES.map(([what, says]) => line([what], says)))];
}

function group(name: string, lines: readonly HTMLElement[]): HTMLElement {
  return h("section", {}, h("h3", {}, name), h("dl", { class: "keys" }, ...lines));
}

function line(keys: readonly string[], says: string): HTMLElement {
  return h("div", {}, h("dt", {}, ...keys.map((key) => h("kbd", {}, key))), h("dd", {}, says));
}

function keysOf(keys: readonly string[]): string[] {
  if (keys.length === 4 && keys[0] === "Shift+ArrowLeft") return ["Shift", "←", "→", "↑", "↓"];
  const shown = keys.filter((key) => !["Shift+?", "Shift++", "="].includes(key));
  return shown.map((key) => {
    const plain = key.replace("Shift+", "");
    const name = NAMES[plain] ?? (plain.length === 1 ? plain.toUpperCase() : plain);
    return key.startsWith("Shift+") ? `Shift ${name}` : name;
  });
}
