"""Three independent readers of Turtle and its kin, each giving a set of plain triples that can be compared."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterable
from typing import Any

import pyoxigraph
import pytest
import rdflib

from graphkit.rdf.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
Triples = set[tuple[str, str, tuple[str, str]]]


FORMS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "json-ld": pyoxigraph.RdfFormat.JSON_LD,
}


def by_pyoxigraph(data: bytes, form: str = "turtle", *, exact: bool = False) -> Triples:
    found = pyoxigraph.parse(data, FORMS[form])
    if exact:
        return {(str(q.subject), str(q.predicate), (str(q.object), "")) for q in found}
    return _plain(found)


def by_rdflib(data: bytes, monkeypatch: pytest.MonkeyPatch, form: str = "turtle") -> Triples:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    graph = rdflib.Graph().parse(io.BytesIO(data), format=form)
    return {(str(s), str(p), _rdflib_object(o)) for s, p, o in graph}


def by_rapper(data: bytes, form: str = "turtle") -> Triples:
    if not shutil.which("rapper"):
        message = "rapper is missing: install raptor2-utils"
        pytest.fail(message) if os.environ.get("GRAPHKIT_REQUIRE_READERS") else pytest.skip(message)
    command = ["rapper", "-q", "-i", form, "-o", "ntriples", "-", "http://base.invalid/"]
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    return _plain(pyoxigraph.parse(done.stdout, pyoxigraph.RdfFormat.N_TRIPLES))


def values(turtle: bytes, subject: str, predicate: str) -> set[str]:
    """The objects, as text, of one subject (an IRI) and predicate (an IRI)."""
    return {o[0] for s, p, o in by_pyoxigraph(turtle) if s == subject and p == predicate}


def _plain(quads: Iterable[Any]) -> Triples:
    return {(q.subject.value, q.predicate.value, _object(q.object)) for q in quads}


def _object(term: Any) -> tuple[str, str]:
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value, "iri"
    return _literal(term.value, term.datatype.value)


def _rdflib_object(term: Any) -> tuple[str, str]:
    if isinstance(term, rdflib.URIRef):
        return str(term), "iri"
    return _literal(str(term), str(term.datatype or f"{XSD}string"))


def _literal(text: str, datatype: str) -> tuple[str, str]:
    return (repr(float(text.replace("INF", "inf"))) if datatype == f"{XSD}double" else text), datatype
