/** One row of a chunk as Details. */

import type { Details, EdgeDetails, Place, Sighting } from "../contract.ts";
import type { Chunk, EdgeLists, SightingLists } from "./chunks.ts";

/** Row `at` of a chunk; its edges are `edges` of the chunk's, from the first to before the second number. */
export function detailsOf(chunk: Chunk, at: number, edges: readonly [number, number]): Details {
  return {
    id: chunk.id[at]!,
    url: chunk.url?.[at] ?? null,
    excerpt: chunk.excerpt?.[at] ?? null,
    published: chunk.published?.[at] ?? null,
    updated: chunk.updated?.[at] ?? null,
    domain: chunk.domain?.[at] ?? null,
    names: chunk.names?.[at] ?? [],
    authors: chunk.authors?.[at] ?? [],
    type: chunk.type?.[at] ?? null,
    category: chunk.category?.[at] ?? null,
    locale: chunk.locale?.[at] ?? null,
    image: chunk.image?.[at] ?? null,
    sightings: sightingsOf(chunk.sightings, at),
    edges: edgesOf(chunk.edges, ...edges),
  };
}

function edgesOf(lists: EdgeLists, low: number, high: number): EdgeDetails[] {
  let place = sum(lists.places, low);
  return range(low, high).map((edge) => {
    const from = place;
    place += lists.places?.[edge] ?? 0;
    return {
      rank: lists.rank?.[edge] ?? null,
      first: lists.first?.[edge] ?? null,
      last: lists.last?.[edge] ?? null,
      places: range(from, place).map((each) => placeOf(lists, each)),
    };
  });
}

function sightingsOf(lists: SightingLists, at: number): Sighting[] {
  const low = sum(lists.count, at);
  const high = low + (lists.count?.[at] ?? 0);
  let entry = sum(lists.differs, low);
  return range(low, high).map((seen) => {
    const from = entry;
    entry += lists.differs?.[seen] ?? 0;
    const differs = range(from, entry).map((each) => [lists.field![each]!, lists.value![each]!] as const);
    return { ...placeOf(lists, seen), relation: lists.relation![seen]!, differs };
  });
}

function placeOf(lists: EdgeLists | SightingLists, at: number): Place {
  return { file: lists.files![lists.file![at]!]!, line: lists.line![at] ?? null };
}

function sum(counts: readonly number[] | undefined, before: number): number {
  let total = 0;
  for (let at = 0; counts && at < before; at++) total += counts[at]!;
  return total;
}

function range(low: number, high: number): number[] {
  return Array.from({ length: high - low }, (_, at) => low + at);
}
