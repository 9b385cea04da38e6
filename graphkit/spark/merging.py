"""Merging on a cluster: articles, relations, edges and the ledger, each by the code of `resolve` on its partition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graphkit.model import DISAGREEMENTS, DOCUMENT, EDGES, LEDGER, LINKS_TO, MALFORMED, NODES, RELATED, SIGHTINGS
from graphkit.resolve import articles, broken_links, publishers, relations, self_references, split_links, topics
from graphkit.resolve.identity import duplicates, precedence
from graphkit.spark.identity import Identified
from graphkit.spark.naming import ABOUT_ALL, STATED, STATING, Names, conform, once
from graphkit.spark.shared import Shared
from graphkit.spark.tables import PROBLEM, boxed, boxes, joined, on_partitions, problem_table, unboxed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.settings import Settings
    from graphkit.spark.staging import Staging

_IDENTITY = pl.Schema(
    {
        "row": pl.UInt32(),
        "mention": pl.UInt8(),
        "dated": SIGHTINGS["published"],
        "article": pl.String(),
        "url": pl.String(),
        "unmatched": pl.String(),
    }
)
SEEN = pl.Schema({**SIGHTINGS, **_IDENTITY})
"""Sightings with the article that each speaks of."""

_END = pl.Schema({"row": pl.UInt32(), "status": pl.String(), "beyond": pl.Boolean()})
_MERGED = boxes(node=NODES, disagreement=DISAGREEMENTS, end=_END, problem=PROBLEM)
_LIGHT = pl.Schema(
    {
        **{name: SIGHTINGS[name] for name in ("source", "line", "item", "parent", "rank", "relation", "text")},
        **{name: dtype for name, dtype in _IDENTITY.items() if name not in ("mention", "url")},
        **STATING,
    }
)
_RELATION = pl.Schema(
    {
        **{name: LEDGER[name] for name in ("source", "line", "item", "rank", "kind", "text")},
        "row": pl.UInt32(),
        "dated": SIGHTINGS["published"],
        "source_id": pl.String(),
        "target_id": pl.String(),
        "reason": pl.String(),
    }
)
_DECLARED = boxes(relation=_RELATION, provider=STATED, topic=ABOUT_ALL)
_BARE = ("row", "line", "kind", "rank", "text", "dated", "source_id", "target_id")
_ENDED = pl.Schema({**_RELATION, "status": pl.String(), "beyond": pl.Boolean()})
NAMED_EDGE = pl.Schema(
    {
        "source_id": pl.String(),
        "target_id": pl.String(),
        **{name: dtype for name, dtype in EDGES.items() if name not in ("source", "target")},
    }
)
_ACCOUNT = boxes(ledger=LEDGER, edge=NAMED_EDGE, problem=PROBLEM)


@dataclass(frozen=True)
class Merged:
    """Boxed tables: `articles` holds node, disagreement and problem; `declared` provider and topic; `account` ledger,
    edge and problem.
    """

    articles: DataFrame
    declared: DataFrame
    account: DataFrame


def seen(found: Identified) -> DataFrame:
    """The sightings, as SEEN."""
    known = found.articles.select(*_IDENTITY).drop("mention", "dated")
    return found.told.join(known, "row", "left").select(*SEEN)


def merge(staging: Staging, seen: DataFrame, malformed: DataFrame, names: Names, settings: Settings) -> Merged:
    """Nodes of articles, and what becomes of every declared relation."""
    session = seen.sparkSession
    external, known = Shared(session, settings.external_links), Shared(session, names)
    merged = on_partitions(seen.repartition("article"), _merged, SEEN, _MERGED, external)
    merged = staging.keep("merged", merged)
    declared = on_partitions(seen.select(*_LIGHT).repartition("source"), _declared, _LIGHT, _DECLARED, known)
    declared = staging.keep("declared", declared)
    ended = unboxed(declared, "relation").join(unboxed(merged, "end"), "row", "left")
    together = ended.repartition("source_id", "target_id", "kind")
    made = on_partitions(together, _account, _ENDED, _ACCOUNT)
    lost = on_partitions(malformed, _unusable, MALFORMED, _ACCOUNT)
    return Merged(merged, declared, staging.keep("account", made.unionByName(lost)))


def _merged(rows: pl.DataFrame, external: bool) -> pl.DataFrame:
    """What all sightings of some articles make of these."""
    told = _ranked(rows)
    kept = told.filter(pl.col("article").is_not_null())
    known, beyond = split_links(kept, external)
    unmatched = rows.select("row", reason="unmatched").drop_nulls()
    problems = [*duplicates(told, told.select("article", "precedence")), *broken_links(beyond, unmatched)]
    nodes = conform(articles.article_nodes(known))
    return joined(
        _MERGED,
        boxed("node", nodes, NODES),
        boxed("disagreement", articles.disagreements(known), DISAGREEMENTS),
        boxed("end", _ends(kept, nodes, beyond), _END),
        boxed("problem", problem_table(problems), PROBLEM),
    )


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    place = pl.int_range(pl.len(), dtype=pl.UInt32).alias("row")
    return rows.with_columns(precedence(rows.with_columns(place)))


def _ends(kept: pl.DataFrame, nodes: pl.DataFrame, beyond: pl.DataFrame) -> pl.DataFrame:
    """What the relation that a mention makes must know of its target."""
    mentions = kept.filter(pl.col("relation") != DOCUMENT).select("row", "article")
    status = mentions.join(nodes.select("status", article="id"), on="article", how="left")
    return status.select("row", "status", pl.col("row").is_in(beyond["row"].implode()).alias("beyond"))


def _declared(rows: pl.DataFrame, names: Names) -> pl.DataFrame:
    """What whole files declare."""
    kept = rows.sort("row").filter(pl.col("article").is_not_null())
    providers = publishers.named(kept).join(names.providers, on=["domain", "fold"], how="left")
    about = topics.named(kept).join(names.topics, on="name", how="left")
    declared = relations.declared(kept, providers, about)
    told = declared.join(kept.select("row", "source", "item", reason="unmatched"), on="row", how="left")
    said, counted = once(providers.join(kept.select("row", "source"), on="row"), about)
    return joined(
        _DECLARED,
        boxed("relation", told, _RELATION),
        boxed("provider", said, STATED),
        boxed("topic", counted, ABOUT_ALL),
    )


def _account(rows: pl.DataFrame) -> pl.DataFrame:
    """The end of relations, all of those that may be one edge."""
    rows, told = _renumbered(rows.sort("row", "kind", "rank"))
    made, beyond = rows.filter(~pl.col("beyond")), rows.filter("beyond")
    unmatched = rows.select("row", "reason").drop_nulls().unique("row")
    nodes = made.filter(pl.col("kind").is_in((RELATED, LINKS_TO))).select("status", id="target_id").unique("id")
    outside = relations.outside(beyond.select(_BARE), told, unmatched)
    grouped = relations.with_first(made.select(_BARE))
    ledger = relations.ledger(grouped, told, nodes, unmatched, outside)
    edges = relations.edges(grouped, told)
    return joined(
        _ACCOUNT,
        boxed("ledger", ledger, LEDGER),
        boxed("edge", _with_rows(edges, told["row"]), NAMED_EDGE),
        boxed("problem", problem_table(self_references(ledger)), PROBLEM),
    )


def _renumbered(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Relations whose rows are those of the second table: of the sightings that are here."""
    told = rows.select("row", "source", "item").unique("row", maintain_order=True)
    number = pl.col("row").rle_id()
    return rows.with_columns(number, pl.col("beyond").fill_null(False)), told


def _with_rows(edges: pl.DataFrame, row: pl.Series) -> pl.DataFrame:
    """The edges with the rows that their evidence has among all sightings."""
    place = edges.select(pl.int_range(pl.len()).alias("edge"), "evidence").explode("evidence")
    evidence = place.with_columns(row.gather(place["evidence"]).alias("evidence")).group_by("edge", maintain_order=True)
    return edges.with_columns(evidence.agg("evidence")["evidence"])


def _unusable(malformed: pl.DataFrame) -> pl.DataFrame:
    return joined(_ACCOUNT, boxed("ledger", relations.unusable(malformed), LEDGER))
