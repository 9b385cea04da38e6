// The view as SVG text: shapes and labels that one can edit.

import { boxOf, screenX, screenY, type View } from "./camera.ts";
import { css } from "./colours.ts";
import { arrowOf, curveOf, strengthOf } from "./curves.ts";
import type { Overview } from "./engine.ts";
import type { Placed } from "./labels.ts";
import { blendAt, edgeAlpha, pixelsOf } from "./policy.ts";
import type { Scene } from "./scene.ts";
import { DIAMOND, HOLLOW, shapeOf, SQUARE, TRIANGLE } from "./shapes.ts";
import { exactEdges, topNodes, visibleEdges } from "./visible.ts";

/** More elements make files that no program opens gladly. */
const MOST = 20_000;

export function sketch(scene: Scene, overview: Overview, view: View, labels: readonly Placed[]): string {
  const box = boxOf(view, 20);
  const nodes = topNodes(scene, box, MOST / 2).reverse();
  const all = exactEdges(scene, visibleEdges(scene, view, blendAt(scene, view)), box);
  const edges = sampled(all, MOST - nodes.length);
  const { graph, palette } = scene;
  const alpha = edgeAlpha(edges.length, palette.dark);
  const left = all.length > edges.length ? ` ${edges.length} of the ${all.length} edges in view are drawn.` : "";
  const size = `width="${view.width}" height="${view.height}" viewBox="0 0 ${view.width} ${view.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`,
    `<title>${escaped(graph.meta.title)}</title>`,
    `<desc>${nodes.length} nodes in view.${left}</desc>`,
    `<rect width="100%" height="100%" fill="${css(palette.background)}"/>`,
    clusters(overview, scene, view),
    `<g fill="none" stroke-opacity="${alpha.toFixed(3)}">`,
    ...Array.from(edges, (edge) => edgePath(scene, view, edge, alpha)),
    `</g><g>`,
    ...Array.from(nodes, (row) => nodeShape(scene, view, row)),
    `</g>`,
    texts(scene, labels),
    `</svg>\n`,
  ].join("\n");
}

/** Evenly spread ones out of many. */
export function sampled(items: Uint32Array, most: number): Uint32Array {
  if (items.length <= most) return items;
  return Uint32Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]);
}

/** Text that is safe between tags and in attributes; characters that XML forbids are dropped. */
export function escaped(text: string): string {
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "");
  return allowed.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function clusters({ shapes }: Overview, scene: Scene, view: View): string {
  const strength = blendAt(scene, view).clusters;
  if (strength < 0.05) return "";
  const discs = shapes.map(({ x, y, radius, colour }) => {
    const place = `cx="${short(screenX(view, x))}" cy="${short(screenY(view, y))}"`;
    return `<circle ${place} r="${short(radius * view.zoom)}" fill="${css(colour)}"/>`;
  });
  return `<g fill-opacity="${(0.25 * strength).toFixed(3)}">\n${discs.join("\n")}\n</g>`;
}

function edgePath(scene: Scene, view: View, edge: number, alpha: number): string {
  const curve = curveOf(scene, view, edge);
  const colour = css(scene.palette.edges[scene.graph.edgeKind[edge]] ?? scene.palette.text);
  const pen = `stroke="${colour}" stroke-width="${short(curve.width)}" opacity="${short(strengthOf(curve))}"`;
  const { fromX, fromY, controlX, controlY, toX, toY, loop } = curve;
  if (loop) return `<circle cx="${short(controlX)}" cy="${short(controlY)}" r="${short(loop)}" ${pen}/>`;
  const line = `M${short(fromX)} ${short(fromY)}Q${short(controlX)} ${short(controlY)} ${short(toX)} ${short(toY)}`;
  const head = scene.graph.meta.directed ? arrowOf(curve) : null;
  if (!head) return `<path d="${line}" ${pen}/>`;
  const tip = `<path d="M${head.map(short).join(" ")}Z" fill="${colour}" fill-opacity="${alpha.toFixed(2)}"/>`;
  return `<path d="${line}" ${pen}/>${tip}`;
}

function nodeShape(scene: Scene, view: View, row: number): string {
  const shape = shapeOf(scene.graph, scene.shapes, row);
  const radius = pixelsOf(scene.diameters[row], view.zoom) / 2;
  const [x, y] = [screenX(view, scene.x[row]), screenY(view, scene.y[row])];
  const colour = css(scene.colours[row]);
  const hollow = shape >= HOLLOW && radius > 2;
  const ring = `fill="${css(scene.palette.background)}" stroke="${colour}" stroke-width="${short(radius * 0.3)}"`;
  const fill = hollow ? ring : `fill="${colour}"`;
  const form = shape % HOLLOW;
  if (form === SQUARE) {
    const side = radius * 1.76;
    const place = `x="${short(x - side / 2)}" y="${short(y - side / 2)}"`;
    return `<rect ${place} width="${short(side)}" height="${short(side)}" rx="${short(radius * 0.3)}" ${fill}/>`;
  }
  if (form === DIAMOND) return polygon([x, y - radius, x + radius, y, x, y + radius, x - radius, y], fill);
  if (form === TRIANGLE) {
    const half = radius * 0.866;
    return polygon([x, y - radius, x + half, y + radius / 2, x - half, y + radius / 2], fill);
  }
  return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" ${fill}/>`;
}

function polygon(corners: number[], fill: string): string {
  return `<polygon points="${corners.map(short).join(" ")}" ${fill}/>`;
}

function texts(scene: Scene, labels: readonly Placed[]): string {
  const look = `fill="${css(scene.palette.text)}" stroke="${css(scene.palette.halo)}" stroke-width="3.5"`;
  const lines = labels.map(({ label, x, y }) => {
    const [, weight, size] = label.font.match(/^(\d+) ([\d.]+)px/) ?? ["", "400", "12"];
    const place = `x="${short(x)}" y="${short(y)}" font-size="${size}" font-weight="${weight}"`;
    return `<text ${place} opacity="${label.strength.toFixed(2)}">${escaped(label.text)}</text>`;
  });
  const family = `font-family="system-ui, sans-serif" text-anchor="middle" dominant-baseline="central"`;
  return `<g ${family} paint-order="stroke" stroke-linejoin="round" ${look}>\n${lines.join("\n")}\n</g>`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
