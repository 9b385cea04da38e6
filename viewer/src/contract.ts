/** What the parts of the page know of each other: columns in, a map and a state between them. */

export const NONE = 0xffffffff;
/** The day of a node without a date. */
export const NO_DAY = -0x80000000;

/** Bits of `GraphData.flags`. */
export const CITED = 1;
export const DRAFT = 2;

export interface Cluster {
  readonly label: string;
  /** How many nodes. */
  readonly count: number;
}

export interface Meta {
  /** Version of the data format: 1. */
  readonly format: number;
  readonly graphkit: string;
  readonly title: string;
  readonly directed: boolean;
  /** Kinds of nodes and of edges, as `GraphData.kind` and `edgeKind` number them. */
  readonly kinds: readonly string[];
  readonly edgeKinds: readonly string[];
  /** By number, the largest first. */
  readonly clusters: readonly Cluster[];
  /** Columns of `metric()`: pagerank, betweenness, in_degree, quality, … */
  readonly metrics: readonly string[];
  /** Domains of publishers, by row, whose names others bear, too. */
  readonly domains: Readonly<Record<number, string>>;
  /** Topics of fewer articles are hidden at first. */
  readonly minTopic: number;
  /** Rows of one chunk of details. */
  readonly chunk: number;
  /** Whether the reader asked for preview images (`--images`). */
  readonly images: boolean;
}

/** A column of texts, decoded when asked for. */
export interface Texts {
  readonly count: number;
  at(row: number): string;
}

/**
 * All nodes and edges as columns. A row is a row of `nodes.parquet` or `edges.parquet`; edges are sorted by
 * (source, target, kind).
 */
export interface GraphData {
  readonly meta: Meta;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Places on the map, y up, in units in which a node is 6 to 40 wide. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Diameters by importance, 6 to 40. */
  readonly size: Float32Array;
  /** Index into `meta.kinds`. */
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
  /** Index into `meta.clusters`, or NONE. */
  readonly cluster: Uint32Array;
  /** Days since 1970-01-01 in UTC, or NO_DAY. */
  readonly day: Int32Array;
  readonly labels: Texts;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly edgeKind: Uint8Array;
  /** How many files declare the edge. */
  readonly weight: Float32Array;
  /** Edges that leave row `i` are `outStart[i]` to before `outStart[i + 1]`. */
  readonly outStart: Uint32Array;
  /** Edges that enter row `i` are `inEdges[inStart[i]]` to before `inEdges[inStart[i + 1]]`. */
  readonly inStart: Uint32Array;
  readonly inEdges: Uint32Array;
  /** The row of an article's first publisher, or NONE. */
  readonly publisher: Uint32Array;
  /** Number of edges of each node, in and out. */
  readonly degree: Uint32Array;
  /** A column of `meta.metrics`; NaN where a node has none. Decoded on first use. */
  metric(name: string): Promise<Float32Array>;
  /** What only the panel and the full search need. Rejects with a readable message if the data is damaged. */
  details(row: number): Promise<Details>;
  /** The row of the node with this id; null if there is none. Decodes a few chunks. */
  find(id: string): Promise<number | null>;
}

/** A place in a file that declares something. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
}

export interface EdgeDetails {
  /** Best place in a list, from 1 on. */
  readonly rank: number | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly places: readonly Place[];
}

export interface Sighting extends Place {
  readonly relation: string;
  /** Fields in which this sighting differs from what the node says: name and its value here. */
  readonly differs: readonly (readonly [field: string, value: string])[];
}

export interface Details {
  readonly id: string;
  readonly url: string | null;
  readonly excerpt: string | null;
  /** The date as ISO 8601 with the offset that the file wrote. */
  readonly published: string | null;
  readonly updated: string | null;
  readonly domain: string | null;
  readonly names: readonly string[];
  readonly authors: readonly string[];
  readonly type: string | null;
  readonly category: string | null;
  readonly locale: string | null;
  /** First image, if the graph was exported with `--images`. */
  readonly image: string | null;
  readonly sightings: readonly Sighting[];
  /** Of the edges that leave the node, in their order. */
  readonly edges: readonly EdgeDetails[];
}

/** Search over titles at once, over everything else in slices of time. */
export interface Hit {
  readonly row: number;
  readonly score: number;
  /** What matched: title, excerpt, url, name, … */
  readonly where: string;
}

export interface Search {
  /** Hits in the labels, best first, at most `most`; accents, case and width do not matter. */
  titles(query: string, most: number): Hit[];
  /** Hits anywhere in the details, as they are found; ends early when `signal` aborts. */
  everywhere(query: string, most: number, signal: AbortSignal): AsyncIterable<Hit[]>;
}

// The map.

export interface Camera {
  /** The middle of the view, in map units. */
  readonly x: number;
  readonly y: number;
  /** Pixels (CSS) per map unit. */
  readonly zoom: number;
}

export interface Theme {
  readonly dark: boolean;
  readonly background: string;
  readonly text: string;
  readonly halo: string;
  readonly accent: string;
  readonly edgeColours: readonly string[];
}

export interface Marks {
  /** Drawn at full strength with their names; all others fade. Null: nothing fades. */
  readonly nodes: Uint32Array | null;
  readonly edges: Uint32Array | null;
  /** The ringed node, or NONE. */
  readonly selected: number;
  readonly hovered: number;
  readonly pinned: Uint32Array;
}

export interface MapEvents {
  hover: (row: number) => void;
  click: (row: number, event: PointerEvent | MouseEvent) => void;
  cluster: (cluster: number) => void;
  /** After the camera came to rest. */
  camera: (camera: Camera) => void;
  drag: (row: number, x: number, y: number) => void;
  lasso: (rows: Uint32Array) => void;
}

/** The map in the middle: WebGL 2, or Canvas 2D where that is missing. */
export interface MapView {
  readonly element: HTMLElement;
  /** "webgl2" or "canvas". */
  readonly engine: string;
  readonly camera: Camera;
  on<Name extends keyof MapEvents>(name: Name, handler: MapEvents[Name]): void;
  /** One byte per node and per edge, 1 = shown. An edge needs both its ends. */
  show(nodes: Uint8Array, edges: Uint8Array): void;
  /** Colours as 0xRRGGBB and diameters in map units, one per node. */
  look(colours: Uint32Array, diameters: Float32Array): void;
  mark(marks: Marks): void;
  theme(theme: Theme): void;
  /** New places; `null` puts everything back to where the file has it. */
  move(rows: Uint32Array | null, x?: Float32Array, y?: Float32Array): void;
  readonly x: Float32Array;
  readonly y: Float32Array;
  go(camera: Camera, animate?: boolean): void;
  /** Everything shown, or these rows, filling the view. */
  fit(rows?: Uint32Array | null, animate?: boolean): void;
  /** How much of the view something lies over, in CSS pixels: fitting leaves it free. */
  covered(measure: () => readonly [right: number, down: number]): void;
  nodeAt(clientX: number, clientY: number): number;
  /** The nearest shown node in a direction (keyboard), or NONE. */
  beside(row: number, direction: "left" | "right" | "up" | "down"): number;
  /** While on, all nodes and edges are drawn at every zoom, never clusters and bands instead. */
  full(on: boolean): void;
  /** While on, dragging draws a lasso instead of moving the map. */
  lasso(on: boolean): void;
  png(scale: number): Promise<Blob>;
  svg(): string;
  /** Resolves when the picture is complete, for tests and benchmarks. */
  settled(): Promise<void>;
  destroy(): void;
}

export type MakeMap = (host: HTMLElement, graph: GraphData, theme: Theme) => MapView;

// The state: what the address of the page holds.

export type View = "map" | "nodes" | "edges";

/** The way that is shown between two nodes; `to` is NONE while the reader has yet to click it. */
export interface PathState {
  readonly from: number;
  readonly to: number;
  readonly articlesOnly: boolean;
}

export interface State {
  readonly view: View;
  /** The node in the right pane, or NONE. */
  readonly selected: number;
  /** Several nodes, by lasso or Shift-click. */
  readonly selection: readonly number[];
  readonly query: string;
  /** What is hidden or chosen; an empty list means no restriction. */
  readonly kinds: readonly number[];
  readonly edgeKinds: readonly number[];
  readonly clusters: readonly number[];
  readonly publishers: readonly number[];
  readonly topics: readonly number[];
  /** "collected", "cited", "draft"; empty: all. */
  readonly statuses: readonly string[];
  readonly minTopic: number;
  /** Nothing but these nodes; an empty list means no restriction. */
  readonly only: readonly number[];
  /** First and last day, or null. */
  readonly window: readonly [number, number] | null;
  readonly focus: { readonly row: number; readonly depth: number } | null;
  readonly path: PathState | null;
  /** Nodes that stay where they are, and are ringed. */
  readonly pinned: readonly number[];
  /** Kind, cluster, publisher or a metric. */
  readonly colourBy: string;
  /** "importance" or a metric. */
  readonly sizeBy: string;
  readonly theme: "system" | "light" | "dark";
  readonly camera: Camera | null;
}

export interface Shown {
  readonly nodes: Uint8Array;
  readonly edges: Uint8Array;
  readonly nodeCount: number;
  readonly edgeCount: number;
}

export interface Store {
  readonly state: State;
  /** What the filters, the window and the focus leave. */
  readonly shown: Shown;
  /** Changes some of the state; `quiet` makes no entry in the browser's history. */
  set(change: Partial<State>, quiet?: boolean): void;
  /** Calls back after a change with the names of what changed; `shown` comes with them when it did. */
  listen(handler: (changed: ReadonlySet<keyof State | "shown">) => void): void;
}

/** What every part of the page gets. */
export interface App {
  readonly graph: GraphData;
  readonly search: Search;
  readonly store: Store;
  readonly map: MapView;
  /** Says something to screen readers and, shortly, on the page. */
  say(text: string): void;
  /**
   * Lights nodes and edges on the map under a name ("path", "selection"), null puts them out. The one who calls
   * `map.mark`: the hovered node's neighbourhood goes before the names, and these in the order of lighting.
   */
  light(name: string, nodes: Uint32Array | null, edges?: Uint32Array | null): void;
}
