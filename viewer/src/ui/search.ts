/** The search field: titles as one types, then excerpts, addresses and names as they are found. */

import { NONE, type App, type Hit } from "../contract.ts";
import { kindOf } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";
import { button, fill, h } from "./dom.ts";
import { glyphOf, icon } from "./icons.ts";
import { addKey } from "./keyboard.ts";
import { reveal } from "./reveal.ts";
import { count, dayName, kindTitle } from "./words.ts";

const MOST = 50;
/** Everything is searched once the reader pauses. */
const PAUSE = 250;

export function mountSearch(app: App, host: HTMLElement): void {
  const box = h("input", {
    type: "text",
    id: "search",
    class: "field",
    role: "combobox",
    placeholder: "Search titles, texts, publishers, topics",
    "aria-label": "Search",
    "aria-expanded": "false",
    "aria-controls": "hits",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
  });
  const list = h("div", { id: "hits", class: "hits", role: "listbox", "aria-label": "Found" });
  const note = h("p", { class: "hits-note" });
  const clear = button("", () => write(""), { class: "icon-button clear", "aria-label": "Clear the search" });
  clear.append(icon("close"));
  const hint = h("kbd", { class: "hint", "aria-hidden": "true" }, "/");
  const found = h("div", { class: "found" }, list, note);
  fill(host, h("div", { class: "search-box" }, icon("search"), box, hint, clear), found);

  let hits: Hit[] = [];
  let current = -1;
  let running = new AbortController();
  let timer = 0;

  box.addEventListener("input", () => app.store.set({ query: box.value }, true));
  box.addEventListener("keydown", onKey);
  app.store.listen((changed) => {
    if (changed.has("query")) run();
    if (changed.has("shown")) draw();
  });
  addKey(["/"], "Search", "Search", () => {
    document.documentElement.dataset["pane"] = "left";
    box.focus();
    box.select();
  });
  run();

  function write(text: string): void {
    app.store.set({ query: text }, true);
    box.focus();
  }

  function run(): void {
    const { query } = app.store.state;
    if (box.value !== query) box.value = query;
    running.abort();
    clearTimeout(timer);
    running = new AbortController();
    const { signal } = running;
    hits = query.trim() ? app.search.titles(query, MOST) : [];
    current = hits.length ? 0 : -1;
    draw();
    if (query.trim()) timer = window.setTimeout(() => void searchEverywhere(query, signal), PAUSE);
    else fill(note);
  }

  async function searchEverywhere(query: string, signal: AbortSignal): Promise<void> {
    const titles = hits.length;
    fill(note, "Searching texts and addresses …");
    try {
      for await (const more of app.search.everywhere(query, 4 * MOST, signal)) {
        if (signal.aborted) return;
        const seen = new Set(hits.map((hit) => hit.row));
        const others = [...hits.slice(titles), ...more.filter((hit) => !seen.has(hit.row))];
        hits = [...hits.slice(0, titles), ...others.sort((one, other) => other.score - one.score)];
        if (current < 0 && hits.length) current = 0;
        draw();
      }
      if (!signal.aborted) fill(note, summary(titles, hits.length - titles));
    } catch (error) {
      if (!signal.aborted) fill(note, error instanceof Error ? error.message : String(error));
    }
  }

  function draw(): void {
    const open = hits.length > 0;
    box.setAttribute("aria-expanded", String(open));
    clear.hidden = box.value === "";
    hint.hidden = box.value !== "";
    found.hidden = box.value.trim() === "";
    list.hidden = !open;
    list.replaceChildren(...hits.map((hit, at) => row(hit, at)));
    point();
  }

  function row(hit: Hit, at: number): HTMLElement {
    const { graph, store } = app;
    const hidden = store.shown.nodes[hit.row] ? "" : " out";
    const element = h(
      "div",
      { class: `hit${hidden}`, role: "option", id: `hit-${at}`, "aria-selected": "false" },
      glyphOf(graph, hit.row),
      h("span", { class: "hit-title" }, nameOf(graph, hit.row)),
      h("span", { class: "hit-note" }, noteOf(app, hit)),
    );
    element.addEventListener("click", () => choose(at));
    return element;
  }

  /** Move the screen reader's and the eye's pointer to the current hit. */
  function point(): void {
    for (const [at, element] of [...list.children].entries()) {
      element.setAttribute("aria-selected", String(at === current));
      if (at === current) element.scrollIntoView({ block: "nearest" });
    }
    if (current >= 0) box.setAttribute("aria-activedescendant", `hit-${current}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function choose(at: number): void {
    const hit = hits[at];
    if (!hit) return;
    current = at;
    point();
    app.store.set({ selected: hit.row });
    reveal(app, hit.row);
  }

  function onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length) {
      event.preventDefault();
      current = (current + step + hits.length) % hits.length;
      point();
    } else if (event.key === "Enter") choose(current);
    else if (event.key === "Escape") {
      event.preventDefault();
      if (box.value) write("");
      else app.map.element.focus();
    }
  }
}

/** What stands below a hit's title: what it is, whose, when, and where the words were found. */
function noteOf({ graph }: App, hit: Hit): string {
  const kind = kindOf(graph, hit.row);
  const publisher = graph.publisher[hit.row];
  const parts = kind === "article" ? [] : [kindTitle(kind)];
  if (publisher !== NONE) parts.push(nameOf(graph, publisher));
  parts.push(dayName(graph.day[hit.row]));
  if (hit.where !== "title" && hit.where !== "label") parts.push(`found in ${hit.where === "provider" ? "publisher" : hit.where}`);
  return parts.filter(Boolean).join(" · ");
}

function summary(titles: number, others: number): string {
  if (titles + others === 0) return "Nothing found. Fewer or other words may help.";
  const more = titles >= MOST || others >= 4 * MOST ? "First of many: " : "";
  return `${more}${count(titles)} by name, ${count(others)} elsewhere`;
}
