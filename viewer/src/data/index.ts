/** What the page reads from its own file. */

import type { GraphData, Search } from "../contract.ts";
import { openGraph } from "./graph.ts";
import { createSearch } from "./search.ts";

export { DataError } from "./blocks.ts";

/** The graph and the search over it; rejects with a DataError, whose message is for the reader. */
export async function openPage(page: Document): Promise<{ graph: GraphData; search: Search }> {
  const opened = await openGraph(page);
  return { graph: opened.graph, search: createSearch(opened) };
}
