"""Accounts: what the manifest says of a build on Spark, and that nothing which a file declares was lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

from graphkit import __version__
from graphkit.model import ARTICLE, CITED, COLLECTED, EDGE_KINDS, NODE_KINDS, OUTCOMES
from graphkit.resolve import check_counts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Counts = dict[tuple[Any, Any], int]

_MOST = 20
_SIZE = "case when component is not null then cast(count as string) end"


def account(
    told: Mapping[str, int],
    nodes: DataFrame,
    edges: DataFrame,
    ledger: DataFrame,
    problems: DataFrame,
    disagreements: DataFrame,
) -> dict[str, Any]:
    """The part of the manifest that `pipeline.build` gives, too; raises GraphkitError if the ledger does not add up.

    `told` is what the parsers counted.
    """
    facts = _facts(nodes, edges, ledger, problems, disagreements)
    ends, kinds = _ends(facts["ledger"]), _one(facts["edges"])
    declared = {kind: told[kind] for kind in EDGE_KINDS}
    check_counts({kind: sum(ends.get(kind, {}).values()) for kind in EDGE_KINDS}, declared)
    made = {kind: sum(found.get(end, 0) for end in ("resolved", "cited")) for kind, found in ends.items()}
    check_counts(kinds, {kind: count for kind, count in made.items() if count})
    by_kind, status, severity = (_one(facts[name]) for name in ("nodes", "status", "problems"))
    return {
        "graphkit": __version__,
        "counts": {
            **{name: told[name] for name in ("files", "documents", "passed_over", "rejected")},
            "sightings": told["sightings"],
            "nodes": sum(by_kind.values()),
            **{kind: by_kind.get(kind, 0) for kind in NODE_KINDS},
            **{name: status.get(name, 0) for name in (COLLECTED, CITED)},
            "edges": sum(kinds.values()),
            **{kind: kinds.get(kind, 0) for kind in EDGE_KINDS},
        },
        "declared": declared,
        "ledger": {kind: {end: ends[kind][end] for end in OUTCOMES if end in ends[kind]} for kind in sorted(ends)},
        "problems": {name: severity.get(name, 0) for name in ("error", "warning", "info")},
        "disagreements": sum(facts["disagreements"].values()),
        "components": _components(facts["components"]),
        "spark": {"version": nodes.sparkSession.version},
    }


def _facts(
    nodes: DataFrame, edges: DataFrame, ledger: DataFrame, problems: DataFrame, disagreements: DataFrame
) -> dict[str, Counts]:
    """How often each pair of values stands in each table; all in one job, as each costs Spark about a second."""
    parts = [
        nodes.selectExpr("'nodes' as fact", "kind as one", "null as other"),
        nodes.filter(nodes.kind == ARTICLE).selectExpr("'status'", "status", "null"),
        nodes.groupBy("component").count().selectExpr("'components'", _SIZE, "null"),
        edges.selectExpr("'edges'", "kind", "null"),
        ledger.selectExpr("'ledger'", "kind", "outcome"),
        problems.selectExpr("'problems'", "severity", "null"),
        disagreements.selectExpr("'disagreements'", "null", "null"),
    ]
    facts: dict[str, Counts] = defaultdict(dict)
    told = reduce(lambda one, other: one.union(other), parts)
    for row in told.groupBy("fact", "one", "other").count().collect():
        facts[row["fact"]][row["one"], row["other"]] = row["count"]
    return facts


def _one(counts: Counts) -> dict[Any, int]:
    return {one: count for (one, _), count in counts.items()}


def _ends(counts: Counts) -> dict[str, dict[str, int]]:
    ends: dict[str, dict[str, int]] = {}
    for (kind, outcome), count in counts.items():
        ends.setdefault(kind, {})[outcome] = count
    return ends


def _components(sizes: Counts) -> dict[str, Any]:
    """How many components there are, and the sizes of the largest; the nodes of others than articles have none."""
    counts = {int(size): count for size, count in _one(sizes).items() if size is not None}
    largest = [size for size in sorted(counts, reverse=True) for _ in range(min(counts[size], _MOST))]
    return {"count": sum(counts.values()), "largest": largest[:_MOST]}
