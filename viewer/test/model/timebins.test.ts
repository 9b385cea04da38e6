/** Bins of time: sizes, names, outliers, days before 1970. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { binName, binOf, makeBins, startOf, ticksOf, type Bins } from "../../src/model/timebins.ts";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const days = (...texts: string[]): Int32Array => Int32Array.from(texts, day);
const names = (bins: Bins): string[] => Array.from({ length: bins.count }, (_, bin) => binName(bins, bin));

test("nothing to bin", () => assert.equal(makeBins(new Int32Array(0)), null));

test("one day is one bin", () => {
  const bins = makeBins(days("2025-05-05", "2025-05-05"))!;
  assert.deepEqual([bins.unit, names(bins)], ["day", ["May 5, 2025"]]);
});

test("bins grow with the span", () => {
  const unit = (first: string, last: string): string => makeBins(days(first, last))!.unit;
  assert.equal(unit("2025-01-01", "2025-03-01"), "day");
  assert.equal(unit("2024-01-01", "2025-03-01"), "week");
  assert.equal(unit("2018-01-01", "2025-03-01"), "month");
  assert.equal(unit("2000-01-01", "2025-03-01"), "quarter");
  assert.equal(unit("1930-01-01", "2025-03-01"), "year");
  assert.equal(unit("1200-01-01", "2025-03-01"), "decade");
});

test("names by unit", () => {
  assert.deepEqual(names(makeBins(days("2025-01-06", "2025-01-19"), 3)!), ["week of Jan 6, 2025", "week of Jan 13, 2025"]);
  assert.deepEqual(names(makeBins(days("2024-11-30", "2025-05-01"), 3)!), ["Q4 2024", "Q1 2025", "Q2 2025"]);
});

test("weeks begin on Monday, also before 1970; months hold their days", () => {
  for (const text of ["1969-12-29", "1970-01-04", "2025-05-05", "1815-06-18"]) {
    const start = startOf("week", day(text));
    assert.equal(new Date(start * 86_400_000).getUTCDay(), 1);
    assert.ok(start <= day(text) && day(text) < start + 7);
  }
  assert.equal(startOf("month", day("1969-12-31")), day("1969-12-01"));
  assert.equal(startOf("century", day("0099-12-31")), day("0000-01-01"));
});

test("a few ancient and future dates have bins of their own", () => {
  const recent = Array.from({ length: 400 }, (_, at) => day("2025-01-01") + (at % 90));
  const bins = makeBins(Int32Array.from([...recent, day("1450-01-01"), day("1970-01-01"), day("2999-01-01")]))!;
  assert.equal(bins.unit, "day");
  assert.ok(bins.earlier && bins.later);
  assert.equal(names(bins)[0], "before Jan 1, 2025");
  assert.equal(names(bins).at(-1), "Apr 1, 2025 and later");
  assert.equal(bins.starts[0], day("1450-01-01"));
  assert.equal(binOf(bins, day("2999-01-01")), bins.count - 1);
});

test("every day lies in the bin that it is counted in", () => {
  const all = Int32Array.from({ length: 900 }, (_, at) => day("1999-03-01") + at * 11);
  const bins = makeBins(all)!;
  for (const each of all) {
    const bin = binOf(bins, each);
    assert.ok(bins.starts[bin] <= each && each < bins.starts[bin + 1]);
  }
});

test("ticks: as many as fit, at the starts of larger units", () => {
  const bins = makeBins(days("2018-03-05", "2025-03-01"))!;
  const ticks = ticksOf(bins, 9);
  assert.deepEqual(ticks.map((tick) => tick.name), ["2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"]);
  assert.deepEqual(ticks.map((tick) => tick.bin).slice(0, 3), [0, 10, 22]);
  assert.equal(ticksOf(bins, 1).length, 1);
});
