"""Which sightings are one article: those that share a key, or are tied by others that do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from graphkit.model import ARTICLE, DOCUMENT, KEYS, LINK, Problem
from graphkit.resolve.keys import keys_of
from graphkit.resolve.rulings import Rulings
from graphkit.resolve.ties import tie

_MENTIONS = {DOCUMENT: 0, LINK: 2}
_NEWEST_FIRST = [False, False, False, True, False, False]


@dataclass(frozen=True, slots=True)
class Identities:
    """Columns of `table`, one row per sighting: `row`, `article` (the node id), its `url`, `precedence`
    and `dated`, the date of the document that says it. `keys` as KEYS; `unmatched` says of mentions that name
    no file (`row`) the `reason`.
    """

    table: pl.DataFrame
    keys: pl.DataFrame
    unmatched: pl.DataFrame
    problems: list[Problem]


def identify(sightings: pl.DataFrame, rulings: Rulings | None = None, left_out: pl.Series | None = None) -> Identities:
    """The article that each sighting speaks of: what shares keys is one, unless `rulings` tell it apart.

    Rows `left_out` speak of none, and tie nothing. `precedence` orders the sightings of an article by whose word
    counts: its own document, then the newest document, then path and place in the file.
    """
    rulings = rulings or Rulings()
    speakers = told(sightings)
    keys = keys_of(sightings, rulings.exact, left_out)
    ties = tie(keys.table, speakers, rulings)
    best = _best(ties, speakers)
    component = ties.filter(pl.col("row").is_not_null()).select("row", "component").unique()
    table = (
        speakers.with_columns(precedence(speakers))
        .join(component, on="row", how="left")
        .join(best, on="component", how="left")
        .sort("row")
        .select("row", "precedence", "dated", "article", "url")
    )
    stated = set(keys.table["key"]) if rulings.same or rulings.different else set()
    problems = [*keys.problems, *duplicates(sightings, table), *unspoken(stated, rulings)]
    return Identities(table, _evidence(ties, best), keys.unmatched, problems)


def _best(ties: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """The `article` and `url` of each `component`."""
    return articles(strongest(ties.filter(pl.col("cut").is_null()).join(speakers, on="row")))


def strongest(ties: pl.DataFrame) -> pl.DataFrame:
    """Of each `component` the tie that names the article. Not by path: renaming a file must not rename an article."""
    best = ["component", "priority", "mention", "dated", "key", "url"]
    return ties.sort(best, descending=_NEWEST_FIRST, nulls_last=True).unique(
        "component", keep="first", maintain_order=True
    )


def articles(strongest: pl.DataFrame) -> pl.DataFrame:
    """The `article` and `url` of each `component`, by its strongest tie."""
    return strongest.select("component", (pl.lit(f"{ARTICLE}:") + pl.col("key")).alias("article"), "url")


def _evidence(ties: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    told_why = ties.join(best.select("component", "article"), on="component", how="left", maintain_order="left")
    evidence = told_why.select(list(KEYS)).cast(KEYS)
    # Keys come sorted; behind them stand those of judgements, if there are any.
    judged = evidence["judgement"].count() > 0
    return evidence.sort("row", "judgement", "priority", "key", nulls_last=True) if judged else evidence


def unspoken(known: Collection[str], rulings: Rulings) -> list[Problem]:
    """Judgements on articles that no file speaks of: their keys are not among those `known`."""
    return [
        Problem(rulings.source, line, "judgement", f"no file speaks of {key[:120]!r}; check it, or delete the line")
        for line, *both in (*rulings.same, *rulings.different)
        for key in both
        if key not in known
    ]


def told(sightings: pl.DataFrame) -> pl.DataFrame:
    """Who says it: `row`, `source`, `item`, when (`dated`) the document is, and how far it is from the article:
    `mention` is 0 for the document itself, 1 where it is called related, 2 where it is linked to.
    """
    return sightings.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        "source",
        "item",
        pl.col("relation").replace_strict(_MENTIONS, default=1, return_dtype=pl.UInt8).alias("mention"),
        pl.col("published").first().over("source", order_by="item").alias("dated"),
    )


def precedence(speakers: pl.DataFrame) -> pl.Series:
    """The place of each sighting in the order in which words count."""
    by, descending = ["mention", "dated", "source", "item"], [False, True, False, False]
    order = speakers.sort(by, descending=descending, nulls_last=True)["row"]
    ranks = np.empty(speakers.height, dtype=np.uint32)
    ranks[order.to_numpy()] = np.arange(speakers.height, dtype=np.uint32)
    return pl.Series("precedence", ranks)


def duplicates(sightings: pl.DataFrame, table: pl.DataFrame) -> list[Problem]:
    """Files that are one article: said, so that nobody wonders where one went."""
    told_of = table.with_columns(sightings["source"], sightings["relation"])
    documents = told_of.filter(pl.col("relation") == DOCUMENT, pl.col("article").is_not_null())
    several = documents.sort("precedence").group_by("article").agg("source").filter(pl.col("source").list.len() > 1)
    return [
        Problem(other, 1, "duplicate", f"the same article as {first}, whose word counts", severity="info")
        for first, *others in several.sort("article")["source"].to_list()
        for other in others
    ]
