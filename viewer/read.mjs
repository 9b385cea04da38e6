// Prints what a page holds as JSON, read by the page's own reader: `node read.mjs PAGE`. For tests.
import { build } from "esbuild";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const outfile = join(here, "node_modules", ".tests", `read-${process.pid}.mjs`);
try {
  const entryPoints = [join(here, "test", "data", "read.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "warning" });
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
