"""Communities on a cluster: labels spread among articles that are tied; what they make, Leiden joins on the driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graphkit.analysis.clusters import RARE, WEIGHTS, leiden, share
from graphkit.analysis.columns import Adjacency
from graphkit.spark.graphs import labelled
from graphkit.spark.tables import collected, on_partitions, sent

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from graphkit.spark.numbering import Order

METHOD, ALONE = "label propagation by GraphX, joined by Leiden", "label propagation by GraphX"

_MOST = 5_000_000
"""Ties between communities that Leiden takes on the driver."""

_SHARED = pl.Schema({"kind": pl.String(), "target": pl.Int64(), "count": pl.Int64(), "every": pl.Int64()})
_FACTOR = pl.Schema({"kind": pl.String(), "target": pl.Int64(), "factor": pl.Float64()})
_TIE = pl.Schema({"one": pl.Int64(), "other": pl.Int64(), "weight": pl.Float64()})


def communities(order: Order, rows: DataFrame, edges: DataFrame, ties: DataFrame) -> tuple[DataFrame, str]:
    """The `cluster` of each of `rows` (`row`), and how it was found; `ties` (`src`, `dst`) are those among articles."""
    from pyspark.sql import functions as f

    staging = order.staging
    labels = rows.join(labelled(staging, ties, "labels").withColumnRenamed("id", "row"), "row", "left")
    labels = staging.keep("communities", labels.selectExpr("row", "coalesce(label, row) as label"))
    coarse = staging.keep("community-ties", _coarse(labels, _weighted(edges)))
    small = coarse.count() <= _MOST
    if small:
        found = sent(rows.sparkSession, joined(collected(coarse, _TIE)))
        labels = labels.join(found, "label", "left").selectExpr("row", "coalesce(home, label) as label")
    sizes = labels.groupBy("label").agg((-f.count("*")).alias("size"), f.min("row").alias("first"))
    numbers = order.numbered("community-numbers", sizes, "cluster", "size", "first")
    return labels.join(numbers, "label").select("row", "cluster"), METHOD if small else ALONE


def joined(ties: pl.DataFrame) -> pl.DataFrame:
    """The `home` of each community (`label`) that is tied to others: one of those that Leiden puts together."""
    label = pl.concat([ties["one"], ties["other"]]).unique().sort()
    one, other = (label.search_sorted(ties[end]).to_numpy().astype("int64") for end in ("one", "other"))
    found = leiden(Adjacency.of(label.len(), one, other, ties["weight"].to_numpy()))
    table = pl.DataFrame({"label": label, "group": found})
    return table.select("label", pl.col("label").min().over("group").alias("home"))


def _coarse(labels: DataFrame, weighted: DataFrame) -> DataFrame:
    """What ties two communities, added up."""
    from pyspark.sql import functions as f

    one = labels.selectExpr("row as source", "label as one")
    other = labels.selectExpr("row as target", "label as other")
    between = weighted.join(one, "source").join(other, "target").filter("one != other")
    ends = f.least("one", "other").alias("one"), f.greatest("one", "other").alias("other")
    return between.select(*ends, "weight").groupBy("one", "other").agg(f.sum("weight").alias("weight"))


def _weighted(edges: DataFrame) -> DataFrame:
    """As `analysis.clusters.ties`."""
    from pyspark.sql import functions as f

    shared = edges.filter(edges.kind.isin(*RARE)).groupBy("kind", "target").count()
    every = edges.filter(edges.kind.isin(*RARE)).groupBy("kind").agg(f.countDistinct("source").alias("every"))
    given = shared.join(f.broadcast(every), "kind").select(*_SHARED)
    factors = on_partitions(given, _factors, _SHARED, _FACTOR)
    weight = f.coalesce("weight", f.lit(1.0)) * _by_kind() * f.coalesce("factor", f.lit(1.0))
    return edges.join(factors, ["kind", "target"], "left").select("source", "target", weight.alias("weight"))


def _by_kind() -> Column:
    from pyspark.sql import functions as f

    pairs = [f.lit(part) for kind, weight in WEIGHTS.items() for part in (kind, weight)]
    return f.coalesce(f.create_map(*pairs)[f.col("kind")], f.lit(1.0))


def _factors(shared: pl.DataFrame) -> pl.DataFrame:
    found = share(shared["every"].to_numpy().astype("float64"), shared["count"].to_numpy())
    return shared.select("kind", "target", pl.Series("factor", found, dtype=pl.Float64))
