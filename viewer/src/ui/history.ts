/** The state and the browser's history: an entry for each step of the reader, Back undoes it. */

import type { GraphData, State } from "../contract.ts";
import { readAddress, writeAddress } from "../model/address.ts";
import type { ReadingStore } from "../model/state.ts";

/** How long small changes (the camera's) may wait: browsers limit how often the address changes. */
const PAUSE = 300;

/** Read the address of the page; then write each change to it and read it back when the reader goes back. */
export async function keepHistory(graph: GraphData, store: ReadingStore, say: (text: string) => void): Promise<void> {
  let reading = false;
  let last = Promise.resolve();
  let timer = 0;

  const write = (state: State, quiet: boolean): void => {
    last = last.then(async () => enter(await writeAddress(graph, state), state, quiet)).catch((error) => say(String(error)));
  };
  const apply = (state: State): void => {
    reading = true;
    store.set(state);
    reading = false;
  };
  const read = async (): Promise<void> => {
    const { state, lost } = await readAddress(graph, location.hash);
    apply(state);
    if (lost) say(`The link names ${lost === 1 ? "a node" : `${lost} nodes`} that this graph does not have.`);
  };

  store.record((state, quiet) => {
    if (reading) return;
    clearTimeout(timer);
    if (quiet) timer = window.setTimeout(() => write(state, true), PAUSE);
    else write(state, false);
  });
  window.addEventListener("popstate", (event) => {
    clearTimeout(timer);
    if (isState(event.state)) apply(event.state);
    else void read();
  });
  await read();
  enter(location.hash.slice(1), store.state, true);
}

/** The address of what the reader sees, to copy. */
export async function linkTo(graph: GraphData, state: State): Promise<string> {
  const address = await writeAddress(graph, state);
  return location.href.replace(/#.*$/, "") + (address && `#${address}`);
}

function isState(value: unknown): value is State {
  return typeof value === "object" && value !== null && "selected" in value && "colourBy" in value;
}

function enter(address: string, state: State, quiet: boolean): void {
  const url = address ? `#${address}` : location.pathname + location.search;
  try {
    if (quiet) history.replaceState(state, "", url);
    else history.pushState(state, "", url);
  } catch {
    // In a sandboxed frame (a notebook) the address stays as it is.
  }
}
