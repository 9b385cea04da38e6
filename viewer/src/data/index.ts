/** What the page reads from its own file. */

export { DataError } from "./blocks.ts";
export { openGraph, type Opened } from "./graph.ts";
