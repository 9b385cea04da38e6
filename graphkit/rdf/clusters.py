"""Clusters as `skos:Collection`: one block each, by number, with its members in the order of `nodes`."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.templates import filled
from graphkit.rdf import blocks
from graphkit.rdf.blocks import Syntax
from graphkit.rdf.forms import text
from graphkit.rdf.names import Names


def clusters(graph: Graph, names: Names, rows: int, syntax: Syntax = blocks) -> Iterator[bytes]:
    """The blocks of all clusters, at most `rows` at a time."""
    if not graph.nodes.schema.get("cluster", pl.Null()).is_integer():
        return
    labels = graph.nodes.get_column("cluster_label", default=pl.Series([None], dtype=pl.String))
    members = graph.nodes.select("cluster", label=labels, member=names.nodes).drop_nulls("cluster")
    found = members.group_by("cluster", maintain_order=True).agg(pl.col("label").drop_nulls().first(), "member")
    subject = pl.concat_str(pl.lit(f"<{names.base}cluster/"), pl.col("cluster").cast(pl.String), pl.lit(">"))
    label = syntax.said("skos:prefLabel", text(pl.col("label")))
    member = syntax.said("skos:member", pl.col("member"), many=True)
    for some in found.sort("cluster").iter_slices(rows):
        yield filled(some, syntax.whole(subject, syntax.said("a", "skos:Collection"), label, member))
