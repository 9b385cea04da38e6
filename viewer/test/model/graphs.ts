/** Small graphs for tests, from lists of edges. */

import { NO_DAY, NONE, type GraphData } from "../../src/contract.ts";
import { topology } from "../../src/data/topology.ts";

export type Link = readonly [source: number, target: number, kind?: number];

export interface Columns {
  readonly kind?: readonly number[];
  readonly day?: readonly (number | null)[];
  readonly cluster?: readonly number[];
}

/** A graph of `count` nodes; kinds are article, provider, topic; related, published_by, about. */
export function graphOf(count: number, links: readonly Link[], columns: Columns = {}): GraphData {
  const sorted = [...links].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const out = new Uint32Array(count);
  for (const [source] of sorted) out[source]++;
  const ends = topology(out, Uint32Array.from(sorted, ([, target]) => target));
  return {
    ...ends,
    nodeCount: count,
    edgeCount: sorted.length,
    kind: Uint8Array.from(columns.kind ?? new Uint8Array(count)),
    edgeKind: Uint8Array.from(sorted, ([, , kind]) => kind ?? 0),
    day: Int32Array.from(columns.day ?? Array(count).fill(null), (day) => day ?? NO_DAY),
    cluster: Uint32Array.from(columns.cluster ?? new Uint32Array(count).fill(NONE)),
    meta: {
      kinds: ["article", "provider", "topic"],
      edgeKinds: ["related", "published_by", "about"],
    },
  } as unknown as GraphData;
}
