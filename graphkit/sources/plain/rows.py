"""The rows of sightings that plain front matter makes, and which tokens feed their columns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from graphkit.settings import FIELDS, Settings
from graphkit.sources.plain.lines import Flags, Ints
from graphkit.sources.plain.tokens import Tokens
from graphkit.sources.plain.tree import ROOT


class Cells(NamedTuple):
    """Tokens, and the row that each of them feeds."""

    tokens: Ints
    rows: Ints

    def where(self, flags: Flags | Ints) -> Cells:
        """Those of which this is true, or at these places."""
        return Cells(self.tokens[flags], self.rows[flags])


class Rows:
    """Rows are numbered by file and place: a document as item 0, then what it calls related."""

    def __init__(self, tokens: Tokens, settings: Settings) -> None:
        self.tokens = tokens
        self._settings = settings
        self._says = tokens.filled | tokens.branch
        self.mentions = self._find_mentions()
        files = tokens.good.size
        per_file = np.bincount(tokens.file[self.mentions], minlength=files)
        self.documents = np.arange(files) + np.cumsum(per_file) - per_file
        self.file = np.repeat(np.arange(files), per_file + 1)
        self.item = np.arange(self.file.size) - self.documents[self.file]
        of_owner = np.full(tokens.dash.size + 1, -1)
        of_owner[self.mentions] = np.flatnonzero(self.item > 0)
        row = np.where(tokens.parent == ROOT, self.documents[tokens.file], of_owner[tokens.parent])
        fed = np.flatnonzero((row >= 0) & ~tokens.dash & self._says)
        fed = fed[np.argsort(tokens.key[fed], kind="stable")]
        self._fed = Cells(fed, row[fed])
        self._first = np.searchsorted(tokens.key[fed], np.arange(len(tokens.names) + 1))

    def _find_mentions(self) -> Ints:
        tokens = self.tokens
        top = np.flatnonzero((tokens.parent == ROOT) & self._says)
        lists = top[tokens.bears(top, self.keys_of("related"))]
        self.refuse_several(Cells(lists, tokens.file[lists]))
        items = self.elements(Cells(lists, lists)).tokens
        tokens.spoil(items[~tokens.branch[items]])
        mentions = items[tokens.dash[items]]
        per_file = np.bincount(tokens.file[mentions], minlength=tokens.good.size)
        tokens.spoil(mentions[per_file[tokens.file[mentions]] > self._settings.limits.related])
        return mentions

    def keys_of(self, field: str) -> tuple[str, ...]:
        """The keys that feed a field, best first."""
        return tuple(dict.fromkeys((*self._settings.fields.get(field, ()), *FIELDS[field])))

    def of(self, field: str) -> Cells:
        """The tokens that feed a field of a row."""
        keys = self.tokens.numbers_of(self.keys_of(field))
        places = [np.arange(self._first[key], self._first[key + 1]) for key in keys]
        return self._fed.where(np.concatenate([np.array([], np.int64), *places]))

    def single(self, field: str) -> Cells:
        """As `of`; spoils files that feed a field twice, as which counts is told elsewhere."""
        return self.refuse_several(self.of(field))

    def refuse_several(self, cells: Cells) -> Cells:
        """Spoil the files of rows that stand here twice."""
        if cells.rows.size and (several := np.bincount(cells.rows) > 1).any():
            self.tokens.spoil(cells.tokens[several[cells.rows]])
        return cells

    def named(self, cells: Cells, *names: str) -> Cells:
        """Those that bear one of these keys."""
        return cells.where(self.tokens.bears(cells.tokens, names))

    def within(self, cells: Cells) -> Cells:
        """The tokens in the mappings that are `cells`, each for the row of its mapping."""
        rows = self._rows_by_parent(cells)
        tokens = np.flatnonzero((rows >= 0) & ~self.tokens.dash & self._says)
        return Cells(tokens, rows[tokens])

    def _rows_by_parent(self, cells: Cells) -> Ints:
        row = np.full(self.tokens.dash.size + 1, -1)
        row[cells.tokens] = cells.rows
        return row[self.tokens.parent]

    def elements(self, cells: Cells) -> Cells:
        """The items of lists, and what is no list as its own only item; spoils files with mappings instead."""
        rows = self._rows_by_parent(cells)
        self.tokens.spoil(np.flatnonzero((rows >= 0) & ~self.tokens.dash))
        rows[~self.tokens.dash] = -1
        alone = cells.where(self.tokens.filled[cells.tokens])
        rows[alone.tokens] = alone.rows
        tokens = np.flatnonzero(rows >= 0)
        return Cells(tokens, rows[tokens])

    def column(self, values: pl.Series, rows: Ints, height: int = -1) -> pl.Series:
        """A column that holds these values in these rows, and null in the others."""
        at = np.full(self.file.size if height < 0 else height, values.len())
        at[rows] = np.arange(rows.size)
        return values.extend_constant(None, 1).gather(at)

    def lists(self, values: pl.Series, rows: Ints) -> pl.Series:
        """A column of lists: the values of each row in their order, null for none."""
        if rows.size == np.unique(rows).size:
            return self._lists_of_one(values, rows)
        table = pl.DataFrame({"row": rows, "value": values}).group_by("row", maintain_order=True).agg("value")
        return self.column(table["value"], table["row"].to_numpy())

    def _lists_of_one(self, values: pl.Series, rows: Ints) -> pl.Series:
        """The same, much faster: Polars takes its time to move lists."""
        filled = np.zeros(self.file.size, np.bool_)
        filled[rows] = True
        column = self.column(values, rows)
        return pl.select(pl.when(pl.Series(filled)).then(pl.concat_list(column))).to_series()
