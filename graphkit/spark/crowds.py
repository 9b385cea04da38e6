"""Crowds: articles that very many files mention, thinned out before all that speaks of one meets in one task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graphkit.model import DOCUMENT, STATEMENT, Schema
from graphkit.resolve.identity import precedence
from graphkit.spark.tables import on_partitions

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

CROWD = 100_000
"""Mentions of one article that are too many for one task."""

_SAMPLE, _SEED = 0.01, 1
_FLOAT = pl.col(pl.Float64).cast(pl.String)


def thinned(seen: DataFrame, schema: Schema, *, few: bool) -> DataFrame:
    """The sightings, and the `times` that each stands for: more than 1 in a crowd of one mind; `few` are none."""
    from pyspark.sql import functions as f

    crowds = [] if few else _crowds(seen)
    alone = seen.withColumn("times", f.lit(1).cast("long"))
    if not crowds:
        return alone
    of_crowd = f.coalesce(seen.article.isin(crowds), f.lit(False))
    many = on_partitions(seen.filter(of_crowd), once, schema, {**schema, "times": pl.UInt32()})
    return alone.filter(~of_crowd).unionByName(many)


def _crowds(seen: DataFrame) -> list[str]:
    """The articles with about so many mentions or more, by a sample."""
    some = seen.select("article").dropna().sample(_SAMPLE, _SEED).groupBy("article").count()
    return [row["article"] for row in some.filter(f"count > {CROWD * _SAMPLE / 2}").collect()]


def once(rows: pl.DataFrame) -> pl.DataFrame:
    """Of mentions that state the same, those whose word counts first and last: enough for what articles are made of.

    The last one tells whether all are of documents of the same date.
    """
    told = rows.with_columns(ranks(rows)).sort("precedence")
    alike = told.select("article", "relation", "mention", "url", *STATEMENT).with_columns(_FLOAT)
    words = alike.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    plain = (pl.col("relation") != DOCUMENT) & pl.col("unmatched").is_null()
    told = told.with_columns(pl.when(plain).then(words).otherwise(pl.format("{}", "row")).alias("said"))
    first, last = pl.col("said").is_first_distinct(), pl.col("said").is_last_distinct()
    times = pl.when(first & ~last).then(pl.len().over("said") - 1).otherwise(1)
    return told.with_columns(times.alias("times")).filter(first | last)


def ranks(rows: pl.DataFrame) -> pl.Series:
    """The `precedence` of these sightings among each other."""
    return precedence(rows.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row")))
