"""Lines: what is known of one subject, as N-Triples; the same functions as `blocks`, with each triple on its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from graphkit.graph.templates import Optional, Template
from graphkit.rdf.blocks import Objects, Said, expression, spliced, texts
from graphkit.rdf.forms import FORMS, MANY, doubles
from graphkit.rdf.vocabulary import PREFIXES, Term, expand

_END: Final = " .\n"
_XSD: Final = f"^^<{PREFIXES['xsd']}"
_WHOLE: Final = frozenset(("string", "strings", "status", "iri", "written", "json", "node", "edge", "images"))
"""Forms whose texts are the same in Turtle and in N-Triples."""
_BARE: Final = {"integer": "integer", "integers": "integer", "boolean": "boolean", "double": "double"}
"""Forms that Turtle writes without quotes, and their datatypes."""


def name(term: str) -> str:
    """The IRI of a prefixed name.

    >>> name("gk:kind"), name("a"), name("<https://a.example/x>")
    ('<https://w3id.org/graphkit/ns#kind>', '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>', '<https://a.example/x>')
    """
    if term.startswith(("<", '"')):
        return term
    return f"<{expand('rdf:type' if term == 'a' else term)}>"


def statements(terms: Iterable[Term]) -> list[Said]:
    """Per term the predicate and the objects that its column holds."""
    return [_statement(term) for term in terms]


def said(predicate: str | pl.Expr, *objects: Objects, many: bool = False) -> Said:
    """A line per object, each with its subject and predicate."""
    verb = predicate if isinstance(predicate, pl.Expr) else name(predicate)
    told: list[Objects] = [name(one) if isinstance(one, str) else one for one in objects]
    return lambda subject: [piece for one in told for piece in _lines(subject, (" ", verb, " "), one, _END, many)]


def block(subject: pl.Expr, *parts: Said) -> pl.Expr:
    """The lines of a subject."""
    return pl.concat_str(texts(subject, *parts), ignore_nulls=True)


def whole(subject: pl.Expr, *parts: Said) -> Template:
    """The lines of a subject as a template."""
    return [piece for part in parts for piece in part(subject)]


def _lines(subject: pl.Expr, before: Sequence[Objects], one: Objects, end: str, many: bool) -> list[Optional]:
    """A line, or one per member of a list: then what lies between two members ends one line and begins the next."""
    told: Objects = expression(one).list.join(spliced(end, subject, *before)) if many else one
    return [Optional(subject, *before, told, end)]


def _statement(term: Term) -> Said:
    value, end, many = _form(term), _END, term.form in MANY
    if datatype := _BARE.get(term.form):
        before, end = f' {name(term.predicate)} "', f'"{_XSD}{datatype}>{_END}'
        return lambda subject: _lines(subject, (before,), value, end, many)
    return said(term.predicate, value, many=many)


def _form(term: Term) -> pl.Expr:
    """The form of Turtle, with datatypes written out."""
    if term.form == "double":
        return doubles(pl.col(term.column))
    value = FORMS[term.form](term.column)
    if term.form in _WHOLE or term.form in _BARE:
        return value
    return spliced(value.str.replace("^^xsd:", _XSD, literal=True), ">")
