// deck.gl with binary attributes: the two cheapest layers for points and lines.

import { Deck, OrthographicView } from "@deck.gl/core";
import { LineLayer, ScatterplotLayer } from "@deck.gl/layers";
import { colourOf, columns, complete } from "./data.ts";

const { x, y, size, cluster, source, target } = await columns();
const places = new Float32Array(x.length * 2);
const colours = new Uint8Array(x.length * 3);
for (let row = 0; row < x.length; row++) {
  places.set([x[row], y[row]], 2 * row);
  const colour = colourOf(cluster[row]);
  colours.set([colour >> 16, (colour >> 8) & 255, colour & 255], 3 * row);
}
const from = new Float32Array(source.length * 2);
const to = new Float32Array(source.length * 2);
for (let edge = 0; edge < source.length; edge++) {
  from.set([x[source[edge]], y[source[edge]]], 2 * edge);
  to.set([x[target[edge]], y[target[edge]]], 2 * edge);
}
const span = x.reduce((most, each) => Math.max(most, Math.abs(each)), 1);
let view = { target: [0, 0, 0] as [number, number, number], zoom: Math.log2(380 / span) };
let drawn = false;
const deck = new Deck({
  parent: document.getElementById("map") as HTMLDivElement,
  views: new OrthographicView({ flipY: false }),
  viewState: view,
  layers: [
    new LineLayer({
      id: "edges",
      data: {
        length: source.length,
        attributes: { getSourcePosition: { value: from, size: 2 }, getTargetPosition: { value: to, size: 2 } },
      },
      getColor: [180, 190, 205, 60],
      getWidth: 1,
      pickable: false,
    }),
    new ScatterplotLayer({
      id: "nodes",
      data: {
        length: x.length,
        attributes: {
          getPosition: { value: places, size: 2 },
          getFillColor: { value: colours, size: 3 },
          getRadius: { value: size.map((each) => each / 2), size: 1 },
        },
      },
      radiusMinPixels: 0.8,
      pickable: false,
    }),
  ],
  onAfterRender: () => {
    if (!drawn) complete();
    drawn = true;
  },
});
window.bench = {
  pan(dx, dy) {
    const scale = 2 ** view.zoom;
    const [across, up] = view.target;
    view = { ...view, target: [across - dx / scale, up + dy / scale, 0] };
    deck.setProps({ viewState: view });
  },
  zoom(factor) {
    view = { ...view, zoom: view.zoom + Math.log2(factor) };
    deck.setProps({ viewState: view });
  },
};
