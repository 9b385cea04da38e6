// The legend, which is also the filter: a click hides or shows.

const MOST_CLUSTERS = 40;

/** One line of the legend; `off` is the set that it puts `key` into when it is switched off. */
function toggle(picture, text, number, off, key) {
  const button = element("button", { type: "button" }, picture,
    element("span", { className: "what", dir: "auto", textContent: text }),
    element("span", { className: "count", textContent: count(number) }));
  button.onclick = () => {
    if (!off.delete(key)) off.add(key);
    refresh();
  };
  button.refresh = () => button.setAttribute("aria-pressed", String(!off.has(key)));
  button.refresh();
  return element("li", {}, button);
}

function refresh() {
  for (const button of $("legend").querySelectorAll("button")) button.refresh();
  shownNodes.refresh();
  shownEdges.refresh();
  if (focus.selected !== null && !isShown(focus.selected)) closePanel();
}

function showAll() {
  for (const off of Object.values(hidden)) off.clear();
  refresh();
}

function kindLines() {
  const samples = new Map();
  for (const entry of nodes) {
    const group = groupOf(entry);
    if (!samples.has(group)) samples.set(group, { entry, number: 0 });
    samples.get(group).number += 1;
  }
  const order = [...Object.keys(page.kinds)].flatMap((kind) => [kind, `${kind} cited`]);
  return order.filter((group) => samples.has(group)).map((group) => {
    const { entry, number } = samples.get(group);
    const name = kindName(entry.kind, 2) + (isHollow(entry) ? ", cited only" : "");
    const sample = { kind: entry.kind, status: entry.status, color: { border: "#7d8794" } };
    return toggle(mark(sample), name, number, hidden.kinds, group);
  });
}

/** A short line in an edge's colour, with a head where the drawing has one. */
function dash(kind, arrow) {
  const picture = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { d: arrow ? "M0 7h13M9 3l4.5 4L9 11" : "M0 7h14", fill: "none", "stroke-width": 1.8 };
  for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
  path.style.stroke = `var(--${kind}, var(--other))`;
  picture.setAttribute("viewBox", "0 0 14 14");
  picture.setAttribute("class", "mark");
  picture.append(path);
  return picture;
}

function linkLines() {
  return [...edgeKinds].sort().map((kind) => {
    const these = edges.filter((edge) => edge.kind === kind);
    return toggle(dash(kind, these[0].arrows), linkName(kind), these.length, hidden.links, kind);
  });
}

function clusterLines() {
  const lines = clusters.slice(0, MOST_CLUSTERS).map(({ cluster, label, colour, nodes: members }) => {
    const swatch = element("span", { className: "mark" });
    swatch.style.cssText = `background: ${colour}; border-radius: 4px`;
    return toggle(swatch, label, members.length, hidden.clusters, cluster);
  });
  const more = clusters.length - MOST_CLUSTERS;
  if (more > 0) lines.push(element("li", { className: "more", textContent: `${count(more)} smaller ones` }));
  return lines;
}

function drawLegend() {
  $("kinds").replaceChildren(...kindLines());
  $("links").replaceChildren(...linkLines());
  $("clusters").replaceChildren(...clusterLines());
  $("cluster-section").hidden = clusters.every(({ cluster }) => cluster === null);
}

drawLegend();
darkMode.addEventListener("change", drawLegend);
