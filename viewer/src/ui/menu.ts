/** A button that opens a short menu: arrow keys walk through it, Escape closes it. */

import { h } from "./dom.ts";

export interface Item {
  readonly name: string;
  readonly act: () => void;
}

/** Puts a menu behind a button. */
export function menuOf(opener: HTMLButtonElement, items: readonly Item[]): HTMLElement {
  const entries = items.map(({ name, act }) =>
    h("button", { type: "button", role: "menuitem", tabindex: -1, on: { click: () => (close(true), act()) } }, name),
  );
  const menu = h("div", { class: "menu-items", role: "menu", "aria-label": opener.getAttribute("aria-label"), "data-own-keys": true, hidden: true }, ...entries);
  const element = h("div", { class: "menu" }, opener, menu);
  opener.setAttribute("aria-haspopup", "menu");
  opener.setAttribute("aria-expanded", "false");

  function open(): void {
    menu.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    entries[0].focus();
  }

  function close(back: boolean): void {
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (back) opener.focus();
  }

  opener.addEventListener("click", () => (menu.hidden ? open() : close(true)));
  menu.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (next !== undefined) entries[(next + entries.length) % entries.length].focus();
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("focusout", (event) => {
    if (!menu.hidden && !element.contains(event.relatedTarget as Node | null)) close(false);
  });
  return element;
}
