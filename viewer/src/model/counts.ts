/** How many nodes each value of a filter would show, given all the other filters. */

import { NONE, type GraphData } from "../contract.ts";
import { ARTICLE, edgeKindNumber, kindNumber } from "./kinds.ts";
import { HIDDEN, STATUSES, statusOf, type Sifted } from "./shown.ts";

export interface Counts {
  /** Nodes of each kind and of each cluster; articles of each status. */
  readonly kinds: Uint32Array;
  readonly clusters: Uint32Array;
  readonly statuses: Uint32Array;
  /** Edges of each kind between nodes that are shown. */
  readonly edgeKinds: Uint32Array;
  /** Articles of each publisher and about each topic, by row. */
  readonly articles: Uint32Array;
}

/** Count for each filter what the others leave. */
export function countsOf(graph: GraphData, sifted: Sifted): Counts {
  return { ...countNodes(graph, sifted.hidden), ...countEdges(graph, sifted) };
}

function countNodes(graph: GraphData, hidden: Uint16Array): Pick<Counts, "kinds" | "clusters" | "statuses"> {
  const kinds = new Uint32Array(graph.meta.kinds.length);
  const clusters = new Uint32Array(graph.meta.clusters.length);
  const statuses = new Uint32Array(STATUSES.length);
  const article = kindNumber(graph, ARTICLE);
  for (let row = 0; row < graph.nodeCount; row++) {
    const why = hidden[row];
    if ((why & ~HIDDEN.kind) === 0) kinds[graph.kind[row]]++;
    if ((why & ~HIDDEN.cluster) === 0 && graph.cluster[row] !== NONE) clusters[graph.cluster[row]]++;
    if ((why & ~HIDDEN.status) === 0 && graph.kind[row] === article) countStatus(statuses, graph.flags[row]);
  }
  return { kinds, clusters, statuses };
}

function countStatus(statuses: Uint32Array, flags: number): void {
  const bits = statusOf(flags);
  for (let at = 0; at < statuses.length; at++) statuses[at] += (bits >> at) & 1;
}

function countEdges(graph: GraphData, { nodes, hidden }: Sifted): Pick<Counts, "edgeKinds" | "articles"> {
  const edgeKinds = new Uint32Array(graph.meta.edgeKinds.length);
  const articles = new Uint32Array(graph.nodeCount);
  const others = othersOf(graph);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const kind = graph.edgeKind[edge];
    const from = graph.source[edge];
    const to = graph.target[edge];
    edgeKinds[kind] += nodes[from] & nodes[to];
    if ((hidden[from] & ~others[kind]) === 0) articles[to]++;
  }
  return { edgeKinds, articles };
}

/** For each kind of edge, the reason for hiding that its own filter gives. */
function othersOf(graph: GraphData): Uint16Array {
  const own = new Uint16Array(graph.meta.edgeKinds.length);
  const set = (name: string, reason: number): void => {
    const kind = edgeKindNumber(graph, name);
    if (kind >= 0) own[kind] = reason;
  };
  set("published_by", HIDDEN.publisher);
  set("about", HIDDEN.topic);
  return own;
}
