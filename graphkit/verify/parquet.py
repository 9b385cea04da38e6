"""The tables in Parquet read back with DuckDB, where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from graphkit.graph import Graph
from graphkit.verify.packed import Files
from graphkit.verify.tables import Columns, Dialect, Read, compared

PARQUET: Final = Dialect()
_ROWS: Final = 50_000
_ALONE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""DuckDB would fetch what it lacks from the network."""


def read_parquet(files: Files, graph: Graph) -> Read:
    """The tables of `nodes.parquet` and `edges.parquet`; an edge's `id` is its row."""
    nodes = _table(files.path("nodes.parquet"), graph.nodes)
    edges = _table(files.path("edges.parquet"), graph.edges)
    return nodes, _numbered(edges)


def tables(graph: Graph, _: object) -> Read:
    """What Parquet holds: the tables as they are, the ends of edges as rows."""
    return graph.nodes, _numbered(graph.edges)


def _numbered(edges: pl.DataFrame) -> pl.DataFrame:
    return edges.with_columns(("e" + pl.int_range(pl.len()).cast(pl.String)).alias("id"))


def _table(path: Path, like: pl.DataFrame) -> pl.DataFrame:
    """The columns by their places: to SQL, names that differ in case are one."""
    import duckdb

    names = compared(like)
    places = {name: f"c{place}" for place, name in enumerate(like.columns)}
    cells = ", ".join(_cell(places[name], like.schema[name]) for name in names)
    query = f"SELECT {cells} FROM read_parquet(?) AS t({', '.join(places.values())})"  # noqa: S608 - our own names
    columns = Columns(tuple(names))
    with duckdb.connect(config=_ALONE) as database:
        try:
            answer = database.execute(query, [str(path)])
            while rows := answer.fetchmany(_ROWS):
                for row in rows:
                    columns.add(dict(zip(names, row, strict=True)))
        except duckdb.Error as error:
            raise ValueError(str(error).partition("\n")[0]) from error
    return columns.frame()


def _cell(column: str, dtype: pl.DataType) -> str:
    """A column as text, in SQL."""
    if dtype == pl.Datetime:
        return f"strftime(make_timestamp(epoch_us({column})), '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"CAST({f'CAST({column} AS DOUBLE)' if dtype.is_float() else column} AS VARCHAR)"
