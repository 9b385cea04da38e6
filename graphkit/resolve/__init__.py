"""Resolve: sightings in, one graph and its ledger out. The only room that invents ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from graphkit.errors import GraphkitError
from graphkit.graph import Graph
from graphkit.judgements import Judgements
from graphkit.model import ARTICLE, EDGE_KINDS, LINK, NODE_KINDS, PROVIDER, RELATED, SIGHTINGS, TOPIC, Problem
from graphkit.resolve import articles, drafts, publishers, relations, topics
from graphkit.resolve.identity import identify
from graphkit.resolve.rulings import Rulings, rulings
from graphkit.resolve.spellings import spelled
from graphkit.settings import Settings

Progress = Callable[[str, int, int], None]

_STEPS = 4

__all__ = ["Resolved", "check_ledger", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The graph before analysis, and how it came about; `sightings` with the `article` of each."""

    graph: Graph
    sightings: pl.DataFrame
    keys: pl.DataFrame
    ledger: pl.DataFrame
    disagreements: pl.DataFrame
    problems: tuple[Problem, ...]


def resolve(
    sightings: pl.DataFrame,
    malformed: pl.DataFrame,
    settings: Settings | None = None,
    judgements: Judgements | None = None,
    progress: Progress | None = None,
) -> Resolved:
    """Decide which sightings are one article, merge them, and account for every declared relation.

    `progress(step, done, total)` is called before each of the steps.
    Raises JudgementError when judgements contradict each other.
    """
    settings, asked = settings or Settings(), judgements or Judgements()
    tell = progress or (lambda step, done, total: None)
    tell("telling articles apart", 0, _STEPS)
    judged = {kind: rulings(asked, kind) for kind in NODE_KINDS}
    left_out = _Drafts(sightings, judged) if not settings.drafts else None
    identities = identify(sightings, judged[ARTICLE], left_out.rows if left_out else None)
    tell("merging articles", 1, _STEPS)
    told = sightings.with_columns(identities.table.get_columns())
    kept = _where(told, pl.col("article").is_not_null())
    seen, beyond = split_links(kept, settings.external_links)
    stated = _stated(seen, judged)
    declared = relations.declared(kept, *stated)
    disagreements = articles.disagreements(seen)
    leads_away = pl.col("row").is_in(beyond["row"].implode())
    made = relations.with_first(_where(declared, ~leads_away))
    nodes = _nodes(seen, *stated)
    tell("writing the ledger", 2, _STEPS)
    ledger = relations.ledger(
        made,
        told,
        nodes,
        identities.unmatched,
        relations.unusable(malformed),
        relations.outside(declared.filter(leads_away), told, identities.unmatched),
        *([left_out.ledger] if left_out else []),
    )
    unused = [*publishers.unused(stated[0], judged[PROVIDER]), *topics.unused(stated[1], judged[TOPIC])]
    problems = (
        *identities.problems,
        *unused,
        *publishers.platforms(seen, stated[0]),
        *self_references(ledger),
        *broken_links(beyond, identities.unmatched),
    )
    tell("joining articles", 3, _STEPS)
    return Resolved(
        Graph.of(nodes, relations.edges(made, told)),
        told.select(*SIGHTINGS, "article"),
        identities.keys,
        ledger,
        disagreements,
        tuple(sorted(problems)),
    )


class _Drafts:
    """What is left out with the drafts: `rows` of all that they say and of all that is said of them, and how
    these end in the `ledger`.
    """

    def __init__(self, sightings: pl.DataFrame, judged: Mapping[str, Rulings]) -> None:
        told = drafts.flagged(sightings.with_columns(identify(sightings, judged[ARTICLE]).table.get_columns()))
        self.rows = drafts.left_out(told, drafts.only_drafts(told))
        declared = relations.declared(told, *_stated(told, judged))
        self.ledger = relations.drafted(declared.filter(pl.col("row").is_in(self.rows.implode())), told)


def _stated(seen: pl.DataFrame, judged: Mapping[str, Rulings]) -> tuple[pl.DataFrame, pl.DataFrame]:
    return publishers.stated(seen, judged[PROVIDER]), topics.stated(seen, judged[TOPIC])


def _nodes(seen: pl.DataFrame, providers: pl.DataFrame, about: pl.DataFrame) -> pl.DataFrame:
    parts = [articles.article_nodes(seen), publishers.provider_nodes(providers), spelled(about, TOPIC)]
    return pl.concat(parts, how="diagonal_relaxed")


def split_links(seen: pl.DataFrame, external: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What speaks of an article of the graph, and the links that lead elsewhere."""
    of_link = pl.col("relation") == LINK
    known = seen.filter(~of_link)["article"].unique()
    strange = of_link & ~pl.col("article").is_in(known.implode())
    if external:
        strange &= pl.col("web_url").is_null()
    return _where(seen, ~strange), seen.filter(strange)


def _where(table: pl.DataFrame, kept: pl.Expr) -> pl.DataFrame:
    """The rows that are kept; the table itself if all are, for it may be large."""
    mask = table.select(kept).to_series()
    return table if mask.all(ignore_nulls=False) else table.filter(mask)


def self_references(ledger: pl.DataFrame) -> list[Problem]:
    """Articles that a file calls related to themselves."""
    own = ledger.filter(pl.col("outcome") == "self", pl.col("kind") == RELATED)
    return [
        Problem(source, line, "self", f"an article is not related to itself: {text[:120]!r}", "related")
        for source, line, text in own.select("source", "line", "text").iter_rows()
    ]


def broken_links(beyond: pl.DataFrame, unmatched: pl.DataFrame) -> list[Problem]:
    """Links that name no file: site generators refuse wrong tags, and wikilinks to notes not yet written are usual."""
    severity = pl.when(pl.col("form").is_in(("ref", "post_url", "link"))).then(pl.lit("warning"))
    broken = beyond.join(unmatched, on="row", how="inner").with_columns(
        severity.otherwise(pl.lit("info")).alias("grave")
    )
    return [
        Problem(source, line, "broken-link", reason, severity=grave)
        for source, line, reason, grave in broken.select("source", "line", "reason", "grave").iter_rows()
    ]


def check_ledger(ledger: pl.DataFrame, graph: Graph, counts: Mapping[str, int]) -> None:
    """Raise GraphkitError unless the ledger holds every relation that the parser counted, and every edge.

    Each relation that ended in an edge leads to a node, and each edge was declared first exactly once.
    """
    check_counts(dict(ledger.group_by("kind").len().iter_rows()), counts)
    made = ledger.filter(pl.col("outcome").is_in(("resolved", "cited")))
    _expect(made.height, graph.edges.height, "relations that made an edge, edges")
    known = made.filter(pl.col("target").is_in(graph.nodes["id"].implode()))
    _expect(known.height, made.height, "targets that are nodes, targets")


def check_counts(kept: Mapping[str, int], counts: Mapping[str, int]) -> None:
    """Raise GraphkitError unless as many relations of each kind were `kept` as the parser counted."""
    for kind in EDGE_KINDS:
        _expect(kept.get(kind, 0), counts.get(kind, 0), f"{kind!r} relations in the ledger, declared by the files")


def _expect(found: int, wanted: int, what: str) -> None:
    if found != wanted:
        raise GraphkitError(f"{found} and {wanted}: {what}; this is a fault of graphkit, please report it")
