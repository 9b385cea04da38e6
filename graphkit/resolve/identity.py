"""Which sightings are one article: those that share a key, or are tied by others that do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from graphkit.model import ARTICLE, DOCUMENT, Problem
from graphkit.resolve.keys import keys_of

_NEWEST_FIRST = [False, False, False, True, False, False]


@dataclass(frozen=True, slots=True)
class Identities:
    """Columns of `table`, one row per sighting: `row`, `article` (the node id), its `url`, `precedence`
    and `dated`, the date of the document that says it.
    """

    table: pl.DataFrame
    problems: list[Problem]


def identify(sightings: pl.DataFrame) -> Identities:
    """The article that each sighting speaks of.

    `precedence` orders the sightings of an article by whose word counts: its own document, then the
    newest document, then path and place in the file.
    """
    keys = keys_of(sightings)
    component = _components(sightings.height, keys.table)
    table = told(sightings).with_columns(pl.Series("component", component), _precedence(sightings))
    # Not by path: renaming a file must not rename an article.
    best = (
        keys.table.join(table, on="row")
        .sort("component", "priority", "mention", "dated", "key", "url", descending=_NEWEST_FIRST, nulls_last=True)
        .group_by("component", maintain_order=True)
        .agg(pl.col("key", "url").first())
        .select("component", (pl.lit(f"{ARTICLE}:") + pl.col("key")).alias("article"), "url")
    )
    table = table.join(best, on="component", how="left", maintain_order="left")
    table = table.select("row", "precedence", "dated", "article", "url")
    return Identities(table, [*keys.problems, *_duplicates(sightings, table)])


def _components(sightings: int, keys: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Connected components of the graph that ties sightings to their keys."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    numbers = keys["key"].rank("dense").to_numpy().astype(np.int64) - 1
    size = sightings + int(numbers.max(initial=-1)) + 1
    ties = coo_array(
        (np.ones(len(numbers), np.int8), (keys["row"].to_numpy(), numbers + sightings)), shape=(size, size)
    )
    _, labels = connected_components(ties.tocsr(), directed=False)
    return np.asarray(labels[:sightings], dtype=np.int64)


def told(sightings: pl.DataFrame) -> pl.DataFrame:
    """Who says it: `row`, `source`, `item`, whether it is a `mention`, and when (`dated`) the document is."""
    return sightings.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        "source",
        "item",
        (pl.col("relation") != DOCUMENT).alias("mention"),
        pl.col("published").first().over("source", order_by="item").alias("dated"),
    )


def _precedence(sightings: pl.DataFrame) -> pl.Series:
    by, descending = ["mention", "dated", "source", "item"], [False, True, False, False]
    order = told(sightings).sort(by, descending=descending, nulls_last=True)["row"]
    ranks = np.empty(sightings.height, dtype=np.uint32)
    ranks[order.to_numpy()] = np.arange(sightings.height, dtype=np.uint32)
    return pl.Series("precedence", ranks)


def _duplicates(sightings: pl.DataFrame, table: pl.DataFrame) -> list[Problem]:
    """Files that are one article: said, so that nobody wonders where one went."""
    documents = table.with_columns(sightings["source"], sightings["relation"]).filter(pl.col("relation") == DOCUMENT)
    several = documents.sort("precedence").group_by("article").agg("source").filter(pl.col("source").list.len() > 1)
    return [
        Problem(other, 1, "duplicate", f"the same article as {first}, whose word counts", severity="info")
        for first, *others in several.sort("article")["source"].to_list()
        for other in others
    ]
