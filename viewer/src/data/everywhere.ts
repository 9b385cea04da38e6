/** Search in the details: chunk by chunk, giving the page a turn in between. */

import type { GraphData, Hit } from "../contract.ts";
import { type Chunk, type Chunks, parsed } from "./chunks.ts";
import { fold, foldTexts, scan, wordsOf } from "./fold.ts";
import { importanceOf, type Titles } from "./titles.ts";

/** What a hit is said to match: the first of these, if several do. */
const FIELDS = ["excerpt", "name", "author", "url", "domain", "category", "type", "locale", "sighting", "file"] as const;
type Field = (typeof FIELDS)[number];

interface Sources {
  readonly graph: GraphData;
  readonly titles: Titles;
  readonly chunks: Chunks;
}

/** A word, and the nodes whose title holds it. */
interface Word {
  readonly text: string;
  readonly titled: Uint8Array;
}

/** Rows of one chunk: which hold each word, and what says so apart from the title. */
interface Matches {
  readonly low: number;
  readonly words: readonly Word[];
  readonly holds: readonly Uint8Array[];
  readonly where: (string | undefined)[];
}

export async function* searchEverywhere(
  { graph, titles, chunks }: Sources, query: string, most: number, signal: AbortSignal,
): AsyncGenerator<Hit[]> {
  const words = wordsOf(query).map((text) => ({ text, titled: titles.mark(text) }));
  const size = graph.meta.chunk;
  for (let low = 0, found = 0; words.length && low < graph.nodeCount && found < most; low += size) {
    const json = await chunks.text(low / size);
    if (signal.aborted) return;
    const matches = matchesOf(graph, low, Math.min(size, graph.nodeCount - low), words);
    const hits = mayHold(matches, json) ? hitsIn(graph, matches, parsed(low / size, json)).slice(0, most - found) : [];
    found += hits.length;
    if (hits.length) yield hits;
    await turn();
    if (signal.aborted) return;
  }
}

/** What the titles tell: of the rows themselves, and of the publishers and topics of articles. */
function matchesOf(graph: GraphData, low: number, count: number, words: readonly Word[]): Matches {
  const where = new Array<string | undefined>(count);
  const holds = words.map(({ titled }) => titled.slice(low, low + count));
  words.forEach((word, number) => beside(graph, low, word.titled, holds[number]!, where));
  return { low, words, holds, where };
}

function beside(graph: GraphData, low: number, titled: Uint8Array, holds: Uint8Array, where: (string | undefined)[]): void {
  const article = graph.meta.kinds.indexOf("article");
  for (let edge = graph.outStart[low]!; edge < graph.outStart[low + holds.length]!; edge++) {
    const other = graph.target[edge]!;
    if (!titled[other] || graph.kind[other] === article) continue;
    const at = graph.source[edge]! - low;
    holds[at] = 1;
    where[at] ??= graph.meta.kinds[graph.kind[other]!];
  }
}

/** Whether the chunk is worth parsing; a word that JSON would escape may be anywhere. */
function mayHold({ words, holds }: Matches, json: string): boolean {
  const text = fold(json);
  return words.every((word, number) => /["\\]/.test(word.text) || text.includes(word.text) || holds[number]!.includes(1));
}

function hitsIn(graph: GraphData, { low, words, holds, where }: Matches, chunk: Chunk): Hit[] {
  for (const field of FIELDS) {
    const texts = textsOf(chunk, field);
    const lines = texts && foldTexts(texts);
    words.forEach(({ text }, number) => lines && scan(lines, text, (at) => {
      holds[number]![at] = 1;
      where[at] ??= field;
    }));
  }
  const hits: Hit[] = [];
  for (let at = 0; at < where.length; at++) {
    const titled = words.every((word) => word.titled[low + at]);
    if (titled || !holds.every((held) => held[at])) continue;
    hits.push({ row: low + at, score: importanceOf(graph, low + at), where: where[at] ?? "title" });
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
