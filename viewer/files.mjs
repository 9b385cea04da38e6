// The files below a folder that end in a suffix, sorted by path.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function filesIn(folder, suffix) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(suffix));
  return names.map((name) => join(folder, name)).sort();
}
