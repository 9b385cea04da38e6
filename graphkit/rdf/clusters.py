"""Clusters as `skos:Collection`: one block each, by number, with its members in the order of `nodes`."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.templates import filled
from graphkit.rdf import blocks
from graphkit.rdf.blocks import Said, Syntax
from graphkit.rdf.forms import text
from graphkit.rdf.names import Names


def clusters(graph: Graph, names: Names, rows: int, syntax: Syntax = blocks) -> Iterator[bytes]:
    """The blocks of all clusters, at most `rows` at a time."""
    if not graph.nodes.schema.get("cluster", pl.Null()).is_integer():
        return
    found = _members(graph, names).group_by("cluster", maintain_order=True)
    table = found.agg(pl.col("label").drop_nulls().first(), "member").sort("cluster")
    yield from _written(table, names.base, rows, syntax, *_described(syntax), _member(syntax))


def collections(found: pl.DataFrame, base: str, rows: int, syntax: Syntax) -> Iterator[bytes]:
    """What is said of clusters (`cluster`, `label`) but their members."""
    yield from _written(found.sort("cluster"), base, rows, syntax, *_described(syntax))


def members(graph: Graph, names: Names, rows: int, syntax: Syntax) -> Iterator[bytes]:
    """Which nodes are in which cluster, without what is said of the clusters."""
    if graph.nodes.schema.get("cluster", pl.Null()).is_integer():
        table = _members(graph, names).select("cluster", pl.concat_list("member"))
        yield from _written(table, names.base, rows, syntax, _member(syntax))


def _members(graph: Graph, names: Names) -> pl.DataFrame:
    labels = pl.col("cluster_label") if "cluster_label" in graph.nodes.columns else pl.lit(None, pl.String)
    return graph.nodes.select("cluster", label=labels, member=names.nodes).drop_nulls("cluster")


def _described(syntax: Syntax) -> list[Said]:
    return [syntax.said("a", "skos:Collection"), syntax.said("skos:prefLabel", text(pl.col("label")))]


def _member(syntax: Syntax) -> Said:
    return syntax.said("skos:member", pl.col("member"), many=True)


def _written(table: pl.DataFrame, base: str, rows: int, syntax: Syntax, *said: Said) -> Iterator[bytes]:
    subject = pl.concat_str(pl.lit(f"<{base}cluster/"), pl.col("cluster").cast(pl.String), pl.lit(">"))
    for some in table.iter_slices(rows):
        yield filled(some, syntax.whole(subject, *said))
