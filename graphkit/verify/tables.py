"""What a format must say of a graph, what its reader found, and where the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import polars as pl

from graphkit.graph import Graph

Read = tuple[pl.DataFrame, pl.DataFrame]
"""Nodes and edges as a reader found them: text as written, null where nothing is, a column per column of the graph."""

ENDS: Final = ("source", "target")
MOST: Final = 5
"""How many differences of one column are told."""

_TIMES: Final = ("%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%d")


@dataclass(frozen=True)
class Dialect:
    """What a format makes of values on purpose: said here in other words than the exporter's.

    `text` is what becomes of texts, `web` of the columns that hold addresses; `finite` says that numbers
    which are not are left out, `long` that so are integers beyond 64 bits with a sign, `placed` that `x`
    and `y` stand together or not at all; `unit` is how exact times are, `blank` that an empty text and
    none are the same, and `near` how far from that of the table a number may lie, by its column.
    """

    text: Callable[[pl.Expr], pl.Expr] = lambda words: words
    web: Callable[[pl.Expr], pl.Expr] | None = None
    finite: bool = False
    long: bool = False
    placed: bool = False
    unit: Literal["us", "s"] = "us"
    blank: bool = False
    near: Callable[[str], pl.Expr] | None = None


@dataclass
class Columns:
    """Rows that come one by one and are kept as columns of text."""

    names: tuple[str, ...]
    values: dict[str, list[str | None]] = field(init=False)

    def __post_init__(self) -> None:
        self.values = {name: [] for name in self.names}

    def add(self, row: Mapping[str, str | None]) -> None:
        """One row; what it does not hold is null."""
        for name, column in self.values.items():
            column.append(row.get(name))

    def frame(self) -> pl.DataFrame:
        """The rows as a table."""
        return pl.DataFrame(self.values, schema=dict.fromkeys(self.names, pl.String))


def compared(table: pl.DataFrame) -> list[str]:
    """The columns that every format must give back: texts, numbers, truths and times.

    >>> compared(pl.DataFrame({"id": ["a"], "names": [["b"]], "x": [0.5]}))
    ['id', 'x']
    """
    return [name for name, dtype in table.schema.items() if _is_compared(dtype)]


def _is_compared(dtype: pl.DataType) -> bool:
    return dtype in (pl.String, pl.Boolean) or dtype.is_integer() or dtype.is_float() or dtype == pl.Datetime


def edges_of(graph: Graph) -> pl.DataFrame:
    """The edges as every format names them: `id` e0, e1, … by row, and the ids of their ends."""
    ids, edges = graph.nodes["id"], graph.edges
    number = pl.int_range(pl.len()).cast(pl.String)
    ends = {end: ids.gather(edges[end]) for end in ENDS}
    return edges.with_columns(**ends).select(("e" + number).alias("id"), pl.all())


def expected(table: pl.DataFrame, dialect: Dialect) -> pl.DataFrame:
    """A table as a format of this dialect should give it back: texts, floats, truths and microseconds."""
    told = table.select(_expected(name, table.schema[name], dialect).alias(name) for name in compared(table))
    if not (dialect.placed and all(told.schema.get(axis) == pl.Float64 for axis in ("x", "y"))):
        return told
    both = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    return told.with_columns(pl.when(both).then(pl.col("x", "y")))


def _expected(name: str, dtype: pl.DataType, dialect: Dialect) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.String:
        return _blanked(_worded(name, column, dialect), dialect)
    if dtype.is_integer():
        return (column.cast(pl.Int64, strict=False) if dialect.long else column).cast(pl.String)
    if dtype.is_float():
        real = column.cast(pl.Float64)
        return pl.when(real.is_finite()).then(real) if dialect.finite else real
    return _microseconds(column, dialect.unit) if dtype == pl.Datetime else column


def _worded(name: str, column: pl.Expr, dialect: Dialect) -> pl.Expr:
    return dialect.web(column) if dialect.web and name.endswith("url") else dialect.text(column)


def _blanked(words: pl.Expr, dialect: Dialect) -> pl.Expr:
    return pl.when(words != "").then(words) if dialect.blank else words


def _microseconds(moment: pl.Expr, unit: str) -> pl.Expr:
    """Outside the years 1 to 9999, which ISO 8601 covers without agreement, formats may do as they like."""
    exact = moment.dt.truncate("1s") if unit == "s" else moment
    return pl.when(moment.dt.year().is_between(1, 9999)).then(exact.dt.epoch("us"))


def typed(found: pl.DataFrame, like: pl.DataFrame, dialect: Dialect) -> pl.DataFrame:
    """What a reader found, with the types of the table that it must equal; what is no such value becomes null."""
    return found.select(
        _typed(name, like.schema[name], dialect).alias(name) for name in compared(like) if name in found.columns
    )


def _typed(name: str, dtype: pl.DataType, dialect: Dialect) -> pl.Expr:
    column = _blanked(pl.col(name), dialect)
    if dtype == pl.String:
        return dialect.web(column) if dialect.web and name.endswith("url") and not dialect.blank else column
    if dtype.is_float():
        return column.cast(pl.Float64, strict=False)
    if dtype == pl.Boolean:
        return pl.when(column.is_in(["true", "false"])).then(column == "true")
    if dtype == pl.Datetime:
        moments = [column.str.to_datetime(form, time_unit="us", strict=False) for form in _TIMES]
        moment = pl.coalesce(moments)
        return pl.when(moment.dt.year().is_between(1, 9999)).then(moment.dt.epoch("us"))
    return column


def differences(what: str, wanted: pl.DataFrame, found: pl.DataFrame, dialect: Dialect) -> Iterator[str]:
    """Where two tables differ that have the same key, `id`: a line each, some of every column."""
    if "id" not in found.columns:
        yield f"{what}s have no 'id'"
        return
    yield from _of_keys(what, wanted["id"], found["id"])
    names = [name for name in wanted.columns if name in found.columns and name != "id"]
    for name in wanted.columns:
        if name not in found.columns and wanted[name].count():
            yield f"{what}s have no {name!r}"
    both = wanted.join(found.unique("id"), on="id", how="inner", suffix=":found", maintain_order="left")
    wrong = both.select(_differs(name, wanted.schema[name], dialect).alias(name) for name in names)
    for column in wrong:
        rows = both.filter(column) if column.any() else both.clear()
        for key, value, other in rows.select("id", column.name, f"{column.name}:found").head(MOST).iter_rows():
            yield f"{what} {key!r}: {column.name} is {_shown(other)}, the tables say {_shown(value)}"


def _differs(name: str, dtype: pl.DataType, dialect: Dialect) -> pl.Expr:
    told, found = pl.col(name), pl.col(f"{name}:found")
    if dialect.near is None or not dtype.is_float():
        return told.ne_missing(found)
    far = (told - found).abs() > dialect.near(name)
    return pl.when(told.is_null() | found.is_null()).then(told.ne_missing(found)).otherwise(far)


def _of_keys(what: str, wanted: pl.Series, found: pl.Series) -> Iterator[str]:
    for told, keys in (("is missing", _without(wanted, found)), ("is in no table", _without(found, wanted))):
        for key in keys.head(MOST):
            yield f"{what} {key!r} {told}"
    twice = found.filter(found.is_duplicated()).unique(maintain_order=True)
    for key in twice.head(MOST):
        yield f"{what} {key!r} stands there more than once"


def _without(some: pl.Series, others: pl.Series) -> pl.Series:
    table = some.alias("id").to_frame()
    return table.join(others.alias("id").to_frame(), on="id", how="anti", nulls_equal=True)["id"]


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
