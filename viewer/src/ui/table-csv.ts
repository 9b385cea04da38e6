/** Nodes and relations as CSV with their ids, addresses and dates, written in slices of time. */

import { NONE, type App, type Details } from "../contract.ts";
import { kindOf } from "../model/kinds.ts";
import { csvLine, type Field } from "../model/csv.ts";
import { breath, clusterName, dateOf, statusText } from "./table-columns.ts";

const SLICE = 40;
/** Lines that become one text of the file. */
const PIECE = 4096;
/** A byte order mark, or spreadsheets take UTF-8 for something else. */
const MARK = "\ufeff";

export type Progress = (part: number) => void;

/** A table of all these nodes in their order; null if `signal` stopped it. */
export async function nodesCsv(app: App, rows: Uint32Array, progress: Progress, signal: AbortSignal): Promise<Blob | null> {
  const { graph } = app;
  const { metrics } = graph.meta;
  const values = await Promise.all(metrics.map((name) => graph.metric(name)));
  const head = ["id", "kind", "label", "url", "published", "date", "status", "publisher", "cluster", "cluster_label", "all_relations"];
  const line = async (row: number): Promise<string> => {
    const details = await graph.details(row);
    return csvLine([...nodeFields(app, row, details), ...values.map((column) => single(column[row]))]);
  };
  return tableOf(csvLine([...head, ...metrics]), rows, line, progress, signal);
}

function nodeFields({ graph }: App, row: number, { id, url, published }: Details): Field[] {
  const cluster = graph.cluster[row];
  return [
    id,
    kindOf(graph, row),
    graph.labels.at(row),
    url,
    published,
    dateOf(graph, row),
    statusText(graph, row),
    graph.publisher[row] === NONE ? null : graph.labels.at(graph.publisher[row]),
    cluster === NONE ? null : cluster + 1,
    clusterName(graph, row),
    graph.degree[row],
  ];
}

/** Fractions with the five digits that the file keeps of them. */
function single(value: number): number {
  return Number.isFinite(value) && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

/** A table of all these relations in their order; null if `signal` stopped it. */
export async function edgesCsv(app: App, edges: Uint32Array, progress: Progress, signal: AbortSignal): Promise<Blob | null> {
  const { graph } = app;
  const ids = await idsOf(app, edges, signal);
  if (ids === null) return null;
  const head = ["source", "source_label", "kind", "target", "target_label", "files", "rank", "first", "last", "file", "line"];
  const line = async (edge: number): Promise<string> => {
    const [source, target] = [graph.source[edge], graph.target[edge]];
    const details = (await graph.details(source)).edges[edge - graph.outStart[source]];
    const place = details?.places[0];
    const ends = [ids[source], graph.labels.at(source), graph.meta.edgeKinds[graph.edgeKind[edge]], ids[target], graph.labels.at(target)];
    const rest = [details?.rank ?? null, details?.first ?? null, details?.last ?? null, place?.file ?? null, place?.line ?? null];
    return csvLine([...ends, graph.weight[edge], ...rest]);
  };
  return tableOf(csvLine(head), edges, line, progress, signal);
}

/** The ids of all ends, by row: details are read in the order in which they lie in the file. */
async function idsOf({ graph }: App, edges: Uint32Array, signal: AbortSignal): Promise<string[] | null> {
  const wanted = new Uint8Array(graph.nodeCount);
  for (const edge of edges) wanted[graph.source[edge]] = wanted[graph.target[edge]] = 1;
  const ids: string[] = [];
  const rest = slices();
  for (let row = 0; row < graph.nodeCount; row++) {
    if (wanted[row] === 1) ids[row] = (await graph.details(row)).id;
    await rest();
    if (signal.aborted) return null;
  }
  return ids;
}

/** Lines stand in the order of `rows`, and are made in that of the file, in which the details lie. */
async function tableOf(
  head: string,
  rows: Uint32Array,
  line: (row: number) => Promise<string>,
  progress: Progress,
  signal: AbortSignal,
): Promise<Blob | null> {
  const lines = new Map<number, string>();
  const rest = slices();
  for (const row of rows.slice().sort()) {
    lines.set(row, await line(row));
    if (await rest()) progress(lines.size / rows.length);
    if (signal.aborted) return null;
  }
  const pieces = [MARK, head];
  for (let at = 0; at < rows.length; at += PIECE) {
    pieces.push(Array.from(rows.subarray(at, at + PIECE), (row) => lines.get(row)).join(""));
  }
  return new Blob(pieces, { type: "text/csv;charset=utf-8" });
}

/** True after a pause, which comes when the slice of time is used up. */
function slices(): () => boolean | Promise<boolean> {
  let start = performance.now();
  return () => {
    if (performance.now() - start < SLICE) return false;
    return breath().then(() => {
      start = performance.now();
      return true;
    });
  };
}
