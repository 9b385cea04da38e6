/** Search in the titles: folded in slices, ahead of the first query while the page is idle. */

import type { GraphData, Hit } from "../contract.ts";
import { foldBytes, fold, lineAt, type Lines, scan, wordsOf } from "./fold.ts";
import { best, type Best, grade } from "./rank.ts";
import type { RawTexts } from "./texts.ts";

const SLICE = 8192;

export interface Titles {
  find(query: string, most: number): Hit[];
  /** Marks the rows of nodes whose title holds the word. */
  mark(word: string): Uint8Array;
  /** The folded titles from row `low` to before `high`. */
  folded(low: number, high: number): Lines;
}

export function searchTitles(graph: GraphData, labels: RawTexts): Titles {
  const slices: (Lines | undefined)[] = Array.from({ length: Math.ceil(labels.count / SLICE) });
  const folded = (low: number, high: number) => foldBytes(labels.bytes, labels.start, low, high);
  const slice = (number: number) =>
    (slices[number] ??= folded(number * SLICE, Math.min((number + 1) * SLICE, labels.count)));
  ahead(slices.length, slice);
  return { folded, find, mark };

  function find(query: string, most: number): Hit[] {
    const words = wordsOf(query);
    const kept = best(most);
    const phrase = fold(query).trim().replace(/\s+/g, " ");
    for (let number = 0; words.length && number < slices.length; number++) {
      findIn(graph, slice(number), number * SLICE, { words, phrase }, kept);
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

interface Query {
  readonly words: readonly string[];
  readonly phrase: string;
}

function findIn(graph: GraphData, lines: Lines, base: number, query: Query, kept: Best): void {
  scan(lines, query.words[0]!, (at) => {
    const row = base + at;
    const importance = importanceOf(graph, row);
    if (4 + importance <= kept.floor()) return;
    const found = grade(lineAt(lines, at), query.words, query.phrase);
    if (found) kept.add({ row, score: found + importance, where: "title" });
  });
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
