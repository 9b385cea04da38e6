// Bundles test/**/*.test.ts and runs them with Node's own runner: `npm test [-- part of a path]`.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { filesIn } from "./files.mjs";
import { workers } from "./workers.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv[2] ?? "";
const entryPoints = filesIn(join(here, "test"), ".test.ts").filter((path) => relative(here, path).includes(wanted));
if (!entryPoints.length) {
  console.error(`no test has ${wanted} in its path`);
  process.exit(2);
}
const outdir = join(here, "node_modules", ".tests", String(process.pid));
try {
  await build({ entryPoints, outdir, outbase: join(here, "test"), bundle: true, platform: "node", format: "esm",
    target: "node20", sourcemap: "inline", outExtension: { ".js": ".mjs" }, logLevel: "warning", plugins: [workers] });
  const built = filesIn(outdir, ".test.mjs");
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built], { stdio: "inherit", cwd: here });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
