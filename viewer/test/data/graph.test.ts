import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_DAY, NONE } from "../../src/contract.ts";
import { fromBase64 } from "../../src/data/blocks.ts";
import { compare } from "../../src/data/find.ts";
import { DataError, openPage } from "../../src/data/index.ts";
import { container, documentOf, type Edge, type Node, packed, page } from "./page.ts";

const NODES: readonly Node[] = [
  { id: "article:a", label: "Åland – \u{1f680}\0\n", size: 255, excerpt: "What it says" },
  { id: "article:b", label: "", url: "https://b.example/", names: ["B", "b"] },
  { id: "article:ﬀ", label: "c" },
  { id: "article:\u{1f680}", label: "d" },
  { id: "provider:p", label: "The Paper" },
  { id: "topic:t", label: "Topic" },
];
const EDGES: readonly Edge[] = [[0, 1, "related"], [0, 4, "published_by"], [0, 5, "about"], [1, 0, "related"], [3, 3, "related"]];

const open = (blocks: Record<string, string>) => openPage(documentOf(blocks));
const opened = async () => (await open(page(NODES, EDGES))).graph;

test("columns come out as they went in", async () => {
  const graph = await opened();
  assert.equal(graph.nodeCount, 6);
  assert.equal(graph.edgeCount, 5);
  assert.deepEqual([...graph.x], [-10, 10, -10, 10, -10, 10]);
  assert.deepEqual([graph.size[0], graph.size[1]], [40, 6]);
  assert.deepEqual([...graph.kind], [0, 0, 0, 0, 1, 2]);
  assert.deepEqual([...graph.cluster], [0, NONE, NONE, NONE, NONE, NONE]);
  assert.deepEqual([graph.day[0], graph.day[5]], [NO_DAY, -5]);
  assert.deepEqual([...graph.weight], [256, 257, 258, 259, 260]);
  assert.deepEqual(NODES.map((_, row) => graph.labels.at(row)), NODES.map(({ label }) => label));
});

test("edges are found from both ends", async () => {
  const graph = await opened();
  assert.deepEqual([...graph.source], [0, 0, 0, 1, 3]);
  assert.deepEqual([...graph.outStart], [0, 3, 4, 4, 5, 5, 5]);
  assert.deepEqual([...graph.inStart], [0, 1, 2, 2, 3, 4, 5]);
  assert.deepEqual([...graph.inEdges], [3, 0, 4, 1, 2]);
  assert.deepEqual([...graph.degree], [4, 2, 0, 2, 1, 1]);
  assert.deepEqual([...graph.publisher], [4, NONE, NONE, NONE, NONE, NONE]);
});

test("metrics are decoded when asked for", async () => {
  const graph = await opened();
  const rank = await graph.metric("rank");
  assert.ok(Number.isNaN(rank[0]));
  assert.deepEqual([...rank.subarray(1)], [0.5, 1, 1.5, 2, 2.5]);
  assert.equal(await graph.metric("rank"), rank);
  await assert.rejects(graph.metric("x"), /no numbers called “x”/);
});

test("details of a row in any chunk", async () => {
  const graph = await opened();
  assert.equal((await graph.details(0)).excerpt, "What it says");
  const second = await graph.details(1);
  assert.deepEqual([second.id, second.url, second.excerpt, second.names], ["article:b", "https://b.example/", null, ["B", "b"]]);
  assert.deepEqual((await graph.details(0)).edges.map(({ places }) => places.length), [0, 0, 0]);
  assert.equal((await graph.details(5)).id, "topic:t");
});

test("evidence is dealt out to its edges and sightings", async () => {
  const edges = { rank: [1, null, 3, 4], first: ["d0", "d1", "d2", "d3"], places: [2, 0, 1, 1], files: ["f", "g"], file: [0, 1, 1, 0], line: [7, null, 9, 10] };
  const sightings = { count: [1, 2], files: ["h"], file: [0, 0, 0], line: [1, 2, 3], relation: ["document", "related", "link"], differs: [1, 0, 2], field: ["title", "heat", "title"], value: ["u", "3", "w"] };
  const graph = (await open(page([{ ...NODES[0]!, id: "article:a" }, NODES[1]!], EDGES.filter(([one, other]) => one < 2 && other < 2)))).graph;
  assert.equal(graph.edgeCount, 2);
  const blocks = page(NODES, EDGES);
  blocks["details-0"] = packed(Buffer.from(JSON.stringify({ id: ["article:a", "article:b"], edges, sightings })));
  const [first, second] = await Promise.all([0, 1].map(async (row) => (await open(blocks)).graph.details(row)));
  assert.deepEqual(first!.edges.map(({ rank, places }) => [rank, places]), [
    [1, [{ file: "f", line: 7 }, { file: "g", line: null }]], [null, []], [3, [{ file: "g", line: 9 }]],
  ]);
  assert.deepEqual(second!.edges, [{ rank: 4, first: "d3", last: null, places: [{ file: "f", line: 10 }] }]);
  assert.deepEqual(first!.sightings, [{ file: "h", line: 1, relation: "document", differs: [["title", "u"]] }]);
  assert.deepEqual(second!.sightings.map(({ line, differs }) => [line, differs]), [[2, []], [3, [["heat", "3"], ["title", "w"]]]]);
});

test("every id is found, and no other", async () => {
  const graph = await opened();
  for (const [row, { id }] of NODES.entries()) assert.equal(await graph.find(id), row);
  for (const id of ["", "article:", "article:c", "topic:a", "zzz", "\u{10ffff}"]) assert.equal(await graph.find(id), null);
});

test("ids compare by code points", () => {
  assert.ok(compare("ﬀ", "\u{1f680}") < 0);
  assert.ok(compare("a", "ab") < 0);
  assert.equal(compare("é", "é"), 0);
});

test("an empty graph", async () => {
  const { graph, search } = await open(page([]));
  assert.equal(graph.nodeCount, 0);
  assert.equal(await graph.find("a"), null);
  assert.deepEqual(search.titles("a", 5), []);
});

test("base64 without the newer function", () => {
  assert.deepEqual([...fromBase64("AAH/")], [0, 1, 255]);
});

const whole = page(NODES, EDGES);
const short = { ...whole, graph: packed(container({ format: 1, nodes: 6, edges: 5, chunk: 2, kinds: [], edgeKinds: [] }, {})) };
for (const [name, blocks, message] of [
  ["cut off", { ...whole, end: undefined }, /cut off/],
  ["without a block", { ...whole, graph: undefined }, /is missing \(“graph”\)/],
  ["with half a block", { ...whole, graph: whole.graph!.slice(0, 200) }, /is damaged \(“graph”\)/],
  ["with a changed block", { ...whole, graph: whole.graph!.replace(/^(.{100})./, "$1*") }, /is damaged/],
  ["with other characters", { ...whole, graph: `${whole.graph!.slice(0, 120)}AAAA${whole.graph!.slice(124)}` }, /is damaged/],
  ["without columns", short, /is damaged/],
  ["of another format", { ...whole, graph: packed(container({ format: 2 }, {})) }, /format 2, not 1/],
] as const) {
  test(`a page ${name} says so`, async () => {
    const present = Object.fromEntries(Object.entries(blocks).filter(([, text]) => text !== undefined)) as Record<string, string>;
    await assert.rejects(open(present), (error: Error) => error instanceof DataError && message.test(error.message));
  });
}

test("damaged details say so when they are asked for", async () => {
  const { graph } = await open({ ...whole, "details-0": "AAAA" });
  await assert.rejects(graph.details(1), /is damaged \(“details-0”\)/);
  assert.equal((await graph.details(2)).id, "article:ﬀ");
});
