"""Who says what: the files that articles rest on, a named graph per file, triple terms in RDF 1.2."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pyoxigraph
import pytest

from graphkit.exporters import nquads, trig, turtle, turtle12
from graphkit.graph import Graph
from graphkit.query import ask, opened
from graphkit.rdf import BASE, node_iri, writer
from graphkit.rdf.ontology import ontology
from graphkit.rdf.vocabulary import NAMESPACE, PREFIXES, edge_predicate, expand
from tests.conftest import SEEDS
from tests.exporters.samples import empty_graph, hostile_seeds, sample_graph, seeds_graph, shuffled, written
from tests.rdf.reading import by_pyoxigraph, values

with_evidence = pytest.mark.parametrize("make", [seeds_graph, hostile_seeds])
Make = Callable[[], Graph]
PARTS = ("nodes", "relations", "analysis")


def store(graph: Graph) -> pyoxigraph.Store:
    """The named graphs of the TriG file."""
    found = pyoxigraph.Store()
    found.bulk_load(written(trig.write, graph), pyoxigraph.RdfFormat.TRIG)
    return found


def rows(asked: pyoxigraph.Store, sparql: str) -> list[tuple[str, ...]]:
    found = asked.query(sparql, prefixes=dict(PREFIXES))
    return [tuple("" if term is None else term.value for term in row) for row in found]


def test_an_article_rests_on_the_files_that_speak_of_it() -> None:
    graph = seeds_graph()
    data = written(turtle.write, graph)
    assert graph.evidence is not None
    spoken: dict[str, set[str]] = {}
    for source, article in graph.evidence.sightings.select("source", "article").iter_rows():
        spoken.setdefault(article, set()).add(f"{BASE}file/{source}")
    assert len(spoken) == 22 and max(map(len, spoken.values())) > 1
    for article, files in spoken.items():
        assert values(data, node_iri(article), expand("prov:wasDerivedFrom")) == files
    for path in SEEDS.glob("*.md"):
        file = f"{BASE}file/{path.name}"
        assert values(data, file, expand("rdf:type")) == {expand("prov:Entity")}
        assert values(data, file, expand("dcterms:title")) == {path.name}
        assert values(data, file, expand("gk:bytes")) == {str(path.stat().st_size)}
        assert values(data, file, expand("gk:sha256")) == {hashlib.sha256(path.read_bytes()).hexdigest()}


def test_a_part_of_a_graph_names_its_own_files_only() -> None:
    graph = seeds_graph()
    assert graph.evidence is not None
    one = graph.subgraph(graph.nodes["source"] == "000_d73a08b22ab7af6b.md")
    data = written(turtle.write, one)
    (node,) = one.nodes["id"]
    expected = set(graph.evidence.sightings.filter(pl.col("article") == node)["source"])
    assert {s for s, p, _ in by_pyoxigraph(data) if p == expand("gk:sha256")} == {
        f"{BASE}file/{path}" for path in expected
    }


@with_evidence
def test_every_declared_relation_is_found_with_its_file_line_and_dates(make: Make) -> None:
    graph = make()
    assert graph.evidence is not None
    asked = store(graph)
    found = rows(
        asked,
        "SELECT ?a ?p ?b ?file ?line ?rank ?first ?last { ?g prov:wasDerivedFrom/dcterms:title ?file ."
        " GRAPH ?g { ?a ?p ?b . ?s a gk:Statement ; gk:states ?r ; gk:line ?line OPTIONAL { ?s gk:rank ?rank } }"
        " GRAPH ?relations { ?r gk:from ?a ; gk:to ?b OPTIONAL { ?r gk:first ?first ; gk:last ?last } } }",
    )
    declared = {(a, p, b, file, line, rank or "0") for a, p, b, file, line, rank, *_ in found}
    made = graph.evidence.ledger.filter(pl.col("outcome").is_in(("resolved", "cited", "merged")))
    assert made.height > 50
    said = graph.evidence.sightings.rows_by_key(["source", "item"], named=True, unique=True)
    for row in made.iter_rows(named=True):
        sighting = said[row["source"], row["item"]]
        if row["kind"] in ("related", "links_to"):
            sighting = said[row["source"], sighting["parent"]]
        ends = (node_iri(sighting["article"]), expand(edge_predicate(row["kind"])), node_iri(row["target"]))
        assert (*ends, row["source"], str(row["line"]), str(row["rank"])) in declared
    assert len(rows(asked, "SELECT ?s { GRAPH ?g { ?s a gk:Statement } }")) == made.height
    dates = {(a, p, b): (first, last) for a, p, b, _, _, _, first, last in found}
    ids = graph.nodes["id"]
    for source, target, kind, first in graph.edges.select("source", "target", "kind", "first").iter_rows():
        ends = (node_iri(ids[source]), expand(edge_predicate(kind)), node_iri(ids[target]))
        assert dates[ends][0][:10] == ("" if first is None else first.isoformat()[:10])


@with_evidence
def test_the_named_graphs_hold_the_triples_of_turtle_and_places(make: Make) -> None:
    graph = make()
    quads = list(pyoxigraph.parse(written(trig.write, graph), pyoxigraph.RdfFormat.TRIG))
    found = {quad.triple for quad in quads}
    plain = {quad.triple for quad in pyoxigraph.parse(written(turtle.write, graph), pyoxigraph.RdfFormat.TURTLE)}
    assert plain < found
    more = {triple.predicate.value for triple in found - plain}
    assert more <= {expand(f"{name}") for name in (
        "rdf:type", "dcterms:title", "prov:wasDerivedFrom", "gk:states", "gk:line", "gk:rank", "gk:date",
    )}  # fmt: skip
    lines = list(pyoxigraph.parse(written(nquads.write, graph), pyoxigraph.RdfFormat.N_QUADS))
    assert set(lines) == set(quads) and len(lines) == len(quads) == len(set(quads))


def test_each_part_can_be_replaced() -> None:
    asked = store(seeds_graph())
    named = {name.value.removeprefix(f"{BASE}graph/") for name in asked.named_graphs()}
    assert named == {*PARTS, *(f"file/{path.name}" for path in SEEDS.glob("*.md"))}
    said = {
        part: {p for (p,) in rows(asked, f"SELECT DISTINCT ?p {{ GRAPH <{BASE}graph/{part}> {{ ?s ?p ?o }} }}")}
        for part in PARTS
    }
    assert {expand("schema:headline"), expand("schema:image"), expand("prov:wasDerivedFrom")} < said["nodes"]
    assert {expand("gk:pageRank"), expand("skos:member"), expand("gk:clusterLabel")} < said["analysis"]
    assert {expand("gk:from"), expand("gk:weight"), expand("gk:first")} < said["relations"]
    shared = (said["nodes"] & said["analysis"]) | (said["nodes"] & said["relations"])
    assert shared <= {expand("rdf:type"), expand("skos:prefLabel"), expand("gk:kind")}
    described = {name for (name,) in rows(asked, "SELECT ?g { ?g a prov:Entity FILTER(CONTAINS(STR(?g), '/graph/')) }")}
    assert described == {name.value for name in asked.named_graphs()}


def test_edges_that_no_file_declares_are_not_lost() -> None:
    graph = seeds_graph()
    assert graph.evidence is not None
    kept = graph.evidence.ledger.filter(pl.col("kind") != "about")
    fewer = graph.with_origin(replace(graph.evidence, ledger=kept))
    about = rows(store(fewer), "SELECT ?g { GRAPH ?g { ?a schema:about ?t } }")
    assert {name for (name,) in about} == {f"{BASE}graph/relations"}
    assert len(about) == graph.edges.filter(pl.col("kind") == "about").height


@pytest.mark.parametrize("make", [sample_graph, empty_graph])
def test_without_evidence_there_is_one_graph(make: Make) -> None:
    assert written(trig.write, make()) == written(turtle.write, make())
    assert by_pyoxigraph(written(nquads.write, make()), "nt") == by_pyoxigraph(written(turtle.write, make()))


@with_evidence
@pytest.mark.parametrize("write", [trig.write, nquads.write, turtle12.write, turtle.write])
def test_the_same_bytes_whatever_the_order_and_the_chunks(
    make: Make, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = written(write, make())
    assert written(write, shuffled(make())) == whole
    monkeypatch.setattr(writer, "CHUNK", 2)
    assert written(write, make()) == whole


@with_evidence
def test_rdf_12_says_where_of_the_triple_itself(make: Make) -> None:
    graph = make()
    assert graph.evidence is not None
    asked = pyoxigraph.Store()
    asked.bulk_load(written(turtle12.write, graph), pyoxigraph.RdfFormat.TURTLE)
    edges = rows(
        asked, "SELECT ?r { ?r a gk:Relation ; rdf:reifies <<( ?a ?p ?b )>> ; gk:from ?a ; gk:to ?b . ?a ?p ?b }"
    )
    assert len(edges) == graph.edges.height
    places = rows(
        asked,
        "SELECT ?file ?line { ?s a gk:Statement ; rdf:reifies <<( ?a ?p ?b )>> ; gk:line ?line ;"
        " prov:wasDerivedFrom/dcterms:title ?file ; gk:states [ gk:from ?a ; gk:to ?b ] }",
    )
    made = graph.evidence.ledger.filter(pl.col("outcome").is_in(("resolved", "cited", "merged")))
    assert sorted(places) == sorted((source, str(line)) for source, line in made.select("source", "line").iter_rows())


def test_every_own_term_of_every_format_is_defined() -> None:
    known = {quad.subject.value for quad in pyoxigraph.parse(ontology(), pyoxigraph.RdfFormat.TURTLE)}
    for write, form in ((trig.write, pyoxigraph.RdfFormat.TRIG), (turtle12.write, pyoxigraph.RdfFormat.TURTLE)):
        for quad in pyoxigraph.parse(written(write, seeds_graph()), form):
            terms = [quad.predicate] + ([quad.object] if quad.predicate.value == expand("rdf:type") else [])
            assert {term.value for term in terms if term.value.startswith(NAMESPACE)} <= known


def test_the_files_can_be_asked_for_in_a_query() -> None:
    found = ask(opened(seeds_graph()), "SELECT (COUNT(?f) AS ?n) { ?f a prov:Entity ; gk:sha256 ?h ; gk:bytes ?b }")
    assert found.rows == [(5,)]
