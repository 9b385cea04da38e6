"""The triples of a graph in parts are those of the graph."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import graphkit as gk
from graphkit.model import EDGES
from graphkit.rdf import parts, triples
from graphkit.rdf.dataset import head
from graphkit.rdf.names import names
from tests.conftest import SEEDS
from tests.generate import generate

PARTS = 3


def test_the_parts_of_seeds_hold_their_triples() -> None:
    _check(SEEDS)


@pytest.mark.parametrize("settings", [gk.Settings(), gk.Settings(base_iri="https://a.example/kg", external_links=True)])
def test_the_parts_of_a_generated_folder_hold_its_triples(tmp_path: Path, settings: gk.Settings) -> None:
    _check(generate(tmp_path / "files", 120), settings)


def _check(folder: Path, settings: gk.Settings | None = None) -> None:
    graph, report = gk.build(folder, settings)
    whole = io.BytesIO()
    triples.write_ntriples(graph, whole)
    found = triples.ntriples(head(graph, names(graph))).decode() + "".join(_texts(graph, report))
    assert sorted(found.splitlines()) == sorted(whole.getvalue().decode().splitlines())


def _texts(graph: gk.Graph, report: gk.Report) -> Iterator[str]:
    id_of = graph.nodes["id"]
    ends = {f"{end}_id": id_of.gather(graph.edges[end]) for end in ("source", "target")}
    leaving = graph.edges.with_columns(**ends).select(
        *ends, *(name for name in EDGES if name not in ("source", "target"))
    )
    spoken = report.sightings.select("source", "article").drop_nulls().unique()
    here = spoken.join(graph.nodes.select(article="id"), on="article", how="semi")
    told = report.files.join(here, on="source", how="semi")
    clusters = graph.nodes.group_by("cluster").agg(pl.col("cluster_label").min().alias("label"))
    for part in range(PARTS):
        some = [
            table.filter(pl.col(by).hash() % PARTS == part)
            for table, by in ((graph.nodes, "id"), (leaving, "source_id"), (spoken, "article"))
        ]
        yield from parts.described(some[0], some[1], some[2], graph.manifest)
        yield from parts.of_files(told.filter(pl.col("source").hash() % PARTS == part), graph.manifest)
        yield from parts.of_clusters(clusters.filter(pl.col("cluster").hash() % PARTS == part), graph.manifest)
