// Copies the editor from node_modules into the Python package, with the licences of all that it holds.
// With --check it writes nothing and fails if what is in the package is something else.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "graphkit", "serve", "static");
const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
const build = join(here, "node_modules", "@zazuko", "yasgui", "build");

// A map that is not there would be asked for by every browser whose tools are open.
const withoutMap = (text) => text.replace(/\n\/[/*]# sourceMappingURL=.*\s*$/, "\n");

function licence(path) {
  const folder = join(here, path);
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const who = author?.name ?? author ?? "its authors";
  const text = file ? readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim() : `Copyright ${who}`;
  return `${name} ${version}: ${license}\n\n${text}\n`;
}

const packages = Object.keys(lock.packages).filter((path) => path && !path.startsWith("node_modules/@types/"));
const files = {
  "yasgui.js": withoutMap(readFileSync(join(build, "yasgui.min.js"), "utf8")),
  "yasgui.css": withoutMap(readFileSync(join(build, "yasgui.min.css"), "utf8")),
  "yasgui.LICENSES.txt": packages.sort().map(licence).join(`\n${"-".repeat(80)}\n\n`),
};

let different = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(target, name);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${name} is not what npm has; run editor/prepare.sh`);
    different += 1;
  }
}
process.exit(different ? 1 : 0);
