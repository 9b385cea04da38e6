/** A real table of any number of rows, of which only those in view are elements. */

import { NONE, type App } from "../contract.ts";
import { nameOf } from "../model/names.ts";
import { makeScroller } from "../model/scroll.ts";
import { button, h } from "./dom.ts";
import { glyphOf } from "./icons.ts";
import type { Column } from "./table-columns.ts";

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

export interface TableRows {
  readonly element: HTMLElement;
  /** Other rows, or the same in another order. */
  show(rows: Uint32Array, order: Order): void;
  /** The same rows, marked anew. */
  redraw(): void;
}

interface Options {
  readonly app: App;
  readonly label: string;
  readonly columns: readonly Column[];
  readonly sort: (column: string) => void;
  /** Whether rows are nodes that can be chosen. */
  readonly choosable: boolean;
}

const ROW = 32;
/** Width of the column of boxes, in rem. */
const CHOICE = 2.4;

export function makeTableRows({ app, label, columns, sort, choosable }: Options): TableRows {
  const { element, sizer, pane, table, heads, body } = frameOf({ label, columns, sort, choosable });
  let rows: Uint32Array = new Uint32Array(0);
  let scroller = makeScroller(0, 0);
  let from = 0;
  let current = 0;

  const inView = (): number => Math.max(1, Math.floor((element.clientHeight - ROW) / ROW));

  function draw(): void {
    const place = scroller.scrolled(element.scrollTop);
    from = Math.floor(place / ROW);
    const to = Math.min(rows.length, from + inView() + 2);
    const focused = body.contains(document.activeElement);
    const reachable = Math.min(Math.max(current, from), to - 1);
    body.style.transform = `translateY(${-(place - from * ROW)}px)`;
    body.replaceChildren(...Array.from(rows.subarray(from, to), (row, at) => rowOf(row, from + at, from + at === reachable)));
    if (focused) focus(reachable);
  }

  function rowOf(row: number, at: number, reachable: boolean): HTMLElement {
    const { selected, selection } = app.store.state;
    const cells = columns.map((column, number) => cellOf(app, column, row, number === 0 && reachable));
    const marked = columns.some((column) => column.node(row) === selected && selected !== NONE);
    const element = h("tr", { "aria-rowindex": at + 2, "data-at": at, "aria-current": marked && "true" });
    if (choosable) element.append(choiceOf(row, selection.includes(row)));
    element.append(...cells);
    return element;
  }

  function choiceOf(row: number, chosen: boolean): HTMLElement {
    const name = nameOf(app.graph, row);
    const box = h("input", { type: "checkbox", tabindex: -1, "aria-label": `Choose ${name}`, on: { change: () => choose(row) } });
    box.checked = chosen;
    return h("td", { class: "choice" }, box);
  }

  function choose(row: number): void {
    const { selection } = app.store.state;
    const others = selection.filter((each) => each !== row);
    app.store.set({ selection: others.length < selection.length ? others : [...selection, row] });
  }

  function focus(at: number): void {
    current = at;
    body.querySelector<HTMLElement>(`[data-at="${at}"] button`)?.focus({ preventScroll: true });
  }

  /** Bring a row into view and give it the focus. */
  function go(at: number): void {
    current = Math.min(rows.length - 1, Math.max(0, at));
    const room = inView();
    if (current < from || current >= from + room) {
      element.scrollTop = scroller.topOf((current < from ? current : current - room + 1) * ROW);
    }
    draw();
    focus(current);
  }

  function keys(event: KeyboardEvent): void {
    const page = inView();
    const ends = { Home: -rows.length, End: rows.length };
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, ...ends }[event.key];
    if (step !== undefined) go(current + step);
    else if (event.key === " " && choosable) choose(rows[current]);
    else return;
    event.preventDefault();
  }

  function click(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const line = target.closest<HTMLElement>("tr");
    if (!line || target.closest("input")) return;
    current = Number(line.dataset["at"]);
    const cell = target.closest("button");
    const row = cell ? Number(cell.dataset["row"]) : columns[0].node(rows[current]);
    if (event.shiftKey && choosable) choose(row);
    else app.store.set({ selected: row });
  }

  body.addEventListener("keydown", keys);
  body.addEventListener("click", click);
  element.addEventListener("scroll", () => draw());
  new ResizeObserver(() => fit()).observe(element);

  function fit(): void {
    const place = from * ROW;
    scroller = makeScroller((rows.length + 1) * ROW, element.clientHeight);
    sizer.style.height = `${Math.max(scroller.height, element.clientHeight)}px`;
    pane.style.height = `${element.clientHeight}px`;
    element.scrollTop = scroller.topOf(place);
    draw();
  }

  return {
    element,
    show(wanted, order) {
      rows = wanted;
      from = current = 0;
      table.setAttribute("aria-rowcount", String(rows.length + 1));
      heads.forEach((each, at) => sorted(each, columns[at].name === order.column ? order : null));
      fit();
    },
    redraw: draw,
  };
}

/** The table without its rows, in a region that scrolls. */
function frameOf({ label, columns, sort, choosable }: Omit<Options, "app">) {
  const heads = columns.map((column) => headOf(column, () => sort(column.name)));
  if (choosable) heads[0].classList.add("first");
  const body = h("tbody", { "data-own-keys": true });
  const groups = h("colgroup", {}, ...columns.map(({ width }) => widthOf(width)));
  const head = h("thead", {}, h("tr", { "aria-rowindex": 1 }, choosable && choiceHead(), ...heads));
  if (choosable) groups.prepend(widthOf(CHOICE));
  const table = h("table", { class: "rows", "aria-label": label }, groups, head, body);
  const pane = h("div", { class: "rows-pane" }, table);
  const sizer = h("div", { class: "rows-sizer" }, pane);
  sizer.style.width = `max(100%, ${[...groups.children].map((col) => (col as HTMLElement).style.width).join(" + ")})`;
  const element = h("div", { class: "rows-view", role: "region", tabindex: 0, "aria-label": `${label}, scrollable` }, sizer);
  return { element, sizer, pane, table, heads, body };
}

function widthOf(rem: number): HTMLElement {
  const col = h("col");
  // On a phone a long name leaves room for what is beside it.
  col.style.width = rem > 10 ? `min(${rem}rem, 52vw)` : `${rem}rem`;
  return col;
}

function headOf({ title, hint, numeric }: Column, act: () => void): HTMLTableCellElement {
  const head = h("th", { scope: "col", class: numeric ? "number" : "", title: hint || null });
  head.append(button(title, act));
  return head;
}

function choiceHead(): HTMLElement {
  return h("th", { scope: "col", class: "choice" }, h("span", { class: "hidden" }, "Chosen"));
}

function sorted(head: HTMLElement, order: Order | null): void {
  if (order) head.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
  else head.removeAttribute("aria-sort");
}

function cellOf(app: App, column: Column, row: number, reachable: boolean): HTMLElement {
  const text = column.text(row);
  const node = column.node(row);
  if (node === NONE) return h("td", { class: column.numeric ? "number" : "", title: column.numeric ? null : text }, text);
  const name = button("", () => {}, { "data-row": node, tabindex: reachable ? 0 : -1, title: text });
  name.append(glyphOf(app.graph, node), h("span", {}, text));
  return h(column.name === "label" ? "th" : "td", { class: "name", ...(column.name === "label" && { scope: "row" }) }, name);
}
