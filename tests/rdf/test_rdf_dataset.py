"""The head of the file and the clusters: what they say is what the triples hold."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from graphkit import __version__
from graphkit.exporters import turtle
from graphkit.graph import Graph
from graphkit.query import ask, opened
from graphkit.rdf import BASE, node_iri
from graphkit.rdf import writer as writer_module
from graphkit.rdf.vocabulary import expand
from tests.exporters.samples import (
    ENDS,
    HOSTILE,
    empty_graph,
    hostile_graph,
    one_a_kind,
    sample_graph,
    seeds_graph,
    written,
)
from tests.rdf.reading import by_pyoxigraph, values

each_graph = pytest.mark.parametrize("make", [sample_graph, hostile_graph, empty_graph, one_a_kind, seeds_graph])
Make = Callable[[], Graph]


def of_dataset(data: bytes, term: str) -> set[str]:
    return values(data, f"{BASE}dataset", expand(term))


@each_graph
def test_the_dataset_says_what_it_is(make: Make) -> None:
    graph = make()
    data = written(turtle.write, graph)
    assert of_dataset(data, "rdf:type") == {expand("void:Dataset"), expand("dcat:Dataset")}
    made = f"made by graphkit {__version__}" if "graphkit" in graph.manifest else "made by graphkit"
    assert of_dataset(data, "dcterms:description") == {made}
    assert of_dataset(data, "void:entities") == {str(graph.nodes.height + graph.edges.height)}
    assert of_dataset(data, "void:uriSpace") == {BASE}
    examples = of_dataset(data, "void:exampleResource")
    assert examples <= {node_iri(node) for node in graph.nodes["id"]}
    assert bool(examples) == bool(graph.nodes.height)


@each_graph
def test_the_parts_count_what_the_triples_hold(make: Make) -> None:
    data = written(turtle.write, make())
    typed = [o[0] for _, p, o in by_pyoxigraph(data) if p == expand("rdf:type")]
    parts = of_dataset(data, "void:classPartition")
    assert parts
    counted = {}
    for part in parts:
        (name,), (size,) = (values(data, part, expand(term)) for term in ("void:class", "void:entities"))
        counted[name] = int(size)
    assert counted == {name: typed.count(name) for name in counted}
    nodes = sum(p == expand("dcterms:identifier") for _, p, _ in by_pyoxigraph(data))
    assert sum(counted.values()) == nodes + counted[expand("gk:Relation")]


def test_the_example_is_an_article_with_a_file() -> None:
    (example,) = of_dataset(written(turtle.write, seeds_graph()), "void:exampleResource")
    assert values(written(turtle.write, seeds_graph()), example, expand("gk:status")) == {"collected"}


def test_every_vocabulary_named_is_used() -> None:
    data = written(turtle.write, seeds_graph())
    used = {p for _, p, _ in by_pyoxigraph(data)}
    for vocabulary in of_dataset(data, "void:vocabulary"):
        assert any(predicate.startswith(vocabulary) for predicate in used), vocabulary


def test_clusters_are_collections_of_their_nodes() -> None:
    graph = seeds_graph()
    data = written(turtle.write, graph)
    for (number, label), nodes in graph.nodes.group_by("cluster", "cluster_label"):
        cluster = f"{BASE}cluster/{number}"
        assert values(data, cluster, expand("rdf:type")) == {expand("skos:Collection")}
        assert values(data, cluster, expand("skos:prefLabel")) == {label}
        assert values(data, cluster, expand("skos:member")) == {node_iri(node) for node in nodes["id"]}


def test_clusters_come_by_number_and_their_members_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(turtle.write, sample_graph())
    lines = whole.decode().split("\n")
    assert [line for line in lines if "/cluster/" in line] == [f"<{BASE}cluster/{number}>" for number in (0, 1, 11)]
    first = next(line for line in lines if "skos:member" in line)
    members = [f"<{node_iri(node)}>" for node in sample_graph().nodes.filter(cluster=0)["id"]]
    assert first == f"    skos:member {', '.join(members)} ."
    monkeypatch.setattr(writer_module, "CHUNK", 1)
    assert written(turtle.write, sample_graph()) == whole


@pytest.mark.parametrize("column", [[0.5], [None], None])
def test_a_column_that_is_no_cluster_makes_none(column: list[object] | None) -> None:
    nodes = pl.DataFrame({"id": ["topic:a"], "kind": ["topic"], **({"cluster": column} if column else {})})
    graph = Graph.of(nodes, pl.DataFrame(schema=ENDS))
    assert ask(opened(graph), "ASK { ?c a skos:Collection }").rows == [(False,)]


def test_hostile_labels_of_clusters_survive() -> None:
    rows = range(len(HOSTILE))
    nodes = {"id": [f"topic:{row}" for row in rows], "kind": "topic", "cluster": rows, "cluster_label": HOSTILE}
    data = written(turtle.write, Graph.of(pl.DataFrame(nodes), pl.DataFrame(schema=ENDS)))
    for row, label in enumerate(HOSTILE):
        expected = label.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
        assert values(data, f"{BASE}cluster/{row}", expand("skos:prefLabel")) == {expected}


def test_characters_that_are_replaced_are_counted() -> None:
    urls = [f"https://example.com/{label}" for label in HOSTILE]
    nodes = {"id": [f"topic:{row}" for row in range(len(HOSTILE))], "kind": "topic", "label": HOSTILE, "url": urls}
    data = written(turtle.write, Graph.of(pl.DataFrame(nodes), pl.DataFrame(schema=ENDS)))
    count = 2 * sum(text.count("\ufffe") + text.count("\uffff") for text in HOSTILE)
    assert values(data, f"{BASE}dataset", expand("gk:replacedCharacters")) == {str(count)}
    assert count > 0 and b"replacedCharacters" not in written(turtle.write, seeds_graph())
