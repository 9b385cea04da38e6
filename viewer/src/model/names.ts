/** What nodes are called. */

import type { GraphData } from "../contract.ts";

/** A node's name, with its domain where others bear the same; what stands for it where it has none. */
export function nameOf({ labels, meta }: GraphData, row: number): string {
  const name = labels.at(row).trim() || "(no title)";
  const domain = meta.domains[row];
  return domain ? `${name} (${domain})` : name;
}
