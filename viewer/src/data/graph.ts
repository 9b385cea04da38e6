/** The blocks of the page → GraphData. */

import { type Details, type GraphData, type Meta, NONE } from "../contract.ts";
import { checkWhole, damaged, DataError, readBlock } from "./blocks.ts";
import { chunkReader, type Chunks } from "./chunks.ts";
import { bytesOf, type Container, numbers, openContainer } from "./container.ts";
import { detailsOf } from "./details.ts";
import { findRow } from "./find.ts";
import { openTexts, type RawTexts } from "./texts.ts";
import { firstTarget, type Topology, topology } from "./topology.ts";

export const FORMAT = 1;

interface FileMeta extends Meta {
  readonly nodes: number;
  readonly edges: number;
  readonly box: readonly [number, number, number, number];
}

/** The graph, and what the search reads beside it. */
export interface Opened {
  readonly graph: GraphData;
  readonly labels: RawTexts;
  readonly chunks: Chunks;
}

/** Reads the page's first block; call it when the whole page is there. Rejects with a readable message. */
export async function openGraph(page: Document): Promise<Opened> {
  checkWhole(page);
  const container = openContainer("graph", await readBlock(page, "graph"));
  const meta = container.meta as FileMeta;
  if (meta.format !== FORMAT) throw new DataError(`This page cannot read its data: format ${meta.format}, not ${FORMAT}.`);
  const chunks = chunkReader(page);
  const labels = textsOf(container, "label", meta.nodes);
  return { graph: graphOf(page, container, meta, labels, chunks), labels, chunks };
}

function graphOf(page: Document, from: Container, meta: FileMeta, labels: RawTexts, chunks: Chunks): GraphData {
  const nodes = columnsOf(from, meta.nodes);
  const edges = columnsOf(from, meta.edges);
  const kind = below(from, nodes.bytes("kind"), meta.kinds.length);
  const edgeKind = below(from, edges.bytes("edgeKind"), meta.edgeKinds.length);
  const ends = endsOf(from, nodes.words("out"), edges.words("target"));
  const starts = textsOf(from, "start", Math.ceil(meta.nodes / meta.chunk));
  const ids = { starts, chunk: meta.chunk, kind, kinds: meta.kinds, chunks };
  return {
    meta,
    nodeCount: meta.nodes,
    edgeCount: meta.edges,
    x: spread(nodes.column("x"), meta.box[0], meta.box[2], 65535),
    y: spread(nodes.column("y"), meta.box[1], meta.box[3], 65535),
    size: spread(nodes.column("size"), 6, 40, 255),
    kind,
    flags: nodes.bytes("flags"),
    cluster: nodes.words("cluster").map((number) => (number ? number - 1 : NONE)),
    day: nodes.column("day") as Int32Array,
    labels,
    ...ends,
    edgeKind,
    weight: Float32Array.from(edges.column("weight")),
    publisher: firstTarget(ends, edgeKind, meta.edgeKinds.indexOf("published_by")),
    metric: metricReader(page, meta),
    details: (row) => readDetails(chunks, meta.chunk, ends.outStart, row),
    find: (id) => findRow(ids, id),
  };
}

/** Columns of one length. */
function columnsOf(from: Container, count: number) {
  const column = (name: string) => {
    const values = numbers(from, name);
    if (values.length !== count) throw damaged(from.name, "is damaged");
    return values;
  };
  return {
    column,
    bytes: (name: string) => column(name) as Uint8Array,
    words: (name: string) => column(name) as Uint32Array,
  };
}

function textsOf(from: Container, name: string, count: number): RawTexts {
  const sizes = numbers(from, `${name}.size`);
  const texts = openTexts(bytesOf(from, `${name}.text`), sizes);
  if (sizes.length !== count || texts.start[count] !== texts.bytes.length) throw damaged(from.name, "is damaged");
  return texts;
}

function endsOf(from: Container, out: Uint32Array, target: Uint32Array): Topology {
  below(from, target, out.length);
  let edges = 0;
  for (const count of out) edges += count;
  if (edges !== target.length) throw damaged(from.name, "is damaged");
  return topology(out, target);
}

/** The numbers, all of them below a limit. */
function below<T extends Uint8Array | Uint32Array>(from: Container, values: T, limit: number): T {
  for (const value of values) if (value >= limit) throw damaged(from.name, "is damaged");
  return values;
}

/** Whole numbers from 0 to `steps` → from `low` to `high`. */
function spread(values: ArrayLike<number>, low: number, high: number, steps: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < result.length; row++) result[row] = low + ((high - low) * values[row]!) / steps;
  return result;
}

function metricReader(page: Document, meta: Meta): (name: string) => Promise<Float32Array> {
  let container: Promise<Container> | undefined;
  const columns = new Map<string, Float32Array>();
  return async (name) => {
    if (!meta.metrics.includes(name)) throw new DataError(`This graph has no numbers called “${name}”.`);
    container ??= readBlock(page, "metrics").then((bytes) => openContainer("metrics", bytes));
    const column = columns.get(name) ?? (numbers(await container, name) as Float32Array);
    columns.set(name, column);
    return column;
  };
}

async function readDetails(chunks: Chunks, size: number, outStart: Uint32Array, row: number): Promise<Details> {
  const number = Math.floor(row / size);
  const chunk = await chunks.chunk(number);
  const base = outStart[number * size]!;
  return detailsOf(chunk, row - number * size, [outStart[row]! - base, outStart[row + 1]! - base]);
}
