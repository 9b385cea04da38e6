/** Saving what the map shows as a picture. */

import type { App } from "../contract.ts";
import { fileName, save } from "./files.ts";

/** Pixels of the file for each pixel of the screen. */
const SCALE = 2;

export async function savePng(app: App): Promise<void> {
  save(await app.map.png(SCALE), fileName("map", "png"));
  app.say("Saved the map as PNG");
}

export function saveSvg(app: App): void {
  save(new Blob([app.map.svg()], { type: "image/svg+xml" }), fileName("map", "svg"));
  app.say("Saved the map as SVG");
}
