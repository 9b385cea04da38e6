// The page as a whole: counts, mouse and keyboard, first view.

const phone = matchMedia("(max-width: 640px)");
let moved = false;

function showCounts() {
  const counts = Object.entries(page.kinds).map(([kind, number]) => `${count(number)} ${kindName(kind, number).toLowerCase()}`);
  const text = [...counts, `${count(page.edges)} ${page.edges === 1 ? "link" : "links"}`].join(" · ");
  $("counts").textContent = text;
  $("canvas").setAttribute("aria-label", `Drawing of the graph: ${text}. Search to reach its nodes by keyboard.`);
  const some = nodes.length < page.nodes || edges.length < page.edges;
  $("thinned").hidden = !some;
  $("thinned").textContent = `${count(nodes.length)} of ${count(page.nodes)} nodes and ${count(edges.length)} of `
    + `${count(page.edges)} links shown: the most connected, and topics of ${page.minTopic} articles or more. `
    + "The other exports hold all.";
  $("notice").hidden = nodes.length > 0;
  $("notice").textContent = "This graph has no nodes.";
}

function fit() {
  moved = false;
  network.fit({ animation: false, maxZoomLevel: 1.5 });
}

function zoom(factor) {
  moved = true;
  const animation = stillness.matches ? false : { duration: 150, easingFunction: "linear" };
  network.moveTo({ scale: network.getScale() * factor, animation });
}

function showTooltip(id, { x, y }) {
  const entry = node.get(id);
  const about = [entry.publisher ?? (entry.kind === "article" ? null : kindName(entry.kind)), entry.published?.slice(0, 10)];
  const tooltip = $("tooltip");
  tooltip.replaceChildren(
    element("b", { dir: "auto", textContent: entry.name }),
    element("span", { dir: "auto", textContent: about.filter(Boolean).join(" · ") }),
    ...[entry.excerpt?.slice(0, 160), entry.url].filter(Boolean).map((textContent) => element("span", { dir: "auto", textContent })),
  );
  tooltip.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const { clientWidth, clientHeight } = $("stage");
  tooltip.style.left = `${Math.max(4, Math.min(x + 14, clientWidth - width - 4))}px`;
  tooltip.style.top = `${y + 18 + height > clientHeight ? y - height - 12 : y + 18}px`;
}

function hover(id) {
  focus.hovered = id;
  $("canvas").style.cursor = id === null ? "" : "pointer";
  if (id === null) $("tooltip").hidden = true;
}

/** A click whose node lies under the panel it opens brings the node into view. */
function uncover(id) {
  const place = network.canvasToDOM(network.getPosition(id));
  const [stage, panel] = [$("stage").getBoundingClientRect(), $("panel").getBoundingClientRect()];
  const covered = place.x + stage.left > panel.left - 10 && place.y + stage.top > panel.top - 10;
  if (covered) network.moveTo({ position: network.getPosition(id), offset: freeOffset(), animation: !stillness.matches });
}

network.on("click", ({ nodes: [id] }) => {
  if (phone.matches) $("legend").open = false;
  if (id === undefined) return closePanel();
  openPanel(id);
  return uncover(id);
});
network.on("hoverNode", ({ node: id, pointer }) => { hover(id); showTooltip(id, pointer.DOM); });
network.on("blurNode", () => hover(null));
$("canvas").addEventListener("pointerleave", () => hover(null));
network.on("dragStart", () => { moved = true; hover(null); });
network.on("dragEnd", ({ nodes: dragged }) => { if (dragged.length) network.storePositions(); });
network.on("zoom", () => { moved = true; hover(null); });
network.on("resize", () => { if (!moved) fit(); });
network.once("stabilizationIterationsDone", () => {
  network.storePositions();
  network.setOptions({ physics: { enabled: false } });
  fit();
});

$("close").onclick = closePanel;
$("zoom-in").onclick = () => zoom(1.4);
$("zoom-out").onclick = () => zoom(1 / 1.4);
$("zoom-all").onclick = fit;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if ($("results").hidden) closePanel();
    else showResults(false);
  } else if (event.key === "/" && event.target !== $("query")) {
    event.preventDefault();
    $("query").select();
  }
});

$("legend").open = !phone.matches;
phone.addEventListener("change", () => { $("legend").open = !phone.matches; });
showCounts();
fit();

// For the console, as on pyvis' own pages.
window.network = network;
