"""N-Quads: the named graphs of `graph.trig`, one statement per line, for bulk loaders, sort, grep and diff."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf import datasets


def write(graph: Graph, out: BinaryIO) -> None:
    """Write one line per triple and its graph, in the order of the TriG file."""
    datasets.write_nquads(graph, out)
