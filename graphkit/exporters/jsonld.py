"""JSON-LD: the triples of `graph.ttl` as JSON, for the web and for document stores."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf import jsonld


def write(graph: Graph, out: BinaryIO) -> None:
    """Write one object per subject, a line each, behind a context that says what the keys mean."""
    jsonld.write(graph, out)
