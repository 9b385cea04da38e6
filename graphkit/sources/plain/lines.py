"""Many front matters as one run of bytes: where the keys, dashes and values of their lines stand.

Only plain forms are known here: `key: value`, `- value`, `- key: value`, with values that are quoted or bare and end in
their line. A file with anything else is no longer `good`, and somebody else's to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

BREAK, COLON, DOUBLE, SINGLE, ESCAPE, HASH, BRACKET, CONTROL, LEAD = range(1, 10)
_SPACE, _LINE_END, _DASH = b" \n-"
_PADDING = b"\n" * 8
"""Behind the last line, so that whoever looks ahead finds something."""
_MOST_SPACES = 64
"""In a row; each costs a step."""


def _table(kinds: dict[int, Sequence[int]]) -> Bytes:
    table = np.zeros(256, np.uint8)
    for kind, values in kinds.items():
        table[list(values)] = kind
    return table


_MARKS = _table(
    {
        CONTROL: (*range(32), 127),
        BREAK: b"\n",
        COLON: b":",
        DOUBLE: b'"',
        SINGLE: b"'",
        ESCAPE: b"\\",
        HASH: b"#",
        BRACKET: b"[",
        LEAD: (0xC2, 0xE2, 0xEF),
    }
).tobytes()
_BARE = _table({1: (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), *b"_/(.$+~", *range(0xC2, 0xF5))})
"""The bytes with which a bare value may begin."""


@dataclass(slots=True)
class Lines:
    """The lines that say something; `good` per file, all else per line, places as offsets into `text`.

    `key` is where a key begins, `colon` where it ends, or -1 without one. A value goes from `start` to `end`, without
    its quotes; it is `empty`, `quoted`, or `escaped`, which says that its inside is yet to be decoded.
    """

    text: bytes
    good: Flags
    file: Ints
    number: Ints
    indent: Ints
    dash: Flags
    key: Ints
    colon: Ints
    start: Ints
    end: Ints
    quoted: Flags
    escaped: Flags

    @property
    def empty(self) -> Flags:
        """Where no value follows the key."""
        return ~self.quoted & (self.start >= self.end)


def scan_lines(headers: Sequence[bytes], first_line: int = 2) -> Lines:
    """The lines of front matters, none of which ends in a line end."""
    text = b"\n".join((*headers, _PADDING))
    return _Scan(text, np.fromiter(map(len, headers), np.int64, len(headers)), first_line).lines()


class _Scan:
    """Marks are the few bytes that may mean something, by place and kind; all else is reckoned from them."""

    def __init__(self, text: bytes, sizes: Ints, first_line: int) -> None:
        self._text = text
        self._bytes: Bytes = np.frombuffer(text, np.uint8)
        self._words = np.ndarray((len(text) - len(_PADDING),), "<u8", text, strides=(1,))
        kinds = np.frombuffer(text.translate(_MARKS), np.uint8)[: self._words.size]
        self._at = np.flatnonzero(kinds != 0)
        self._kind = kinds[self._at]
        breaks = self._kind == BREAK
        self._ends = self._at[breaks]
        self._starts = np.concatenate(([0], self._ends[:-1] + 1))
        self._line = np.cumsum(breaks) - breaks
        behind = np.searchsorted(self._ends, np.cumsum(sizes + 1) - 1) + 1
        self._file = np.repeat(np.arange(sizes.size), np.diff(behind, prepend=0))
        self._number = np.arange(self._ends.size) - np.concatenate(([0], behind[:-1]))[self._file] + first_line
        self._bad = np.zeros(self._ends.size, np.bool_)
        self._files = sizes.size

    def lines(self) -> Lines:
        ends = self._trimmed()
        first = self._behind(self._starts, ends)
        dash = (self._bytes[first] == _DASH) & (self._bytes[first + 1] == _SPACE)
        content = first + 2 * dash
        colon = self._keys(content)
        start = np.where(colon >= 0, np.minimum(colon + 2, ends), content)
        start = self._behind(start, ends)
        quoted, escaped = self._values(start, ends, colon >= 0)
        self._bad |= dash & (content >= ends)
        says = (first < ends) & (self._bytes[first] != ord("#"))
        bad = (self._bad & says) | self._unfit()
        good = np.bincount(self._file[bad], minlength=self._files) == 0
        kept = np.flatnonzero(says & good[self._file])
        return Lines(
            self._text,
            good,
            self._file[kept],
            self._number[kept],
            (first - self._starts)[kept],
            dash[kept],
            content[kept],
            colon[kept],
            (start + quoted)[kept],
            (ends - quoted)[kept],
            quoted[kept],
            escaped[kept],
        )

    def _count(self, marks: Flags) -> Ints:
        """Per line, how many of these marks it holds."""
        count: Ints = np.bincount(self._line[marks], minlength=self._ends.size)
        return count

    def _unfit(self) -> Flags:
        """Lines with controls, invisible characters and all else that is remarked on; with `[[`, maybe a wikilink."""
        at, kind = self._at, self._kind
        bad = kind == CONTROL
        lead = np.flatnonzero(kind == LEAD)
        one, two, three = (self._bytes[at[lead] + step] for step in range(3))
        odd = (one == 0xC2) & ((two < 0xA0) | (two == 0xAD))
        odd |= (
            (one == 0xE2) & (two == 0x80) & (((three >= 0x8B) & (three <= 0x8F)) | ((three >= 0xA8) & (three <= 0xAE)))
        )
        odd |= (one == 0xE2) & (two == 0x81) & (three >= 0xA0) & (three <= 0xAF)
        odd |= (one == 0xEF) & ((two == 0xB7) | ((two == 0xBB) & (three == 0xBF)) | ((two == 0xBF) & (three >= 0xBD)))
        bad[lead] = odd
        bad |= (kind == BRACKET) & (self._bytes[at + 1] == ord("["))
        return self._count(bad) > 0

    def _trimmed(self) -> Ints:
        """Where the lines end, without the spaces there."""
        ends: Ints = self._ends.copy()
        blank = np.arange(ends.size)
        for _ in range(_MOST_SPACES):
            blank = blank[(ends[blank] > self._starts[blank]) & (self._bytes[ends[blank] - 1] == _SPACE)]
            ends[blank] -= 1
            if not blank.size:
                break
        self._bad[blank] = True
        return ends

    def _behind(self, places: Ints, ends: Ints) -> Ints:
        """The places, behind the spaces that stand there."""
        places, inside = places.copy(), np.arange(places.size)
        for _ in range(_MOST_SPACES // 8):
            steps = _leading_spaces(self._words[np.minimum(places[inside], self._words.size - 1)])
            places[inside] += steps
            inside = inside[steps == 8]
        self._bad[inside] = True
        behind: Ints = np.minimum(places, ends)
        return behind

    def _keys(self, content: Ints) -> Ints:
        """Where the key of each line ends; -1 where there is none, as in a quoted text."""
        after = self._bytes[self._at + 1]
        parting = (self._kind == COLON) & ((after == _SPACE) | (after == _LINE_END))
        self._partings = self._count(parting)
        lines, at = self._line[parting][::-1], self._at[parting][::-1]
        colon = np.full(self._ends.size, -1)
        colon[lines] = at
        opening = self._bytes[content]
        colon[(opening == ord('"')) | (opening == ord("'"))] = -1
        return colon

    def _values(self, start: Ints, ends: Ints, keyed: Flags) -> tuple[Flags, Flags]:
        """Which values are quoted, and of which the quotes hold escapes; what is neither quoted nor bare is bad."""
        opening, last = self._bytes[start], self._bytes[ends - 1]
        filled = start < ends
        double, single = (filled & (opening == ord(quote)) for quote in "\"'")
        doubles, singles = self._count(self._kind == DOUBLE), self._count(self._kind == SINGLE)
        escapes = double & (self._count(self._kind == ESCAPE) > 0)
        escaped = escapes | (single & (singles > 2))
        closed = (ends - start >= 2) & (last == opening)
        right = closed & np.where(double, escapes | (doubles == 2), singles % 2 == 0)
        quoted = double | single
        remarks = self._count((self._kind == HASH) & (self._bytes[self._at - 1] == _SPACE))
        negative = (opening == _DASH) & (self._bytes[start + 1] != _SPACE) & (start + 1 < ends)
        bare = ((_BARE[opening] > 0) | negative) & (self._partings == keyed) & (remarks == 0)
        self._bad |= filled & ~np.where(quoted, right, bare)
        return quoted, escaped


def _leading_spaces(words: npt.NDArray[np.uint64]) -> Ints:
    """How many of the first bytes of words of eight are spaces."""
    other = words ^ np.uint64(0x2020202020202020)
    lowest = other & (~other + np.uint64(1))
    place = np.frexp(lowest.astype(np.float64))[1].astype(np.int64) - 1
    return np.where(lowest == 0, np.int64(8), place >> 3)
