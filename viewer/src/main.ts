/** Puts the parts of the page together. */

import { makeMap } from "./map/index.ts";
import { mount as appearance } from "./ui/appearance.ts";
import { mount as path } from "./ui/paths.ts";
import { mount as selection } from "./ui/selection.ts";
import { run } from "./ui/start.ts";
import { mount as table } from "./ui/table.ts";
import { mount as timeline } from "./ui/timeline.ts";
import { mount as tools } from "./ui/tools.ts";

run(makeMap, [
  ["tools", tools],
  ["table", table],
  ["timeline", timeline],
  ["path", path],
  ["selection", selection],
  ["appearance", appearance],
]);
