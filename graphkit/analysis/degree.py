"""Degrees: how many edges a node has, in all, by direction and by kind."""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.columns import Ints, Measured
from graphkit.graph import Graph
from graphkit.model import EDGE_KINDS


def degrees(graph: Graph) -> Measured:
    """`in_degree`, `out_degree`, `degree` and one `degree_<kind>` per kind of edge, all Int64.

    Edges of different kinds between the same nodes count one by one; a loop counts on both sides.
    """
    count = graph.nodes.height
    into, out = _count(graph.target, count), _count(graph.source, count)
    columns = {"in_degree": into, "out_degree": out, "degree": into + out}
    for kind in EDGE_KINDS:
        chosen = (graph.edges["kind"] == kind).to_numpy()
        columns[f"degree_{kind}"] = _count(graph.source[chosen], count) + _count(graph.target[chosen], count)
    return Measured(pl.DataFrame(columns))


def _count(rows: Ints, nodes: int) -> Ints:
    return np.bincount(rows, minlength=nodes).astype(np.int64)
