/** Search in the titles: folded in slices, ahead of the first query while the page is idle. */

import type { GraphData, Hit } from "../contract.ts";
import { foldBytes, fold, lineAt, type Lines, scan, scanBeginnings, scanStarts, wordsOf } from "./fold.ts";
import { best, grade } from "./rank.ts";
import type { RawTexts } from "./texts.ts";

const SLICE = 8192;

export interface Titles {
  find(query: string, most: number): Hit[];
  /** Marks the rows of nodes whose title holds the word. */
  mark(word: string): Uint8Array;
}

export function searchTitles(graph: GraphData, labels: RawTexts): Titles {
  const slices: (Lines | undefined)[] = Array.from({ length: Math.ceil(labels.count / SLICE) });
  const folded = (low: number, high: number) => foldBytes(labels.bytes, labels.start, low, high);
  const slice = (number: number) =>
    (slices[number] ??= folded(number * SLICE, Math.min((number + 1) * SLICE, labels.count)));
  ahead(slices.length, slice);
  return { find, mark };

  /** From the best grade down, for most queries have enough hits before the last, longest scan. */
  function find(query: string, most: number): Hit[] {
    const words = wordsOf(query);
    const word = words[0];
    if (!word) return [];
    const asked = { words, phrase: fold(query).trim().replace(/\s+/g, " ") };
    const begun = collect(most, asked, 4, (lines, add) => scanBeginnings(lines, asked.phrase, add));
    if (begun.length === most) return begun;
    const started = collect(most, asked, 4, (lines, add) => scanStarts(lines, word, add));
    if (started.length === most && started.at(-1)!.score >= 2) return started;
    return merged(started, collect(most, asked, 1, (lines, add) => scan(lines, word, add)), most);
  }

  /** The best of what a scan finds; hits above grade `limit` may be left out. */
  function collect(most: number, asked: Query, limit: number, seek: Seek): Hit[] {
    const kept = best(most);
    for (let number = 0; number < slices.length; number++) {
      const lines = slice(number);
      const base = number * SLICE;
      seek(lines, (at) => {
        const importance = importanceOf(graph, base + at);
        if (limit + importance <= kept.floor()) return;
        const found = grade(lineAt(lines, at), asked.words, asked.phrase);
        if (found) kept.add({ row: base + at, score: found + importance, where: "title" });
      });
    }
    return kept.hits();
  }

  function mark(word: string): Uint8Array {
    const marked = new Uint8Array(labels.count);
    for (let number = 0; number < slices.length; number++) {
      scan(slice(number), word, (row) => (marked[number * SLICE + row] = 1));
    }
    return marked;
  }
}

type Seek = (lines: Lines, add: (at: number) => void) => void;

interface Query {
  readonly words: readonly string[];
  readonly phrase: string;
}

function merged(hits: readonly Hit[], more: readonly Hit[], most: number): Hit[] {
  const rows = new Set(hits.map(({ row }) => row));
  const all = [...hits, ...more.filter(({ row }) => !rows.has(row))];
  return all.sort((one, other) => other.score - one.score || one.row - other.row).slice(0, most);
}

/** From 0 to below 1. */
export function importanceOf(graph: GraphData, row: number): number {
  return (graph.size[row]! - 6) / 34.1;
}

/** Does the work in steps while nothing else is to do. */
function ahead(steps: number, step: (number: number) => void): void {
  const later = typeof requestIdleCallback === "function" ? requestIdleCallback : (work: () => void) => setTimeout(work, 4);
  let number = 0;
  const work = () => {
    const end = performance.now() + 8;
    while (number < steps && performance.now() < end) step(number++);
    if (number < steps) later(work);
  };
  later(work);
}
