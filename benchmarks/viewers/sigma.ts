// sigma.js 3 with its cheapest programs, and without labels.

import { MultiUndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, NodePointProgram } from "sigma/rendering";
import { colourOf, columns, complete } from "./data.ts";

const data = await columns();
const graph = new MultiUndirectedGraph();
for (let row = 0; row < data.x.length; row++) {
  const color = `#${colourOf(data.cluster[row]).toString(16).padStart(6, "0")}`;
  graph.addNode(row, { x: data.x[row], y: data.y[row], size: Math.max(1, data.size[row] / 8), color });
}
for (let edge = 0; edge < data.source.length; edge++) graph.addEdge(data.source[edge], data.target[edge], {});
const sigma = new Sigma(graph, document.getElementById("map") as HTMLElement, {
  defaultNodeType: "point",
  defaultEdgeType: "line",
  nodeProgramClasses: { point: NodePointProgram },
  edgeProgramClasses: { line: EdgeLineProgram },
  defaultEdgeColor: "#e0e4ea",
  renderLabels: false,
  enableEdgeEvents: false,
});
const camera = sigma.getCamera();
window.bench = {
  pan(dx, dy) {
    const { width, height } = sigma.getDimensions();
    const side = Math.min(width, height);
    const { x, y, ratio } = camera.getState();
    camera.setState({ x: x - (dx / side) * ratio, y: y + (dy / side) * ratio });
  },
  zoom(factor) {
    camera.setState({ ratio: camera.getState().ratio / factor });
  },
};
complete();
