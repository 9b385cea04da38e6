/** The store: one state, what it leaves of the graph, and who is told of changes. */

import { NONE, type GraphData, type State, type Store } from "../contract.ts";
import { countsOf, type Counts } from "./counts.ts";
import { FILTERS, sift, type Sifted } from "./shown.ts";

export type Changed = ReadonlySet<keyof State | "shown">;

/** The store with what the panes ask of it beyond the contract. */
export interface ReadingStore extends Store {
  readonly shown: Sifted;
  /** How many nodes each value of a filter would show; computed when asked for. */
  readonly counts: Counts;
  /** Calls back when the browser's history should get (or, if quiet, change) an entry. */
  record(handler: (state: State, quiet: boolean) => void): void;
}

/** The state of a page that was opened without an address of its own. */
export function firstState(graph: GraphData): State {
  return {
    view: "map",
    selected: NONE,
    selection: [],
    query: "",
    kinds: [],
    edgeKinds: [],
    clusters: [],
    publishers: [],
    topics: [],
    statuses: [],
    minTopic: Math.max(1, graph.meta.minTopic),
    only: [],
    window: null,
    focus: null,
    path: null,
    pinned: [],
    colourBy: "cluster",
    sizeBy: "importance",
    theme: "system",
    camera: null,
  };
}

export function makeStore(graph: GraphData): ReadingStore {
  let state = firstState(graph);
  let shown = sift(graph, state);
  let counts: Counts | null = null;
  const handlers: ((changed: Changed) => void)[] = [];
  const recorders: ((state: State, quiet: boolean) => void)[] = [];

  function set(change: Partial<State>, quiet = false): void {
    const changed: Set<keyof State | "shown"> = differing(state, change);
    if (changed.size === 0) return;
    state = { ...state, ...change };
    if (FILTERS.some((name) => changed.has(name))) {
      shown = sift(graph, state);
      counts = null;
      changed.add("shown");
    }
    for (const handler of handlers) handler(changed);
    for (const record of recorders) record(state, quiet);
  }

  return {
    get state() {
      return state;
    },
    get shown() {
      return shown;
    },
    get counts() {
      return (counts ??= countsOf(graph, shown));
    },
    set,
    listen: (handler) => void handlers.push(handler),
    record: (handler) => void recorders.push(handler),
  };
}

function differing(state: State, change: Partial<State>): Set<keyof State> {
  const names = Object.keys(change) as (keyof State)[];
  return new Set(names.filter((name) => !same(state[name], change[name])));
}

/** Equality of the state's values: numbers, texts, null, lists and flat records of these. */
function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const mine = Object.entries(one);
  const theirs = other as Record<string, unknown>;
  return mine.length === Object.keys(theirs).length && mine.every(([name, value]) => Object.is(value, theirs[name]));
}

