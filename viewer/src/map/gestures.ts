// What the gestures do to the map, and what the page hears of them.

import { NONE, type MapEvents } from "../contract.ts";
import { mapX, mapY, MOST_ZOOM, zoomedAt, type View } from "./camera.ts";
import { shapeAt, type ClusterShape } from "./clusters.ts";
import type { Overview } from "./engine.ts";
import type { Gestures } from "./input.ts";
import type { Outline } from "./overlay.ts";
import { nodeNear, nodesInside } from "./picking.ts";
import { blendAt, home, MOST_NODES_AT_FIRST } from "./policy.ts";
import type { Scene } from "./scene.ts";

const NEAR_MOUSE = 12;
const NEAR_TOUCH = 24;

/** What the gestures ask of the map. */
export interface Board {
  readonly scene: Scene;
  readonly element: HTMLElement;
  view(): View;
  overview(): Overview;
  go(camera: { x: number; y: number; zoom: number }, animate: boolean): void;
  outline(corners: Outline): void;
  emit<Name extends keyof MapEvents>(name: Name, ...args: Parameters<MapEvents[Name]>): void;
}

export interface MapGestures extends Gestures {
  lassoing: boolean;
}

export function makeGestures(board: Board): MapGestures {
  const { scene, element, view, emit } = board;
  let hovered = NONE;
  let grabbed = NONE;
  let corners: [number, number][] = [];

  function hover(row: number): void {
    if (row !== hovered) emit("hover", row);
    hovered = row;
  }

  function clusterAt(x: number, y: number): ClusterShape | null {
    if (blendAt(scene, view()).clusters <= 0.5) return null;
    return shapeAt(board.overview().shapes, mapX(view(), x), mapY(view(), y));
  }

  function cursor(kind: string): void {
    element.style.cursor = gestures.lassoing ? "crosshair" : kind;
  }

  const gestures: MapGestures = {
    lassoing: false,
    grab(x, y, touch) {
      corners = [[x, y]];
      if (gestures.lassoing) return "lasso";
      cursor("grabbing");
      const few = scene.nodes.order.length <= MOST_NODES_AT_FIRST;
      grabbed = few ? nodeNear(scene, view(), x, y, touch ? 8 : 3) : NONE;
      if (grabbed === NONE) hover(NONE);
      return grabbed === NONE ? "pan" : "node";
    },
    pan(dx, dy) {
      const { x, y, zoom } = view();
      board.go({ x: x - dx / zoom, y: y + dy / zoom, zoom }, false);
    },
    node(x, y) {
      emit("drag", grabbed, mapX(view(), x), mapY(view(), y));
    },
    lasso(x, y) {
      corners.push([x, y]);
      board.outline(corners);
    },
    zoom(x, y, factor, smooth) {
      const least = Math.min(home(scene, view()).zoom / 2, MOST_ZOOM);
      board.go(zoomedAt(view(), x, y, factor, least), smooth);
    },
    tap(x, y, event) {
      const row = nodeNear(scene, view(), x, y, event.pointerType === "touch" ? NEAR_TOUCH : NEAR_MOUSE);
      const shape = row === NONE ? clusterAt(x, y) : null;
      if (shape) emit("cluster", shape.cluster);
      else emit("click", row, event);
    },
    hover(x, y) {
      hover(nodeNear(scene, view(), x, y, NEAR_MOUSE));
      cursor(hovered !== NONE || clusterAt(x, y) ? "pointer" : "grab");
    },
    leave: () => hover(NONE),
    drop(dragged) {
      cursor("grab");
      grabbed = NONE;
      if (dragged && gestures.lassoing && corners.length > 2) emit("lasso", nodesInside(scene, view(), corners));
      corners = [];
      board.outline(corners);
    },
  };
  return gestures;
}
