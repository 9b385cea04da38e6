"""The mapping table: every column of the model is in it, and every value is found again by SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from graphkit.graph import Graph
from graphkit.model import EDGES, NODE_KINDS, NODES
from graphkit.query import Value, ask, opened
from graphkit.rdf import node_iri
from graphkit.rdf.columns import terms_of
from graphkit.rdf.forms import FORMS
from graphkit.rdf.vocabulary import (
    EDGE_TERMS,
    IMAGE_SCHEMA,
    IMAGE_TERMS,
    NAMESPACE,
    NODE_TERMS,
    PREFIXES,
    Term,
    edge_predicate,
    expand,
    own_name,
)
from tests.exporters.samples import ENDS, one_a_kind, sample_graph

KINDS = (*NODE_KINDS, "person")
BARE = {"published": date(2024, 2, 27), "updated": date(2024, 3, 1)}
MEASURED: dict[str, Any] = {
    term.column: 0.25 if term.form == "double" else 7 if term.form == "integer" else "words"
    for term in NODE_TERMS
    if term.column not in NODES
}
EXTRA = {"cluster_path": [1, 2], "my column": "mine", "pageRank": "not ours", "page_rank": 0.5, "parts": {"a": 1}}


def sample_value(column: str, dtype: pl.DataType, kind: str) -> Any:
    """A value that no other column has."""
    if column in ("id", "kind"):
        return f"{kind}:1" if column == "id" else kind
    if column == "images":
        return [{"url": "https://i.example/1.png", "width": 1, "height": 2}]
    if column.endswith("_text"):
        return BARE[column.removesuffix("_text")].isoformat()
    if column.endswith("url"):
        return f"https://example.com/{column} and more"
    if isinstance(dtype, pl.Datetime):
        return datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    if isinstance(dtype, pl.List):
        return [f"{column} one", f"{column} two"]
    return True if dtype == pl.Boolean else len(column) if dtype.is_numeric() else f"the {column}"


def full_graph() -> Graph:
    """One node of each kind, each with a value in every column, known and unknown."""
    rows = [
        {name: sample_value(name, dtype, kind) for name, dtype in NODES.items()} | MEASURED | EXTRA for kind in KINDS
    ]
    nodes = pl.DataFrame(rows, schema_overrides=NODES)
    ends = [("article:1", f"{kind}:1", f"kind_{kind}") for kind in KINDS]
    return Graph.of(nodes, pl.DataFrame(ends, schema=ENDS, orient="row"))


GRAPH = full_graph()
STORE = opened(GRAPH)


def objects(subject: str, predicate: str) -> list[Value]:
    found = ask(STORE, f"SELECT ?o {{ <{subject}> <{expand(predicate)}> ?o }} ORDER BY ?o")
    return [row[0] for row in found]


EXPECTED: Mapping[str, Callable[[str, Any], list[Any]]] = {
    "strings": lambda _, value: sorted(value),
    "iri": lambda _, value: [value.replace(" ", "%20")],
    "status": lambda _, value: ["Draft" if value else "Published"],
    "date": lambda column, _: [BARE[column]],
    "json": lambda column, _: ["[1, 2]" if column == "cluster_path" else '{"a": 1}'],
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_every_column_is_found_again(kind: str) -> None:
    row = GRAPH.nodes.row(GRAPH.row(f"{kind}:1"), named=True)
    name = node_iri(f"{kind}:1")
    terms = terms_of(GRAPH.nodes.schema, NODE_TERMS, kind)
    assert {term.column for term in terms} == set(GRAPH.nodes.columns)
    for term in terms:
        value = row[term.column]
        if term.form == "images":
            assert objects(name, term.predicate) == [f"{name}#image-1"]
        elif value is None:
            assert objects(name, term.predicate) == []
        else:
            expected = EXPECTED[term.form](term.column, value) if term.form in EXPECTED else [value]
            assert objects(name, term.predicate) == expected, term


def test_the_table_knows_every_column_of_the_model_and_of_analysis() -> None:
    assert {term.column for term in NODE_TERMS} >= set(NODES)
    assert {term.column for term in EDGE_TERMS} == set(EDGES)
    assert {term.column for term in IMAGE_TERMS} == set(IMAGE_SCHEMA)
    unknown = {term.column for term in terms_of(GRAPH.nodes.schema, NODE_TERMS) if term not in NODE_TERMS}
    assert unknown == set(EXTRA)


def test_the_table_knows_what_analysis_adds() -> None:
    from graphkit.analysis import analyse

    assert set(analyse(sample_graph()).nodes.columns) <= {term.column for term in NODE_TERMS}


@pytest.mark.parametrize("term", [*NODE_TERMS, *EDGE_TERMS, *IMAGE_TERMS], ids=lambda term: term.predicate)
def test_a_row_of_the_table_makes_sense(term: Term) -> None:
    assert term.form in FORMS
    assert expand(term.predicate).startswith(PREFIXES[term.predicate.partition(":")[0]])
    assert term.kind in ("", *NODE_KINDS)
    used_twice = term.column in ("label", "kind", "first", "last")
    assert not term.predicate.startswith("gk:") or term.note or used_twice


def test_unknown_columns_never_share_a_predicate() -> None:
    schema = dict.fromkeys(["a_b", "aB", "column-aB", "pagerank", "pageRank", "page_rank", "a b", "a%20b"], pl.String())
    predicates = [term.predicate for term in terms_of(schema, NODE_TERMS)]
    assert len(set(predicates)) == len(predicates)
    assert predicates[0] == "gk:aB"


def test_kinds_without_a_term_get_one() -> None:
    assert edge_predicate("part_of") == "gk:partOf"
    assert own_name('a "b"') == f"<{NAMESPACE}a%20%22b%22>"
    assert objects(node_iri("article:1"), "gk:kindPerson") == [node_iri("person:1")]
    assert ask(STORE, "ASK { ?s a gk:Person ; rdfs:label 'the label' }").rows == [(True,)]


@pytest.mark.parametrize(
    ("type_", "category", "expected"),
    [
        ("article", None, "NewsArticle"),
        ("Article", "sport", "NewsArticle"),
        (None, "News", "NewsArticle"),
        (None, None, "Article"),
        ("unheard of", "sport", "Article"),
        ("video", "news", "VideoObject"),
        ("slideshow", None, "ImageGallery"),
        ("webcontent", None, "WebPage"),
    ],
)
def test_the_class_of_an_article(type_: str | None, category: str | None, expected: str) -> None:
    nodes = pl.DataFrame([{"id": "article:1", "kind": "article", "type": type_, "category": category}])
    graph = Graph.of(nodes, pl.DataFrame(schema=ENDS))
    found = ask(opened(graph), "SELECT ?c { ?a a gk:Article, ?c FILTER(?c != gk:Article) }")
    assert found.rows == [(f"https://schema.org/{expected}",)]


def test_topics_are_concepts_and_publishers_organizations() -> None:
    store = opened(sample_graph())
    topics = ask(
        store,
        "SELECT ?l { ?t a skos:Concept, schema:DefinedTerm ; skos:inScheme/a skos:ConceptScheme ; skos:prefLabel ?l }",
    )
    assert sorted(topics.rows) == [("AI",), ("Climate",), ("R&D",), ("Öl",)]
    publishers = ask(store, "SELECT ?n ?d { ?p a schema:NewsMediaOrganization ; schema:name ?n ; gk:domain ?d }")
    assert ("The Daily Example", "daily.example") in publishers.rows


def test_columns_of_every_type_keep_their_value() -> None:
    store = opened(one_a_kind())
    (row,) = ask(
        store,
        "SELECT ?day ?raw ?numbers ?flag ?small ?real ?exact ?local ?choice ?parts { ?s gk:day ?day ; gk:raw ?raw ;"
        " gk:numbers ?numbers ; gk:flag ?flag ; gk:small ?small ; gk:real ?real ; gk:exact ?exact ; gk:local ?local ;"
        " gk:choice ?choice ; gk:parts ?parts }",
    )
    noon = datetime(2024, 2, 29, 11, tzinfo=UTC)
    assert row == (date(2024, 2, 29), "Ynl0ZXM=", "[1, 2]", True, -3, 0.5, 1.25, noon, "one", '{"one": 1}')
