/** What the tables of nodes and of relations have as columns: a text for each cell, keys to sort by. */

import { CITED, DRAFT, NONE, NO_DAY, type App, type GraphData } from "../contract.ts";
import { dayText } from "../model/address.ts";
import { ARTICLE, kindOf } from "../model/kinds.ts";
import { nameOf } from "../model/names.ts";
import { numberKeys, textRanks, wholeKeys } from "../model/sorting.ts";
import { count, figure, kindTitle, metricHint, metricName, relationName } from "./words.ts";

export interface Column {
  readonly name: string;
  readonly title: string;
  readonly hint: string;
  /** Width in rem. */
  readonly width: number;
  readonly numeric: boolean;
  text(row: number): string;
  /** The node that the cell names and selects, or NONE. */
  node(row: number): number;
  /** Keys for `sortRows`, by row. */
  keys(descending: boolean): Promise<Uint32Array>;
}

type Given = Pick<Column, "name" | "title" | "text" | "keys"> & Partial<Column>;

function column(given: Given): Column {
  return { hint: "", width: 7, numeric: false, node: () => NONE, ...given };
}

export const breath = (): Promise<void> => new Promise((resume) => setTimeout(resume));

const ranks = new WeakMap<GraphData, Promise<Uint32Array>>();

/** The place of each node's name in the order of names; computed once. */
function nameRanks(graph: GraphData): Promise<Uint32Array> {
  const known = ranks.get(graph) ?? textRanks(graph.labels, breath);
  ranks.set(graph, known);
  return known;
}

/** Ranks of what a row points to, NONE where it points to nothing. */
async function ranksBy(graph: GraphData, of: Uint32Array, descending: boolean): Promise<Uint32Array> {
  const byName = await nameRanks(graph);
  return wholeKeys(of.map((row) => (row === NONE ? NONE : byName[row])), descending, NONE);
}

export async function nodeColumns({ graph }: App): Promise<Column[]> {
  const metrics = await Promise.all(graph.meta.metrics.map((name) => metricColumn(graph, name)));
  const own = graph.meta.metrics.includes("degree") ? [] : [relations(graph)];
  return [name(graph), date(graph), publisher(graph), kind(graph), status(graph), cluster(graph), ...own, ...metrics];
}

const own = (row: number): number => row;

function name(graph: GraphData): Column {
  return column({
    name: "label",
    title: "Name",
    width: 21,
    text: (row) => nameOf(graph, row),
    node: own,
    keys: async (descending) => wholeKeys(await nameRanks(graph), descending),
  });
}

function kind(graph: GraphData): Column {
  return column({
    name: "kind",
    title: "Kind",
    width: 5.5,
    text: (row) => kindTitle(kindOf(graph, row)),
    keys: async (descending) => wholeKeys(graph.kind, descending),
  });
}

function publisher(graph: GraphData): Column {
  return column({
    name: "publisher",
    title: "Publisher",
    width: 11,
    text: (row) => (graph.publisher[row] === NONE ? "" : nameOf(graph, graph.publisher[row])),
    keys: (descending) => ranksBy(graph, graph.publisher, descending),
  });
}

function date(graph: GraphData): Column {
  return column({
    name: "date",
    title: "Date",
    text: (row) => dateOf(graph, row),
    keys: async (descending) => numberKeys(Float32Array.from(graph.day, (day) => (day === NO_DAY ? NaN : day)), descending),
  });
}

export function dateOf(graph: GraphData, row: number): string {
  return graph.day[row] === NO_DAY ? "" : dayText(graph.day[row]);
}

function status(graph: GraphData): Column {
  return column({
    name: "status",
    title: "Status",
    hint: "collected: has a file of its own; cited: known from others",
    text: (row) => statusText(graph, row),
    keys: async (descending) => wholeKeys(statusKeys(graph), descending, NONE),
  });
}

export function statusText(graph: GraphData, row: number): string {
  if (kindOf(graph, row) !== ARTICLE) return "";
  const flags = graph.flags[row];
  return flags & CITED ? "cited" : flags & DRAFT ? "collected, draft" : "collected";
}

function statusKeys(graph: GraphData): Uint32Array {
  const article = graph.meta.kinds.indexOf(ARTICLE);
  return Uint32Array.from(graph.flags, (flags, row) => {
    if (graph.kind[row] !== article) return NONE;
    return flags & CITED ? 2 : flags & DRAFT ? 1 : 0;
  });
}

function cluster(graph: GraphData): Column {
  return column({
    name: "cluster",
    title: "Cluster",
    hint: "in the order of their size",
    width: 11,
    text: (row) => clusterName(graph, row),
    keys: async (descending) => wholeKeys(graph.cluster, descending, NONE),
  });
}

export function clusterName(graph: GraphData, row: number): string {
  const number = graph.cluster[row];
  return number === NONE ? "" : graph.meta.clusters[number].label || `Cluster ${number + 1}`;
}

function relations(graph: GraphData): Column {
  return column({
    name: "relations",
    title: metricName("degree"),
    hint: "in and out, of all kinds",
    numeric: true,
    text: (row) => count(graph.degree[row]),
    keys: async (descending) => wholeKeys(graph.degree, descending),
  });
}

async function metricColumn(graph: GraphData, metric: string): Promise<Column> {
  const values = await graph.metric(metric);
  return column({
    name: metric,
    title: metricName(metric),
    hint: metricHint(metric),
    numeric: true,
    text: (row) => (Number.isNaN(values[row]) ? "" : figure(values[row])),
    keys: async (descending) => numberKeys(values, descending),
  });
}

export async function edgeColumns({ graph }: App): Promise<Column[]> {
  return [
    end(graph, "source", "From", graph.source),
    column({
      name: "kind",
      title: "Relation",
      width: 9,
      text: (edge) => relationName(graph.meta.edgeKinds[graph.edgeKind[edge]]),
      keys: async (descending) => wholeKeys(graph.edgeKind, descending),
    }),
    end(graph, "target", "To", graph.target),
    endDate(graph, "source_date", "Date of From", graph.source),
    endDate(graph, "target_date", "Date of To", graph.target),
    column({
      name: "weight",
      title: "Files",
      hint: "how many files declare it",
      numeric: true,
      text: (edge) => count(graph.weight[edge]),
      keys: async (descending) => numberKeys(graph.weight, descending),
    }),
  ];
}

function end(graph: GraphData, name: string, title: string, rows: Uint32Array): Column {
  return column({
    name,
    title,
    width: 22,
    text: (edge) => nameOf(graph, rows[edge]),
    node: (edge) => rows[edge],
    keys: (descending) => ranksBy(graph, rows, descending),
  });
}

function endDate(graph: GraphData, name: string, title: string, rows: Uint32Array): Column {
  return column({
    name,
    title,
    text: (edge) => dateOf(graph, rows[edge]),
    keys: async (descending) => {
      const days = Float32Array.from(rows, (row) => (graph.day[row] === NO_DAY ? NaN : graph.day[row]));
      return numberKeys(days, descending);
    },
  });
}
