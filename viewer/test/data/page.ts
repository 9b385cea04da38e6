/** Pages for the tests: read from a file's text, or made here, apart from the Python that makes the real ones. */

import { gzipSync } from "node:zlib";

type Columns = Readonly<Record<string, readonly [type: string, values: readonly number[] | Uint8Array]>>;

const WRITE: Readonly<Record<string, readonly [width: number, set: (view: DataView, at: number, value: number) => void]>> = {
  u8: [1, (view, at, value) => view.setUint8(at, value)],
  bytes: [1, (view, at, value) => view.setUint8(at, value)],
  u16: [2, (view, at, value) => view.setUint16(at, value, true)],
  u32: [4, (view, at, value) => view.setUint32(at, value, true)],
  i32: [4, (view, at, value) => view.setInt32(at, value, true)],
  f32: [4, (view, at, value) => view.setFloat32(at, value, true)],
};

/** As much of a document as the reader needs: blocks by their ids. */
export function documentOf(blocks: Readonly<Record<string, string>>): Document {
  const getElementById = (id: string) => (Object.hasOwn(blocks, id) ? { textContent: blocks[id] } : null);
  return { getElementById } as unknown as Document;
}

/** The blocks of a page, as a browser finds them. */
export function blocksOf(html: string): Record<string, string> {
  const found = html.matchAll(/<script type="application\/octet-stream" id="([^"]*)">([^<]*)/g);
  return Object.fromEntries([...found].map(([, name, text]) => [name!, text!]));
}

export function packed(bytes: Uint8Array): string {
  return gzipSync(bytes).toString("base64");
}

export function container(meta: unknown, columns: Columns): Uint8Array {
  const entries: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, [type, values]] of Object.entries(columns)) {
    const bytes = planes(type, values);
    entries[name] = { type, count: values.length, at, size: bytes.length };
    at += bytes.length;
    parts.push(bytes);
  }
  const header = new TextEncoder().encode(JSON.stringify({ meta, columns: entries }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return Buffer.concat([length, header, new Uint8Array((8 - ((4 + header.length) % 8)) % 8), ...parts]);
}

function planes(type: string, values: readonly number[] | Uint8Array): Uint8Array {
  const [width, set] = WRITE[type]!;
  const plain = new DataView(new ArrayBuffer(values.length * width));
  values.forEach((value: number, row: number) => set(plain, row * width, value));
  const result = new Uint8Array(values.length * width);
  result.forEach((_, at) => (result[at] = plain.getUint8((at % values.length) * width + Math.floor(at / values.length))));
  return result;
}

export interface Node {
  readonly id: string;
  readonly label: string;
  readonly size?: number;
  readonly [field: string]: unknown;
}

export type Edge = readonly [source: number, target: number, kind: string];

const KINDS = ["article", "provider", "topic"];
const EDGE_KINDS = ["related", "published_by", "about"];

/** The blocks of a page with these nodes, sorted by kind and id, and edges, sorted by their ends. */
export function page(nodes: readonly Node[], edges: readonly Edge[] = [], chunk = 2): Record<string, string> {
  const chunks = Array.from({ length: Math.ceil(nodes.length / chunk) }, (_, at) => nodes.slice(at * chunk, (at + 1) * chunk));
  const details = chunks.map((rows) => [`details-${chunks.indexOf(rows)}`, packed(Buffer.from(JSON.stringify(listsOf(rows))))]);
  const metric = container({}, { rank: ["f32", nodes.map((_, row) => (row ? row / 2 : NaN))] });
  return { graph: packed(graphOf(nodes, edges, chunk)), metrics: packed(metric), ...Object.fromEntries(details), end: "" };
}

function graphOf(nodes: readonly Node[], edges: readonly Edge[], chunk: number): Uint8Array {
  const meta = {
    format: 1, graphkit: "0", title: "A graph", directed: true, kinds: KINDS, edgeKinds: EDGE_KINDS,
    clusters: [{ label: "one", count: 1 }], metrics: ["rank"], minTopic: 2, chunk, images: false,
    box: [-10, 0, 10, 5], nodes: nodes.length, edges: edges.length,
  };
  const starts = nodes.filter((_, row) => row % chunk === 0).map(({ id }) => id);
  return container(meta, {
    x: ["u16", nodes.map((_, row) => (row % 2 ? 65535 : 0))], y: ["u16", nodes.map(() => 0)],
    size: ["u8", nodes.map(({ size }) => size ?? 0)],
    kind: ["u8", nodes.map(({ id }) => KINDS.indexOf(id.split(":")[0]!))],
    flags: ["u8", nodes.map((_, row) => row % 4)], cluster: ["u32", nodes.map((_, row) => (row ? 0 : 1))],
    day: ["i32", nodes.map((_, row) => (row ? -row : -0x80000000))],
    ...texts("label", nodes.map(({ label }) => label)), ...texts("start", starts),
    out: ["u32", nodes.map((_, row) => edges.filter(([source]) => source === row).length)],
    target: ["u32", edges.map(([, target]) => target)],
    edgeKind: ["u8", edges.map(([, , kind]) => EDGE_KINDS.indexOf(kind))],
    weight: ["u16", edges.map((_, edge) => edge + 256)],
  });
}

function texts(name: string, values: readonly string[]): Columns {
  const encoded = values.map((value) => new TextEncoder().encode(value));
  return { [`${name}.size`]: ["u32", encoded.map(({ length }) => length)], [`${name}.text`]: ["bytes", Buffer.concat(encoded)] };
}

function listsOf(rows: readonly Node[]): Record<string, unknown> {
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  ["label", "size"].forEach((name) => fields.delete(name));
  const lists = [...fields].map((field) => [field, rows.map((row) => row[field] ?? null)]);
  return { edges: {}, sightings: {}, ...Object.fromEntries(lists) };
}
