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
    called = names(graph)
    out.write(ntriples(head(graph, called)))
    out.writelines(described(graph, called, lines))


def ntriples(turtle: str) -> bytes:
    """Turtle as N-Triples."""
    import pyoxigraph

    found = pyoxigraph.parse(turtle.encode(), pyoxigraph.RdfFormat.TURTLE)
    written = pyoxigraph.serialize(found, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert written is not None
    return written
