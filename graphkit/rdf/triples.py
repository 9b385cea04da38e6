"""The triples of the Turtle writer in the syntax of one per line."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf import lines
from graphkit.rdf.dataset import head
from graphkit.rdf.names import names
from graphkit.rdf.writer import described


def write_ntriples(graph: Graph, out: BinaryIO) -> None:
    """Write N-Triples 1.1 (https://www.w3.org/TR/n-triples/), in the order of the Turtle file."""
    import pyoxigraph

    called = names(graph)
    found = pyoxigraph.parse(head(graph, called).encode(), pyoxigraph.RdfFormat.TURTLE)
    pyoxigraph.serialize(found, out, pyoxigraph.RdfFormat.N_TRIPLES)
    out.writelines(described(graph, called, lines))
