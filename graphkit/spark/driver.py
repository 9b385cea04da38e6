"""What fits on the driver is computed there, by the code of the local build: a cluster pays off for what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

MOST = "spark.graphkit.driver.rows"
"""The setting that says how many rows of a table fit."""

METHOD = "the driver"
_ROWS = 1_000_000


def fits(*tables: DataFrame) -> bool:
    """Whether the driver has room for each of these tables, which must be narrow, and written already."""
    most = int(tables[0].sparkSession.conf.get(MOST, str(_ROWS)) or _ROWS)
    return all(table.count() <= most for table in tables)
