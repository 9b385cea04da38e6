"""Drafts on a cluster: what is left out with them, by the code of `resolve.drafts` per file and per article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from graphkit.model import ARTICLE, LEDGER, SIGHTINGS
from graphkit.resolve import drafts, relations
from graphkit.resolve.rulings import Rulings
from graphkit.spark import identity, merging, naming
from graphkit.spark.naming import Names
from graphkit.spark.shared import Shared
from graphkit.spark.tables import boxed, boxes, joined, on_partitions

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.numbering import Order

_FILE = pl.Schema({name: SIGHTINGS[name] for name in ("source", "relation", "draft")} | {"article": pl.String()})
_FLAGGED = pl.Schema({"article": pl.String(), "relation": pl.String(), drafts.OF_DRAFT: pl.Boolean()})
_ARTICLE = pl.Schema({"article": pl.String()})
_TOLD = pl.Schema({**merging.LIGHT, "draft": pl.Boolean(), "drafted": pl.Boolean()})
_ROW = pl.Schema({"row": pl.UInt32()})
_LEFT_OUT = boxes(row=_ROW, ledger=LEDGER)


def left_out(order: Order, told: DataFrame, judged: Mapping[str, Rulings]) -> DataFrame:
    """The rows of sightings that go with drafts, and the ledger of what these declare, boxed."""
    from pyspark.sql import functions as f

    order = order.within("drafts")
    seen = order.staging.keep("seen", merging.seen(identity.identify(order, told, judged[ARTICLE])))
    names, _ = naming.names(order.staging, seen, judged)
    flagged = on_partitions(seen.select(*_FILE).repartition("source"), _flagged, _FILE, _FLAGGED).distinct()
    only = on_partitions(flagged.repartition("article"), _only_drafts, _FLAGGED, _ARTICLE)
    known = seen.join(only.withColumn("drafted", f.lit(True)), "article", "left")
    by_file = known.select(*_TOLD).repartition("source")
    found = on_partitions(by_file, _left_out, _TOLD, _LEFT_OUT, Shared(told.sparkSession, names))
    return order.staging.keep("left-out", found)


def _flagged(rows: pl.DataFrame) -> pl.DataFrame:
    return drafts.flagged(rows).select(list(_FLAGGED)).unique()


def _only_drafts(flagged: pl.DataFrame) -> pl.DataFrame:
    return drafts.only_drafts(flagged).to_frame("article")


def _left_out(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    told = drafts.flagged(rows.sort("row"))
    out = drafts.left_out(told, told.filter("drafted")["article"].unique())
    declared = relations.declared(told, *merging.stated(told, names)).filter(pl.col("row").is_in(out.implode()))
    place = pl.col("row").replace_strict(told["row"], pl.int_range(told.height, eager=True), return_dtype=pl.UInt32)
    ledger = relations.drafted(declared.with_columns(place), told)
    return joined(_LEFT_OUT, boxed("row", out.to_frame("row"), _ROW), boxed("ledger", ledger, LEDGER))
