// The spotlight: all but the selected node and its neighbours fade.

const focus = { hovered: null, selected: null };
const VEIL = 0.8;

/** The edges at a node, with their other ends, that are not switched off. */
const spotlit = (id) => around.get(id).filter(({ edge, other }) => isShown(other.id) && !hidden.links.has(edge.kind));

/** The outline of a node's shape, as vis-network draws it. */
function outline(context, kind, { x, y, radius }) {
  context.beginPath();
  if (kind === "article") context.arc(x, y, radius, 0, 2 * Math.PI);
  else if (kind === "provider") context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else if (kind === "topic") polygon(context, x, y, radius, 4);
  else polygon(context, x, y, radius, 3);
}

function polygon(context, x, y, radius, corners) {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = (2 * Math.PI * corner) / corners - Math.PI / 2;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
}

function drawNode(context, entry, place, lineWidth, colours) {
  const radius = Math.max(place.radius, 4);
  outline(context, entry.kind, { ...place, radius });
  context.fillStyle = colours.background;
  context.strokeStyle = colours.border;
  context.lineWidth = lineWidth;
  context.fill();
  context.stroke();
}

function drawLine(context, from, to, colour, arrow) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const tip = { x: to.x - Math.cos(angle) * (to.radius + 2), y: to.y - Math.sin(angle) * (to.radius + 2) };
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1.6;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(tip.x, tip.y);
  context.stroke();
  if (arrow) drawHead(context, tip, angle);
}

function drawHead(context, tip, angle) {
  context.beginPath();
  for (const [length, turn] of [[0, 0], [9, 0.4], [9, -0.4]]) {
    context.lineTo(tip.x - length * Math.cos(angle + turn), tip.y - length * Math.sin(angle + turn));
  }
  context.fill();
}

drawOnTop((context, view) => {
  const id = focus.selected;
  const place = id === null ? null : placeOf(id, view);
  if (!place) return;
  context.globalAlpha = VEIL;
  context.fillStyle = themeColour("paper");
  context.fillRect(0, 0, view.width, view.height);
  context.globalAlpha = 1;
  const ends = spotlit(id).map((end) => ({ ...end, place: placeOf(end.other.id, view) }));
  for (const { edge, out, place: there } of ends) {
    drawLine(context, out ? place : there, out ? there : place, edgeColour(edge.kind), edge.arrows);
  }
  for (const { other, place: there } of ends) drawNode(context, other, there, 1.5, paint(other));
  drawNode(context, node.get(id), place, 3, { ...paint(node.get(id)), border: themeColour("ink") });
});
