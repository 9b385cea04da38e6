/** What is lit on the map: the hovered or selected node's neighbourhood, a path, a selection. One at a time. */

import { NONE, type App, type GraphData, type MapView, type Store } from "../contract.ts";

interface Lit {
  readonly nodes: Uint32Array;
  readonly edges: Uint32Array | null;
}

export interface Lights {
  readonly light: App["light"];
}

/** Light what is hovered, else what was lit by name, else what is selected. */
export function makeLights(graph: GraphData, store: Store, map: MapView): Lights {
  const named = new Map<string, Lit>();
  let hovered = NONE;

  function mark(): void {
    const { selected, pinned } = store.state;
    const lit = litOf(graph, store, hovered, named, selected);
    map.mark({ nodes: lit?.nodes ?? null, edges: lit?.edges ?? null, selected, hovered, pinned: Uint32Array.from(pinned) });
  }

  map.on("hover", (row) => {
    hovered = row;
    mark();
  });
  store.listen((changed) => {
    if (changed.has("selected") || changed.has("pinned") || changed.has("shown")) mark();
  });
  mark();

  function light(name: string, nodes: Uint32Array | null, edges: Uint32Array | null = null): void {
    if (nodes) named.set(name, { nodes, edges });
    else if (!named.delete(name)) return;
    mark();
  }
  return { light };
}

function litOf(
  graph: GraphData,
  store: Store,
  hovered: number,
  named: ReadonlyMap<string, Lit>,
  selected: number,
): Lit | null {
  if (hovered !== NONE) return aroundOf(graph, store, hovered);
  const [first] = named.values();
  if (first) return first;
  return selected !== NONE && store.shown.nodes[selected] ? aroundOf(graph, store, selected) : null;
}

/** A node, its shown edges and their other ends. */
export function aroundOf(graph: GraphData, { shown }: Store, row: number): Lit {
  const nodes = new Set([row]);
  const edges: number[] = [];
  const add = (edge: number, other: number): void => {
    if (!shown.edges[edge]) return;
    edges.push(edge);
    nodes.add(other);
  };
  for (let edge = graph.outStart[row]; edge < graph.outStart[row + 1]; edge++) add(edge, graph.target[edge]);
  for (let at = graph.inStart[row]; at < graph.inStart[row + 1]; at++) {
    add(graph.inEdges[at], graph.source[graph.inEdges[at]]);
  }
  return { nodes: Uint32Array.from(nodes), edges: Uint32Array.from(edges) };
}
