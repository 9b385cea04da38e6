/** Days in bins for a histogram: of a size that suits the time they span, with a few outliers set apart. */

export const UNITS = ["day", "week", "month", "quarter", "year", "decade", "century"] as const;
export type Unit = (typeof UNITS)[number];

/** `starts[i]` to before `starts[i + 1]` is bin `i`; the last number is the day after the last bin. */
export interface Bins {
  readonly unit: Unit;
  readonly starts: Int32Array;
  readonly count: number;
  /** The days of the first and last article. */
  readonly first: number;
  readonly last: number;
  /** Whether the first bin holds all that is earlier than the rest, and the last all that is later. */
  readonly earlier: boolean;
  readonly later: boolean;
}

const MOST = 120;
const DAY = 86_400_000;
const MONTHS: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12, decade: 120, century: 1200 };

/** Bins for days since 1970, in any order; null if there are none. */
export function makeBins(days: Int32Array, most = MOST): Bins | null {
  if (days.length === 0) return null;
  const sorted = days.slice().sort();
  const [first, last] = mainSpan(sorted);
  const unit = UNITS.find((each) => binCount(each, first, last) <= most) ?? "century";
  const starts = startsOf(unit, first, last);
  const earlier = sorted[0] < starts[0];
  const later = sorted[sorted.length - 1] >= starts[starts.length - 1];
  if (earlier) starts.unshift(sorted[0]);
  if (later) starts.push(sorted[sorted.length - 1] + 1);
  const ends = { first: sorted[0], last: sorted[sorted.length - 1] };
  return { unit, starts: Int32Array.from(starts), count: starts.length - 1, ...ends, earlier, later };
}

/** First and last day without what lies far outside the middle nine tenths (three times as wide, at least a year). */
function mainSpan(sorted: Int32Array): readonly [number, number] {
  const tail = Math.floor(sorted.length / 20);
  const low = sorted[tail];
  const high = sorted[sorted.length - 1 - tail];
  const reach = Math.max(3 * (high - low), 365);
  const main = sorted.filter((day) => day >= low - reach && day <= high + reach);
  return [main[0], main[main.length - 1]];
}

function binCount(unit: Unit, first: number, last: number): number {
  const length = unit === "day" ? 1 : unit === "week" ? 7 : 30.4 * MONTHS[unit]!;
  return (last - first) / length + 1;
}

function startsOf(unit: Unit, first: number, last: number): number[] {
  const starts = [startOf(unit, first)];
  while (starts[starts.length - 1] <= last) starts.push(nextStart(unit, starts[starts.length - 1]));
  return starts;
}

/** The first day of the day, week (from Monday), month, … that holds a day. */
export function startOf(unit: Unit, day: number): number {
  if (unit === "day") return day;
  if (unit === "week") return day - modulo(day + 3, 7);
  const months = MONTHS[unit]!;
  const month = monthOf(day);
  return firstDayOf(month - modulo(month, months));
}

function nextStart(unit: Unit, start: number): number {
  if (unit === "day") return start + 1;
  if (unit === "week") return start + 7;
  return firstDayOf(monthOf(start) + MONTHS[unit]!);
}

/** Months since January of the year 0. */
function monthOf(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function firstDayOf(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), modulo(month, 12), 1);
  return Math.round(date.getTime() / DAY);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** The bin of a day; days outside go to the first or last. */
export function binOf({ starts, count }: Bins, day: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

const NAMES: Record<"day" | "month" | "year", Intl.DateTimeFormat> = {
  day: new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }),
  month: new Intl.DateTimeFormat("en", { month: "short", year: "numeric", timeZone: "UTC" }),
  year: new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "UTC" }),
};

/** `May 2025`, `Q2 2025`, `week of 5 May 2025`, `before Jan 1998`. */
export function binName(bins: Bins, bin: number): string {
  if (bins.earlier && bin === 0) return `before ${startName(bins.unit, bins.starts[1])}`;
  if (bins.later && bin === bins.count - 1) return `${startName(bins.unit, bins.starts[bin])} and later`;
  return startName(bins.unit, bins.starts[bin]);
}

function startName(unit: Unit, start: number): string {
  const date = new Date(start * DAY);
  if (unit === "day") return NAMES.day.format(date);
  if (unit === "week") return `week of ${NAMES.day.format(date)}`;
  if (unit === "month") return NAMES.month.format(date);
  const year = NAMES.year.format(date);
  if (unit === "quarter") return `Q${date.getUTCMonth() / 3 + 1} ${year}`;
  return unit === "year" ? year : `${year}s`;
}

/** First and last bin of a window. */
export type Span = readonly [low: number, high: number];

/** Days of a span of bins; null for all of them. */
export function windowOf(bins: Bins, [low, high]: Span): readonly [number, number] | null {
  return low === 0 && high === bins.count - 1 ? null : [bins.starts[low], bins.starts[high + 1] - 1];
}

export function spanOf(bins: Bins, window: readonly [number, number] | null): Span {
  return window ? [binOf(bins, window[0]), binOf(bins, window[1])] : [0, bins.count - 1];
}

export interface Tick {
  /** The bin at whose left edge it stands. */
  readonly bin: number;
  readonly name: string;
}

/** What the bins are read off by: starts of years in months, of months in days, at most so many. */
export function ticksOf(bins: Bins, most: number): Tick[] {
  const from = bins.earlier ? 1 : 0;
  const to = bins.later ? bins.count - 1 : bins.count;
  for (const unit of UNITS.slice(UNITS.indexOf(bins.unit))) {
    const found: Tick[] = [];
    for (let bin = from; bin < to; bin++) {
      const start = bins.starts[bin];
      const opens = unit === bins.unit || bin === from || startOf(unit, start) > bins.starts[bin - 1];
      if (opens) found.push({ bin, name: startName(unit === "week" ? "day" : unit, start) });
    }
    if (found.length <= most) return found;
  }
  return [{ bin: from, name: startName(bins.unit, bins.starts[from]) }];
}
