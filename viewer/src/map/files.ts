// The view as a picture in a file.

import type { View } from "./camera.ts";
import type { Engine } from "./engine.ts";
import type { Overlay } from "./overlay.ts";

/** Larger canvases are refused by some browsers. */
const MOST_SIDE = 8_192;

/** A PNG of the view with its labels, `scale` pixels for each CSS pixel. */
export function pngOf(engine: Engine, overlay: Overlay, view: View, scale: number): Promise<Blob> {
  const ratio = Math.min(scale, MOST_SIDE / Math.max(view.width, view.height));
  const canvas = engine.picture({ ...view, ratio });
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    overlay.drawOn(pen, view);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser could not make the picture"))));
  });
}
