"""One name for many spellings: the most frequent; and spellings that judgements tell apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Container

import polars as pl

from graphkit.resolve.fold import fold_words


def spelled(stated: pl.DataFrame, kind: str) -> pl.DataFrame:
    """One row per `id` of `stated`: its `kind`, `label`, the other spellings as `names`, and `sightings`.

    Among equally frequent spellings the first in the alphabet counts. Rows may stand for several: as many as the
    column `times` says, if there is one.

    >>> names = pl.DataFrame({"id": ["t", "t", "t"], "name": ["Ai", "AI", "AI"]})
    >>> spelled(names, "topic").select("label", "names", "sightings").row(0)
    ('AI', ['Ai'], 3)
    """
    times = pl.col("times").sum() if "times" in stated.columns else pl.len()
    counted = stated.group_by("id", "name").agg(times.alias("len"))
    spellings = counted.sort("id", "len", "name", descending=[False, True, False])
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


def key_of(name: str, exact: Container[str] = ()) -> str:
    """The fold of a topic's name; of a spelling in `exact`, the spelling.

    >>> key_of("Face-Recognition"), key_of("Face-Recognition", {"face-recognition"}), key_of("OS", {"OS"})
    ('face recognition', 'face-recognition', 'OS')
    """
    if name in exact:
        return name
    lower = _lower(name)
    # A fold may begin with a `#` that a second folding takes away; an id must mean itself.
    return lower if lower in exact else fold_words(fold_words(name)) or lower


def told_apart(one: str, other: str) -> str:
    """Of two spellings with one fold, that which is to be a key of its own; none if they are the same.

    In lower case if that tells them apart: then the other spellings follow the one that they resemble.

    >>> told_apart("Face-Recognition", "face recognition"), told_apart("OS", "os"), told_apart("os", "os")
    ('face-recognition', 'OS', '')
    """
    lower = _lower(one), _lower(other)
    if lower[0] != lower[1]:
        return lower[0] if lower[1] == fold_words(other) else lower[1]
    return "" if one == other else one if other == lower[1] else other


def _lower(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
