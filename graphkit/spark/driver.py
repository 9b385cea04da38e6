"""What fits on the driver is computed there, by the code of the local build: a cluster pays off for what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MOST = "spark.graphkit.driver.rows"
"""The setting that says how many rows of a table fit."""

METHOD = "the driver"
_ROWS = 1_000_000


def most(session: SparkSession) -> int:
    """How many rows of a table the driver takes."""
    return int(session.conf.get(MOST, str(_ROWS)) or _ROWS)


def fits(*tables: DataFrame) -> bool:
    """Whether the driver has room for each of these tables, which must be narrow, and written already."""
    limit = most(tables[0].sparkSession)
    return all(table.count() <= limit for table in tables)
