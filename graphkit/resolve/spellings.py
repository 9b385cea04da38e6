"""One name for many spellings: the most frequent."""

from __future__ import annotations

import polars as pl


def spelled(stated: pl.DataFrame, kind: str) -> pl.DataFrame:
    """One row per `id` of `stated`: its `kind`, `label`, the other spellings as `names`, and `sightings`.

    Among equally frequent spellings the first in the alphabet counts.

    >>> names = pl.DataFrame({"id": ["t", "t", "t"], "name": ["Ai", "AI", "AI"]})
    >>> spelled(names, "topic").select("label", "names", "sightings").row(0)
    ('AI', ['Ai'], 3)
    """
    spellings = stated.group_by("id", "name").len().sort("id", "len", "name", descending=[False, True, False])
    return (
        spellings.group_by("id", maintain_order=True)
        .agg(
            pl.lit(kind).alias("kind"),
            pl.col("name").first().alias("label"),
            pl.col("name").slice(1).alias("names"),
            pl.col("len").sum().alias("sightings"),
        )
        .with_columns(pl.when(pl.col("names").list.len() > 0).then("names"))
    )
