"""The ontology: the file is what the table makes, and it defines whatever the writer uses."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from graphkit.exporters import turtle
from graphkit.graph import Graph
from graphkit.rdf.ontology import FILE, ontology
from graphkit.rdf.shapes import FILE as SHAPES
from graphkit.rdf.vocabulary import NAMESPACE, expand
from tests.exporters.samples import sample_graph, seeds_graph, written
from tests.rdf.reading import by_pyoxigraph, by_rapper, by_rdflib

ONTOLOGY = rdflib.Graph().parse(data=ontology(), format="turtle")
DEFINED = {str(subject) for subject in ONTOLOGY.subjects() if str(subject) != NAMESPACE}
NOT_OURS = {f"{NAMESPACE}partOf"}  # the sample's own kind of edge


def test_the_file_is_what_the_table_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == ontology(), "python -m graphkit.rdf.ontology writes it"


def test_three_readers_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = FILE.read_bytes()
    assert by_rdflib(data, monkeypatch) == by_pyoxigraph(data) == by_rapper(data)


def test_two_readers_find_as_many_triples_in_the_shapes() -> None:
    found = list(pyoxigraph.parse(path=SHAPES, format=pyoxigraph.RdfFormat.TURTLE))
    assert len(rdflib.Graph().parse(SHAPES)) == len(found) > 100


@pytest.mark.parametrize("make", [sample_graph, seeds_graph])
def test_every_own_term_that_is_written_is_defined(make: Callable[[], Graph]) -> None:
    triples = by_pyoxigraph(written(turtle.write, make()))
    classes = {o[0] for _, p, o in triples if p == expand("rdf:type")}
    used = {name for name in classes | {p for _, p, _ in triples} if name.startswith(NAMESPACE)}
    assert used - NOT_OURS <= DEFINED


def test_the_shapes_speak_of_terms_that_exist() -> None:
    shapes = rdflib.Graph().parse(SHAPES)
    shacl = rdflib.SH
    named = {str(o) for p in (shacl.path, shacl.targetClass, shacl["class"]) for o in shapes.objects(None, p)}
    assert {name for name in named if name.startswith(NAMESPACE)} <= DEFINED


def test_everything_has_a_label_and_a_comment() -> None:
    for name in map(rdflib.URIRef, DEFINED):
        assert str(ONTOLOGY.value(name, RDFS.label))
        assert str(ONTOLOGY.value(name, RDFS.comment))
        assert ONTOLOGY.value(name, RDFS.isDefinedBy) == rdflib.URIRef(NAMESPACE)
    assert (rdflib.URIRef(NAMESPACE), RDF.type, OWL.Ontology) in ONTOLOGY


@pytest.mark.parametrize("name", ["ampUrl", "cdnAmpUrl", "originalUrl"])
def test_the_other_addresses_are_addresses(name: str) -> None:
    url = rdflib.URIRef("https://schema.org/url")
    assert (rdflib.URIRef(NAMESPACE + name), RDFS.subPropertyOf, url) in ONTOLOGY


def test_domains_and_ranges_make_nothing_what_it_is_not() -> None:
    """RDFS entailment by hand: every subject of a property is of its domain already, or of a class below it."""
    triples = by_pyoxigraph(written(turtle.write, seeds_graph()))
    above = {(str(one), str(other)) for one, other in ONTOLOGY.subject_objects(RDFS.subClassOf)}
    types: dict[str, set[str]] = {}
    for s, p, o in triples:
        if p == expand("rdf:type"):
            types.setdefault(s, set()).update({o[0], *(other for one, other in above if one == o[0])})
    for s, p, o in triples:
        domain, span = (ONTOLOGY.value(rdflib.URIRef(p), term) for term in (RDFS.domain, RDFS.range))
        assert domain is None or str(domain) in types[s], p
        if span and o[1] == "iri":
            assert span == RDFS.Resource or str(span) in types[o[0]], p
        elif span:
            assert span == RDFS.Resource or str(span) == o[1], p
