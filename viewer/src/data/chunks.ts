/** Chunks of details: JSON lists, one chunk unpacked when a row of it is asked for; the last few are kept. */

import { damaged, readBlock } from "./blocks.ts";

type Column<T> = readonly (T | null)[] | undefined;

/** Lists over the rows of a chunk; over the edges that leave them; over the sightings that speak of them. */
export interface Chunk {
  readonly id: readonly string[];
  readonly url?: Column<string>;
  readonly excerpt?: Column<string>;
  readonly published?: Column<string>;
  readonly updated?: Column<string>;
  readonly domain?: Column<string>;
  readonly names?: Column<readonly string[]>;
  readonly authors?: Column<readonly string[]>;
  readonly type?: Column<string>;
  readonly category?: Column<string>;
  readonly locale?: Column<string>;
  readonly image?: Column<string>;
  readonly edges: EdgeLists;
  readonly sightings: SightingLists;
}

interface Places {
  readonly files?: readonly string[];
  readonly file?: readonly number[];
  readonly line?: readonly (number | null)[];
}

export interface EdgeLists extends Places {
  readonly rank?: Column<number>;
  readonly first?: Column<string>;
  readonly last?: Column<string>;
  /** How many places declare each edge. */
  readonly places?: readonly number[];
}

export interface SightingLists extends Places {
  /** How many sightings speak of each row. */
  readonly count?: readonly number[];
  readonly relation?: readonly string[];
  /** In how many fields each sighting differs. */
  readonly differs?: readonly number[];
  readonly field?: readonly string[];
  readonly value?: readonly string[];
}

export interface Chunks {
  /** The JSON of a chunk, for a search that may not need to parse it. */
  text(number: number): Promise<string>;
  chunk(number: number): Promise<Chunk>;
}

const KEPT = 8;

export function chunkReader(page: Document): Chunks {
  const kept = new Map<number, Promise<Chunk>>();
  const text = (number: number) => readText(page, nameOf(number));
  const chunk = (number: number) => {
    const found = kept.get(number) ?? text(number).then((json) => parsed(number, json));
    kept.delete(number);
    kept.set(number, found);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return found;
  };
  return { text, chunk };
}

/** Throws if the text is not that of a chunk. */
export function parsed(number: number, json: string): Chunk {
  try {
    return JSON.parse(json);
  } catch {
    throw damaged(nameOf(number), "is damaged");
  }
}

function nameOf(number: number): string {
  return `details-${number}`;
}

async function readText(page: Document, name: string): Promise<string> {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await readBlock(page, name));
}
