"""Connected components by GraphFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkit.resolve.rulings import Rulings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.staging import Staging


def components(staging: Staging, keys: DataFrame, rulings: Rulings) -> DataFrame:
    """The `home` of each key (`id`) that a sighting of several keys, or a judgement, ties to others."""
    from pyspark.sql import functions as f

    several = keys.filter(f.size("keys") > 1)
    first, others = f.col("keys")[0]["key"], f.slice("keys", 2, f.size("keys"))
    ties = several.select(first.alias("src"), f.explode(others).alias("other")).select("src", "other.key")
    ties = ties.withColumnRenamed("key", "dst").distinct()
    judged = [(one, other) for _, one, other in rulings.same]
    ties = ties.unionByName(keys.sparkSession.createDataFrame(judged, "src string, dst string"))
    return connected(staging, ties, "ties").select("id", f.col("component").alias("home"))


def connected(staging: Staging, edges: DataFrame, step: str) -> DataFrame:
    """Columns `id` and `component`, one of the ids, of what stands at the ends of `edges` (`src`, `dst`)."""
    from graphframes import GraphFrame

    edges = staging.keep(f"{step}-edges", edges)
    ends = edges.selectExpr("src as id").union(edges.selectExpr("dst as id")).distinct()
    if edges.isEmpty():
        return ends.withColumn("component", ends.id)
    edges.sparkSession.sparkContext.setCheckpointDir(staging.checkpoints)
    graph = GraphFrame(staging.keep(f"{step}-ends", ends), edges)
    return graph.connectedComponents(useLabelsAsComponents=True, broadcastThreshold=-1)
