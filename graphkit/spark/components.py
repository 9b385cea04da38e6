"""Which keys belong together: connected components over the sightings that have several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graphkit.analysis.columns import tied
from graphkit.resolve.rulings import Rulings
from graphkit.spark.driver import fits
from graphkit.spark.graphs import connected
from graphkit.spark.tables import collected, sent

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.numbering import Order

_TIE = pl.Schema({"src": pl.String(), "dst": pl.String()})


def components(order: Order, keys: DataFrame, rulings: Rulings) -> DataFrame:
    """The `home` of each key (`id`) that a sighting of several keys, or a judgement, ties to others: one of them."""
    ties = order.staging.keep("ties", _ties(keys, rulings))
    if fits(ties):
        return sent(keys.sparkSession, homes(collected(ties, _TIE)))
    return order.staging.keep("homes", _connected(order, ties))


def homes(ties: pl.DataFrame) -> pl.DataFrame:
    """The `home` of each key (`id`) that is tied to others (`src`, `dst`)."""
    keys = pl.concat([ties["src"], ties["dst"]]).unique().sort()
    one, other = (keys.search_sorted(ties[end]).cast(pl.Int64).to_numpy() for end in _TIE)
    return pl.DataFrame({"id": keys, "home": keys.gather(tied(keys.len(), one, other))})


def _connected(order: Order, ties: DataFrame) -> DataFrame:
    ends = ties.selectExpr("src as id").union(ties.selectExpr("dst as id")).distinct()
    numbers = order.numbered("tied-keys", ends, "number", "id")
    source = numbers.selectExpr("id as src", "number as one")
    target = numbers.selectExpr("id as dst", "number as other")
    edges = ties.join(source, "src").join(target, "dst").selectExpr("one as src", "other as dst")
    found = connected(order.staging, order.staging.keep("tied-numbers", edges), "ties")
    named = found.join(numbers.selectExpr("number as component", "id as home"), "component")
    return named.withColumnRenamed("id", "number").join(numbers, "number").select("id", "home")


def _ties(keys: DataFrame, rulings: Rulings) -> DataFrame:
    from pyspark.sql import functions as f

    several = keys.filter(f.size("keys") > 1)
    first, others = f.col("keys")[0]["key"], f.slice("keys", 2, f.size("keys"))
    ties = several.select(first.alias("src"), f.explode(others).alias("other")).select("src", "other.key")
    judged = [(one, other) for _, one, other in rulings.same]
    ruled = keys.sparkSession.createDataFrame(judged, "src string, dst string")
    return ties.withColumnRenamed("key", "dst").unionByName(ruled).distinct()
