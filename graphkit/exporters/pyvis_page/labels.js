// Labels: the most important that fit, at a size that does not change with the zoom.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const LINE = 14;
const SPARSE = 250;
const LARGE = 24;
const widths = new Map();

const crowded = nodes.length > SPARSE;
const clusters = clusterList();
const clusterLabels = clusters.filter((entry) => entry.cluster !== null && entry.label && entry.nodes.length > 4).slice(0, 14);

/** The clusters by size: { cluster, label, colour, nodes }. */
function clusterList() {
  const found = new Map();
  for (const entry of nodes) {
    const cluster = entry.cluster ?? null;
    const label = cluster === null ? "No cluster" : clusterName(entry);
    if (!found.has(cluster)) found.set(cluster, { cluster, label, colour: entry.color.border, nodes: [] });
    found.get(cluster).nodes.push(entry);
  }
  return [...found.values()].sort((one, two) => two.nodes.length - one.nodes.length || one.cluster - two.cluster);
}

const overlaps = (one, two) =>
  one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;

/** Where a label may go: below, above, right or left of its node. */
function candidates({ x, y, radius }, width) {
  const box = (left, top) => ({ left, top, right: left + width, bottom: top + LINE });
  const gap = radius + 4;
  return [
    box(x - width / 2, y + gap), box(x - width / 2, y - gap - LINE),
    box(x + gap, y - LINE / 2), box(x - gap - width, y - LINE / 2),
  ];
}

function measure(context, text) {
  const key = context.font + text;
  if (!widths.has(key)) widths.set(key, context.measureText(text).width);
  return widths.get(key);
}

function write(context, text, { left, top }, colour, halo, haloWidth = 3.5) {
  context.lineWidth = haloWidth;
  context.strokeStyle = halo;
  context.strokeText(text, left, top);
  context.fillStyle = colour;
  context.fillText(text, left, top);
}

/** A node in the view, or null if it is not to be seen. */
function onScreen(id, view) {
  const place = placeOf(id, view);
  const seen = place && place.x > -20 && place.x < view.width + 20 && place.y > -20 && place.y < view.height + 20;
  return seen ? place : null;
}

/** Hovered and selected first, then the selected one's neighbours, or all by importance. */
function labelOrder() {
  const first = [focus.hovered, focus.selected].filter((id) => id !== null);
  const rest = focus.selected === null ? byImportance : spotlit(focus.selected).map(({ other }) => other);
  return new Set([...first, ...rest.map(({ id }) => id)]);
}

function drawLabels(context, view) {
  const [ink, paper] = [themeColour("ink"), themeColour("paper")];
  const taken = [];
  const order = labelOrder();
  const inTheWay = obstacles(order, view);
  if (crowded && focus.selected === null) drawClusterLabels(context, view, taken, ink, paper);
  const most = Math.round((view.width * view.height) / (crowded ? 14000 : 5000));
  let drawn = 0;
  for (const id of order) {
    if (drawn >= most) break;
    drawn += drawLabel(context, id, view, taken, inTheWay, ink, paper) ? 1 : 0;
  }
}

function drawLabel(context, id, view, taken, inTheWay, ink, paper) {
  const place = onScreen(id, view);
  const special = id === focus.hovered || id === focus.selected;
  if (!place || (!special && place.radius < 2.5)) return false;
  context.font = `${special ? "600 " : ""}12px ${FONT}`;
  const text = node.get(id).label;
  const boxes = candidates(place, measure(context, text));
  const legible = boxes.filter((box) => box.left > 2 && box.right < view.width - 2 && !taken.some((other) => overlaps(box, other)));
  const clear = legible.find((box) => !inTheWay.some((other) => overlaps(box, other)));
  const box = clear ?? (special || place.radius > LARGE ? legible[0] : null) ?? (special ? boxes[0] : null);
  if (!box) return false;
  taken.push(box);
  write(context, text, box, ink, paper);
  return true;
}

/** On a crowded map seen from afar, the names of the large clusters say where one is. */
function drawClusterLabels(context, view, taken, ink, paper) {
  context.font = `650 ${view.width < 500 ? 13 : 15}px ${FONT}`;
  for (const { label, colour, nodes: members } of clusterLabels) {
    const places = members.map(({ id }) => onScreen(id, view)).filter((place) => place !== null);
    if (places.length < members.length / 2) continue;
    const middle = (key) => places.reduce((sum, place) => sum + place[key], 0) / places.length;
    const width = measure(context, label);
    const left = Math.max(4, Math.min(middle("x") - width / 2, view.width - width - 4));
    const top = middle("y") - LINE / 2;
    const box = { left, top, right: left + width, bottom: top + 18 };
    if (taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    write(context, label, box, mix(colour, ink, 0.35), paper, 5);
  }
}

/** Where there are not too many nodes in view, labels keep off them. */
function obstacles(ids, view) {
  const places = [...ids].map((id) => onScreen(id, view)).filter((place) => place !== null);
  if (places.length > SPARSE) return [];
  return places.map(({ x, y, radius }) => ({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }));
}

drawOnTop((context, view) => {
  context.textBaseline = "top";
  context.lineJoin = "round";
  drawLabels(context, view);
});
