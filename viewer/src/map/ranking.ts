// The shown nodes by importance: the most important are drawn last, named first and kept crisp in motion.

import { sortByKey } from "./tiles.ts";

const LEVELS = 1024;

/** Rows by diameter, the largest first. */
export function ranked(rows: Uint32Array, diameters: Float32Array): Uint32Array {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < rows.length; i++) {
    const diameter = diameters[rows[i]];
    if (diameter < least) least = diameter;
    if (diameter > most) most = diameter;
  }
  const step = (LEVELS - 1) / Math.max(most - least, 1e-6);
  const keys = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = Math.round((most - diameters[rows[i]]) * step);
  return sortByKey(rows, keys, LEVELS).order;
}
