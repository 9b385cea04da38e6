"""Resolve: sightings in, one graph and its ledger out. The only room that invents ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graphkit.errors import GraphkitError
from graphkit.graph import Graph
from graphkit.model import DOCUMENT, EDGE_KINDS, RELATED, TOPIC, Problem
from graphkit.resolve import articles, publishers, relations, topics
from graphkit.resolve.identity import identify
from graphkit.resolve.spellings import spelled

__all__ = ["Resolved", "check_ledger", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The graph before analysis, and how it came about."""

    graph: Graph
    ledger: pl.DataFrame
    disagreements: pl.DataFrame
    problems: tuple[Problem, ...]


def resolve(sightings: pl.DataFrame, malformed: pl.DataFrame, *, drafts: bool = True) -> Resolved:
    """Decide which sightings are one article, merge them, and account for every declared relation."""
    identities = identify(sightings)
    seen = sightings.with_columns(identities.table.get_columns())
    seen, left_out = _split_drafts(seen, drafts)
    providers, about = publishers.stated(seen), topics.stated(seen)
    declared = relations.declared(seen, providers, about)
    nodes = pl.concat(
        [articles.article_nodes(seen), publishers.provider_nodes(providers), spelled(about, TOPIC)],
        how="diagonal_relaxed",
    )
    filtered = relations.declared(left_out, publishers.stated(left_out), topics.stated(left_out))
    ledger = relations.ledger(declared, malformed, filtered, nodes.select("id", "status"))
    problems = (*identities.problems, *_self_references(ledger))
    return Resolved(
        Graph.of(nodes, relations.edges(declared)), ledger, articles.disagreements(seen), tuple(sorted(problems))
    )


def _split_drafts(seen: pl.DataFrame, drafts: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    draft = (pl.col("draft") & (pl.col("relation") == DOCUMENT)).fill_null(False).any().over("source")
    return (seen, seen.clear()) if drafts else (seen.filter(~draft), seen.filter(draft))


def _self_references(ledger: pl.DataFrame) -> list[Problem]:
    own = ledger.filter(pl.col("outcome") == "self", pl.col("kind") == RELATED)
    return [
        Problem(source, line, "self", f"an article is not related to itself: {text[:120]!r}", "related")
        for source, line, text in own.select("source", "line", "text").iter_rows()
    ]


def check_ledger(ledger: pl.DataFrame, graph: Graph, counts: Mapping[str, int]) -> None:
    """Raise GraphkitError unless the ledger holds every relation that the parser counted, and every edge.

    Each relation that ended in an edge leads to a node, and each edge was declared first exactly once.
    """
    kept = dict(ledger.group_by("kind").len().iter_rows())
    for kind in EDGE_KINDS:
        _expect(kept.get(kind, 0), counts[kind], f"{kind!r} relations in the ledger, declared by the files")
    made = ledger.filter(pl.col("outcome").is_in(("resolved", "cited")))
    _expect(made.height, graph.edges.height, "relations that made an edge, edges")
    known = made.filter(pl.col("target").is_in(graph.nodes["id"].implode()))
    _expect(known.height, made.height, "targets that are nodes, targets")


def _expect(found: int, wanted: int, what: str) -> None:
    if found != wanted:
        raise GraphkitError(f"{found} and {wanted}: {what}; this is a fault of graphkit, please report it")
