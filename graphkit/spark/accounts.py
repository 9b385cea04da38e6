"""Accounts: what the manifest says of a build on Spark, and that nothing which a file declares was lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graphkit import __version__
from graphkit.model import ARTICLE, CITED, COLLECTED, EDGE_KINDS, NODE_KINDS, OUTCOMES
from graphkit.resolve import check_counts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_MOST = 20


def account(
    told: Mapping[str, int], nodes: DataFrame, edges: DataFrame, ledger: DataFrame, problems: DataFrame
) -> dict[str, Any]:
    """The part of the manifest that `pipeline.build` gives, too; raises GraphkitError if the ledger does not add up.

    `told` is what the parsers counted.
    """
    ends = _ends(ledger)
    declared = {kind: told[kind] for kind in EDGE_KINDS}
    check_counts({kind: sum(ends.get(kind, {}).values()) for kind in EDGE_KINDS}, declared)
    made = {kind: sum(found.get(end, 0) for end in ("resolved", "cited")) for kind, found in ends.items()}
    _check_edges(made, kinds := _counted(edges, "kind"))
    by_kind, status = _counted(nodes, "kind"), _counted(nodes.filter(nodes.kind == ARTICLE), "status")
    severity = _counted(problems, "severity")
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
        "components": _components(nodes),
        "spark": {"version": nodes.sparkSession.version},
    }


def _check_edges(made: Mapping[str, int], edges: Mapping[str, int]) -> None:
    check_counts(edges, {kind: count for kind, count in made.items() if count})


def _counted(table: DataFrame, column: str) -> dict[Any, int]:
    return {row[column]: row["count"] for row in table.groupBy(column).count().collect()}


def _ends(ledger: DataFrame) -> dict[str, dict[str, int]]:
    ends: dict[str, dict[str, int]] = {}
    for row in ledger.groupBy("kind", "outcome").count().collect():
        ends.setdefault(row["kind"], {})[row["outcome"]] = row["count"]
    return ends


def _components(nodes: DataFrame) -> dict[str, Any]:
    last: Any = nodes.agg({"component": "max"}).first()
    sizes = _counted(nodes.filter(nodes.component < _MOST), "component")
    return {"count": 0 if last[0] is None else last[0] + 1, "largest": [sizes[number] for number in sorted(sizes)]}
