/** A node's relations, one by one and summed up between publishers. */

import type { GraphData } from "../contract.ts";
import { edgeKindNumber } from "./kinds.ts";

/** Kinds of edges by which one article refers to another. */
export const REFERENCES = ["related", "links_to"] as const;

export interface Relation {
  readonly edge: number;
  readonly other: number;
}

export interface Group {
  readonly kind: string;
  readonly way: "out" | "in";
  readonly relations: readonly Relation[];
}

/** A node's relations by kind and direction: what leaves it first, in the order of its list; then the newest first. */
export function groupsOf(graph: GraphData, row: number): Group[] {
  const groups: Group[] = [];
  for (const [number, kind] of graph.meta.edgeKinds.entries()) {
    const out: Relation[] = [];
    for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) {
      if (graph.edgeKind[edge] === number) out.push({ edge, other: graph.target[edge] });
    }
    const into: Relation[] = [];
    for (let at = graph.inStart[row]; at < graph.inStart[row + 1]; at++) {
      const edge = graph.inEdges[at];
      if (graph.edgeKind[edge] === number) into.push({ edge, other: graph.source[edge] });
    }
    into.sort((one, other) => graph.day[other.other] - graph.day[one.other] || one.other - other.other);
    groups.push({ kind, way: "out", relations: out }, { kind, way: "in", relations: into });
  }
  return groups.filter((group) => group.relations.length > 0);
}

const known = new WeakMap<GraphData, Uint32Array>();

/** How often each article is referred to, in the whole graph. */
export function referrals(graph: GraphData): Uint32Array {
  const counts = known.get(graph) ?? new Uint32Array(graph.nodeCount);
  if (known.has(graph)) return counts;
  const kinds = REFERENCES.map((kind) => edgeKindNumber(graph, kind));
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (kinds.includes(graph.edgeKind[edge])) counts[graph.target[edge]]++;
  }
  known.set(graph, counts);
  return counts;
}

export interface Neighbours {
  /** Publishers that its articles refer to, and those whose articles refer to its own: row and how often. */
  readonly to: readonly (readonly [row: number, times: number])[];
  readonly from: readonly (readonly [row: number, times: number])[];
}

/** Which publishers a publisher has to do with, through the articles of both. */
export function publisherNeighbours(graph: GraphData, publisher: number): Neighbours {
  const kinds = REFERENCES.map((kind) => edgeKindNumber(graph, kind));
  const to = new Map<number, number>();
  const from = new Map<number, number>();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (!kinds.includes(graph.edgeKind[edge])) continue;
    const source = graph.publisher[graph.source[edge]];
    const target = graph.publisher[graph.target[edge]];
    if (source === target) continue;
    if (source === publisher && target < graph.nodeCount) to.set(target, (to.get(target) ?? 0) + 1);
    if (target === publisher && source < graph.nodeCount) from.set(source, (from.get(source) ?? 0) + 1);
  }
  return { to: sorted(to), from: sorted(from) };
}

/** Topics that articles about this one are about, too: row and how many articles. */
export function topicNeighbours(graph: GraphData, topic: number): readonly (readonly [row: number, times: number])[] {
  const about = edgeKindNumber(graph, "about");
  const beside = new Map<number, number>();
  for (let at = graph.inStart[topic]; at < graph.inStart[topic + 1]; at++) {
    if (graph.edgeKind[graph.inEdges[at]] !== about) continue;
    const article = graph.source[graph.inEdges[at]];
    for (let edge = graph.outStart[article]; edge < graph.outStart[article + 1]; edge++) {
      const other = graph.target[edge];
      if (graph.edgeKind[edge] === about && other !== topic) beside.set(other, (beside.get(other) ?? 0) + 1);
    }
  }
  return sorted(beside);
}

function sorted(counts: ReadonlyMap<number, number>): [number, number][] {
  return [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
}
