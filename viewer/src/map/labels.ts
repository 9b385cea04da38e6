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

/** Places at most `most` labels, given in order of importance; `before` says which were placed, and where. */
export function placeLabels(
  labels: readonly Label[],
  width: number,
  height: number,
  most: number,
  before: ReadonlyMap<string, Side>,
): Placed[] {
  const placed: Placed[] = [];
  for (const label of steady(labels, before, most)) {
    if (placed.length >= most && !label.forced) continue;
    const spot = spotFor(label, placed, width, height, before.get(label.key));
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

function spotFor(
  label: Label,
  placed: readonly Placed[],
  width: number,
  height: number,
  last: Side | undefined,
): Placed | null {
  const sides: Side[] = label.centred ? ["middle"] : last && last !== "middle" ? [last] : [];
  if (!label.centred) sides.push(...SIDES.filter((side) => side !== last));
  for (const side of sides) {
    const spot = at(label, side);
    if (within(spot, width, height) && !placed.some((other) => overlap(spot, other))) return spot;
  }
  return label.forced ? at(label, sides[0]) : null;
}

function at(label: Label, side: Side): Placed {
  const across = label.radius + GAP + label.width / 2;
  const up = label.radius + GAP / 2 + label.height / 2;
  const dx = side === "right" ? across : side === "left" ? -across : 0;
  const dy = side === "below" ? up : side === "above" ? -up : 0;
  return { label, side, x: label.x + dx, y: label.y + dy };
}

/** Labels at the rim may hang out a little, or they would flicker there. */
function within({ label, x, y }: Placed, width: number, height: number): boolean {
  const slack = label.centred ? label.width / 2 : 12;
  const inX = x - label.width / 2 > -slack && x + label.width / 2 < width + slack;
  return inX && y - label.height / 2 > -8 && y + label.height / 2 < height + 8;
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
