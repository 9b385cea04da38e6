"""Templates: the text of every row of a table, made of fixed pieces and columns in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

Piece = str | pl.Expr | pl.Series


@dataclass(frozen=True, init=False)
class Optional:
    """Pieces that are left out of a row where one of their columns is null."""

    pieces: tuple[Piece, ...]

    def __init__(self, *pieces: Piece) -> None:
        object.__setattr__(self, "pieces", pieces)


Template = Sequence[Piece | Optional]


def filled(rows: pl.DataFrame, template: Template) -> bytes:
    """The text of all rows, one behind the other, as UTF-8; a column outside of an Optional may not be null.

    >>> rows = pl.DataFrame({"name": ["a", "b"], "size": ["1", None]})
    >>> filled(rows, ["<", pl.col("name"), Optional(" ", pl.col("size")), ">"])
    b'<a 1><b>'
    """
    values, parts = _evaluated(rows, template)
    flat = list(_merged(_flat(values, parts)))
    text = pl.concat_str([_column(piece) for piece in flat], ignore_nulls=True) if flat else pl.lit("")
    # As a column beside the others: what holds no column of its own is still said of every row.
    return bytes(values.with_columns(text.alias("text"))["text"].str.join("").cast(pl.Binary).item())


def _evaluated(rows: pl.DataFrame, template: Template) -> tuple[pl.DataFrame, list[Optional]]:
    """The columns of a template as a table, and its parts with names of columns in place of expressions."""
    found: list[pl.Expr] = []

    def named(piece: Piece) -> Piece:
        if isinstance(piece, str):
            return piece
        found.append((pl.lit(piece) if isinstance(piece, pl.Series) else piece).alias(str(len(found))))
        return pl.col(str(len(found) - 1))

    parts = [Optional(*map(named, part.pieces if isinstance(part, Optional) else (part,))) for part in template]
    return rows.select(pl.int_range(pl.len()).alias("row"), *found), parts


def _flat(values: pl.DataFrame, parts: Iterable[Optional]) -> Iterator[Piece]:
    """The pieces; those of a part that some rows have not in one, and none of a part that no row has."""
    missing = dict(zip(values.columns, values.null_count().row(0), strict=True)) if values.height else {}
    for part in parts:
        nulls = [missing.get(piece.meta.output_name(), 0) for piece in part.pieces if isinstance(piece, pl.Expr)]
        if max(nulls, default=0) == 0:
            yield from part.pieces
        elif max(nulls) < values.height:
            yield pl.concat_str([_column(piece) for piece in part.pieces])


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Fixed pieces that meet are one."""
    fixed = ""
    for piece in pieces:
        if isinstance(piece, str):
            fixed += piece
            continue
        if fixed:
            yield fixed
        fixed = ""
        yield piece
    if fixed:
        yield fixed


def _column(piece: Piece) -> pl.Expr:
    return piece if isinstance(piece, pl.Expr) else pl.lit(piece)
