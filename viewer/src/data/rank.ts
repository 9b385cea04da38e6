/** How well a title matches, and the best of many hits. */

import type { Hit } from "../contract.ts";

/** 4: it is the query; 3: it begins with it; 2: every word begins it or follows a blank; 1: every word is in it; 0: not. */
export function grade(title: string, words: readonly string[], phrase: string): number {
  if (title.startsWith(phrase)) return title.length === phrase.length ? 4 : 3;
  let worst = 2;
  for (const word of words) {
    if (title.startsWith(word) || title.includes(` ${word}`)) continue;
    if (!title.includes(word)) return 0;
    worst = 1;
  }
  return worst;
}

export interface Best {
  /** Lower scores need not be added any more. */
  floor(): number;
  add(hit: Hit): void;
  /** The best, best first; of equals, the one added first. */
  hits(): Hit[];
}

/** Keeps the `most` best hits of any number. */
export function best(most: number): Best {
  let kept: Hit[] = [];
  let floor = -Infinity;
  const cut = () => {
    kept = kept.sort((one, other) => other.score - one.score).slice(0, most);
    if (kept.length === most) floor = kept[most - 1]?.score ?? Infinity;
  };
  return {
    floor: () => floor,
    add(hit) {
      if (hit.score <= floor) return;
      kept.push(hit);
      if (kept.length >= 2 * most + 256) cut();
    },
    hits() {
      cut();
      return kept;
    },
  };
}
