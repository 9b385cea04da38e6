// An esbuild plugin: `import source from "worker:NAME"` is the bundled script of src/**/NAME.worker.ts as a text.
import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesIn } from "./files.mjs";

const sources = join(dirname(fileURLToPath(import.meta.url)), "src");

export const workers = {
  name: "workers",
  setup(bundler) {
    bundler.onResolve({ filter: /^worker:/ }, ({ path }) => ({ path: path.slice(7), namespace: "worker" }));
    bundler.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path }) => ({ contents: await bundled(path), loader: "text" }));
  },
};

async function bundled(name) {
  const entry = filesIn(sources, `${name}.worker.ts`)[0];
  if (!entry) throw new Error(`there is no src/**/${name}.worker.ts`);
  const options = { bundle: true, minify: true, write: false, format: "iife", target: "es2022", charset: "ascii", legalComments: "none" };
  const built = await build({ ...options, entryPoints: [entry] });
  return built.outputFiles[0].text;
}
