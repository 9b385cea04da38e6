/** The tables of nodes and of relations: all that the map shows, for those who read rather than look. */

import type { App, View } from "../contract.ts";
import { sortRows } from "../model/sorting.ts";
import { button, fill, h } from "./dom.ts";
import { copyText, fileName, save } from "./files.ts";
import { addKey } from "./keyboard.ts";
import { edgeColumns, nodeColumns, type Column } from "./table-columns.ts";
import { edgesCsv, nodesCsv } from "./table-csv.ts";
import { makeTableRows, type Order, type TableRows } from "./table-rows.ts";
import { count } from "./words.ts";

type Kind = Exclude<View, "map">;

interface Table {
  readonly columns: readonly Column[];
  readonly rows: TableRows;
  order: Order;
}

/** A text that is too long for the clipboard of some systems. */
const LONGEST = 50_000_000;

export function mount(app: App, host: HTMLElement): void {
  const tables: Partial<Record<Kind, Promise<Table>>> = {};
  const box = h("input", { type: "search", class: "field", placeholder: "Filter by name", "aria-label": "Filter the table by name" });
  const says = h("p", { class: "table-says", role: "status" });
  const copy = button("Copy CSV", () => void csv(copyBlob), { class: "quiet" });
  const keep = button("Save CSV", () => void csv(saveBlob), { class: "quiet" });
  const stop = button("Stop", () => job?.abort(), { class: "quiet" });
  const place = h("div", { class: "table-place" });
  fill(host, h("div", { class: "table-bar" }, box, says, copy, keep, stop), place);
  stop.hidden = true;
  let job: AbortController | null = null;
  let drawing = 0;
  let listed: Uint32Array = new Uint32Array(0);

  const kindNow = (): Kind | null => (app.store.state.view === "map" ? null : app.store.state.view);

  async function draw(): Promise<void> {
    const kind = kindNow();
    const mine = ++drawing;
    if (kind === null) return;
    const slow = setTimeout(() => fill(says, "Sorting …"), 150);
    try {
      const table = await (tables[kind] ??= make(kind));
      const rows = await rowsOf(app, kind, box.value, table);
      if (mine !== drawing) return;
      if (place.firstChild !== table.rows.element) fill(place, table.rows.element);
      listed = rows;
      table.rows.show(rows, table.order);
      fill(says, totals(app, kind, rows.length));
    } catch (error) {
      fill(says, error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(slow);
    }
  }

  async function make(kind: Kind): Promise<Table> {
    const columns = kind === "nodes" ? await nodeColumns(app) : await edgeColumns(app);
    const label = kind === "nodes" ? "Nodes" : "Relations";
    const rows = makeTableRows({ app, label, columns, sort: (name) => void sort(kind, name), choosable: kind === "nodes" });
    return { columns, rows, order: kind === "nodes" ? { column: "date", descending: true } : { column: "kind", descending: false } };
  }

  /** The other direction if it is sorted by this column; numbers begin with the greatest. */
  async function sort(kind: Kind, name: string): Promise<void> {
    const table = await tables[kind]!;
    const { numeric } = table.columns.find((column) => column.name === name)!;
    const descending = table.order.column === name ? !table.order.descending : numeric;
    table.order = { column: name, descending };
    await draw();
  }

  async function csv(give: (blob: Blob) => Promise<void>): Promise<void> {
    const kind = kindNow();
    if (kind === null) return;
    job?.abort();
    const { signal } = (job = new AbortController());
    const write = kind === "nodes" ? nodesCsv : edgesCsv;
    stop.hidden = false;
    try {
      const blob = await write(app, listed, (part) => fill(says, `Writing … ${Math.floor(part * 100)} %`), signal);
      if (blob) await give(blob);
    } catch (error) {
      app.say(error instanceof Error ? error.message : String(error));
    }
    if (signal === job.signal) stop.hidden = true;
    fill(says, totals(app, kind, listed.length));
  }

  async function copyBlob(blob: Blob): Promise<void> {
    if (blob.size > LONGEST) return app.say("That is too much to copy; save a file instead.");
    await copyText(app, await blob.text(), `${count(listed.length)} rows`);
  }

  async function saveBlob(blob: Blob): Promise<void> {
    save(blob, fileName(kindNow() === "edges" ? "relations" : "nodes", "csv"));
    app.say(`Saved ${count(listed.length)} rows`);
  }

  box.addEventListener("input", () => void draw());
  app.store.listen((changed) => {
    if (changed.has("view") || changed.has("shown")) void draw();
    else if (changed.has("selected") || changed.has("selection")) void redraw();
  });
  async function redraw(): Promise<void> {
    const kind = kindNow();
    if (kind !== null && tables[kind]) (await tables[kind]).rows.redraw();
  }
  addKey(["Shift+T"], "Views", "Filter the table", () => box.focus());
  void draw();
}

/** What is shown and fits the text, in the table's order. */
async function rowsOf(app: App, kind: Kind, text: string, { columns, order }: Table): Promise<Uint32Array> {
  const { store } = app;
  const mask = kind === "nodes" ? store.shown.nodes : store.shown.edges;
  const fits = fitting(app, kind, text.trim());
  const rows = new Uint32Array(mask.length);
  let total = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row] === 1 && fits(row)) rows[total++] = row;
  const column = columns.find(({ name }) => name === order.column)!;
  return sortRows(rows.slice(0, total), await column.keys(order.descending));
}

/** Nodes whose name the search finds; relations one of whose ends it finds. */
function fitting({ graph, search }: App, kind: Kind, text: string): (row: number) => boolean {
  if (text === "") return () => true;
  const found = new Uint8Array(graph.nodeCount);
  for (const { row } of search.titles(text, graph.nodeCount)) found[row] = 1;
  return kind === "nodes" ? (row) => found[row] === 1 : (edge) => (found[graph.source[edge]] | found[graph.target[edge]]) === 1;
}

function totals({ graph }: App, kind: Kind, listed: number): string {
  const all = kind === "nodes" ? graph.nodeCount : graph.edgeCount;
  const name = kind === "nodes" ? "nodes" : "relations";
  return listed === all ? `${count(all)} ${name}` : `${count(listed)} of ${count(all)} ${name}`;
}
