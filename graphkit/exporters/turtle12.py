"""Turtle of RDF 1.2: `graph.ttl`, and where each edge is declared, said of the triple itself."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf import writer


def write(graph: Graph, out: BinaryIO) -> None:
    """Write triple terms, which few tools read yet; those that go by suffix want `graph.ttl12` called `.ttl`."""
    writer.write_12(graph, out)
