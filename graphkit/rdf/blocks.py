"""Blocks: what is known of one subject, as Turtle; made for all rows of a table at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, repeat
from typing import Protocol

import polars as pl

from graphkit.graph.templates import Optional, Template
from graphkit.rdf.forms import FORMS, MANY
from graphkit.rdf.vocabulary import Term

_NEXT = " ;\n    "

Objects = str | pl.Expr | pl.Series
Said = Callable[[pl.Expr], list[Optional]]
"""What is said of a subject: predicates and their objects, left out where there are none."""


class Syntax(Protocol):
    """How triples are written: this module, or `graphkit.rdf.lines`."""

    def name(self, term: str) -> str:
        """A prefixed name or an IRI."""

    def said(self, predicate: str | pl.Expr, *objects: Objects, many: bool = False) -> Said:
        """A predicate and its objects, each of them a list where there are `many`; text stands for itself."""

    def statements(self, terms: Iterable[Term]) -> list[Said]:
        """Per term the predicate and the objects that its column holds."""

    def block(self, subject: pl.Expr, *parts: Said) -> pl.Expr:
        """All that is said of a subject; null where nothing is."""

    def whole(self, subject: pl.Expr, *parts: Said) -> Template:
        """All that is said of a subject, of which the first is said of every one."""


def name(term: str) -> str:
    """A prefixed name stays one."""
    return term


def statements(terms: Iterable[Term]) -> list[Said]:
    """Per term the predicate and the objects that its column holds; null where the column is."""
    return [said(term.predicate, FORMS[term.form](term.column), many=term.form in MANY) for term in terms]


def said(predicate: str | pl.Expr, *objects: Objects, many: bool = False) -> Said:
    """A predicate and its objects, behind what was said before; text stands for itself."""
    pieces: list[Objects] = [_NEXT, predicate]
    for before, one in zip(chain([" "], repeat(", ")), objects, strict=False):
        pieces += [before, expression(one).list.join(", ") if many else one]
    return lambda _: [Optional(*pieces)]


def written(column: str) -> Said:
    """What stands in a column, as one of the functions here wrote it."""
    return lambda _: [Optional(pl.col(column))]


def block(subject: pl.Expr, *parts: Said) -> pl.Expr:
    """A subject and what `said` gave; what is null is left out, and null is a subject of which nothing is known."""
    known = pl.concat_str(texts(subject, *parts), ignore_nulls=True).str.strip_prefix(" ;")
    return spliced(subject, known.map_batches(_something, return_dtype=pl.String, is_elementwise=True), " .\n\n")


def whole(subject: pl.Expr, *parts: Said) -> Template:
    """The block as a template, which takes half the time."""
    first, *others = (piece for part in parts for piece in part(subject))
    return [subject, "\n    ", Optional(*first.pieces[1:]), *others, " .\n\n"]


def texts(subject: pl.Expr, *parts: Said) -> list[pl.Expr]:
    """What is said of a subject, as expressions of text."""
    return [spliced(*piece.pieces) for part in parts for piece in part(subject)]


def _something(texts: pl.Series) -> pl.Series:
    # As an expression, with when and then, this would make every text twice.
    return texts.set(texts == "", None)


def spliced(*parts: Objects) -> pl.Expr:
    """The parts one behind the other, null where any of them is; text stands for itself."""
    return pl.concat_str([expression(part) for part in parts])


def expression(part: Objects) -> pl.Expr:
    """A part of a text; a string stands for itself."""
    return part if isinstance(part, pl.Expr) else pl.lit(part)


def joined(blocks: pl.DataFrame) -> bytes:
    """The text of all blocks, which are the one column of a table, as UTF-8."""
    return bytes(blocks.to_series().str.join("").cast(pl.Binary).item())
