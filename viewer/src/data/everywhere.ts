/** Search in the details: chunk by chunk, giving the page a turn in between. */

import type { GraphData, Hit } from "../contract.ts";
import type { Chunk, ReadChunk } from "./chunks.ts";
import { foldTexts, type Lines, scan, wordsOf } from "./fold.ts";
import { importanceOf, type Titles } from "./titles.ts";

/** What a hit is said to match: the first of these, if several do. */
const FIELDS = ["excerpt", "name", "author", "url", "domain", "category", "type", "locale", "sighting", "file"] as const;
type Field = (typeof FIELDS)[number];

export async function* searchEverywhere(
  graph: GraphData, titles: Titles, read: ReadChunk, query: string, most: number, signal: AbortSignal,
): AsyncGenerator<Hit[]> {
  const words = wordsOf(query);
  if (!words.length) return;
  const marked = words.map((word) => othersMarked(graph, titles.mark(word)));
  const size = graph.meta.chunk;
  for (let low = 0, found = 0; low < graph.nodeCount && found < most; low += size) {
    const chunk = await read(low / size);
    if (signal.aborted) return;
    const lines = titles.folded(low, low + chunk.id.length);
    const hits = hitsIn(graph, chunk, low, lines, words, marked).slice(0, most - found);
    found += hits.length;
    if (hits.length) yield hits;
    await turn();
    if (signal.aborted) return;
  }
}

/** Only providers, topics and the like: what an article is said to be about or published by. */
function othersMarked(graph: GraphData, marked: Uint8Array): Uint8Array {
  const article = graph.meta.kinds.indexOf("article");
  return marked.map((mark, row) => (graph.kind[row] === article ? 0 : mark));
}

function hitsIn(
  graph: GraphData, chunk: Chunk, low: number, titles: Lines, words: readonly string[], marked: readonly Uint8Array[],
): Hit[] {
  const fields = FIELDS.map((field) => textsOf(chunk, field)).map((texts) => texts && foldTexts(texts));
  const matched = new Uint8Array(chunk.id.length);
  const titled = new Uint8Array(chunk.id.length);
  const where = new Array<string | undefined>(chunk.id.length);
  words.forEach((word, number) => {
    const holds = new Uint8Array(chunk.id.length);
    scan(titles, word, (at) => { holds[at] = 1; titled[at]!++; });
    fields.forEach((lines, field) => lines && scan(lines, word, (at) => { holds[at] = 1; where[at] ??= FIELDS[field]; }));
    beside(graph, low, holds, marked[number]!, where);
    holds.forEach((hold, at) => { matched[at]! += hold; });
  });
  return rowsOf(graph, low, (at) => matched[at] === words.length && titled[at]! < words.length, where);
}

/** An article holds what its publishers and topics are called. */
function beside(graph: GraphData, low: number, holds: Uint8Array, marked: Uint8Array, where: (string | undefined)[]): void {
  for (let at = 0; at < holds.length; at++) {
    for (let edge = graph.outStart[low + at]!; edge < graph.outStart[low + at + 1]!; edge++) {
      const other = graph.target[edge]!;
      if (!marked[other]) continue;
      holds[at] = 1;
      where[at] ??= graph.meta.kinds[graph.kind[other]!];
    }
  }
}

function rowsOf(graph: GraphData, low: number, wanted: (at: number) => boolean, where: readonly (string | undefined)[]): Hit[] {
  const hits: Hit[] = [];
  for (let at = 0; at < where.length; at++) {
    if (wanted(at)) hits.push({ row: low + at, score: importanceOf(graph, low + at), where: where[at] ?? "title" });
  }
  return hits.sort((one, other) => other.score - one.score);
}

/** One text per row of the chunk; null if the field is not there at all. */
function textsOf(chunk: Chunk, field: Field): string[] | null {
  if (field === "sighting" || field === "file") return sightingTexts(chunk, field);
  if (field === "name" || field === "author") return chunk[`${field}s`]?.map((list) => list?.join(" · ") ?? "") ?? null;
  return chunk[field]?.map((text) => text ?? "") ?? null;
}

/** What sightings say otherwise, or the files they are in. */
function sightingTexts(chunk: Chunk, field: "sighting" | "file"): string[] | null {
  const { count, differs, value, file, files } = chunk.sightings;
  if (!count || !differs || !value || !file || !files) return null;
  let seen = 0, entry = 0;
  return count.map((number) => {
    const own = differs.slice(seen, seen + number).reduce((sum, each) => sum + each, 0);
    const texts = field === "file" ? file.slice(seen, seen + number).map((each) => files[each]!) : value.slice(entry, entry + own);
    seen += number;
    entry += own;
    return texts.join(" · ");
  });
}

interface Scheduler {
  readonly scheduler?: { yield?: () => Promise<void> };
}

/** Lets the page draw and answer. */
function turn(): Promise<void> {
  const scheduler = (globalThis as Scheduler).scheduler;
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}
