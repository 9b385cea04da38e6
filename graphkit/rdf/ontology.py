"""The ontology of `gk:`, made of the vocabulary's table; `ontology.ttl` beside this file is its text.

After a change of the table: `python -m graphkit.rdf.ontology`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from graphkit.model import STATEMENT
from graphkit.rdf.dataset import DATASET_TERMS
from graphkit.rdf.forms import quoted
from graphkit.rdf.vocabulary import (
    EDGE_TERMS,
    FILE_TERMS,
    IMAGE_TERMS,
    NAMESPACE,
    NODE_TERMS,
    PREFIXES,
    STATEMENT_TERMS,
    Term,
)

FILE: Final = Path(__file__).with_name("ontology.ttl")

CLASSES: Final[Mapping[str, tuple[str, str]]] = {
    "gk:Node": ("", "whatever the graph is about: articles, publishers, topics"),
    "gk:Article": ("gk:Node, schema:CreativeWork", "an article, with a file of its own or known from mentions"),
    "gk:Provider": ("gk:Node, schema:Organization", "who publishes articles"),
    "gk:Topic": ("gk:Node, skos:Concept, schema:DefinedTerm", "what articles are about"),
    "gk:Relation": ("", "one edge between two nodes, with its kind, weight, dates and evidence"),
    "gk:Statement": ("", "a place in a file that declares a relation; its named graph holds the plain triple"),
}
"""Class → the classes above it, and what it is."""

_DOMAINS: Final = (
    (NODE_TERMS, "gk:Node"),
    (EDGE_TERMS, "gk:Relation"),
    (STATEMENT_TERMS, "gk:Statement"),
    (FILE_TERMS, "prov:Entity"),
    (IMAGE_TERMS, "schema:ImageObject"),
    (DATASET_TERMS, "void:Dataset"),
)
_OF_ARTICLES: Final = {*STATEMENT, "status", "source", "hub", "authority", "betweenness", "core"}
_URLS: Final = ("gk:originalUrl", "gk:ampUrl", "gk:cdnAmpUrl")
_RANGES: Final[Mapping[str, str]] = {
    "string": "xsd:string",
    "written": "xsd:string",
    "integer": "xsd:integer",
    "integers": "xsd:integer",
    "double": "xsd:double",
    "boolean": "xsd:boolean",
    "instant": "xsd:dateTime",
    "node": "gk:Node",
    "edge": "gk:Relation",
    "iri": "rdfs:Resource",  # an address that is none stays a text
}


def ontology() -> str:
    """The ontology as Turtle.

    >>> "gk:pageRank a rdf:Property, owl:DatatypeProperty ;" in ontology()
    True
    """
    return "\n".join([_header(), *_classes(), *_properties()])


def _header() -> str:
    more = {"owl": "http://www.w3.org/2002/07/owl#", "vann": "http://purl.org/vocab/vann/"}
    used = ("dcterms", "gk", "prov", "rdf", "rdfs", "schema", "skos", "void", "xsd")
    prefixes = {name: PREFIXES[name] for name in used} | more
    lines = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))
    facts = [
        'dcterms:title "The vocabulary of graphkit"',
        'vann:preferredNamespacePrefix "gk"',
        f"vann:preferredNamespaceUri {quoted(NAMESPACE)}",
    ]
    return f"{lines}\n{_block(f'<{NAMESPACE}>', 'owl:Ontology', facts)}"


def _classes() -> Iterator[str]:
    for name, (above, note) in CLASSES.items():
        facts = [f"rdfs:label {quoted(name[3:])}", f"rdfs:comment {quoted(note)}"]
        yield _block(name, "rdfs:Class, owl:Class", [*facts, *([f"rdfs:subClassOf {above}"] if above else [])])


def _properties() -> Iterator[str]:
    terms: dict[str, list[tuple[Term, str]]] = {}
    for table, domain in _DOMAINS:
        for term in table:
            if term.predicate.startswith("gk:"):
                terms.setdefault(term.predicate, []).append((term, _domain(term, domain)))
    for name in sorted(terms):
        yield _property(name, terms[name])


def _domain(term: Term, default: str) -> str:
    if default != "gk:Node":
        return default
    return "gk:Provider" if term.column == "domain" else "gk:Article" if term.column in _OF_ARTICLES else default


def _property(name: str, uses: list[tuple[Term, str]]) -> str:
    term, domain = uses[0]
    kind = {"node": ", owl:ObjectProperty", "edge": ", owl:ObjectProperty", "iri": ""}.get(
        term.form, ", owl:DatatypeProperty"
    )
    label = term.column.replace("_", " ") + (" text" if term.form == "written" else "")
    facts = [f"rdfs:label {quoted(label)}", f"rdfs:comment {quoted(term.note)}"]
    if name in _URLS:
        facts.append("rdfs:subPropertyOf schema:url")
    if len(uses) == 1:  # two domains would make everything both
        facts.append(f"rdfs:domain {domain}")
    return _block(name, f"rdf:Property{kind}", [*facts, f"rdfs:range {_RANGES[term.form]}"])


def _block(subject: str, classes: str, facts: list[str]) -> str:
    own = [] if subject.startswith("<") else [f"rdfs:isDefinedBy <{NAMESPACE}>"]
    return " ;\n    ".join([f"{subject} a {classes}", *facts, *own]) + " .\n"


if __name__ == "__main__":
    FILE.write_text(ontology(), encoding="utf-8")
