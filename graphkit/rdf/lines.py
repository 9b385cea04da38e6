"""Lines: what is known of one subject, as N-Triples; the same functions as `blocks`, with each triple on its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import polars as pl

from graphkit.rdf.blocks import Said, expression, spliced
from graphkit.rdf.forms import FORMS, MANY, doubles
from graphkit.rdf.vocabulary import PREFIXES, Term, expand

_END: Final = " .\n"
_XSD: Final = f"^^<{PREFIXES['xsd']}"
_WHOLE: Final = frozenset(("string", "strings", "status", "iri", "json", "node", "edge", "images"))
"""Forms whose texts are the same in Turtle and in N-Triples."""
_BARE: Final = {"integer": "integer", "boolean": "boolean"}
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
    return [
        _integers(term)
        if term.form == "integers"
        else said(term.predicate, _form(term.form)(term.column), many=term.form in MANY)
        for term in terms
    ]


def said(predicate: str | pl.Expr, *objects: str | pl.Expr | pl.Series, many: bool = False) -> Said:
    """A line per object, each with its subject and predicate."""
    verb = predicate if isinstance(predicate, pl.Expr) else name(predicate)
    told = [expression(name(one) if isinstance(one, str) else one) for one in objects]

    def written(subject: pl.Expr) -> pl.Expr:
        lead = spliced(subject, " ", verb, " ")
        return spliced(*(spliced(lead, one.list.join(spliced(_END, lead)) if many else one, _END) for one in told))

    return written


def block(subject: pl.Expr, *parts: Said) -> pl.Expr:
    """The lines of a subject."""
    return pl.concat_str([part(subject) for part in parts], ignore_nulls=True)


def _form(form: str) -> Callable[[str], pl.Expr]:
    """The form of Turtle with the datatype written out."""
    turtle = FORMS[form]
    if form in _WHOLE:
        return turtle
    if form in _BARE:
        end = f'"{_XSD}{_BARE[form]}>'
        return lambda column: spliced('"', turtle(column), end)
    if form == "double":
        return lambda column: spliced('"', doubles(pl.col(column)), f'"{_XSD}double>')
    return lambda column: _typed(turtle(column))


def _integers(term: Term) -> Said:
    """A line per number, in one pass: each is the text between two numbers."""
    end = f'"{_XSD}integer>{_END}'

    def written(subject: pl.Expr) -> pl.Expr:
        lead = spliced(subject, f' {name(term.predicate)} "')
        return spliced(lead, FORMS["integers"](term.column).list.join(spliced(end, lead)), end)

    return written


def _typed(value: pl.Expr) -> pl.Expr:
    return spliced(value.str.replace("^^xsd:", _XSD, literal=True), ">")
