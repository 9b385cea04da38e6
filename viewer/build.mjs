// Builds the page's script and style from src/ into the Python package: the same bytes from the same sources.
import { build } from "esbuild";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { filesIn } from "./files.mjs";
import { workers } from "./workers.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [entry = join(here, "src", "main.ts"), target = join(here, "..", "graphkit", "exporters", "html")] =
  process.argv.slice(2);

const common = { bundle: true, minify: true, write: false, target: "es2022", legalComments: "none", logLevel: "warning" };

const styles = filesIn(join(here, "src"), ".css").map((path) => `@import "./${relative(here, path).split(sep).join("/")}";`);
const css = await build({ ...common, stdin: { contents: styles.join("\n"), resolveDir: here, loader: "css" } });
const js = await build({ ...common, entryPoints: [entry], format: "iife", charset: "ascii", metafile: true, plugins: [workers] });

write("viewer.css", css.outputFiles[0].text, /<\/style|<!--/i);
write("viewer.js", js.outputFiles[0].text, /<\/script|<script|<!--/i);
writeLicences(Object.keys(js.metafile.inputs));
copyFileSync(join(here, "src", "frame.html"), join(target, "frame.html"));

/** A file of the package; text that would end its element in the page is refused. */
function write(name, text, forbidden) {
  const found = text.match(forbidden);
  if (found) throw new Error(`${name} holds ${found[0]}, which would break the page`);
  writeFileSync(join(target, name), text);
}

/** The licences of what was bundled from node_modules, if anything was. */
function writeLicences(inputs) {
  const packages = inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean);
  const texts = [...new Set(packages)].sort().map((name) => `${name}\n\n${licence(name)}\n`);
  const file = join(target, "LICENSES.txt");
  if (texts.length) writeFileSync(file, texts.join("\n"));
  else if (existsSync(file)) rmSync(file);
}

function licence(name) {
  const folder = join(here, "node_modules", name);
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE"].map((each) => join(folder, each)).find(existsSync);
  if (!file) throw new Error(`${name} has no licence file`);
  return readFileSync(file, "utf8").trim();
}
