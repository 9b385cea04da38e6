/** The shortest way between two nodes, walking edges in both directions. */

import { NONE, type GraphData } from "../contract.ts";
import { eachNeighbour } from "./neighbourhood.ts";

export interface Path {
  /** From the first end to the last. */
  readonly rows: readonly number[];
  /** `edges[i]` joins `rows[i]` and `rows[i + 1]`, in either direction. */
  readonly edges: readonly number[];
}

/** One half of the search: the edge by which each node was reached, and the nodes reached last. */
interface Side {
  readonly via: Uint32Array;
  readonly seen: Uint8Array;
  front: number[];
}

/**
 * A path of the fewest edges, or null. Bidirectional breadth-first search; of several shortest paths always the same
 * one, as neighbours are visited in the order of the edges.
 *
 * Walks edges whose byte in `edges` is 1 and passes through nodes whose byte in `nodes` is 1 (null: all); the ends may
 * be any.
 */
export function shortestPath(
  graph: GraphData,
  from: number,
  to: number,
  edges: Uint8Array | null,
  nodes: Uint8Array | null = null,
): Path | null {
  if (from === to) return { rows: [from], edges: [] };
  const start = sideOf(graph, from);
  const end = sideOf(graph, to);
  while (start.front.length > 0 && end.front.length > 0) {
    const [near, far] = start.front.length <= end.front.length ? [start, end] : [end, start];
    const meeting = advance(graph, near, far, edges, nodes);
    if (meeting !== NONE) return joined(graph, start, end, meeting);
  }
  return null;
}

function sideOf(graph: GraphData, row: number): Side {
  const seen = new Uint8Array(graph.nodeCount);
  seen[row] = 1;
  return { via: new Uint32Array(graph.nodeCount).fill(NONE), seen, front: [row] };
}

/** One step of one side; the node in which it met the other, or NONE. */
function advance(
  graph: GraphData,
  near: Side,
  far: Side,
  edges: Uint8Array | null,
  nodes: Uint8Array | null,
): number {
  const next: number[] = [];
  let meeting = NONE;
  for (const row of near.front) {
    eachNeighbour(graph, row, edges, (other, edge) => {
      if (meeting !== NONE || near.seen[other] === 1) return;
      const met = far.seen[other] === 1;
      if (!met && nodes !== null && nodes[other] === 0) return;
      near.seen[other] = 1;
      near.via[other] = edge;
      if (met) meeting = other;
      else next.push(other);
    });
    if (meeting !== NONE) return meeting;
  }
  near.front = next;
  return NONE;
}

function joined(graph: GraphData, start: Side, end: Side, meeting: number): Path {
  const before = walkBack(graph, start, meeting);
  const after = walkBack(graph, end, meeting);
  return {
    rows: [...before.rows.reverse(), meeting, ...after.rows],
    edges: [...before.edges.reverse(), ...after.edges],
  };
}

/** From a node to the end where its side began, without the node itself. */
function walkBack(graph: GraphData, side: Side, row: number): { rows: number[]; edges: number[] } {
  const rows: number[] = [];
  const edges: number[] = [];
  for (let at = row; side.via[at] !== NONE; ) {
    const edge = side.via[at];
    at = graph.source[edge] === at ? graph.target[edge] : graph.source[edge];
    rows.push(at);
    edges.push(edge);
  }
  return { rows, edges };
}
