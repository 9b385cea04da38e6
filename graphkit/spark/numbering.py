"""Order: rows of a table that no machine holds, sorted, and with the numbers that the sorted table would have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from graphkit.spark.staging import Staging

FEW = 100_000
"""Sightings up to which a build sorts each table in one task."""

_BITS = 33
"""Spark's increasing ids carry the number of the partition above these."""


@dataclass(frozen=True)
class Order:
    """Sorts the tables of a build. `few` rows go through one task: Spark need not look for where to cut them."""

    staging: Staging
    few: bool

    def within(self, part: str) -> Order:
        """The same order for a part of the build that has steps of the same names."""
        return Order(self.staging.within(part), self.few)

    def spread(self, frame: DataFrame, *by: str | Column) -> DataFrame:
        """The rows in partitions that follow each other."""
        return frame.repartition(1) if self.few else frame.repartitionByRange(*by)

    def sorted(self, frame: DataFrame, *by: str | Column) -> DataFrame:
        """The rows in order, through all partitions."""
        return self.spread(frame, *by).sortWithinPartitions(*by)

    def numbered(self, step: str, frame: DataFrame, name: str, *by: str | Column) -> DataFrame:
        """The rows with their number in the order `by`, written."""
        return self.counted(step, self.sorted(frame, *by), name)

    def counted(self, step: str, frame: DataFrame, name: str) -> DataFrame:
        """The rows, numbered from 0 on as they lie, written."""
        from pyspark.sql import functions as f

        kept = self.staging.keep(step, frame.withColumn(name, f.monotonically_increasing_id()))
        if self.few:
            return kept
        part = f.shiftright(name, _BITS)
        offsets = f.array(*(f.lit(offset) for offset in _offsets(kept.groupBy(part.alias("part")).count())))
        return kept.withColumn(name, f.col(name) + f.get(offsets, part))


def _offsets(sizes: DataFrame) -> list[int]:
    """What makes an increasing id of each partition a number of its row."""
    known = {row["part"]: row["count"] for row in sizes.collect()}
    offsets, before = [], 0
    for part in range(max(known, default=-1) + 1):
        offsets.append(before - (part << _BITS))
        before += known.get(part, 0)
    return offsets
