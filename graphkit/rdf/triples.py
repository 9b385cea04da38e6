"""The triples of the Turtle writer in the syntax of one per line: there is one mapping, and this is its reader."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf.dataset import PREFIX_LINES
from graphkit.rdf.writer import chunks


def write_ntriples(graph: Graph, out: BinaryIO) -> None:
    """Write N-Triples 1.1 (https://www.w3.org/TR/n-triples/), in the order of the Turtle file."""
    import pyoxigraph

    prefixes = PREFIX_LINES.encode()
    for chunk in chunks(graph):
        found = pyoxigraph.parse(prefixes + chunk, pyoxigraph.RdfFormat.TURTLE)
        pyoxigraph.serialize(found, out, pyoxigraph.RdfFormat.N_TRIPLES)
