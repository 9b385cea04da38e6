"""Topic nodes: spellings that differ in case, punctuation, width or a simple plural are one topic."""

from __future__ import annotations

import polars as pl

from graphkit.model import TOPIC
from graphkit.resolve.fold import fold_words, singular


def stated(seen: pl.DataFrame) -> pl.DataFrame:
    """Each topic that a sighting states: `row`, `line`, `rank` from 1 on, `name`, `id`."""
    rows = (
        seen.select("row", pl.col("topics").alias("name"), pl.col("topic_lines").alias("line"))
        .drop_nulls("name")
        .explode("name", "line")
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("row").alias("rank"))
    )
    ids = {name: f"{TOPIC}:{fold}" for name, fold in topic_folds(rows["name"].unique().sort().to_list()).items()}
    return rows.with_columns(
        pl.col("name").replace_strict(ids, return_dtype=pl.String).alias("id") if ids else pl.col("name").alias("id")
    )


def topic_folds(names: list[str]) -> dict[str, str]:
    """The fold of each name; a plural takes its singular's where that is there, too.

    >>> topic_folds(["AI Model", "ai-models", "Kubernetes"])
    {'AI Model': 'ai model', 'ai-models': 'ai model', 'Kubernetes': 'kubernetes'}
    """
    folds = {name: fold_words(name) for name in names}
    known = set(folds.values())
    acronyms = {fold for name, fold in folds.items() if _is_acronym(name)}
    ones = {fold: fold if fold in acronyms or (one := singular(fold)) not in known else one for fold in known}
    return {name: ones[fold] for name, fold in folds.items()}


def _is_acronym(name: str) -> bool:
    """HTTPS is no plural of HTTP."""
    return name.rsplit(maxsplit=1)[-1].isupper()
