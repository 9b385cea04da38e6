"""JSON text from columns, as `json.dumps` with `ensure_ascii=False` writes it."""

from __future__ import annotations

import json
from typing import Any, Final

import polars as pl

_ESCAPES: Final = {chr(code): json.dumps(chr(code))[1:-1] for code in (*range(0x20), 0x22, 0x5C)}


def objects(table: pl.DataFrame) -> pl.Series:
    """One JSON object per row, without what is null.

    >>> objects(pl.DataFrame({"id": ["a", 'b "c"'], "size": [0.5, None]})).to_list()
    ['{"id": "a", "size": 0.5}', '{"id": "b \\\\"c\\\\""}']
    """
    members = [
        pl.concat_str(pl.lit(f", {json.dumps(name, ensure_ascii=False)}: "), value(pl.col(name), dtype))
        for name, dtype in table.schema.items()
    ]
    inner = pl.concat_str(members, ignore_nulls=True).str.strip_prefix(", ")
    return table.select(pl.concat_str(pl.lit("{"), inner, pl.lit("}"))).to_series()


def value(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The JSON of a column, null where it is; floats have to be finite."""
    if isinstance(dtype, pl.String):
        return '"' + column.str.replace_many(_ESCAPES) + '"'
    if isinstance(dtype, pl.Boolean) or dtype.is_integer():
        return column.cast(pl.String)
    if isinstance(dtype, pl.List):
        items = column.list.eval(_or_null(pl.element(), dtype.inner)).list.join(", ")
        return pl.concat_str(pl.lit("["), items, pl.lit("]"))
    if isinstance(dtype, pl.Struct):
        return _struct(column, dtype)
    return column.map_batches(_dumped, return_dtype=pl.String, is_elementwise=True)


def _struct(column: pl.Expr, dtype: pl.Struct) -> pl.Expr:
    names = [json.dumps(field.name, ensure_ascii=False) for field in dtype.fields]
    values = [_or_null(column.struct.field(field.name), field.dtype) for field in dtype.fields]
    members = [pl.concat_str(pl.lit(f"{name}: "), value) for name, value in zip(names, values, strict=True)]
    text = pl.concat_str(pl.lit("{"), pl.concat_str(members, separator=", ") if members else pl.lit(""), pl.lit("}"))
    return pl.when(column.is_not_null()).then(text)


def _or_null(column: pl.Expr, dtype: pl.DataType | Any) -> pl.Expr:
    return value(column, dtype).fill_null("null")


def _dumped(values: pl.Series) -> pl.Series:
    """Each value as `json.dumps` writes it; floats at once, as no text of theirs holds a comma."""
    if values.dtype.is_float() and len(values):
        texts = json.dumps(values.to_list()).strip("[]").split(", ")
    else:
        texts = [json.dumps(value, ensure_ascii=False) for value in values.to_list()]
    return pl.Series(values.name, texts, dtype=pl.String).set(values.is_null(), None)
