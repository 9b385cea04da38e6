"""N-Triples: the triples of `graph.ttl`, one per line, for bulk loaders, sort, grep and diff."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf import triples


def write(graph: Graph, out: BinaryIO) -> None:
    """Write one line per triple, in the order of the Turtle file."""
    triples.write_ntriples(graph, out)
