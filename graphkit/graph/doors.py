"""Doors to other libraries that need no more than the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from graphkit.graph.core import Graph


def to_networkx(graph: Graph) -> nx.MultiDiGraph:
    """Nodes by id; edges keyed by their kind, `source` and `target` as the ends."""
    import networkx as nx

    result: nx.MultiDiGraph = nx.MultiDiGraph() if graph.directed else nx.MultiGraph()
    ids = graph.nodes["id"].to_list()
    result.add_nodes_from((row["id"], _given(row, "id")) for row in graph.nodes.iter_rows(named=True))
    result.add_edges_from(
        (ids[row["source"]], ids[row["target"]], row["kind"], _given(row, "source", "target"))
        for row in graph.edges.iter_rows(named=True)
    )
    return result


def _given(row: dict[str, Any], *skip: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and name not in skip}
