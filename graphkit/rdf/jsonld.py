"""The JSON-LD writer: a context made of the vocabulary, then one object per subject, streamed.

JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/). Doubles and dates are texts that the context types, since a
JSON number would come back as another literal: with another spelling, or with fewer digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from graphkit.graph import Graph
from graphkit.rdf.dataset import DATASET_TERMS
from graphkit.rdf.triples import triples
from graphkit.rdf.vocabulary import EDGE_PREDICATES, EDGE_TERMS, FILE_TERMS, IMAGE_TERMS, NODE_TERMS, PREFIXES, expand

if TYPE_CHECKING:
    import pyoxigraph

_TYPE: Final = expand("rdf:type")
_LOCAL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NAMES: Final = (
    "skos:member",
    "skos:inScheme",
    "prov:wasDerivedFrom",
    "dcterms:license",
    "void:classPartition",
    "void:exampleResource",
    "void:vocabulary",
)
"""Predicates that no table has, and whose objects are IRIs."""
_COERCED: Final[Mapping[str, str]] = {
    "iri": "@id",
    "node": "@id",
    "images": "@id",
    "double": "xsd:double",
    "date": "xsd:dateTime",
    "instant": "xsd:dateTime",
}
"""Form → the type that a text under such a key has; other forms need none."""
_EXACT: Final = 2**53
"""Whole numbers up to here are the same in every reader of JSON (RFC 8259, section 6)."""


def write(graph: Graph, out: BinaryIO) -> None:
    """Write the graph as JSON-LD."""
    out.write(f'{{"@context": {json.dumps(context())}, "@graph": ['.encode())
    lead = "\n"
    for item in _objects(graph):
        out.write(f"{lead}{json.dumps(item, ensure_ascii=False)}".encode())
        lead = ",\n"
    out.write(b"\n]}\n")


@cache
def context() -> dict[str, Any]:
    """Key → what it means: prefixes, then the local name of every predicate.

    >>> context()["headline"], context()["image"]
    ('schema:headline', {'@id': 'schema:image', '@type': '@id'})
    """
    found: dict[str, Any] = dict(PREFIXES)
    for predicate, kind in _predicates():
        key = predicate.partition(":")[2]
        found.setdefault(key, {"@id": predicate, "@type": kind} if kind else predicate)
    return found


def _predicates() -> Iterator[tuple[str, str]]:
    """Every predicate that the writer knows, with the type of its values if the context says it."""
    for term in (*NODE_TERMS, *EDGE_TERMS, *IMAGE_TERMS, *FILE_TERMS, *DATASET_TERMS):
        yield term.predicate, _COERCED.get(term.form, "")
    for predicate in (*EDGE_PREDICATES.values(), *_NAMES):
        yield predicate, "@id"


@cache
def _keys() -> dict[str, tuple[str, str]]:
    """Predicate → its key in the context, and the type that the key gives."""
    terms = {key: term if isinstance(term, dict) else {"@id": term} for key, term in context().items()}
    return {expand(t["@id"]): (key, t.get("@type", "")) for key, t in terms.items() if key not in PREFIXES}


def _objects(graph: Graph) -> Iterator[dict[str, Any]]:
    for subject, found in groupby(triples(graph), lambda triple: triple.subject):
        yield _object(subject.value, found)


def _object(subject: str, found: Iterator[pyoxigraph.Quad]) -> dict[str, Any]:
    values: dict[str, list[Any]] = {}
    for triple in found:
        predicate = triple.predicate.value
        if predicate == _TYPE:
            values.setdefault("@type", []).append(compact(str(getattr(triple.object, "value", ""))))
        else:
            key, kind = _keys().get(predicate) or (compact(predicate), "")
            values.setdefault(key, []).append(_value(triple.object, kind))
    return {"@id": subject, **{key: some[0] if len(some) == 1 else some for key, some in values.items()}}


def _value(term: Any, kind: str) -> Any:
    """A term as JSON under a key whose texts are of type `kind`."""
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return term.value if kind == "@id" else {"@id": term.value}
    name = compact(datatype.value)
    if name == (kind or "xsd:string"):
        return term.value
    if name == "xsd:boolean" and not kind:
        return term.value == "true"
    if name == "xsd:integer" and not kind and abs(int(term.value)) < _EXACT:
        return int(term.value)
    return {"@value": term.value} if name == "xsd:string" else {"@value": term.value, "@type": name}


@cache
def _namespaces() -> tuple[tuple[str, str], ...]:
    return tuple((iri, name) for name, iri in PREFIXES.items())


def compact(iri: str) -> str:
    """The prefixed name of an IRI if it has one, else the IRI.

    >>> compact("https://schema.org/NewsArticle"), compact("https://example.org/")
    ('schema:NewsArticle', 'https://example.org/')
    """
    for namespace, name in _namespaces():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{name}:{iri[len(namespace) :]}"
    return iri
