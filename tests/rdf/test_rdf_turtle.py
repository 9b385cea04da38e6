"""The Turtle file: three readers see the same triples, and they see everything the graph holds."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphkit.errors import SettingsError
from graphkit.exporters import turtle
from graphkit.graph import Graph
from graphkit.rdf import node_iri
from graphkit.rdf import writer as writer_module
from graphkit.rdf.names import names
from graphkit.rdf.vocabulary import PREFIXES, expand
from tests.exporters.samples import (
    ENDS,
    HOSTILE,
    called,
    empty_graph,
    hostile_graph,
    one_a_kind,
    random_graphs,
    sample_graph,
    shuffled,
    written,
)
from tests.rdf.reading import XSD, by_pyoxigraph, by_rapper, by_rdflib, values

GRAPHS = [sample_graph, hostile_graph, empty_graph, one_a_kind]
each_graph = pytest.mark.parametrize("make", GRAPHS, ids=lambda make: make.__name__)
Make = Callable[[], Graph]

texts = st.text(st.characters(exclude_categories=["Cs"]))
quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def kept(text: str) -> str:
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


def labelled(labels: list[str]) -> Graph:
    ids = [f"topic:{row}" for row in range(len(labels))]
    return Graph.of(pl.DataFrame({"id": ids, "kind": "topic", "label": labels}), pl.DataFrame(schema=ENDS))


@each_graph
def test_rdflib_and_pyoxigraph_read_the_same_triples(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(turtle.write, make())
    assert by_rdflib(data, monkeypatch) == by_pyoxigraph(data)


@each_graph
def test_rapper_reads_the_same_triples(make: Make) -> None:
    # rapper, a C program, ends a text at NUL, valid as `\u0000` is; the others read on.
    data = written(turtle.write, make()).replace(b"\\u0000", b"")
    assert by_rapper(data) == by_pyoxigraph(data)


@each_graph
def test_the_same_graph_gives_the_same_bytes(make: Make) -> None:
    graph = make()
    assert written(turtle.write, graph) == written(turtle.write, graph) == written(turtle.write, shuffled(graph))


@each_graph
def test_the_size_of_chunks_changes_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(turtle.write, make())
    monkeypatch.setattr(writer_module, "CHUNK", 2)
    assert written(turtle.write, make()) == whole


@each_graph
def test_every_node_and_edge_is_counted_and_none_is_blank(make: Make) -> None:
    graph = make()
    triples = by_pyoxigraph(written(turtle.write, graph))
    ids = {o[0] for _, p, o in triples if p == expand("dcterms:identifier")}
    assert ids == {kept(node) for node in graph.nodes["id"]}
    relations = [s for s, p, o in triples if p == expand("rdf:type") and o[0] == expand("gk:Relation")]
    assert len(relations) == graph.edges.height
    assert all(s.startswith("https://") for s, _, _ in triples)


@each_graph
def test_every_subject_has_one_block(make: Make) -> None:
    lines = written(turtle.write, make()).decode().split("\n")
    subjects = [line for line in lines if line.startswith("<")]
    assert len(subjects) == len(set(subjects))


def test_an_edge_is_a_plain_triple_and_a_node_with_all_it_carries() -> None:
    graph = sample_graph()
    data = written(turtle.write, graph)
    triples = by_pyoxigraph(data)
    predicates = {"related": "dcterms:relation", "published_by": "schema:publisher", "about": "schema:about"}
    ids = graph.nodes["id"]
    known = names(graph).edges(graph.edges)
    for name, edge in zip(known.str.strip_chars("<>"), graph.edges.iter_rows(named=True), strict=True):
        source, target = node_iri(ids[edge["source"]]), node_iri(ids[edge["target"]])
        assert (source, expand(predicates.get(edge["kind"], "gk:partOf")), (target, "iri")) in triples
        seen = {p: {o[0] for s, q, o in triples if s == name and q == p} for s, p, _ in triples if s == name}
        assert seen[expand("gk:from")] == {source}
        assert seen[expand("gk:to")] == {target}
        assert seen[expand("gk:kind")] == {edge["kind"]}
        assert seen[expand("gk:weight")] == {repr(edge["weight"])}
        assert seen.get(expand("gk:rank"), set()) == ({str(edge["rank"])} if edge["rank"] is not None else set())
        assert seen[expand("gk:first")] == {edge["first"].strftime("%Y-%m-%dT%H:%M:%SZ")}
        assert seen[expand("gk:last")] == {edge["last"].strftime("%Y-%m-%dT%H:%M:%SZ")}
        assert seen[expand("gk:evidence")] == {str(number) for number in edge["evidence"]}


def test_images_have_names_and_facts() -> None:
    data = written(turtle.write, sample_graph())
    story = node_iri("article:daily.example/2024/story-2")
    images = values(data, story, expand("schema:image"))
    assert images == {f"{story}#image-1", f"{story}#image-2"}
    assert values(data, f"{story}#image-1", expand("schema:contentUrl")) == {"https://cdn.example/2.jpg"}
    assert values(data, f"{story}#image-1", expand("schema:width")) == {"640"}
    assert values(data, f"{story}#image-2", expand("schema:caption")) == {"A <title>"}
    assert values(data, f"{story}#image-2", expand("gk:isCached")) == {"false"}


@quick
@given(st.lists(texts, min_size=1, max_size=20))
def test_any_text_survives(labels: list[str]) -> None:
    data = written(turtle.write, labelled(labels))
    for row, label in enumerate(labels):
        assert values(data, node_iri(f"topic:{row}"), expand("skos:prefLabel")) == {kept(label)}


def test_rapper_reads_every_hostile_text() -> None:
    labels = [*HOSTILE, *(f"a{chr(code)}b" for code in (*range(1, 0x250), *range(0xFFF0, 0x10000), 0x1FFFE, 0x10FFFF))]
    data = written(turtle.write, labelled([label.replace("\x00", "") for label in labels]))
    assert by_rapper(data) == by_pyoxigraph(data)


@quick
@given(st.lists(st.floats(), min_size=1, max_size=20))
def test_any_float_survives(numbers: list[float]) -> None:
    graph = labelled([""] * len(numbers)).with_columns(pl.DataFrame({"pagerank": numbers}, strict=False))
    data = written(turtle.write, graph)
    # Rows are sorted by id, and so are these.
    for node, number in zip(graph.nodes["id"], numbers, strict=True):
        (found,) = values(data, node_iri(node), expand("gk:pageRank"))
        assert float(found) == number or (math.isnan(float(found)) and math.isnan(number))
        assert math.copysign(1, float(found)) == math.copysign(1, number) or math.isnan(number)


@quick
@given(random_graphs())
def test_any_graph_is_read_alike(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    data = written(turtle.write, graph)
    assert by_rdflib(data, monkeypatch) == by_pyoxigraph(data)


def test_dates_keep_their_precision() -> None:
    rows = [
        ("2024-02-27", "2024-02-27", "2024-02-27", "date"),
        ("2024-02-27T10:30:00.125+02:00", "2024-02-27T08:30:00.125", "2024-02-27T08:30:00.125Z", "dateTime"),
        (None, "2024-02-27T08:30:00", "2024-02-27T08:30:00Z", "dateTime"),
        ("2024-02-30", "2024-02-27T08:30:00", "2024-02-27T08:30:00Z", "dateTime"),
    ]
    instants = pl.Series([row[1] for row in rows]).str.to_datetime(time_zone="UTC", time_unit="us", strict=False)
    ids = [f"article:{row}" for row in range(len(rows))]
    published = instants.fill_null(pl.datetime(2024, 2, 27, time_zone="UTC"))
    nodes = pl.DataFrame({"id": ids, "kind": "article", "published_text": [row[0] for row in rows]})
    graph = Graph.of(nodes.with_columns(published=pl.Series(published)), pl.DataFrame(schema=ENDS))
    triples = by_pyoxigraph(written(turtle.write, graph))
    found = {s: o for s, p, o in triples if p == expand("schema:datePublished")}
    assert found == {node_iri(node): (row[2], XSD + row[3]) for node, row in zip(ids, rows, strict=True)}


def test_another_base() -> None:
    subjects = {s for s, _, _ in by_pyoxigraph(written(turtle.write, called(sample_graph(), "https://example.org/kg")))}
    assert all(subject.startswith("https://example.org/kg/") for subject in subjects)


@pytest.mark.parametrize("base", ["kg", "urn:x", "https://", "https://a b/", "https://example.org/#", "https://x/?a="])
def test_a_base_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(SettingsError, match="the base of IRIs"):
        written(turtle.write, called(empty_graph(), base))


def test_prefixes_are_declared_once() -> None:
    data = written(turtle.write, empty_graph()).decode()
    assert re.findall(r"^@prefix (\w+): <(.*)> \.$", data, re.MULTILINE) == list(PREFIXES.items())
