"""Merging on a cluster: articles, relations, edges and the ledger, each by the code of `resolve` on its partition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graphkit.model import DISAGREEMENTS, EDGES, LEDGER, LINK, LINKS_TO, MALFORMED, NODES, RELATED, SIGHTINGS
from graphkit.resolve import articles, broken_links, publishers, relations, self_references, split_links, topics
from graphkit.resolve.identity import duplicates
from graphkit.spark import crowds
from graphkit.spark.identity import Identified
from graphkit.spark.naming import ABOUT_ALL, STATED, STATING, Names, conform, once
from graphkit.spark.shared import Shared
from graphkit.spark.tables import PROBLEM, boxed, boxes, joined, on_partitions, problem_table, unboxed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.settings import Settings
    from graphkit.spark.numbering import Order

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
TIMES = pl.Schema({**SEEN, "times": pl.UInt32()})
"""Sightings, some of which stand for more that say the same."""

_END = pl.Schema({"article": pl.String(), "status": pl.String(), "known": pl.Boolean()})
_MERGED = boxes(node=NODES, disagreement=DISAGREEMENTS, end=_END, problem=PROBLEM)
LIGHT = pl.Schema(
    {
        **{name: SIGHTINGS[name] for name in ("source", "line", "item", "parent", "rank", "relation", "text")},
        **{name: dtype for name, dtype in _IDENTITY.items() if name not in ("mention", "url")},
        **STATING,
    }
)
"""What relations need of the sightings of a file."""
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
_LEADING = pl.Schema({**_RELATION, "article": pl.String(), "loose": pl.Boolean()})
"""Relations with the article of their sighting; `loose` are links that count only if their article is known besides."""
_DECLARED = boxes(relation=_LEADING, provider=STATED, topic=ABOUT_ALL)
_BARE = ("row", "line", "kind", "rank", "text", "dated", "source_id", "target_id")
_ENDED = pl.Schema({**_RELATION, "loose": pl.Boolean(), "status": pl.String(), "known": pl.Boolean()})
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


def merge(order: Order, seen: DataFrame, malformed: DataFrame, names: Names, settings: Settings) -> Merged:
    """Nodes of articles, and what becomes of every declared relation; `seen` are sightings of articles."""
    session, staging = seen.sparkSession, order.staging
    external, known = Shared(session, settings.external_links), Shared(session, names)
    thin = crowds.thinned(seen, SEEN, few=order.few)
    merged = on_partitions(thin.repartition("article"), _merged, TIMES, _MERGED, external)
    merged = staging.keep("merged", merged)
    by_file = seen.select(*LIGHT).repartition("source")
    declared = staging.keep("declared", on_partitions(by_file, _declared, LIGHT, _DECLARED, known, external))
    ended = unboxed(declared, "relation").join(unboxed(merged, "end"), "article", "left")
    together = ended.repartition("source_id", "target_id", "kind")
    made = on_partitions(together, _account, _ENDED, _ACCOUNT)
    lost = on_partitions(malformed, _unusable, MALFORMED, _ACCOUNT)
    return Merged(merged, declared, staging.keep("account", made.unionByName(lost)))


def _merged(rows: pl.DataFrame, external: bool) -> pl.DataFrame:
    """What all sightings of some articles make of these."""
    told = rows.with_columns(crowds.ranks(rows))
    kept = told.filter(pl.col("article").is_not_null())
    known, beyond = split_links(kept, external)
    unmatched = rows.select("row", reason="unmatched").drop_nulls()
    problems = [*duplicates(told, told.select("article", "precedence")), *broken_links(beyond, unmatched)]
    nodes = conform(articles.article_nodes(known).drop("sightings").join(_counted(known), on="id"))
    return joined(
        _MERGED,
        boxed("node", nodes, NODES),
        boxed("disagreement", articles.disagreements(known), DISAGREEMENTS),
        boxed("end", _ends(kept, nodes), _END),
        boxed("problem", problem_table(problems), PROBLEM),
    )


def _counted(known: pl.DataFrame) -> pl.DataFrame:
    return known.group_by(id="article").agg(pl.col("times").sum().alias("sightings"))


def _ends(kept: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """What relations must know of the articles to which they lead."""
    known = kept.group_by("article").agg((pl.col("relation") != LINK).any().alias("known"))
    return known.join(nodes.select("status", article="id"), on="article", how="left")


def _declared(rows: pl.DataFrame, names: Names, external: bool) -> pl.DataFrame:
    """What whole files declare."""
    kept = rows.sort("row").filter(pl.col("article").is_not_null())
    providers, about = stated(kept, names)
    declared = relations.declared(kept, providers, about)
    loose = (pl.col("relation") == LINK) & (pl.col("web_url").is_null() if external else True)
    spoken = kept.select("row", "source", "item", "article", loose.alias("loose"), reason="unmatched")
    told = declared.join(spoken, on="row", how="left")
    said, counted = once(providers.join(kept.select("row", "source"), on="row"), about)
    return joined(
        _DECLARED,
        boxed("relation", told, _LEADING),
        boxed("provider", said, STATED),
        boxed("topic", counted, ABOUT_ALL),
    )


def stated(rows: pl.DataFrame, names: Names) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What these sightings say of publishers and of topics, with their ids."""
    providers = publishers.named(rows).join(names.providers, on=["domain", "fold"], how="left")
    return providers, topics.named(rows).join(names.topics, on="name", how="left")


def _account(rows: pl.DataFrame) -> pl.DataFrame:
    """The end of relations, all of those that may be one edge."""
    rows, told = _renumbered(rows.sort("row", "kind", "rank"))
    away = pl.col("loose") & ~pl.col("known").fill_null(False)
    made, beyond = rows.filter(~away), rows.filter(away)
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
    return rows.with_columns(pl.col("row").rle_id()), told


def _with_rows(edges: pl.DataFrame, row: pl.Series) -> pl.DataFrame:
    """The edges with the rows that their evidence has among all sightings."""
    place = edges.select(pl.int_range(pl.len()).alias("edge"), "evidence").explode("evidence")
    evidence = place.with_columns(row.gather(place["evidence"]).alias("evidence")).group_by("edge", maintain_order=True)
    return edges.with_columns(evidence.agg("evidence")["evidence"])


def _unusable(malformed: pl.DataFrame) -> pl.DataFrame:
    return joined(_ACCOUNT, boxed("ledger", relations.unusable(malformed), LEDGER))
