"""The questions that come with graphkit: rdflib's own engine gives the same answers."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import rdflib

import graphkit as gk
from graphkit.answers import Value
from graphkit.errors import QueryError
from graphkit.exporters import turtle
from graphkit.graph import Graph
from graphkit.query import ask, opened
from graphkit.questions import QUESTIONS, question
from graphkit.rdf import PREFIXES
from tests.conftest import SEEDS

GRAPH = gk.build(SEEDS)[0]
STORE = opened(GRAPH)
VALUES = {"topic": "computer VISION", "article": "https://www.scmp.com/tech/article/3131442"}


def given(name: str) -> dict[str, str]:
    """Values for the question; the article is one that others refer to."""
    cited = GRAPH.nodes.filter((GRAPH.nodes["kind"] == "article") & (GRAPH.nodes["in_degree"] > 1))
    return {one: {**VALUES, "article": cited["url"][0]}[one] for one in QUESTIONS[name].parameters}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    """The seeds in rdflib's own memory, asked by rdflib's own engine."""
    path = tmp_path_factory.mktemp("turtle") / "graph.ttl"
    with path.open("wb") as out:
        turtle.write(GRAPH, out)
    return rdflib.Graph().parse(path)


def text(value: Value) -> str:
    """A value so that both engines' spellings of it are one."""
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", QUESTIONS)
def test_rdflib_gives_the_same_answer(name: str, foreign: rdflib.Graph) -> None:
    values = given(name)
    ours = ask(STORE, QUESTIONS[name].sparql, values)
    bound = {one: rdflib.Literal(value) for one, value in values.items()}
    theirs = foreign.query(QUESTIONS[name].sparql, initNs=dict(PREFIXES), initBindings=bound)
    rows = [tuple(text(None if term is None else term.toPython()) for term in row) for row in theirs]
    assert sorted(rows) == sorted(tuple(map(text, row)) for row in ours)
    assert ours.rows, "a question that the seeds cannot answer tests nothing"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_names_its_values_in_select(name: str) -> None:
    one = QUESTIONS[name]
    assert one.title.endswith("?")
    assert one.parameters.keys() <= set(ask(STORE, one.sparql, given(name)).columns)


def test_who_refers_to_whom_is_the_view_of_publishers() -> None:
    view = GRAPH.providers()
    labels = view.nodes["label"]
    expected = {(labels[s], labels[t], int(w)) for s, t, w in view.edges.select("source", "target", "weight").rows()}
    assert set(ask(STORE, QUESTIONS["refers"].sparql)) == expected


def test_topics_together_are_the_view_of_topics() -> None:
    view = GRAPH.topics()
    labels = view.nodes["label"]
    expected = {
        (frozenset((labels[s], labels[t])), int(w)) for s, t, w in view.edges["source", "target", "weight"].rows()
    }
    rows = ask(STORE, QUESTIONS["together"].sparql)
    assert {(frozenset(row[:2]), row[2]) for row in rows} == expected


def test_a_value_is_a_literal_and_nothing_else() -> None:
    hostile = '" } # ?x \\ \n UNION { ?s ?p ?o'
    assert ask(STORE, QUESTIONS["topic"].sparql, {"topic": hostile}).rows == []
    assert ask(STORE, "SELECT ?x { FILTER(STRLEN(?x) > 0) }", {"x": hostile}).rows == [(hostile,)]


def test_values_that_are_missing_or_unknown() -> None:
    with pytest.raises(QueryError, match="the question 'topic' needs 'topic': a name of the topic"):
        question("topic", {})
    with pytest.raises(QueryError, match="the question 'newest' has no value 'x'; it asks for none"):
        question("newest", {"x": "1"})
    with pytest.raises(QueryError, match=r"no value can be set for \?x: SELECT does not name it"):
        ask(STORE, "SELECT ?s { ?s a gk:Topic }", {"x": "1"})


def test_a_graph_answers_in_polars(tmp_path: Path) -> None:
    table = GRAPH.query(QUESTIONS["topic"].sparql, topic="AI")
    assert table.columns == ["topic", "date", "headline", "url"]
    assert str(table.schema["date"]) == "Datetime(time_unit='us', time_zone='UTC')"
    counted = GRAPH.query("SELECT (COUNT(*) AS ?n) ?none { ?a a gk:Article } GROUP BY ?none")
    assert (counted.rows(), str(counted.schema["n"])) == ([(22, None)], "Int64")
    assert isinstance(GRAPH.query("SELECT * { ?a a gk:Nothing }").height, int)


def test_a_graph_that_was_asked_can_still_be_pickled() -> None:
    import copy
    import pickle

    GRAPH.query("ASK {}")
    for twin in (pickle.loads(pickle.dumps(GRAPH)), copy.copy(GRAPH)):
        assert isinstance(twin, Graph)
        assert twin.nodes.equals(GRAPH.nodes)
        assert twin.query("ASK {}").rows() == [(True,)]


@pytest.mark.parametrize("name", ["publishers", "refers"])
def test_related_and_linked_to_counts_twice(name: str) -> None:
    """Oxigraph counts `p|q` once for a pair that both relate, other engines twice; the question must not depend on it."""
    kinds = {"article:a": "article", "article:b": "article", "provider:p": "provider", "provider:q": "provider"}
    nodes = pl.DataFrame({"id": list(kinds), "kind": list(kinds.values()), "label": list("ABPQ")})
    ends = [("article:a", "article:b", "related"), ("article:a", "article:b", "links_to")]
    ends += [("article:a", "provider:p", "published_by"), ("article:b", "provider:q", "published_by")]
    graph = Graph.of(nodes, pl.DataFrame(ends, schema=["source_id", "target_id", "kind"], orient="row"))
    assert [row[-1] for row in ask(opened(graph), QUESTIONS[name].sparql)] == [2]
