"""TriG: the graph as named graphs, one for what each file declares, for tools that ask who says what."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf import datasets


def write(graph: Graph, out: BinaryIO) -> None:
    """Write what `graph.ttl` holds, and where each relation is declared, part by part; see `graphkit.rdf.datasets`."""
    datasets.write_trig(graph, out)
