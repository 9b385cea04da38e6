/** Texts as the search compares them: without case, accents, width and kinds of quotes; many of them in one string. */

/** Folded texts, one a line: text `row` begins at `start[row]` and ends one before `start[row + 1]`. */
export interface Lines {
  readonly text: string;
  readonly start: Uint32Array;
}

// Marks of Latin, Greek, Cyrillic, Hebrew and Arabic; in Indic scripts and kana marks are vowels and consonants.
const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670]+/g;
const LETTERS = /[ßæœøđðłıþ‘’‚‛“”„‟‐‑‒–—―−]/g;
const PLAIN: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th",
  "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
  "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
};
const FOREIGN = /[^\0-\x7f]+/g;
const MOST_KNOWN = 10_000;
const known = new Map<string, string>();

export function fold(text: string): string {
  return text.toLowerCase().replace(FOREIGN, foldForeign);
}

/** A run without ASCII; most are an accent or a quote, met again and again. */
function foldForeign(run: string): string {
  const found = known.get(run);
  if (found !== undefined) return found;
  const bare = run.normalize("NFKD").toLowerCase().replace(MARKS, "");
  const folded = bare.replace(LETTERS, (letter) => PLAIN[letter]!).normalize("NFC");
  if (run.length < 4 && known.size < MOST_KNOWN) known.set(run, folded);
  return folded;
}

/** The words of a query, the longest first. */
export function wordsOf(query: string): string[] {
  const words = fold(query).split(/[\s\0]+/).filter(Boolean);
  return [...new Set(words)].sort((one, other) => other.length - one.length);
}

export function foldTexts(texts: readonly string[]): Lines {
  const joined = texts.map((text) => (text.includes("\n") ? text.replaceAll("\n", " ") : text)).join("\n");
  return linesOf(fold(joined), texts.length);
}

/** Texts `low` to before `high` of one run of UTF-8. */
export function foldBytes(bytes: Uint8Array, start: Uint32Array, low: number, high: number): Lines {
  const joined = new Uint8Array(start[high]! - start[low]! + high - low);
  let to = 0;
  for (let row = low; row < high; row++) {
    for (let at = start[row]!; at < start[row + 1]!; at++) joined[to++] = bytes[at] === 10 ? 32 : bytes[at]!;
    joined[to++] = 10;
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(joined.subarray(0, Math.max(0, to - 1)));
  return linesOf(fold(text), high - low);
}

function linesOf(text: string, count: number): Lines {
  const start = new Uint32Array(count + 1);
  for (let row = 1; row < count; row++) start[row] = text.indexOf("\n", start[row - 1]) + 1;
  start[count] = text.length + 1;
  return { text, start };
}

export function lineAt(lines: Lines, row: number): string {
  return lines.text.slice(lines.start[row], lines.start[row + 1]! - 1);
}

/** Calls back with every line that holds the word, once each. */
export function scan(lines: Lines, word: string, found: (row: number) => void): void {
  const { text, start } = lines;
  let row = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, start[row])) {
    while (start[row + 1]! <= at) row++;
    found(row++);
    if (row >= start.length - 1) return;
  }
}

/** Calls back with every line that begins with the text. */
export function scanBeginnings(lines: Lines, beginning: string, found: (row: number) => void): void {
  for (let row = 0; row < lines.start.length - 1; row++) {
    if (lines.text.startsWith(beginning, lines.start[row])) found(row);
  }
}

/** Calls back with every line that begins with the word or has it after a blank, once each. */
export function scanStarts(lines: Lines, word: string, found: (row: number) => void): void {
  scanBeginnings(lines, word, found);
  scan(lines, ` ${word}`, (row) => lines.text.startsWith(word, lines.start[row]) || found(row));
}
