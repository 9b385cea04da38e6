"""What holds for every exporter: a new line in EXPORTERS is tested here before its author writes a test."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import polars as pl
import pyoxigraph
import pytest

from graphkit.exporters import DEFAULT, EXPORTERS, Writer
from graphkit.graph import Graph
from tests.conftest import ROOT
from tests.exporters.samples import empty_graph, hostile_graph, sample_graph, shuffled

FILES = {name: write for files in EXPORTERS.values() for name, write in files.items()}


def _rows(data: bytes) -> int:
    return len(list(csv.reader(io.StringIO(data.decode(), newline="")))) - 1


def _drawn(data: bytes) -> int:
    found = data.decode().partition('id="data">')[2].partition("</script>")[0]
    return len(json.loads(found)["nodes"])


def _explored(data: bytes) -> int:
    blocks = re.findall(rb'id="details-\d+">([^<]*)</script>', data)
    return sum(len(json.loads(gzip.decompress(base64.b64decode(block)))["id"]) for block in blocks)


def _triples(data: bytes, form: pyoxigraph.RdfFormat) -> int:
    identifier = pyoxigraph.NamedNode("http://purl.org/dc/terms/identifier")
    return sum(triple.predicate == identifier for triple in pyoxigraph.parse(data, form))


READERS: dict[str, Callable[[bytes], int]] = {
    "csv": _rows,
    "gexf": lambda data: len(ElementTree.fromstring(data).findall(".//{*}nodes/{*}node")),
    "graphml": lambda data: len(ElementTree.fromstring(data).findall(".//{*}graph/{*}node")),
    "html": _explored,
    "json": lambda data: len(json.loads(data)["nodes"]),
    "jsonld": lambda data: _triples(data, pyoxigraph.RdfFormat.JSON_LD),
    "nq": lambda data: _triples(data, pyoxigraph.RdfFormat.N_QUADS),
    "nt": lambda data: _triples(data, pyoxigraph.RdfFormat.N_TRIPLES),
    "parquet": lambda data: pl.read_parquet(data).height,
    "trig": lambda data: _triples(data, pyoxigraph.RdfFormat.TRIG),
    "pyvis": _drawn,
    "ttl": lambda data: _triples(data, pyoxigraph.RdfFormat.TURTLE),
    "ttl12": lambda data: _triples(data, pyoxigraph.RdfFormat.TURTLE),
}
"""Per format: how many nodes a reader other than the writer finds."""


def written(name: str, graph: Graph) -> bytes:
    out = io.BytesIO()
    write: Writer = FILES[name]
    write(graph, out)
    return out.getvalue()


def form_of(name: str) -> str:
    return next(form for form, files in EXPORTERS.items() if name in files)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("make", [empty_graph, sample_graph, hostile_graph])
def test_a_foreign_reader_finds_every_row(name: str, make: Callable[[], Graph]) -> None:
    graph = make()
    expected = graph.edges.height if name.startswith("edges.") else graph.nodes.height
    assert READERS[form_of(name)](written(name, graph)) == expected


@pytest.mark.parametrize("name", FILES)
def test_the_same_bytes_from_shuffled_tables(name: str) -> None:
    assert written(name, sample_graph()) == written(name, shuffled(sample_graph()))


@pytest.mark.parametrize("name", [name for form in DEFAULT for name in EXPORTERS[form]])
def test_there_is_a_golden_file(name: str) -> None:
    assert (ROOT / "exports" / name).is_file()


@pytest.mark.parametrize("name", FILES)
def test_the_format_is_a_part_of_the_name_of_the_file(name: str) -> None:
    assert form_of(name) in name.split(".")


def test_rare_topics_stay_out_of_pictures_and_in_the_data() -> None:
    graph = sample_graph()
    few = graph.with_manifest({})
    topics = graph.nodes.filter(pl.col("kind") == "topic")
    rare = topics.filter(pl.col("degree") < 2).height
    assert 0 < rare < topics.height
    assert _drawn(written("graph.pyvis.html", few)) == graph.nodes.height - rare
    assert written("nodes.csv", few) == written("nodes.csv", graph)
