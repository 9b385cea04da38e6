import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hit } from "../../src/contract.ts";
import { fold, foldTexts, lineAt } from "../../src/data/fold.ts";
import { openPage } from "../../src/data/index.ts";
import { best } from "../../src/data/rank.ts";
import { documentOf, type Edge, type Node, packed, page } from "./page.ts";

const TITLES = [
  "Cameras", "Cameras in Shenzhen", "Hidden cameras", "Telecamerastellen", "Café au lait — “noir”", "東京の顔認識カメラ",
  "STRASSE und Straße", "ＦＵＬＬ width", "line\none", "한국어 제목", "camera city law", "law of the city",
];
const NODES: readonly Node[] = [
  ...TITLES.map((label, row) => ({
    id: `article:${String(row).padStart(3, "0")}`, label, size: row === 2 ? 200 : 0,
    excerpt: row === 3 ? "Überall sieht man Kameras" : null, url: `https://example.org/${row}`, authors: row === 4 ? ["Zoë Ångström"] : null,
  })),
  { id: "provider:p", label: "Global Times" },
  { id: "topic:t", label: "Privacy" },
];
const EDGES: readonly Edge[] = [[0, 12, "published_by"], [0, 13, "about"], [5, 13, "about"]];

const opened = () => openPage(documentOf(page(NODES, EDGES, 4)));
const rows = (hits: readonly Hit[]) => hits.map(({ row }) => row);

async function titles(query: string, most = 20): Promise<number[]> {
  return rows((await opened()).search.titles(query, most));
}

async function everywhere(query: string, most = 20): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for await (const hits of (await opened()).search.everywhere(query, most, new AbortController().signal)) {
    found.push(...hits.map(({ row, where }) => [row, where] as [number, string]));
  }
  return found;
}

test("the whole title first, then beginnings, beginnings of words, the rest; the important before the others", async () => {
  assert.deepEqual(await titles("cameras"), [0, 1, 2, 3]);
  assert.deepEqual(await titles("camera"), [0, 1, 10, 2, 3]);
  assert.deepEqual(await titles("c", 3), [0, 1, 4]);
});

for (const [query, expected] of [
  ["CAFE", [4]], ["café AU", [4]], ["\"noir\"", [4]], ["-", [4]], ["認識", [5]], ["カメラ", [5]], ["strasse", [6]], ["straße", [6]],
  ["full", [7]], ["ｗｉｄｔｈ", [7]], ["line one", [8]], ["제목", [9]], ["city law", [10, 11]], ["  law   city ", [10, 11]],
  ["cameras xyz", []], ["", []], ["   ", []], [".*", []], ["\0", []],
] as const) {
  test(`titles with ${JSON.stringify(query)}`, async () => assert.deepEqual((await titles(query)).sort((a, b) => a - b), expected));
}

test("details: excerpt, url, author, topic and publisher by name, but not what the title says", async () => {
  assert.deepEqual(await everywhere("kameras"), [[3, "excerpt"]]);
  assert.deepEqual(await everywhere("example.org/7"), [[7, "url"]]);
  assert.deepEqual(await everywhere("zoe angstrom"), [[4, "author"]]);
  assert.deepEqual(await everywhere("privacy"), [[0, "topic"], [5, "topic"]]);
  assert.deepEqual(await everywhere("global times"), [[0, "provider"]]);
  assert.deepEqual(await everywhere("privacy cameras"), [[0, "topic"]]);
  assert.deepEqual(await everywhere("shenzhen"), []);
  assert.deepEqual(await everywhere("uberall telecamera"), [[3, "excerpt"]]);
  assert.deepEqual(await everywhere(" "), []);
});

test("details: what files say otherwise, and the files", async () => {
  const blocks = page(NODES.slice(0, 2), [], 2);
  const seen = { count: [1, 2], files: ["old.md", "new.md"], file: [0, 1, 0], line: [1, 2, 3], relation: ["document", "related", "related"], differs: [0, 1, 1], field: ["title", "heat"], value: ["Another \"title\"", "7"] };
  blocks["details-0"] = packed(Buffer.from(JSON.stringify({ id: ["article:000", "article:001"], edges: {}, sightings: seen })));
  const { search } = await openPage(documentOf(blocks));
  const find = async (query: string) => {
    const found: [number, string][] = [];
    for await (const hits of search.everywhere(query, 9, new AbortController().signal)) {
      found.push(...hits.map(({ row, where }) => [row, where] as [number, string]));
    }
    return found;
  };
  assert.deepEqual(await find("another"), [[1, "sighting"]]);
  assert.deepEqual(await find('"title"'), [[1, "sighting"]]);
  assert.deepEqual(await find("new.md"), [[1, "file"]]);
  assert.deepEqual(await find("old"), [[0, "file"], [1, "file"]]);
});

test("details: no more than wanted", async () => {
  assert.equal((await everywhere("example", 5)).length, 5);
  assert.equal((await everywhere("example", 100)).length, 12);
});

test("details: ends when aborted", async () => {
  const { search } = await opened();
  const stop = new AbortController();
  let pieces = 0;
  for await (const hits of search.everywhere("example", 100, stop.signal)) {
    pieces += Number(hits.length > 0);
    stop.abort();
  }
  assert.equal(pieces, 1);
});

test("folding keeps one line for each text", () => {
  const texts = ["a\nb", "", "İstanbul", "…", "\r\n", "é"];
  const lines = foldTexts(texts);
  assert.deepEqual(texts.map((_, row) => lineAt(lines, row)), ["a b", "", "istanbul", "...", "\r ", "e"]);
  assert.equal(foldTexts([]).text, "");
});

test("folding keeps vowels of Indic scripts and voiced kana apart", () => {
  assert.notEqual(fold("की"), fold("क"));
  assert.notEqual(fold("が"), fold("か"));
});

test("the best of many, of equals the first", () => {
  const kept = best(3);
  for (let row = 0; row < 5000; row++) kept.add({ row, score: row % 1000, where: "" });
  assert.deepEqual(rows(kept.hits()), [999, 1999, 2999]);
});
