/** Long lists: only the rows in view are elements; the arrow keys walk through all. */

import { h } from "./dom.ts";

export interface VirtualList {
  readonly element: HTMLElement;
  /** Show this many rows anew, as `render` draws them. */
  show(count: number): void;
}

interface Options {
  readonly label: string;
  readonly rowHeight: number;
  /** Rows in view at most. */
  readonly most: number;
  readonly render: (at: number) => HTMLElement;
}

/** A list of rows of one height; each row is one stop for the arrow keys, the list one stop for Tab. */
export function virtualList({ label, rowHeight, most, render }: Options): VirtualList {
  const inner = h("div", { class: "virtual-rows", role: "presentation" });
  const element = h("div", { class: "virtual", role: "group", "aria-label": label, "data-own-keys": true }, inner);
  let total = 0;
  let current = 0;
  let drawn = { from: 0, to: 0 };

  function draw(force = false): void {
    const from = Math.max(0, Math.floor(element.scrollTop / rowHeight) - 4);
    const to = Math.min(total, from + most + 8);
    if (!force && from === drawn.from && to === drawn.to) return;
    const focused = inner.contains(document.activeElement);
    drawn = { from, to };
    const at = Math.min(Math.max(current, from), to - 1);
    inner.replaceChildren(...Array.from({ length: to - from }, (_, step) => place(from + step, from + step === at)));
    if (focused) focus(at);
  }

  function place(at: number, reachable: boolean): HTMLElement {
    const row = render(at);
    row.classList.add("virtual-row");
    row.style.top = `${at * rowHeight}px`;
    row.dataset["at"] = String(at);
    for (const control of row.querySelectorAll<HTMLElement>("button, input")) control.tabIndex = -1;
    (row.querySelector<HTMLElement>("button, input") ?? row).tabIndex = reachable ? 0 : -1;
    return row;
  }

  function focus(at: number): void {
    current = at;
    inner.querySelector<HTMLElement>(`[data-at="${at}"] :is(button, input)`)?.focus({ preventScroll: true });
  }

  function move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: most, PageUp: -most, Home: -total, End: total }[event.key];
    if (step === undefined || total === 0) return;
    event.preventDefault();
    current = Math.min(total - 1, Math.max(0, current + step));
    const top = current * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
    draw(true);
    focus(current);
  }

  element.addEventListener("scroll", () => draw());
  element.addEventListener("keydown", move);
  element.addEventListener("focusin", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-at]");
    if (row) current = Number(row.dataset["at"]);
  });

  function show(count: number): void {
    total = count;
    current = Math.min(current, Math.max(0, count - 1));
    inner.style.height = `${count * rowHeight}px`;
    element.style.height = `${Math.min(count, most) * rowHeight}px`;
    draw(true);
  }
  return { element, show };
}
