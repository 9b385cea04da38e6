"""Which keys belong together: connected components over the sightings that have several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.resolve.rulings import Rulings
from graphkit.spark.graphs import connected
from graphkit.spark.numbering import numbered

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.staging import Staging


def components(staging: Staging, keys: DataFrame, rulings: Rulings) -> DataFrame:
    """The `home` of each key (`id`) that a sighting of several keys, or a judgement, ties to others: one of them."""
    ties = staging.keep("ties", _ties(keys, rulings))
    ends = ties.selectExpr("src as id").union(ties.selectExpr("dst as id")).distinct()
    if ties.isEmpty():
        return ends.selectExpr("id", "id as home")
    numbers = staging.keep("tied-keys", numbered(staging, "tied-keys-placed", ends, "number", "id"))
    source = numbers.selectExpr("id as src", "number as one")
    target = numbers.selectExpr("id as dst", "number as other")
    edges = ties.join(source, "src").join(target, "dst").selectExpr("one as src", "other as dst")
    found = connected(staging, staging.keep("tied-numbers", edges), "ties")
    homes = numbers.selectExpr("number as component", "id as home")
    named = found.join(homes, "component").withColumnRenamed("id", "number")
    return named.join(numbers, "number").select("id", "home")


def _ties(keys: DataFrame, rulings: Rulings) -> DataFrame:
    from pyspark.sql import functions as f

    several = keys.filter(f.size("keys") > 1)
    first, others = f.col("keys")[0]["key"], f.slice("keys", 2, f.size("keys"))
    ties = several.select(first.alias("src"), f.explode(others).alias("other")).select("src", "other.key")
    judged = [(one, other) for _, one, other in rulings.same]
    ruled = keys.sparkSession.createDataFrame(judged, "src string, dst string")
    return ties.withColumnRenamed("key", "dst").unionByName(ruled).distinct()
