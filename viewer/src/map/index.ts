// The map as the page sees it.

export { makeMap } from "./map.ts";
