/** Where numbers lie on a scale from 0 to 1, and the colours of such places. */

export interface Scale {
  /** Logarithmic, as most values lie far below the largest. */
  readonly log: boolean;
  readonly least: number;
  readonly most: number;
  /** NaN for NaN. */
  place(value: number): number;
  /** The value at a place: what the ticks of a legend say. */
  value(place: number): number;
}

/** A scale over the values that are numbers; null if there are none. */
export function makeScale(values: Float32Array): Scale | null {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0) return null;
  const most = sorted[sorted.length - 1];
  const positive = sorted.subarray(sorted.findIndex((value) => value > 0));
  return sorted[0] >= 0 && most > 0 && isSkewed(positive) ? logarithmic(positive[0], most) : linear(sorted[0], most);
}

/** Whether nine of ten lie in the lowest quarter. */
function isSkewed(sorted: Float32Array): boolean {
  const most = sorted[sorted.length - 1];
  const ninth = sorted[Math.floor(0.9 * (sorted.length - 1))];
  return most > 10 * sorted[0] && ninth - sorted[0] < (most - sorted[0]) / 4;
}

function linear(least: number, most: number): Scale {
  const span = most - least || 1;
  return {
    log: false,
    least,
    most,
    place: (value) => within01((value - least) / span),
    value: (place) => least + place * (most - least),
  };
}

/** `least` is the smallest value above 0; zeros lie at the foot of the scale with it. */
function logarithmic(least: number, most: number): Scale {
  const span = Math.log(most / least) || 1;
  return {
    log: true,
    least,
    most,
    place: (value) => (value > 0 ? within01(Math.log(value / least) / span) : value === 0 ? 0 : NaN),
    value: (place) => least * Math.exp(place * span),
  };
}

function within01(place: number): number {
  return Number.isNaN(place) ? NaN : Math.min(1, Math.max(0, place));
}

/** Viridis (van der Walt and Smith, CC0) in eleven steps: even for the eye, also for colour-blind readers. */
const VIRIDIS = [
  0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725,
] as const;
/** The part of it that stands out from the map's ground: the higher the value, the more. */
const RANGE = { light: [0.55, 0], dark: [0.3, 1] } as const;

/** The colour of a place as 0xRRGGBB. */
export function sequentialColour(place: number, dark: boolean): number {
  const [from, to] = RANGE[dark ? "dark" : "light"];
  const at = (from + (to - from) * place) * (VIRIDIS.length - 1);
  const low = Math.min(VIRIDIS.length - 2, Math.floor(at));
  return mixed(VIRIDIS[low], VIRIDIS[low + 1], at - low);
}

function mixed(one: number, other: number, part: number): number {
  const channel = (shift: number): number => {
    const from = (one >> shift) & 255;
    return Math.round(from + (((other >> shift) & 255) - from) * part) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

/** Diameters from 6 to 40 whose areas grow with the place; the smallest for what has no value. */
export function diameterOf(place: number): number {
  return Number.isNaN(place) ? 6 : Math.sqrt(36 + place * (1600 - 36));
}
