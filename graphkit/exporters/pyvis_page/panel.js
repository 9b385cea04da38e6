// The panel: everything known of one node, and its neighbours to go on from.

const FEW = 25;
const GROUPS = [
  ["related", true, "Refers to"],
  ["related", false, "Referred to by"],
  ["published_by", false, "Articles"],
  ["about", false, "Articles about it"],
];
const STATUS = { collected: "collected: has a file of its own", cited: "cited: known only from mentions" };

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = {
  article: "M7 1.5a5.5 5.5 0 1 0 .01 0z",
  provider: "M2 2h10v10H2z",
  topic: "M7 .5 13.5 7 7 13.5.5 7z",
  other: "M7 1 13.5 12.5H.5z",
};

/** A node's shape and colours as a small picture. */
function mark(entry) {
  const { background, border } = paint(entry);
  const picture = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { d: OUTLINES[entry.kind] ?? OUTLINES.other, fill: background, stroke: border, "stroke-width": 1.8 };
  for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
  picture.setAttribute("viewBox", "0 0 14 14");
  picture.setAttribute("class", "mark");
  picture.setAttribute("aria-hidden", "true");
  picture.append(path);
  return picture;
}

function nodeButton(entry) {
  const text = element("span", { dir: "auto", textContent: entry.name });
  return element("button", { type: "button", className: "node", onclick: () => visit(entry.id) }, mark(entry), text);
}

/** Labels as buttons where the page has the node, else as text. */
function named(entry, kind, labels) {
  const here = new Map(around.get(entry.id).filter(({ edge, out }) => out && edge.kind === kind).map(({ other }) => [other.name, other]));
  return element("div", { className: "chips" }, ...labels.map((label) =>
    here.has(label) ? nodeButton(here.get(label)) : element("span", { dir: "auto", textContent: label })));
}

function clusterChip(entry) {
  const swatch = element("span", { className: "swatch" });
  swatch.style.background = entry.color.border;
  return element("span", { dir: "auto" }, swatch, clusterName(entry));
}

const number = (value) => (value === undefined ? null : String(Number(value.toPrecision(3))));

/** The rows of the table; those with nothing to say are left out. */
function facts(entry) {
  const { publisher, topics, authors, names, in_degree: into, out_degree: outOf, degree } = entry;
  const links = into === undefined || outOf === undefined ? "" : ` (${count(into)} in, ${count(outOf)} out)`;
  return [
    ["Publisher", publisher && named(entry, "published_by", [publisher])],
    ["Published", entry.published?.slice(0, 10)],
    ["Topics", topics && named(entry, "about", topics)],
    ["Authors", authors?.join(", ")],
    ["Status", STATUS[entry.status] ?? entry.status],
    ["Domain", entry.domain],
    ["Also named", names?.join(" · ")],
    ["Cluster", entry.cluster === undefined ? null : clusterChip(entry)],
    ["Links", degree === undefined ? null : count(degree) + links],
    ["PageRank", number(entry.pagerank)],
    ["Betweenness", number(entry.betweenness)],
  ].filter(([, value]) => value);
}

function factTable(entry) {
  const rows = facts(entry).flatMap(([name, value]) =>
    [element("dt", { textContent: name }), element("dd", { dir: "auto" }, value)]);
  return element("dl", {}, ...rows);
}

/** Neighbours by relation and direction; publisher and topics already stand among the facts. */
function groups(entry) {
  const others = edgeKinds.filter((kind) => !(kind in LINKS));
  const more = others.flatMap((kind) => [[kind, true, linkName(kind)], [kind, false, `${linkName(kind)} (from)`]]);
  return [...GROUPS, ...more].map(([kind, out, heading]) => {
    const found = around.get(entry.id).filter((end) => end.edge.kind === kind && end.out === out);
    return { heading, found: found.map(({ other }) => other).sort((one, two) => two.size - one.size) };
  }).filter(({ found }) => found.length > 0);
}

function groupList({ heading, found }) {
  const list = element("ul", {}, ...found.slice(0, FEW).map((other) => element("li", {}, nodeButton(other))));
  if (found.length > FEW) {
    const rest = element("button", { type: "button", className: "node", textContent: `Show all ${count(found.length)}` });
    rest.onclick = () => list.replaceChildren(...found.map((other) => element("li", {}, nodeButton(other))));
    list.append(element("li", {}, rest));
  }
  return element("section", {}, element("h3", { textContent: `${heading} (${count(found.length)})` }), list);
}

/** How many links of a node are not on the page. */
function missing(entry) {
  const rest = (entry.degree ?? 0) - around.get(entry.id).reduce((sum, { edge }) => sum + (edge.from === edge.to ? 2 : 1), 0);
  return rest > 0 ? element("p", { className: "more excerpt", textContent: `${count(rest)} more links are not on this page.` }) : null;
}

function details(entry) {
  const kind = isHollow(entry) ? `${kindName(entry.kind)}, cited only` : kindName(entry.kind);
  const title = entry.url ? link(entry.url, entry.name) : entry.name;
  const address = entry.url && title === entry.name ? element("p", { className: "address", textContent: entry.url }) : null;
  return [
    element("p", { className: "kind" }, mark(entry), kind),
    element("h2", { dir: "auto", tabIndex: -1 }, title),
    address,
    entry.excerpt ? element("p", { className: "excerpt", dir: "auto", textContent: entry.excerpt }) : null,
    factTable(entry),
    ...groups(entry).map(groupList),
    missing(entry),
  ].filter((part) => part !== null);
}

function openPanel(id) {
  focus.selected = id;
  $("details").replaceChildren(...details(node.get(id)));
  $("panel").hidden = false;
  $("panel").scrollTop = 0;
  $("tooltip").hidden = true;
}

function closePanel() {
  focus.selected = null;
  $("panel").hidden = true;
  network.unselectAll();
}

/** The middle of what the panel leaves free, as an offset from the canvas's middle. */
function freeOffset() {
  const [stage, panel] = [$("stage").getBoundingClientRect(), $("panel").getBoundingClientRect()];
  const isSheet = panel.width > stage.width * 0.8;
  return isSheet ? { x: 0, y: -panel.height / 2 } : { x: -(panel.width + 12) / 2, y: 0 };
}

/** Select a node, show its details and bring it to the middle. */
function visit(id) {
  if (!isShown(id)) showAll();
  network.selectNodes([id]);
  openPanel(id);
  $("details").querySelector("h2").focus({ preventScroll: true });
  const animation = stillness.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  network.moveTo({ position: network.getPosition(id), offset: freeOffset(), scale: Math.max(network.getScale(), 0.9), animation });
}
