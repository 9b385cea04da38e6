"""What reading brings home: sightings, malformed relations, problems and counts."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Any

import polars as pl

from graphkit.model import FILES, MALFORMED, MALFORMED_END, SIGHTINGS, Problem, Schema

_FEW = 1000
COUNTED = ("files", "documents", "passed_over", "rejected", "related", "published_by", "about", "links_to")


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that the files say.

    `counts` holds the files met, those that became documents, were passed over (no front matter)
    or rejected, and per kind of edge the relations declared: what the ledger must add up to.
    """

    sightings: pl.DataFrame
    malformed: pl.DataFrame
    files: pl.DataFrame
    problems: tuple[Problem, ...]
    counts: dict[str, int]

    @classmethod
    def joined(cls, parts: Iterable[Harvest]) -> Harvest:
        """One harvest of many, in the order that no number of workers changes."""
        parts = list(parts)
        counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        for part in parts:
            counts.update(part.counts)
        return cls(
            _sighted([part.sightings for part in parts if part.sightings.height]),
            _ordered([part.malformed for part in parts], MALFORMED, "source", "item", "kind", "rank"),
            _ordered([part.files for part in parts], FILES, "source"),
            tuple(sorted(problem for part in parts for problem in part.problems)),
            {name: counts[name] for name in COUNTED},
        )


def _ordered(tables: list[pl.DataFrame], schema: Schema, *by: str) -> pl.DataFrame:
    return pl.concat(tables or [pl.DataFrame(schema=schema)]).sort(by)


def _sighted(tables: list[pl.DataFrame]) -> pl.DataFrame:
    """The sightings of all tables by source and item: sorted only where they are not, as that moves every row."""
    if len(tables) == 2 and is_ordered(tables[0]) and tables[1]["source"].n_unique() <= _FEW:
        tables = _inserted(*tables)
    table = pl.concat(tables or [pl.DataFrame(schema=SIGHTINGS)])
    return table if is_ordered(table) else table.sort("source", "item")


def _inserted(many: pl.DataFrame, few: pl.DataFrame) -> list[pl.DataFrame]:
    """The many, cut where each source of the few belongs."""
    places = many["source"].search_sorted(few["source"].unique().sort())
    cuts = [0, *places.to_list(), many.height]
    slices = [many[start:end] for start, end in pairwise(cuts)]
    inserted = few.sort("source", "item").partition_by("source", maintain_order=True)
    return [piece for pair in zip_longest(slices, inserted) for piece in pair if piece is not None]


def is_ordered(table: pl.DataFrame) -> bool:
    """Whether every row is behind the one before; then no place stands twice, either."""
    source, item = pl.col("source"), pl.col("item")
    behind = (source > source.shift()) | ((source == source.shift()) & (item > item.shift()))
    return bool(table.select(behind.slice(1).all(ignore_nulls=False)).item())


def compact(table: pl.DataFrame) -> pl.DataFrame:
    """The same table without the text around its cells: a slice of a text keeps the whole of it in memory."""
    buffer = io.BytesIO()
    table.write_ipc(buffer)
    buffer.seek(0)
    return pl.read_ipc(buffer)


@dataclass(slots=True)
class Basket:
    """A harvest that is being filled: one list per column."""

    sightings: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in SIGHTINGS})
    malformed: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in MALFORMED})
    files: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FILES})
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add_sighting(self, values: dict[str, Any]) -> None:
        """One row; fields that `values` does not name are null."""
        for name, column in self.sightings.items():
            column.append(values.get(name))

    def add_malformed(self, *values: Any, outcome: str = MALFORMED_END) -> None:
        """One row, in the order of MALFORMED."""
        for column, value in zip(self.malformed.values(), (*values, outcome), strict=True):
            column.append(value)

    def add_file(self, source: str, state: str, data: bytes | None) -> None:
        """One row; `data` is what was read of the file."""
        size, sha256 = (None, None) if data is None else (len(data), hashlib.sha256(data).hexdigest())
        for column, value in zip(self.files.values(), (source, state, size, sha256), strict=True):
            column.append(value)

    def harvest(self, sightings: Iterable[pl.DataFrame] = ()) -> Harvest:
        """The tables; with these `sightings`, too."""
        return Harvest(
            pl.concat([*sightings, _table(self.sightings, SIGHTINGS)]),
            _table(self.malformed, MALFORMED),
            _table(self.files, FILES),
            tuple(self.problems),
            dict(self.counts),
        )


def _table(columns: dict[str, list[Any]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series(name, values, schema[name], strict=False) for name, values in columns.items()})
