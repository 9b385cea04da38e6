/** The palette: told apart by four kinds of eyes, and from the map's ground; words and addresses of the page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { PALETTE, themeOf } from "../../src/ui/colours.ts";
import { safeAddress } from "../../src/ui/links.ts";
import { dateWords, dayName, figure, ordinal } from "../../src/ui/words.ts";
import { news } from "../model/news.ts";

type Triple = readonly [number, number, number];

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const EYES: Record<string, readonly Triple[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const OKLAB: readonly (readonly Triple[])[] = [
  [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]],
  [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.8086757660]],
];

const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;
const each = (triple: Triple, change: (value: number) => number): Triple => triple.map(change) as unknown as Triple;

function linear(colour: string): Triple {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255) as unknown as Triple;
  return each(parts, (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
}

function seen(colour: string, eye: string): Triple {
  const light = each(times(EYES[eye], linear(colour)), (value) => Math.min(1, Math.max(0, value)));
  const [x, y, z] = times(OKLAB[1], each(times(OKLAB[0], light), Math.cbrt));
  return [x, 1.5 * y, 1.5 * z]; // Hue counts more than lightness for dots.
}

function contrast(one: string, other: string): number {
  const [low, high] = [one, other].map((colour) => {
    const [red, green, blue] = linear(colour);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

for (const [number, theme] of ["light", "dark"].entries()) {
  const colours = PALETTE.map((pair) => pair[number]);
  const { background } = themeOf(news(), theme === "dark");

  test(`${theme}: any two colours differ for all eyes`, () => {
    for (const eye of Object.keys(EYES)) {
      colours.forEach((one, at) => colours.slice(at + 1).forEach((other) => {
        const distance = Math.hypot(...seen(one, eye).map((value, axis) => value - seen(other, eye)[axis]));
        assert.ok(distance > 0.09, `${eye}: ${one} and ${other} are ${distance.toFixed(3)} apart`);
      }));
    }
  });

  test(`${theme}: all stand out from the ground`, () => {
    for (const colour of colours) assert.ok(contrast(colour, background) >= 3, colour);
  });
}

test("only http, https and mailto are opened", () => {
  for (const url of ["https://a.example/x", "http://a.example", "mailto:a@b.example"]) assert.equal(safeAddress(url), url);
  for (const url of ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example", "x", "", null]) {
    assert.equal(safeAddress(url), null, String(url));
  }
});

test("words", () => {
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 112, 1003].map(ordinal).join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 112th 1,003rd");
  assert.deepEqual([0.0503712, 12, 1234.5, 12345, 0].map(figure), ["0.0504", "12", "1,235", "12,345", "0"]);
  assert.equal(dayName(18870), "31 Aug 2021");
  assert.equal(dayName(-0x80000000), "");
  assert.equal(dateWords("2021-08-31T02:35:00Z"), "31 August 2021, 02:35 UTC");
  assert.equal(dateWords("2021-08-31T02:35:00+02:00"), "31 August 2021, 02:35+02:00");
  assert.equal(dateWords("2021-08-31"), "31 August 2021");
  assert.equal(dateWords("yesterday"), "yesterday");
});
