"""Plain front matter, ready to be asked: which tokens bear which key, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

import numpy as np
import polars as pl

from graphkit.sources.block import SECURED
from graphkit.sources.plain.lines import Flags, Ints, scan_lines
from graphkit.sources.plain.tree import ROOT, grown

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")
_NULLS = (b"~", b"null", b"Null", b"NULL")
_NULL_LIKE = np.isin(np.arange(256), list(b"~nN"))
_ESCAPES = {
    '"': (r'^(?:[^"\\]|\\["\\])*$', r'\\(["\\])', "$1"),
    "'": (r"^(?:[^']|'')*$", "''", "'"),
}
"""Per quote: what may stand between two, the escapes of these, and what they mean."""


class Tokens:
    """The tokens of many front matters; `good` says per file whether all of it is plain, and no more is said of it."""

    def __init__(self, headers: Sequence[bytes], most_depth: int) -> None:
        self._lines = scan_lines(headers)
        self._tree = grown(self._lines, most_depth)
        self.good = self._lines.good
        self.file, self.dash, self.parent = self._tree.file, self._tree.dash, self._tree.parent
        self.branch = self._tree.branch
        self.line = self._lines.number[self._tree.line]
        self._spoil(self._tree.bad)
        self.names, self.key = self._keys()
        self._index = {name: number for number, name in enumerate(self.names)}
        self._values = self._read_values()
        self.filled = self._tree.filled & self._values.is_not_null().to_numpy()
        self._refuse_keys()

    def spoil(self, tokens: Ints) -> None:
        """Leave the files of these tokens to somebody else."""
        self.good[self.file[tokens]] = False

    def _spoil(self, flags: Flags) -> None:
        self.spoil(np.flatnonzero(flags))

    def bears(self, tokens: Ints, names: Collection[str]) -> Flags:
        """Which of these tokens bear one of these keys."""
        return self.place_in(tokens, names) >= 0

    def numbers_of(self, names: Collection[str]) -> list[int]:
        """What stands in `key` for those of these keys that are there."""
        return [self._index[name] for name in names if name in self._index]

    def place_in(self, tokens: Ints, names: Collection[str]) -> Ints:
        """Per token the place of its key among these; -1 for others."""
        places = np.full(len(self.names) + 1, -1)
        for place, name in enumerate(names):
            places[self._index.get(name, -1)] = place
        places[-1] = -1
        return places[self.key[tokens]]

    def texts(self, tokens: Ints) -> pl.Series:
        """What these tokens say; the files of those that say something else than text are spoilt."""
        self.spoil(tokens[~self.filled[tokens]])
        return self._values.gather(tokens).fill_null("")

    def judged(self, tokens: Ints, told: tuple[pl.Series, Flags]) -> pl.Series:
        """The values, after the files of those that are not good have been spoilt."""
        values, good = told
        self.spoil(tokens[~good])
        return values

    def read(self, tokens: Ints, convert: Callable[[pl.Series], tuple[pl.Series, Flags]]) -> pl.Series:
        """The texts of tokens, converted."""
        return self.judged(tokens, convert(self.texts(tokens)))

    def _keys(self) -> tuple[list[str], Ints]:
        """The names of all keys, and per token which it bears; -1 for dashes."""
        keyed = np.flatnonzero(~self.dash)
        line = self._tree.line[keyed]
        names = self._slices(self._lines.key[line], self._lines.colon[line])
        known = names.unique().to_list()
        key = np.full(self.dash.size, len(known))
        key[keyed] = names.cast(pl.Enum(known)).to_physical().to_numpy()
        return known, key

    def _slices(self, start: Ints, end: Ints) -> pl.Series:
        whole = pl.Series("text", [self._lines.text], dtype=pl.Binary).new_from_index(0, start.size)
        table = pl.DataFrame({"text": whole, "start": start, "size": end - start})
        return table.select(pl.col("text").bin.slice("start", "size").cast(pl.String)).to_series()

    def _read_values(self) -> pl.Series:
        lines, line = self._lines, self._tree.line
        start, end = lines.start[line], np.where(self._tree.filled, lines.end[line], lines.start[line])
        values = self._slices(start, end)
        values = self._decoded(values, np.flatnonzero(self._tree.filled & lines.escaped[line]))
        likely = _NULL_LIKE[np.frombuffer(lines.text, np.uint8)[np.minimum(start, len(lines.text) - 1)]]
        short = np.flatnonzero(likely & self._tree.filled & ~lines.quoted[line] & (end - start <= 4))
        nulls = [int(token) for token in short if lines.text[start[token] : end[token]] in _NULLS]
        return values.scatter(nulls, None) if nulls else values

    def _decoded(self, values: pl.Series, tokens: Ints) -> pl.Series:
        """The values, those of these tokens as their escapes say; spoils files with others than of quotes."""
        quotes = np.frombuffer(self._lines.text, np.uint8)[self._lines.start[self._tree.line[tokens]] - 1]
        for quote, (known, escape, meant) in _ESCAPES.items():
            chosen = tokens[quotes == ord(quote)]
            if chosen.size:
                texts = values.gather(chosen)
                self.spoil(chosen[~texts.str.contains(known).to_numpy()])
                values = values.scatter(chosen, texts.str.replace_all(escape, meant))
        return values

    def _refuse_keys(self) -> None:
        """Keys that stand twice or are no plain words, and encrypted text that is no text."""
        odd = [name for name in self.names if not _KEY.fullmatch(name)]
        keyed = np.flatnonzero(~self.dash)
        self.spoil(keyed[self.bears(keyed, odd) | (self.bears(keyed, (SECURED,)) & self.branch[keyed])])
        owner = np.where(self.parent[keyed] == ROOT, -1 - self.file[keyed], self.parent[keyed])
        pairs = pl.Series(owner * (len(self.names) + 1) + self.key[keyed])
        if pairs.n_unique() < pairs.len():
            self.spoil(keyed[pairs.is_duplicated().to_numpy()])
