"""Parts: the N-Triples of `triples.write_ntriples` from parts of a graph, each of which knows what it describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.report import Evidence
from graphkit.model import ARTICLE, EDGES, FILES, KEYS, LEDGER
from graphkit.rdf import lines
from graphkit.rdf.clusters import collections, members
from graphkit.rdf.files import files
from graphkit.rdf.iris import BASE, checked_base
from graphkit.rdf.names import names
from graphkit.rdf.nodes import nodes
from graphkit.rdf.relations import relations

ROWS: Final = 5_000
"""Rows that are in memory as text at one time."""

SPOKEN: Final = pl.Schema({"source": pl.String(), "article": pl.String()})
"""Which file speaks of which article."""

CLUSTER: Final = pl.Schema({"cluster": pl.Int64(), "label": pl.String()})


def described(own: pl.DataFrame, leaving: pl.DataFrame, spoken: pl.DataFrame, said: Mapping[str, Any]) -> Iterator[str]:
    """The lines of nodes, of the edges that leave them (EDGES, with ids for ends), and of who is `spoken` of.

    `said` is the manifest, as far as it says how things are called.
    """
    graph = _graph(own.sort("kind", "id"), leaving, spoken, said)
    called = names(graph)
    texts = chain(
        nodes(graph, called, ROWS, syntax=lines, first=own.height),
        members(graph, called, ROWS, lines),
        relations(graph, called, ROWS, syntax=lines),
    )
    yield from (text.decode() for text in texts)


def of_clusters(told: pl.DataFrame, said: Mapping[str, Any]) -> Iterator[str]:
    """The lines of clusters (CLUSTER), but for their members."""
    base = checked_base(str(said.get("base_iri") or BASE))
    yield from (text.decode() for text in collections(told, base, ROWS, lines))


def of_files(told: pl.DataFrame, said: Mapping[str, Any]) -> Iterator[str]:
    """The lines of files (FILES) that speak of articles."""
    spoken = told.select("source", pl.lit("article:").alias("article"))
    stub = pl.DataFrame({"id": ["article:"], "kind": [ARTICLE]})
    graph = Graph.of(stub, pl.DataFrame(schema={"source_id": pl.String, "target_id": pl.String, "kind": pl.String}))
    graph = graph.with_manifest(said).with_origin(_evidence(spoken, told))
    yield from (text.decode() for text in files(graph, names(graph), ROWS, lines))


def _graph(own: pl.DataFrame, leaving: pl.DataFrame, spoken: pl.DataFrame, said: Mapping[str, Any]) -> Graph:
    """The nodes, and behind them those to which edges lead, of which the part knows no more than their ids."""
    others = leaving.select(id="target_id").unique().join(own, on="id", how="anti").sort("id")
    table = pl.concat([own, others], how="diagonal")
    row = table.select("id", pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
    edges = leaving.join(row.rename({"id": "source_id", "row": "source"}), on="source_id")
    edges = edges.join(row.rename({"id": "target_id", "row": "target"}), on="target_id")
    edges = edges.select(list(EDGES)).sort("source", "target", "kind")
    return Graph(table, edges, dict(said), origin=_evidence(spoken, pl.DataFrame(schema=FILES)))


def _evidence(spoken: pl.DataFrame, told: pl.DataFrame) -> Evidence:
    return Evidence(spoken.select(list(SPOKEN)), pl.DataFrame(schema=KEYS), pl.DataFrame(schema=LEDGER), told)
