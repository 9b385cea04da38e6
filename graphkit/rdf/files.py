"""Files: what an article rests on, as `prov:wasDerivedFrom`, and what these files are."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.templates import filled
from graphkit.rdf import blocks
from graphkit.rdf.blocks import Syntax
from graphkit.rdf.names import Names
from graphkit.rdf.vocabulary import FILE_TERMS


def derived(graph: Graph, names: Names) -> pl.Series:
    """Per node the IRIs of the files that speak of it, if it is an article and the graph has evidence; else null."""
    spoken = _spoken(graph)
    by_id = (
        spoken.with_columns(names.files(spoken["source"]).alias("file"))
        .group_by("article")
        .agg("file")
        .rename({"article": "id"})
    )
    return graph.nodes.select("id").join(by_id, on="id", how="left", maintain_order="left")["file"]


def files(graph: Graph, names: Names, rows: int, syntax: Syntax = blocks) -> Iterator[bytes]:
    """The blocks of the files that speak of an article of the graph, by path, at most `rows` at a time."""
    if graph.evidence is None:
        return
    here = _spoken(graph).join(graph.nodes.select(article="id"), on="article", how="semi")
    told = graph.evidence.files.join(here, on="source", how="semi").drop("state").sort("source")
    named = told.with_columns(names.files(told["source"]).alias("@file"))
    for some in named.iter_slices(rows):
        parts = [syntax.said("a", "prov:Entity"), *syntax.statements(FILE_TERMS)]
        yield filled(some, syntax.whole(pl.col("@file"), *parts))


def _spoken(graph: Graph) -> pl.DataFrame:
    """Which `source` speaks of which `article`, each pair once, in the order of the sightings: by source."""
    if graph.evidence is None:
        return pl.DataFrame(schema={"source": pl.String, "article": pl.String})
    return graph.evidence.sightings.select("source", "article").drop_nulls().unique(maintain_order=True)
