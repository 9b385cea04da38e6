"""The exports of the seeds, read back by readers nobody here wrote: the same nodes, edges, labels and numbers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import networkx as nx
import pytest

from graphkit.exporters import gexf, graphml, tables, turtle
from graphkit.graph import Graph
from graphkit.rdf.vocabulary import NODE_TERMS, expand
from tests.exporters.samples import numbers, sample_graph, seeds_graph, written
from tests.rdf.reading import by_pyoxigraph, by_rapper, by_rdflib


@pytest.mark.parametrize(
    "read",
    [
        lambda: nx.read_graphml(io.BytesIO(written(graphml.write, seeds_graph())), force_multigraph=True),
        lambda: nx.read_gexf(io.BytesIO(written(gexf.write, seeds_graph()))),
    ],
    ids=["graphml", "gexf"],
)
def test_networkx_reads_the_same_graph(read: Callable[[], nx.MultiDiGraph]) -> None:
    graph, found = seeds_graph(), read()
    assert dict(found.nodes(data="label")) == dict(graph.nodes.select("id", "label").iter_rows())
    for node, expected in numbers(graph).items():
        values = found.nodes[node]
        place = values.get("viz", {}).get("position", values)
        assert {name: (place if name in ("x", "y") else values)[name] for name in expected} == expected
    ids = graph.nodes["id"]
    ends = [(source, target, values["kind"], values["weight"]) for source, target, values in found.edges(data=True)]
    rows = graph.edges.select("source", "target", "kind", "weight").rows()
    assert sorted(ends) == sorted((ids[source], ids[target], kind, weight) for source, target, kind, weight in rows)


@pytest.mark.parametrize("graph", [sample_graph(), sample_graph().topics()], ids=["directed", "undirected"])
def test_node_link_json_says_itself_what_kind_of_graph_it_is(graph: Graph) -> None:
    data = json.loads(written(tables.write_json, graph))
    found = nx.node_link_graph(data, directed=not graph.directed, multigraph=False, edges="edges")
    assert (found.is_directed(), found.is_multigraph()) == (graph.directed, True)
    assert (len(found), found.number_of_edges()) == (graph.nodes.height, graph.edges.height)


@pytest.mark.parametrize("reader", ["pyoxigraph", "rdflib", "rapper"])
def test_every_parser_of_turtle_reads_the_same_graph(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, data = seeds_graph(), written(turtle.write, seeds_graph())
    found = (
        by_rdflib(data, monkeypatch)
        if reader == "rdflib"
        else {"pyoxigraph": by_pyoxigraph, "rapper": by_rapper}[reader](data)
    )
    assert found == by_pyoxigraph(data)
    triples = [(subject, predicate, value) for subject, predicate, (value, _) in found]
    names = {subject: value for subject, predicate, value in triples if predicate == expand("dcterms:identifier")}
    assert set(names.values()) == set(graph.nodes["id"])
    label = {expand(term) for term in ("schema:headline", "schema:name", "skos:prefLabel")}
    labels = {names[subject]: value for subject, predicate, value in triples if predicate in label and subject in names}
    assert labels == dict(graph.nodes.select("id", "label").iter_rows())
    ranks = {names[one]: float(value) for one, predicate, value in triples if predicate == _predicate("pagerank")}
    assert ranks == {node: values["pagerank"] for node, values in numbers(graph).items()}
    assert sum(predicate == expand("dcterms:relation") for _, predicate, _ in triples) == 22


def _predicate(column: str) -> str:
    return next(expand(term.predicate) for term in NODE_TERMS if term.column == column)
