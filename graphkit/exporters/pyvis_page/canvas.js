// The drawing: vis-network with the theme's colours.

const darkMode = matchMedia("(prefers-color-scheme: dark)");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const themeColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const edgeColour = (kind) => themeColour(kind) || themeColour("other");

/** Two `#rrggbb` colours mixed; `share` is that of the first. */
function mix(one, two, share) {
  const part = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part(one, at) * share + part(two, at) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Fill and border of a node: articles full or hollow, providers dark-edged, topics pale. */
function paint(entry, paper = themeColour("paper"), ink = themeColour("ink")) {
  const hue = entry.color.border;
  if (isHollow(entry)) return { background: paper, border: hue };
  if (entry.kind === "provider") return { background: hue, border: mix(ink, hue, 0.65) };
  if (entry.kind === "topic") return { background: mix(hue, paper, 0.3), border: hue };
  return { background: hue, border: hue };
}

function nodeStyle(entry, paper, ink) {
  const { background, border } = paint(entry, paper, ink);
  const lit = { background, border: ink };
  return { id: entry.id, color: { background, border, highlight: lit, hover: lit } };
}

/** The more edges, the fainter each, so that a crowd of them does not hide the nodes. */
const edgeOpacity = Math.max(0.16, Math.min(0.8, 12 / Math.sqrt(edges.length)));

function edgeStyle(edge, colours) {
  return { id: edge.id, color: { color: colours[edge.kind], opacity: edgeOpacity } };
}

const edgeKinds = [...new Set(edges.map((edge) => edge.kind))];

function styled() {
  const [paper, ink] = ["paper", "ink"].map(themeColour);
  const colours = Object.fromEntries(edgeKinds.map((kind) => [kind, edgeColour(kind)]));
  return [nodes.map((entry) => nodeStyle(entry, paper, ink)), edges.map((edge) => edgeStyle(edge, colours))];
}

/** What vis-network is given: no `title`, so that it never makes a popup, and no label, as we draw our own. */
function bare(entry, style) {
  const { id, shape, size, x, y } = entry;
  return { id, shape, size, x, y, ...style };
}

const [nodeStyles, edgeStyles] = styled();
const nodeSet = new vis.DataSet(nodes.map((entry, row) => bare(entry, nodeStyles[row])));
const edgeSet = new vis.DataSet(edges.map(({ from, to, arrows }, row) => ({ from, to, arrows, ...edgeStyles[row] })));

const hidden = { kinds: new Set(), links: new Set(), clusters: new Set() };
const groupOf = (entry) => (isHollow(entry) ? `${entry.kind} cited` : entry.kind);
const isShown = (id) => {
  const entry = node.get(id);
  return !hidden.kinds.has(groupOf(entry)) && !hidden.clusters.has(entry.cluster ?? null);
};
const shownNodes = new vis.DataView(nodeSet, { filter: ({ id }) => isShown(id) });
const shownEdges = new vis.DataView(edgeSet, { filter: ({ id }) => !hidden.links.has(edges[id].kind) });

const busy = nodes.length > 1000;
const network = new vis.Network($("canvas"), { nodes: shownNodes, edges: shownEdges }, {
  ...options,
  interaction: { ...options.interaction, hideEdgesOnDrag: busy, hideEdgesOnZoom: busy, selectConnectedEdges: false },
});

/** Zooming in shall part the nodes, not blow them up: what vis-network scales with the view shrinks against it. */
const shrink = (scale) => Math.max(scale, 1) ** -0.65;

network.on("beforeDrawing", () => {
  const factor = shrink(network.getScale());
  for (const [id, drawn] of Object.entries(network.body.nodes)) resize(drawn, node.get(id).size * factor);
  for (const { options: drawn } of Object.values(network.body.edges)) {
    drawn.width = options.edges.width * factor;
    drawn.arrows.to.scaleFactor = options.edges.arrows.to.scaleFactor * factor;
  }
});

function resize(drawn, size) {
  if (drawn.options.size === size) return;
  drawn.options.size = size;
  drawn.needsRefresh();
}

/** What of the graph the canvas shows now, in pixels. */
function viewOf(context) {
  const { clientWidth: width, clientHeight: height } = context.canvas;
  return { width, height, centre: network.getViewPosition(), scale: network.getScale() };
}

/** A node's place in the view, or null if it is switched off. */
function placeOf(id, { width, height, centre, scale }) {
  if (!isShown(id)) return null;
  const { x, y } = network.getPosition(id);
  return { x: (x - centre.x) * scale + width / 2, y: (y - centre.y) * scale + height / 2, radius: node.get(id).size * scale * shrink(scale) };
}

/** Calls `draw(context, view)` after each drawing, in pixels of the canvas. */
function drawOnTop(draw) {
  network.on("afterDrawing", (context) => {
    const ratio = context.canvas.width / context.canvas.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context, viewOf(context));
    context.restore();
  });
}

darkMode.addEventListener("change", () => {
  const [nodeChanges, edgeChanges] = styled();
  nodeSet.update(nodeChanges);
  edgeSet.update(edgeChanges);
});
