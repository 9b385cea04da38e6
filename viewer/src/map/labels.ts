// Where labels go: the important first, none over another, the same ones as in the frame before if they still fit.

export interface Label {
  /** The same label in the next frame has the same key. */
  readonly key: string;
  readonly text: string;
  /** What it names, in CSS pixels: a disc about a place. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly font: string;
  readonly height: number;
  readonly width: number;
  readonly strength: number;
  /** Placed even where another is. */
  readonly forced: boolean;
  /** On its place rather than beside it. */
  readonly centred: boolean;
}

/** A disc that labels had better not cover. */
export interface Obstacle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Placed {
  readonly label: Label;
  readonly side: Side;
  /** The middle of the text. */
  readonly x: number;
  readonly y: number;
}

const SIDES = ["right", "left", "below", "above"] as const;
export type Side = (typeof SIDES)[number] | "middle";

const GAP = 4;
const PADDING = 3;
/** What was placed may then hang out of the view as far, or labels would flicker at its rim. */
const HANGING = 4;
/** A label that would cover more nodes is left out. */
const MOST_COVERED = 1;

/** Places at most `most` labels, given in order of importance; `before` says which were placed, and where. */
export function placeLabels(
  labels: readonly Label[],
  width: number,
  height: number,
  most: number,
  before: ReadonlyMap<string, Side>,
  obstacles: readonly Obstacle[] = [],
): Placed[] {
  const placed: Placed[] = [];
  for (const label of steady(labels, before, most)) {
    if (placed.length >= most && !label.forced) continue;
    const spot = label.centred
      ? centred(label, placed, width, height)
      : beside(label, placed, width, height, before.get(label.key), obstacles);
    if (spot) placed.push(spot);
  }
  return placed;
}

/** Forced ones first, then those of the frame before that are still among the important, then the others. */
function steady(labels: readonly Label[], before: ReadonlyMap<string, Side>, most: number): Label[] {
  const kept = (label: Label, i: number): boolean => before.has(label.key) && i < 3 * most;
  const order = (label: Label, i: number): number => (label.forced ? 0 : kept(label, i) ? 1 : 2);
  const groups: Label[][] = [[], [], []];
  labels.forEach((label, i) => groups[order(label, i)].push(label));
  return groups.flat();
}

/** On its place, pushed inside the view. */
function centred(label: Label, placed: readonly Placed[], width: number, height: number): Placed | null {
  const inner = (at: number, size: number, room: number): number =>
    Math.min(Math.max(at, size / 2 + 4), Math.max(room - size / 2 - 4, room / 2));
  const [x, y] = [inner(label.x, label.width, width), inner(label.y, label.height, height)];
  const spot = { ...at(label, "middle"), x, y };
  return placed.some((other) => overlap(spot, other)) ? null : spot;
}

/** The side that covers fewest obstacles, the last one rather than another. */
function beside(
  label: Label,
  placed: readonly Placed[],
  width: number,
  height: number,
  last: Side | undefined,
  obstacles: readonly Obstacle[],
): Placed | null {
  let best: Placed | null = null;
  let least = MOST_COVERED + 1;
  for (const side of SIDES) {
    const spot = at(label, side);
    if (!within(spot, width, height, side === last ? HANGING : 0) || placed.some((other) => overlap(spot, other))) continue;
    const cost = obstacles.filter((each) => covers(spot, each)).length - (side === last ? 1 : 0);
    if (cost < least) [best, least] = [spot, cost];
  }
  if (best || !label.forced) return best;
  const spots = SIDES.map((side) => at(label, side));
  return spots.find((spot) => within(spot, width, height, 0)) ?? spots[0];
}

/** Whether a text lies over most of a disc. */
function covers({ label, x, y }: Placed, obstacle: Obstacle): boolean {
  const { radius } = obstacle;
  if (obstacle.x === label.x && obstacle.y === label.y) return false;
  const inX = Math.abs(x - obstacle.x) < label.width / 2 + radius * 0.5;
  return inX && Math.abs(y - obstacle.y) < label.height / 2 + radius * 0.3;
}

function at(label: Label, side: Side): Placed {
  const across = label.radius + GAP + label.width / 2;
  const up = label.radius + GAP / 2 + label.height / 2;
  const dx = side === "right" ? across : side === "left" ? -across : 0;
  const dy = side === "below" ? up : side === "above" ? -up : 0;
  return { label, side, x: label.x + dx, y: label.y + dy };
}

function within({ label, x, y }: Placed, width: number, height: number, slack: number): boolean {
  const inX = x - label.width / 2 >= -slack && x + label.width / 2 <= width + slack;
  return inX && y - label.height / 2 >= -slack && y + label.height / 2 <= height + slack;
}

export function overlap(one: Placed, other: Placed): boolean {
  const apartX = (one.label.width + other.label.width) / 2 + PADDING;
  const apartY = (one.label.height + other.label.height) / 2 + PADDING / 2;
  return Math.abs(one.x - other.x) < apartX && Math.abs(one.y - other.y) < apartY;
}

/** A title cut at the end of a word, or between characters where there are no words. */
export function shortened(text: string, most: number): string {
  const letters = Array.from(text.replace(/\s+/gu, " ").trim());
  if (letters.length <= most) return letters.join("");
  const head = letters.slice(0, most).join("");
  const space = head.lastIndexOf(" ");
  const cut = space > head.length * 0.55 ? head.slice(0, space) : head;
  return `${cut.replace(/[\s,;:.\-–—(]+$/u, "")}…`;
}

/** As many whole terms of "one · two · three" as fit, at least the first. */
export function fewerTerms(text: string, most: number): string {
  const terms = text.split(" · ");
  while (terms.length > 1 && terms.join(" · ").length > most) terms.pop();
  return shortened(terms.join(" · "), most);
}
