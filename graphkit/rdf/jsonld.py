"""The JSON-LD writer: a context made of the vocabulary, then one object per subject, streamed.

JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), made from the lines of the Turtle writer: a literal of Turtle with
the escapes of `forms` is a text of JSON. Doubles and dates are texts that the context types, since a JSON number
would come back as another literal: with another spelling, or with fewer digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, BinaryIO, Final

from graphkit.graph import Graph
from graphkit.rdf.dataset import DATASET_TERMS, PREFIX_LINES
from graphkit.rdf.vocabulary import EDGE_PREDICATES, EDGE_TERMS, FILE_TERMS, IMAGE_TERMS, NODE_TERMS, PREFIXES
from graphkit.rdf.writer import chunks

_OBJECT: Final = re.compile(r"""("(?:[^"\\]|\\.)*")(?:\^\^([\w:]+))?|<([^>]*)>|([^\s,]+)""")
"""A literal and its datatype, an IRI, or a number, truth value or prefixed name."""
_NUMBER: Final = re.compile(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?")
_TYPE: Final = ("@type", "@id")
"""The key of the predicate `a`, whose objects are IRIs."""
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
    out.write(f'{{"@context": {json.dumps(context())}, "@graph": [\n'.encode())
    lead = ""
    for chunk in chunks(graph):
        objects = ",\n".join(_objects(chunk.decode().removeprefix(PREFIX_LINES)))
        out.write(f"{lead}{objects}".encode())
        lead = ",\n" if objects else lead
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
    return {t["@id"]: (key, t.get("@type", "")) for key, t in terms.items() if key not in PREFIXES} | {"a": _TYPE}


def _objects(turtle: str) -> Iterator[str]:
    """The blocks of the Turtle writer as JSON: a line with the subject, then one per predicate."""
    for block in turtle.split("\n\n"):
        subject, *lines = block.strip("\n").split("\n")
        if subject:
            yield _object(subject, lines)


def _object(subject: str, lines: list[str]) -> str:
    values: dict[str, list[str]] = {}
    for line in lines:
        predicate, _, objects = line[4:-2].partition(" ")
        key, kind = _keys().get(predicate) or (predicate.strip("<>"), "")
        values.setdefault(key, []).extend(_value(kind, *found) for found in _OBJECT.findall(objects))
    said = [f', "{key}": {_listed(some)}' for key, some in values.items()]
    return f'{{"@id": "{subject[1:-1]}"{"".join(said)}}}'


def _listed(values: list[str]) -> str:
    return values[0] if len(values) == 1 else "[" + ", ".join(values) + "]"


def _value(kind: str, text: str, datatype: str, iri: str, bare: str) -> str:
    """An object as JSON under a key whose texts are of type `kind`."""
    if iri or (bare and kind == "@id"):
        return f'"{iri or bare}"' if kind == "@id" else f'{{"@id": "{iri}"}}'
    if bare:
        return _bare(bare, kind)
    if datatype == kind:
        return text
    return f'{{"@value": {text}, "@type": "{datatype}"}}' if datatype else f'{{"@value": {text}}}'


def _bare(word: str, kind: str) -> str:
    if not (number := _NUMBER.fullmatch(word)):
        return word if word in ("true", "false") else f'{{"@id": "{word}"}}'
    datatype = "xsd:double" if number[2] else "xsd:decimal" if number[1] else "xsd:integer"
    if datatype == "xsd:integer" and not kind and abs(int(word)) < _EXACT:
        return word
    return f'"{word}"' if datatype == kind else f'{{"@value": "{word}", "@type": "{datatype}"}}'
