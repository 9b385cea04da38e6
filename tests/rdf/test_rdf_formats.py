"""N-Triples and JSON-LD: exactly the triples of the Turtle file, by readers nobody here wrote."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from graphkit.exporters import jsonld, ntriples, turtle
from graphkit.graph import Graph
from graphkit.rdf import node_iri
from graphkit.rdf import writer as writer_module
from graphkit.rdf.jsonld import context
from graphkit.rdf.vocabulary import EDGE_PREDICATES, EDGE_TERMS, IMAGE_TERMS, NODE_TERMS, PREFIXES, expand
from tests.exporters.samples import (
    ENDS,
    HOSTILE,
    called,
    empty_graph,
    hostile_graph,
    one_a_kind,
    random_graphs,
    sample_graph,
    seeds_graph,
    shuffled,
    written,
)
from tests.rdf.reading import by_pyoxigraph, by_rapper, by_rdflib

Make = Callable[[], Graph]
each_graph = pytest.mark.parametrize("make", [sample_graph, hostile_graph, empty_graph, one_a_kind, seeds_graph])
each_format = pytest.mark.parametrize(
    ("write", "form"), [(ntriples.write, "nt"), (jsonld.write, "json-ld")], ids=["nt", "jsonld"]
)
quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.text(st.characters(exclude_categories=["Cs"]))


@each_graph
@each_format
def test_two_readers_find_the_triples_of_turtle(
    write: Callable[..., None], form: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = by_pyoxigraph(written(turtle.write, make()))
    data = written(write, make())
    assert by_pyoxigraph(data, form) == expected
    assert by_rdflib(data, monkeypatch, form) == expected


@each_graph
@each_format
def test_every_literal_is_spelled_alike(write: Callable[..., None], form: str, make: Make) -> None:
    """`by_pyoxigraph` compares doubles by value; here `1.0e0` and `1.0` are two."""
    spelled = by_pyoxigraph(written(turtle.write, make()), exact=True)
    assert by_pyoxigraph(written(write, make()), form, exact=True) == spelled


@each_graph
def test_rapper_reads_the_same_lines(make: Make) -> None:
    data = written(ntriples.write, make()).replace(b"\\u0000", b"")  # where rapper ends a text
    assert by_rapper(data, "ntriples") == by_pyoxigraph(data, "nt")


@each_graph
@each_format
def test_the_same_bytes_whatever_the_order_and_the_chunks(
    write: Callable[..., None], form: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = written(write, make())
    assert written(write, shuffled(make())) == whole
    monkeypatch.setattr(writer_module, "CHUNK", 2)
    assert written(write, make()) == whole


@quick
@given(random_graphs())
def test_any_graph_is_the_same_in_all(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    expected = by_pyoxigraph(written(turtle.write, graph), exact=True)
    for write, form in ((ntriples.write, "nt"), (jsonld.write, "json-ld")):
        data = written(write, graph)
        assert by_pyoxigraph(data, form, exact=True) == expected
        assert by_rdflib(data, monkeypatch, form) == by_rdflib(written(turtle.write, graph), monkeypatch)


@quick
@given(st.lists(texts, min_size=1, max_size=9), st.lists(texts, min_size=1, max_size=9))
def test_any_text_and_url_says_what_was_meant(labels: list[str], urls: list[str]) -> None:
    ids = [f"article:{row}" for row in range(len(labels))]
    given_urls = [f"https://example.com/{url}" for url, _ in zip(urls * 9, labels, strict=False)]
    nodes = pl.DataFrame({"id": ids, "kind": "article", "label": labels, "url": given_urls})
    for write, form in ((ntriples.write, "nt"), (jsonld.write, "json-ld")):
        triples = by_pyoxigraph(written(write, Graph.of(nodes, pl.DataFrame(schema=ENDS))), form)
        titles = {s: o[0] for s, p, o in triples if p == expand("schema:headline")}
        meant = [label.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for label in labels]
        assert titles == {node_iri(node): label for node, label in zip(ids, meant, strict=True)}
        assert {o[1] for _, p, o in triples if p == expand("schema:url")} == {"iri"}


def test_a_line_is_a_triple() -> None:
    lines = written(ntriples.write, hostile_graph()).decode().removesuffix("\n").split("\n")
    assert all(line.startswith("<https://") and line.endswith(" .") for line in lines)


def test_json_that_any_reader_of_json_can_use() -> None:
    graph = sample_graph()
    found = json.loads(written(jsonld.write, graph))
    objects = {item["@id"]: item for item in found["@graph"]}
    assert len(objects) == len(found["@graph"])
    story = objects[node_iri("article:daily.example/2024/story-2")]
    assert story["@type"] == ["gk:Article", "schema:NewsArticle"]
    assert story["headline"] == "Story 2: “prices” <rise> & fall"
    assert (story["sightings"], story["draft"], story["quality"]) == (3, False, "20.5e0")
    assert story["publisher"] == node_iri("provider:daily.example")
    assert story["author"] == ["Ann Author", "Bob Böb"]


def test_hostile_texts_and_numbers_in_json() -> None:
    found = json.loads(written(jsonld.write, hostile_graph()))["@graph"]
    titles = {item["headline"] for item in found if "headline" in item}
    assert titles == {text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for text in HOSTILE}
    huge = {item["gk:huge"]["@value"] for item in found if isinstance(item.get("gk:huge"), dict)}
    assert huge == {str(2**64 - 1), str(2**63 - 1)}


def test_a_text_that_is_no_address_stays_a_text() -> None:
    nodes = pl.DataFrame({"id": ["article:a"], "kind": ["article"], "url": ["javascript:alert(1)"]})
    found = json.loads(written(jsonld.write, Graph.of(nodes, pl.DataFrame(schema=ENDS))))["@graph"]
    assert [item["url"] for item in found if "url" in item] == [{"@value": "javascript:alert(1)"}]


def test_every_predicate_has_a_key_of_its_own() -> None:
    terms = (*NODE_TERMS, *EDGE_TERMS, *IMAGE_TERMS)
    predicates = {term.predicate for term in terms} | set(EDGE_PREDICATES.values())
    keys = {value["@id"] if isinstance(value, dict) else value for value in context().values()}
    assert predicates <= keys
    assert set(context()) >= set(PREFIXES)
    assert not {"http", "https"} & set(context())


def test_another_base() -> None:
    data = written(jsonld.write, called(sample_graph(), "https://example.org/kg"))
    assert all(subject.startswith("https://example.org/kg/") for subject, _, _ in by_pyoxigraph(data, "json-ld"))


def test_rdflib_calls_them_isomorphic() -> None:
    one, other = rdflib.Graph(), rdflib.Graph()
    one.parse(data=written(turtle.write, sample_graph()), format="turtle")
    other.parse(data=written(jsonld.write, sample_graph()), format="json-ld")
    assert isomorphic(one, other)
