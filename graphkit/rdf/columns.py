"""Columns: the terms of the columns of a table, those that the vocabulary does not foresee among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from graphkit.rdf.vocabulary import Term, own_name

_FORMS: Final[Mapping[object, str]] = {
    pl.Boolean: "boolean",
    pl.Date: "day",
    pl.Decimal: "decimal",
    pl.Binary: "binary",
}


def terms_of(schema: Mapping[str, pl.DataType], known: tuple[Term, ...], kind: str = "") -> list[Term]:
    """The terms of a table's columns for one kind of node, in the order of the columns; none is left out."""
    terms: list[Term] = []
    taken = {term.predicate for term in known}
    for column, dtype in schema.items():
        rows = [term for term in known if term.column == column]
        found = [term for term in rows if kind and term.kind == kind] or [term for term in rows if not term.kind]
        terms += found or [_unforeseen(column, dtype, taken)]
    return terms


def _unforeseen(column: str, dtype: pl.DataType, taken: set[str]) -> Term:
    name = column
    while (predicate := own_name(name)) in taken:
        name = f"column-{name}"
    taken.add(predicate)
    return Term(column, predicate, _form_of(dtype))


def _form_of(dtype: pl.DataType) -> str:
    if dtype == pl.List(pl.String):
        return "strings"
    if isinstance(dtype, pl.Datetime):
        return "instant" if dtype.time_zone else "local"
    if dtype.is_nested():
        return "json"
    if dtype.is_float():
        return "double"
    return "integer" if dtype.is_integer() else _FORMS.get(dtype.base_type(), "string")
