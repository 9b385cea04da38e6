"""Apart: components that hold two keys which a judgement calls different, divided on the driver by `resolve.ties`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graphkit.model import SIGHTINGS
from graphkit.resolve.rulings import Rulings
from graphkit.resolve.ties import cut, judged
from graphkit.spark.tables import collected, sent

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TIE = pl.Schema(
    {
        "row": pl.UInt32(),
        "mention": pl.UInt8(),
        "dated": SIGHTINGS["published"],
        "component": pl.String(),
        "key": pl.String(),
        "priority": pl.UInt8(),
    }
)
_BEHIND = 2**32 - 1


@dataclass(frozen=True)
class Divided:
    """The new `component` per `row`, the line that cuts a tie per `row` and `key`; both per `judgement` and `key`."""

    rows: pl.DataFrame
    ties: pl.DataFrame
    judged: pl.DataFrame

    def of_rows(self, ruled: DataFrame) -> DataFrame:
        """`ruled` with the new components."""
        return _replaced(ruled, self.rows, "component", "row")

    def of_ties(self, ties: DataFrame) -> DataFrame:
        """`ties` with `cut`."""
        return _known(ties, self.ties, "row", "key")

    def of_judged(self, judged: DataFrame) -> DataFrame:
        """The ties of judgements with the new components and `cut`."""
        by = "judgement", "key"
        moved = _replaced(judged, self.judged.select(*by, "component"), "component", *by)
        return _known(moved, self.judged.select(*by, "cut"), *by)


def divided(ruled: DataFrame, homes: DataFrame, rulings: Rulings) -> Divided:
    """What becomes of the components that judgements tear; `ruled` are sightings with keys and their component."""
    home = _homes(homes, rulings) if rulings.different else {}
    torn = sorted({home[one] for _, one, other in rulings.different if home[one] == home[other]})
    return _divided(_of(ruled, torn), home, rulings)


def _homes(homes: DataFrame, rulings: Rulings) -> dict[str, str]:
    """The component of each key of which judgements speak."""
    asked = sorted({key for _, *both in (*rulings.same, *rulings.different) for key in both})
    known = {row["id"]: row["home"] for row in homes.filter(homes.id.isin(asked)).collect()}
    return {key: known.get(key, key) for key in asked}


def _of(ruled: DataFrame, components: list[str]) -> pl.DataFrame:
    from pyspark.sql import functions as f

    if not components:
        return pl.DataFrame(schema=_TIE)
    some = ruled.filter(ruled.component.isin(components))
    ties = some.select("row", "mention", "dated", "component", f.explode("keys").alias("tie"))
    return collected(ties.select("row", "mention", "dated", "component", "tie.key", "tie.priority"), _TIE)


def _replaced(table: DataFrame, new: pl.DataFrame, column: str, *by: str) -> DataFrame:
    from pyspark.sql import functions as f

    if new.is_empty():
        return table
    found = sent(table.sparkSession, new.rename({column: "new"}))
    return table.join(f.broadcast(found), list(by), "left").withColumn(column, f.coalesce("new", column)).drop("new")


def _known(table: DataFrame, cuts: pl.DataFrame, *by: str) -> DataFrame:
    from pyspark.sql import functions as f

    if cuts.is_empty():
        return table.withColumn("cut", f.lit(None).cast("long"))
    return table.join(f.broadcast(sent(table.sparkSession, cuts)), list(by), "left")


def _divided(stated: pl.DataFrame, home: dict[str, str], rulings: Rulings) -> Divided:
    ties = _ties(stated, home, rulings)
    told = stated.select("row", "mention", "dated").unique("row")
    found = cut(ties, told, rulings).with_columns(pl.format("#{}", "component").alias("component"))
    of_rows, of_rulings = (found.filter(pl.col(name).is_not_null()) for name in ("row", "judgement"))
    return Divided(
        of_rows.select("row", "component").unique(),
        of_rows.select("row", "key", "cut").drop_nulls("cut"),
        of_rulings.select("judgement", "key", "component", "cut"),
    )


def _ties(stated: pl.DataFrame, home: dict[str, str], rulings: Rulings) -> pl.DataFrame:
    """The ties of torn components, of sightings and of judgements, as `resolve.ties.cut` takes them."""
    torn = stated["component"].unique().sort()
    by_rulings = judged(rulings, _BEHIND - len(rulings.same)).with_columns(
        pl.col("key").replace_strict(home, default=None, return_dtype=pl.String).alias("component")
    )
    by_rulings = by_rulings.filter(pl.col("component").is_in(torn.implode()))
    by_rows = stated.drop("mention", "dated").with_columns(pl.col("row").alias("node"))
    ties = pl.concat([by_rows, by_rulings], how="diagonal")
    number = pl.col("component").replace_strict(torn, pl.int_range(torn.len(), eager=True), return_dtype=pl.Int64)
    return ties.with_columns(number, pl.lit(None, pl.UInt32).alias("cut"))
