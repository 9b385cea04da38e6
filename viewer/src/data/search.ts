/** Search over titles at once, over everything else in slices of time. */

import type { Search } from "../contract.ts";
import { searchEverywhere } from "./everywhere.ts";
import type { Opened } from "./graph.ts";
import { searchTitles } from "./titles.ts";

export function createSearch({ graph, labels, chunks }: Opened): Search {
  const titles = searchTitles(graph, labels);
  return {
    titles: (query, most) => titles.find(query, most),
    everywhere: (query, most, signal) => searchEverywhere({ graph, titles, chunks }, query, most, signal),
  };
}
