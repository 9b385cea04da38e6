"""Numbers for the rows of a table that no machine holds: those that the sorted table would have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from graphkit.spark.staging import Staging

_BITS = 33
"""Spark's increasing ids carry the number of the partition above these."""


def placed(frame: DataFrame) -> DataFrame:
    """The rows with their `place`: partition, and row in it."""
    from pyspark.sql import functions as f

    return frame.withColumn("place", f.monotonically_increasing_id())


def counted(frame: DataFrame, name: str) -> DataFrame:
    """The column `name` instead of `place`: the row's number from 0 on. `frame` must be written already."""
    from pyspark.sql import functions as f

    part = f.shiftright("place", _BITS)
    sizes = frame.groupBy(part.alias("part")).count().orderBy("part").collect()
    offsets, before = [], 0
    for part_number, size in sizes:
        offsets.append((part_number, before - (part_number << _BITS)))
        before += size
    table = frame.sparkSession.createDataFrame(offsets, "part long, offset long")
    return (
        frame.withColumn("part", part)
        .join(f.broadcast(table), "part")
        .withColumn(name, f.col("place") + f.col("offset"))
        .drop("part", "offset", "place")
    )


def numbered(staging: Staging, step: str, frame: DataFrame, name: str, *by: str | Column) -> DataFrame:
    """The rows with their number in the order `by`, written."""
    ordered = frame.repartitionByRange(*by).sortWithinPartitions(*by)
    return counted(staging.keep(step, placed(ordered)), name)
