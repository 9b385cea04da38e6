"""Naming on a cluster: publishers and topics, whose ids hang on the names that all files state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graphkit.model import NODES, PROVIDER, SIGHTINGS, TOPIC, URL_COLUMNS, Problem
from graphkit.resolve import publishers, topics
from graphkit.resolve.rulings import Rulings
from graphkit.resolve.spellings import spelled
from graphkit.spark.tables import PROBLEM, boxed, boxes, collected, joined, on_partitions, problem_table, unboxed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.staging import Staging

_PROVIDED = ("provider", "provider_line", "provider_domain", "provider_images", *URL_COLUMNS)
STATING = pl.Schema({"row": pl.UInt32(), **{name: SIGHTINGS[name] for name in (*_PROVIDED, "topics", "topic_lines")}})
"""What sightings say of publishers and topics."""

_BEARER = pl.Schema({"domain": pl.String(), "fold": pl.String(), "len": pl.UInt32()})
_NAME = pl.Schema({"name": pl.String()})
_NAMES = boxes(bearer=_BEARER, topic=_NAME)
STATED = pl.Schema(
    {
        "row": pl.UInt32(),
        "source": pl.String(),
        "line": pl.UInt32(),
        "name": pl.String(),
        "domain": pl.String(),
        "images": SIGHTINGS["provider_images"],
        "id": pl.String(),
        "times": pl.UInt32(),
    }
)
"""Who states a publisher: the first of `times` rows that say the same."""
ABOUT_ALL = pl.Schema({"id": pl.String(), "name": pl.String(), "times": pl.UInt32()})
_FOUND = boxes(node=NODES, problem=PROBLEM)


@dataclass(frozen=True)
class Names:
    """The `id` of each `domain` and `fold`, and of each topic's `name`."""

    providers: pl.DataFrame
    topics: pl.DataFrame


def names(staging: Staging, told: DataFrame, judged: Mapping[str, Rulings]) -> tuple[Names, list[Problem]]:
    """The ids of all publishers and topics that `told` states: the distinct names must fit on the driver."""
    from pyspark.sql import functions as f

    found = staging.keep("names", on_partitions(told, _names, STATING, _NAMES))
    bearers = unboxed(found, "bearer").groupBy("domain", "fold").agg(f.sum("len").alias("len"))
    known = collected(bearers, _BEARER).sort("domain", "fold")
    providers = publishers.ids(known, judged[PROVIDER])
    spelt = collected(unboxed(found, "topic").distinct(), _NAME)["name"]
    about = topics.ids(spelt, judged[TOPIC])
    unused = [
        *publishers.unused(known.join(providers, on=["domain", "fold"]), judged[PROVIDER]),
        *topics.unused(about, judged[TOPIC]),
    ]
    return Names(providers, about), unused


def _names(rows: pl.DataFrame) -> pl.DataFrame:
    bearers = publishers.bearers(publishers.named(rows))
    spelt = topics.named(rows).select("name").unique()
    return joined(_NAMES, boxed("bearer", bearers, _BEARER), boxed("topic", spelt, _NAME))


def once(providers: pl.DataFrame, about: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What a partition states of publishers and topics, as STATED and ABOUT_ALL: repeated rows only counted."""
    alike = ["id", "name", "domain", pl.col("images").is_null().alias("bare")]
    first = [pl.col("row", "source", "line", "images").first(), pl.len().alias("times")]
    said = providers.sort("row").group_by(alike, maintain_order=True).agg(*first)
    counted = about.group_by("id", "name").agg(pl.len().alias("times"))
    return said.select(list(STATED)), counted.select(list(ABOUT_ALL))


def nodes(providers: DataFrame, about: DataFrame) -> DataFrame:
    """Nodes of publishers and topics, as NODES in a box, and what is to be said of platforms."""
    from pyspark.sql import functions as f

    by_id = on_partitions(providers.repartition("id"), _provider_nodes, STATED, _FOUND)
    counted = about.groupBy("id", "name").agg(f.sum("times").alias("times"))
    spelt = on_partitions(counted.repartition("id"), _topic_nodes, ABOUT_ALL, _FOUND)
    per_domain = on_partitions(providers.repartition("domain"), _platforms, STATED, _FOUND)
    return by_id.unionByName(spelt).unionByName(per_domain)


def _provider_nodes(stated: pl.DataFrame) -> pl.DataFrame:
    return _nodes(publishers.provider_nodes(stated))


def _topic_nodes(about: pl.DataFrame) -> pl.DataFrame:
    return _nodes(spelled(about, TOPIC))


def _nodes(found: pl.DataFrame) -> pl.DataFrame:
    return joined(_FOUND, boxed("node", conform(found), NODES))


def conform(found: pl.DataFrame) -> pl.DataFrame:
    """All columns of NODES, null where missing."""
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in NODES.items() if name not in found.columns]
    return found.with_columns(missing).select(list(NODES))


def _platforms(stated: pl.DataFrame) -> pl.DataFrame:
    problems = problem_table(publishers.platforms(stated.select("row", "source"), stated.drop("source")))
    return joined(_FOUND, boxed("problem", problems, PROBLEM))
