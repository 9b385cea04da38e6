"""Topic nodes: spellings that differ in case, punctuation, width or a simple plural are one topic."""

from __future__ import annotations

import polars as pl

from graphkit.model import TOPIC, Problem
from graphkit.resolve.fold import singular
from graphkit.resolve.rulings import Rulings, aliases, unbroken, unheard, unknown
from graphkit.resolve.spellings import key_of


def stated(seen: pl.DataFrame, judged: Rulings | None = None) -> pl.DataFrame:
    """Each topic that a sighting states: `row`, `line`, `rank` from 1 on, `name`, `id`."""
    rows = named(seen)
    return rows.join(ids(rows["name"].unique(), judged or Rulings()), on="name", how="left", maintain_order="left")


def named(seen: pl.DataFrame) -> pl.DataFrame:
    """Each topic that a sighting states, as `stated` gives it, but for the id, which hangs on all the others."""
    return (
        seen.select("row", pl.col("topics").alias("name"), pl.col("topic_lines").alias("line"))
        .drop_nulls("name")
        .explode("name", "line")
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("row").alias("rank"))
    )


def ids(names: pl.Series, judged: Rulings) -> pl.DataFrame:
    """The `id` of the node for each of the distinct `name`s."""
    folds = topic_folds(names.sort().to_list(), judged)
    nodes = [f"{TOPIC}:{fold}" for fold in folds.values()]
    return pl.DataFrame({"name": list(folds), "id": nodes}, schema={"name": pl.String, "id": pl.String})


def keys(about: pl.DataFrame, judged: Rulings) -> dict[str, str]:
    """Per key of the topics in `about`, which is as `stated` gives it, the id of its node."""
    return {key_of(name, judged.exact): node for name, node in about.select("name", "id").unique().iter_rows()}


def unused(about: pl.DataFrame, judged: Rulings) -> list[Problem]:
    """Judgements on topics that no file states."""
    return unknown(judged, lambda: keys(about, judged), lambda key: unheard(TOPIC, key))


def topic_folds(names: list[str], judged: Rulings | None = None) -> dict[str, str]:
    """What stands for each name: its fold; for a plural, its singular where that is there, too.

    Judgements come first: spellings that differ stay apart, and of topics that are the same all plurals follow.

    >>> topic_folds(["AI Model", "ai-models", "Kubernetes"])
    {'AI Model': 'ai model', 'ai-models': 'ai model', 'Kubernetes': 'kubernetes'}
    """
    judged = judged or Rulings()
    folds = {name: key_of(name, judged.exact) for name in names}
    known = set(folds.values())
    acronyms = {fold for name, fold in folds.items() if _is_acronym(name)}
    plurals = {fold: singular(fold) for fold in sorted(known - acronyms)}
    ties = {fold: one for fold, one in plurals.items() if one != fold and one in known}
    ones = {fold: fold for fold in known} | unbroken(ties, judged)
    same = aliases(judged, ones)
    return {name: same.get(ones[fold], ones[fold]) for name, fold in folds.items()}


def _is_acronym(name: str) -> bool:
    """HTTPS is no plural of HTTP."""
    return name.rsplit(maxsplit=1)[-1].isupper()
