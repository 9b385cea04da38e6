/** One filter: a list of values with counts, to tick, sort and search. */

import { button, fill, h } from "./dom.ts";
import { virtualList } from "./virtual.ts";
import { byName, count, folded } from "./words.ts";

export interface FacetSpec {
  readonly title: string;
  /** The values' numbers, in the order of the graph. */
  readonly values: readonly number[];
  readonly label: (value: number) => string;
  /** How many nodes or edges it would show. */
  readonly count: (value: number) => number;
  readonly swatch: (value: number) => Element | null;
  readonly chosen: () => readonly number[];
  readonly choose: (values: readonly number[]) => void;
  /** A legend starts with every value ticked, a choice with none. */
  readonly legend: boolean;
  readonly open: boolean;
  /** Shown above the list. */
  readonly extra?: HTMLElement;
}

export interface Facet {
  readonly element: HTMLElement;
  /** Counts, ticks or colours have changed. */
  update(): void;
}

const ROW = 30;
const MOST = 7;
/** Longer lists can be searched. */
const LONG = 12;

export function makeFacet(spec: FacetSpec): Facet {
  let rows: number[] = [];
  let sortByName = false;
  let wanted = "";
  let stale = true;
  let names: ReadonlyMap<number, string> | null = null;
  const list = virtualList({ label: spec.title, rowHeight: ROW, most: MOST, render: (at) => option(rows[at]) });
  const summary = h("span", { class: "facet-note" });
  const clear = button("Clear", () => spec.choose([]), { class: "quiet small", "aria-label": `Clear ${spec.title}` });
  const tooled = !spec.legend && spec.values.length > 3;
  const tools = h("div", { class: "facet-tools" }, filterBox(), sortButton(), clear);
  const nothing = h("p", { class: "nothing" }, "Nothing here");
  const element = h(
    "details",
    { class: "facet", ...(spec.open && { open: true }) },
    h("summary", {}, h("h2", {}, spec.title), summary),
    h("div", { class: "facet-body" }, spec.extra, tooled && tools, list.element, nothing, !tooled && clear),
  );
  element.addEventListener("toggle", () => element.open && stale && draw());

  function filterBox(): HTMLElement | null {
    if (spec.values.length <= LONG) return null;
    const box = h("input", { type: "search", class: "field small", placeholder: "Find", autocomplete: "off" });
    box.setAttribute("aria-label", `Find in ${spec.title}`);
    box.addEventListener("input", () => {
      wanted = folded(box.value.trim());
      draw();
    });
    return box;
  }

  function sortButton(): HTMLElement {
    const sort = button("By count ↓", () => {
      sortByName = !sortByName;
      sort.textContent = sortByName ? "By name ↑" : "By count ↓";
      sort.setAttribute("aria-label", `${spec.title}: sorted ${sortByName ? "by name" : "by count"}`);
      draw();
    }, { class: "quiet small sort", "aria-label": `${spec.title}: sorted by count`, title: "Change the order" });
    return sort;
  }

  const ticked = (value: number, chosen: readonly number[]): boolean =>
    chosen.includes(value) || (spec.legend && chosen.length === 0);

  function option(value: number): HTMLElement {
    const name = spec.label(value);
    const on = ticked(value, spec.chosen());
    const number = spec.count(value);
    const tick = h(
      "button",
      {
        type: "button",
        class: "option",
        role: "checkbox",
        "aria-checked": String(on),
        title: name,
        on: { click: (event) => pick(value, event.altKey) },
      },
      h("span", { class: "tick", "aria-hidden": "true" }),
      spec.swatch(value),
      h("span", { class: "option-name" }, name),
      h("span", { class: "option-count" }, count(number)),
    );
    const only = button("only", () => pick(value, true), { class: "only", "aria-label": `Only ${name}` });
    return h("div", { class: number || on ? "row" : "row empty" }, tick, only);
  }

  function pick(value: number, only: boolean): void {
    const chosen = spec.chosen();
    if (only) return spec.choose(chosen.length === 1 && chosen[0] === value ? [] : [value]);
    const before = spec.legend && chosen.length === 0 ? spec.values : chosen;
    const after = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
    spec.choose(spec.legend && after.length === spec.values.length ? [] : after);
  }

  function draw(): void {
    stale = false;
    const chosen = spec.chosen();
    const kept = new Set(chosen);
    rows = spec.values.filter((value) => spec.legend || spec.count(value) > 0 || kept.has(value));
    if (wanted) rows = rows.filter((value) => foldedNames().get(value)?.includes(wanted));
    sort(rows, chosen);
    nothing.hidden = rows.length > 0;
    list.show(rows.length);
  }

  /** Made once, when first searched. */
  function foldedNames(): ReadonlyMap<number, string> {
    return (names ??= new Map(spec.values.map((value) => [value, folded(spec.label(value))])));
  }

  function sort(values: number[], chosen: readonly number[]): void {
    if (spec.legend) return;
    if (sortByName) {
      const names = new Map(values.map((value) => [value, spec.label(value)]));
      values.sort((one, other) => byName(names.get(one) ?? "", names.get(other) ?? ""));
      return;
    }
    values.sort((one, other) => spec.count(other) - spec.count(one) || one - other);
    // A row stays under the pointer that ticked it, unless it would be out of sight.
    const far = values.slice(MOST).filter((value) => chosen.includes(value));
    if (far.length > 0) values.splice(0, values.length, ...far, ...values.filter((value) => !far.includes(value)));
  }

  function update(): void {
    const chosen = spec.chosen();
    const all = spec.values.length;
    fill(summary, chosen.length ? `${count(chosen.length)} of ${count(all)}` : count(all));
    summary.classList.toggle("active", chosen.length > 0);
    clear.hidden = chosen.length === 0;
    stale = true;
    if (element.open) draw();
  }

  update();
  return { element, update };
}
