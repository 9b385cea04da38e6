"""Tables: CSV that is safe in a spreadsheet, node-link JSON, Parquet."""

from __future__ import annotations

import json
from typing import BinaryIO

import polars as pl
from polars import selectors as cs

from graphkit.exporters.plain_json import objects
from graphkit.graph import Graph
from graphkit.graph.directory import write_table

SEPARATOR = " | "
_FORMULA = r"^[=+\-@\t\r]"
_ISO_TIME = "%Y-%m-%dT%H:%M:%SZ"
_CHUNK = 20_000


def write_csv_nodes(graph: Graph, out: BinaryIO) -> None:
    """One row per node. Lists are joined by ` | `, images are their URLs."""
    _csv(graph.nodes, out)


def write_csv_edges(graph: Graph, out: BinaryIO) -> None:
    """One row per edge, its ends as node ids; `evidence` holds rows of sightings.parquet."""
    _csv(named_edges(graph), out)


def named_edges(graph: Graph) -> pl.DataFrame:
    """The edges with an `id` (`e0`, `e1`, …) and with node ids as ends."""
    ids = graph.nodes["id"]
    rows = pl.int_range(graph.edges.height, eager=True).cast(pl.String)
    return graph.edges.with_columns(
        ids.gather(graph.edges["source"]).alias("source"), ids.gather(graph.edges["target"]).alias("target")
    ).select(("e" + rows).alias("id"), pl.all())


def safe_csv(table: pl.DataFrame) -> str:
    """A table as CSV text. A cell that a spreadsheet would run as a formula gets a `'` in front.

    >>> safe_csv(pl.DataFrame({"title": ["=1+1", "plain"]}))
    "title\\n'=1+1\\nplain\\n"
    """
    return _safe(table).write_csv(datetime_format=_ISO_TIME)


def _csv(table: pl.DataFrame, out: BinaryIO) -> None:
    for number, chunk in enumerate(table.iter_slices(_CHUNK)):
        out.write(_safe(chunk).write_csv(datetime_format=_ISO_TIME, include_header=number == 0).encode())
    if table.is_empty():
        out.write(_safe(table).write_csv().encode())


def _safe(table: pl.DataFrame) -> pl.DataFrame:
    flat = table.with_columns(*(_flat(name, dtype) for name, dtype in table.schema.items() if dtype.is_nested()))
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    formula = [pl.col(name).str.contains(_FORMULA) for name in texts]
    return flat.with_columns(
        pl.when(live).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name, live in zip(texts, formula, strict=True)
    )


def _flat(name: str, dtype: pl.DataType) -> pl.Expr:
    """Lists joined; of mappings their `url` if they have one, else JSON."""
    if not isinstance(dtype, pl.List):
        return pl.col(name).struct.json_encode()
    item = pl.element().cast(pl.String) if not isinstance(dtype.inner, pl.Struct) else _of_mapping(dtype.inner)
    return pl.col(name).list.eval(item).list.join(SEPARATOR)


def _of_mapping(dtype: pl.Struct) -> pl.Expr:
    named = "url" in {field.name for field in dtype.fields}
    return pl.element().struct.field("url") if named else pl.element().struct.json_encode()


def write_json(graph: Graph, out: BinaryIO) -> None:
    """Node-link JSON as networkx reads it (`node_link_graph(data, edges="edges")`).

    Nulls are left out, and so are numbers that JSON does not have.
    """
    head = {"directed": graph.directed, "multigraph": True, "graph": {}}
    out.write(json.dumps(head).removesuffix("}").encode() + b', "nodes": [')
    _json_rows(graph.nodes, out)
    out.write(b'], "edges": [')
    _json_rows(named_edges(graph).with_columns(pl.col("kind").alias("key")), out)
    out.write(b"]}\n")


def _json_rows(table: pl.DataFrame, out: BinaryIO) -> None:
    plain = dated(table).with_columns(pl.when(cs.float().is_finite()).then(cs.float()).name.keep())
    lead = b"\n"
    for chunk in plain.iter_slices(_CHUNK):
        out.write(lead + objects(chunk).str.join(",\n").cast(pl.Binary).item())
        lead = b",\n"


def dated(table: pl.DataFrame) -> pl.DataFrame:
    """The table with its times as ISO 8601 text: Python's own times end where Polars' go on."""
    return table.with_columns(cs.datetime().dt.strftime(_ISO_TIME))


def write_parquet_nodes(graph: Graph, out: BinaryIO) -> None:
    """The table of nodes, exactly."""
    write_table(graph.nodes, out)


def write_parquet_edges(graph: Graph, out: BinaryIO) -> None:
    """The table of edges, exactly; `source` and `target` are rows of the nodes."""
    write_table(graph.edges, out)
