"""Clusters as `skos:Collection`: one block each, by number, with its members in the order of `nodes`."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.graph import Graph
from graphkit.rdf.forms import text


def clusters(graph: Graph, iris: pl.Series, base: str, rows: int) -> Iterator[pl.Series]:
    """The Turtle blocks of all clusters, at most `rows` at a time; `iris` are those of the nodes."""
    if not graph.nodes.schema.get("cluster", pl.Null()).is_integer():
        return
    labels = graph.nodes.get_column("cluster_label", default=pl.Series([None], dtype=pl.String))
    members = graph.nodes.select("cluster", label=labels, member=iris).drop_nulls("cluster")
    found = members.group_by("cluster", maintain_order=True).agg(
        pl.col("label").drop_nulls().first(), pl.col("member").str.join(", ")
    )
    for some in found.sort("cluster").iter_slices(rows):
        yield some.select(_block(base)).to_series()


def _block(base: str) -> pl.Expr:
    subject = pl.concat_str(pl.lit(f"<{base}cluster/"), pl.col("cluster").cast(pl.String), pl.lit(">"))
    label = pl.lit(" ;\n    skos:prefLabel ") + text(pl.col("label"))
    members = pl.lit(" ;\n    skos:member ") + pl.col("member")
    parts = [subject, pl.lit("\n    a skos:Collection"), label, members, pl.lit(" .\n\n")]
    return pl.concat_str(parts, ignore_nulls=True)
