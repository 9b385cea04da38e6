/** A small graph with articles, publishers, topics, dates and ids, for tests of filters and addresses. */

import { CITED, NONE, type Details, type GraphData } from "../../src/contract.ts";
import { graphOf } from "./graphs.ts";

/** Rows: articles 0 to 3 (3 is only cited and undated), publishers 4 and 5, topics 6 and 7. */
export function news(): GraphData {
  const links = [
    [0, 1, 0], [0, 4, 1], [0, 6, 2], [0, 7, 2],
    [1, 4, 1], [1, 6, 2],
    [2, 0, 0], [2, 5, 1], [2, 6, 2],
    [1, 3, 0],
  ] as const;
  const graph = graphOf(8, links, {
    kind: [0, 0, 0, 0, 1, 1, 2, 2],
    day: [10, 20, 30, null, null, null, null, null],
    cluster: [0, 0, 1, NONE, 0, 1, 0, 1],
  });
  const ids = ["article:a/1", "article:b?q=ä&x=#2", "article:c", "article:d", "provider:p", "provider:q", "topic:s", "topic:t u"];
  return {
    ...graph,
    flags: Uint8Array.from([0, 0, 2, CITED, 0, 0, 0, 0]),
    publisher: Uint32Array.from([4, 4, 5, NONE, NONE, NONE, NONE, NONE]),
    meta: { ...graph.meta, minTopic: 1, clusters: [{ label: "one", count: 4 }, { label: "two", count: 3 }], metrics: ["pagerank"] },
    details: (row: number) => Promise.resolve({ id: ids[row] } as Details),
    find: (id: string) => Promise.resolve(ids.includes(id) ? ids.indexOf(id) : null),
  };
}
