"""The store: rdflib's interface to the same triples, from a graph or from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SKOS

from graphkit.errors import SourceError
from graphkit.exporters import turtle
from graphkit.rdf import node_iri
from graphkit.rdf.store import load_turtle, to_rdflib
from tests.exporters.samples import called, empty_graph, sample_graph, written
from tests.rdf.reading import by_pyoxigraph


def test_an_rdflib_graph_holds_what_the_file_holds(tmp_path: Path) -> None:
    data = written(turtle.write, sample_graph())
    path = tmp_path / "graph.ttl"
    path.write_bytes(data)
    for graph in (sample_graph().to_rdflib(), load_turtle(path)):
        assert isinstance(graph, rdflib.Graph)
        assert len(graph) == len(by_pyoxigraph(data))
        topic = rdflib.URIRef(node_iri("topic:öl"))
        assert str(graph.value(topic, SKOS.prefLabel)) == "Öl"
        assert set(graph.subjects(SKOS.prefLabel, rdflib.Literal("AI"))) == {rdflib.URIRef(node_iri("topic:ai"))}


def test_the_prefixes_are_bound() -> None:
    assert to_rdflib(sample_graph()).qname(rdflib.URIRef("https://w3id.org/graphkit/ns#hub")) == "gk:hub"
    assert next(iter(to_rdflib(sample_graph()).query("ASK { ?s a gk:Article }"))) is True


def test_another_base() -> None:
    graph = to_rdflib(called(sample_graph(), "https://example.org/"))
    assert (rdflib.URIRef("https://example.org/topic/ai"), None, None) in graph


def test_an_empty_graph() -> None:
    assert len(to_rdflib(empty_graph())) == len(by_pyoxigraph(written(turtle.write, empty_graph())))


def test_what_is_no_turtle_is_an_error_with_a_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<https://a.example/> <https://b.example/> 1 .\n<https://a.example/> nonsense .\n")
    with pytest.raises(SourceError, match=r"bad\.ttl:2: not valid Turtle") as caught:
        load_turtle(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.ttl: cannot be read"):
        load_turtle(tmp_path / "none.ttl")
