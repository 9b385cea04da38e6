// The explorer's map on the columns of the benchmark, without the panes around it.

import { NONE, type GraphData, type Theme } from "../../viewer/src/contract.ts";
import { makeMap } from "../../viewer/src/map/index.ts";
import { colourOf, columns, complete, type Columns } from "./data.ts";

const THEME: Theme = {
  dark: false,
  background: "#ffffff",
  text: "#1d2430",
  halo: "#ffffff",
  accent: "#c2410c",
  edgeColours: ["#4a6fa5"],
};

export async function show(all: boolean): Promise<void> {
  const data = await columns();
  const graph = graphOf(data);
  const map = makeMap(document.getElementById("map") as HTMLElement, graph, THEME);
  map.look(data.cluster.map(colourOf), data.size);
  map.full(all);
  window.bench = {
    pan(dx, dy) {
      const { x, y, zoom } = map.camera;
      map.go({ x: x - dx / zoom, y: y + dy / zoom, zoom }, false);
    },
    zoom: (factor) => map.go({ ...map.camera, zoom: map.camera.zoom * factor }, false),
  };
  await map.settled();
  complete();
}

function graphOf(data: Columns): GraphData {
  const nodeCount = data.x.length;
  const edgeCount = data.source.length;
  const outStart = new Uint32Array(nodeCount + 1);
  for (const row of data.source) outStart[row + 1]++;
  for (let row = 0; row < nodeCount; row++) outStart[row + 1] += outStart[row];
  const clusters = data.cluster.reduce((most, each) => Math.max(most, each + 1), 0);
  const nothing = new Uint32Array();
  return {
    ...data,
    meta: {
      format: 1,
      graphkit: "",
      title: "benchmark",
      directed: true,
      kinds: ["article"],
      edgeKinds: ["related"],
      clusters: Array.from({ length: clusters }, (_, cluster) => ({ label: `Cluster ${cluster}`, count: 1 })),
      metrics: [],
      minTopic: 1,
      chunk: 2048,
      images: false,
    },
    nodeCount,
    edgeCount,
    outStart,
    kind: new Uint8Array(nodeCount),
    flags: new Uint8Array(nodeCount),
    day: new Int32Array(),
    labels: { count: nodeCount, at: (row) => `How the ${row} article came to be read` },
    edgeKind: new Uint8Array(edgeCount),
    weight: new Float32Array(edgeCount).fill(1),
    inStart: nothing,
    inEdges: nothing,
    publisher: nothing,
    degree: nothing,
    metric: () => Promise.resolve(data.size),
    details: () => Promise.reject(new Error("none")),
    find: () => Promise.resolve(NONE),
  };
}
