"""Blocks: what is known of one subject, as Turtle; made for all rows of a table at once."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from graphkit.rdf.forms import FORMS
from graphkit.rdf.vocabulary import Term

_NEXT = " ;\n    "


def statements(terms: Iterable[Term]) -> list[pl.Expr]:
    """Per term the predicate and the objects that its column holds; null where the column is."""
    return [said(term.predicate, FORMS[term.form](term.column)) for term in terms]


def said(predicate: str | pl.Expr, objects: str | pl.Expr | pl.Series) -> pl.Expr:
    """A predicate and its objects, behind what was said before; text stands for itself."""
    parts = (_NEXT, predicate, " ", objects)
    return pl.concat_str([part if isinstance(part, pl.Expr) else pl.lit(part) for part in parts])


def block(subject: pl.Expr, *parts: pl.Expr) -> pl.Expr:
    """A subject and what `said` gave; what is null is left out, and null is a subject of which nothing is known."""
    known = pl.concat_str(parts, ignore_nulls=True).str.strip_prefix(" ;")
    return pl.when(known != "").then(pl.concat_str(subject, known, pl.lit(" .\n\n")))


def listed(objects: pl.Expr) -> pl.Expr:
    """The objects of a group, in their order."""
    return objects.str.join(", ")


def joined(blocks: pl.DataFrame) -> str:
    """The text of all blocks, which are the one column of a table."""
    return "".join(blocks.to_series().drop_nulls().to_list())
