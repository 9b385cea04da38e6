/** Reads a page as its script does and prints all of it as JSON, for comparison with the graph: `node read.mjs PAGE`. */

import { readFileSync } from "node:fs";
import type { GraphData } from "../../src/contract.ts";
import { openPage } from "../../src/data/index.ts";
import { blocksOf, documentOf } from "./page.ts";

const COLUMNS = [
  "x", "y", "size", "kind", "flags", "cluster", "day", "source", "target", "edgeKind", "weight", "outStart", "inStart",
  "inEdges", "publisher", "degree",
] as const;

const { graph } = await openPage(documentOf(blocksOf(readFileSync(process.argv[2]!, "utf8"))));
console.log(JSON.stringify(await everything(graph)));

async function everything(graph: GraphData): Promise<unknown> {
  const rows = Array.from({ length: graph.nodeCount }, (_, row) => row);
  const metrics = graph.meta.metrics.map(async (name) => [name, Array.from(await graph.metric(name))] as const);
  const details = await Promise.all(rows.map((row) => graph.details(row)));
  return {
    meta: graph.meta,
    ...Object.fromEntries(COLUMNS.map((name) => [name, Array.from(graph[name])])),
    labels: rows.map((row) => graph.labels.at(row)),
    metrics: Object.fromEntries(await Promise.all(metrics)),
    details,
    found: await Promise.all(details.map(({ id }) => graph.find(id))),
  };
}
