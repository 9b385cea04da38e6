/** What several nodes have in common: counts by kind, publisher, topic and cluster, dates, the most important. */

import { NONE, NO_DAY, type GraphData } from "../contract.ts";
import { ARTICLE, edgeKindNumber, kindNumber } from "./kinds.ts";

/** A number (a kind, a row, a cluster) and how many of the nodes have it. */
export type Tally = readonly [number: number, count: number];

export interface Summary {
  readonly count: number;
  readonly kinds: readonly Tally[];
  /** Of the articles, by row, most frequent first. */
  readonly publishers: readonly Tally[];
  readonly topics: readonly Tally[];
  readonly clusters: readonly Tally[];
  /** First and last day, or null if nothing has a date. */
  readonly days: readonly [number, number] | null;
  readonly undated: number;
  /** Edges with both ends among the nodes. */
  readonly inner: number;
  /** The rows with the highest values, the highest first: of the articles, if there are any. */
  readonly top: readonly number[];
}

export function summarise(graph: GraphData, rows: readonly number[], importance: Float32Array, most = 10): Summary {
  const articles = rows.filter((row) => graph.kind[row] === kindNumber(graph, ARTICLE));
  const days = articles.map((row) => graph.day[row]).filter((day) => day !== NO_DAY);
  return {
    count: rows.length,
    kinds: tally(rows.map((row) => graph.kind[row])),
    publishers: tally(targets(graph, articles, "published_by")),
    topics: tally(targets(graph, articles, "about")),
    clusters: tally(rows.map((row) => graph.cluster[row]).filter((cluster) => cluster !== NONE)),
    days: days.length > 0 ? [least(days), -least(days.map((day) => -day))] : null,
    undated: articles.length - days.length,
    inner: innerEdges(graph, rows),
    top: highest(articles.length > 0 ? articles : rows, importance, most),
  };
}

/** How often each number occurs, most frequent first, then by number. */
function tally(numbers: readonly number[]): Tally[] {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
}

function targets(graph: GraphData, rows: readonly number[], edgeKind: string): number[] {
  const kind = edgeKindNumber(graph, edgeKind);
  const found: number[] = [];
  for (const row of rows) {
    for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) {
      if (graph.edgeKind[edge] === kind) found.push(graph.target[edge]);
    }
  }
  return found;
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other), Infinity);
}

function innerEdges(graph: GraphData, rows: readonly number[]): number {
  const inside = new Uint8Array(graph.nodeCount);
  for (const row of rows) inside[row] = 1;
  let count = 0;
  for (const row of rows) {
    for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) count += inside[graph.target[edge]];
  }
  return count;
}

function highest(rows: readonly number[], values: Float32Array, most: number): number[] {
  const known = rows.filter((row) => !Number.isNaN(values[row]));
  return known.sort((one, other) => values[other] - values[one] || one - other).slice(0, most);
}
