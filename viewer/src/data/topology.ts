/** Edges from both ends: who leaves, who enters, how many, and who publishes. */

import { NONE } from "../contract.ts";
import { offsets } from "./texts.ts";

export interface Topology {
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly outStart: Uint32Array;
  readonly inStart: Uint32Array;
  readonly inEdges: Uint32Array;
  readonly degree: Uint32Array;
}

/** `out` is how many edges leave each node; the edges are sorted by source. */
export function topology(out: Uint32Array, target: Uint32Array): Topology {
  const outStart = offsets(out);
  const source = new Uint32Array(target.length);
  const entering = new Uint32Array(out.length);
  const degree = out.slice();
  for (let row = 0; row < out.length; row++) source.fill(row, outStart[row], outStart[row + 1]);
  for (const row of target) {
    entering[row]!++;
    degree[row]!++;
  }
  const inStart = offsets(entering);
  return { source, target, outStart, inStart, inEdges: entered(inStart, target), degree };
}

function entered(inStart: Uint32Array, target: Uint32Array): Uint32Array {
  const next = inStart.slice();
  const edges = new Uint32Array(target.length);
  for (let edge = 0; edge < target.length; edge++) edges[next[target[edge]!]!++] = edge;
  return edges;
}

/** The target of each node's first edge of a kind, or NONE. */
export function firstTarget(ends: Topology, edgeKind: Uint8Array, kind: number): Uint32Array {
  const first = new Uint32Array(ends.degree.length).fill(NONE);
  for (let edge = edgeKind.length - 1; edge >= 0; edge--) {
    if (edgeKind[edge] === kind) first[ends.source[edge]!] = ends.target[edge]!;
  }
  return first;
}
