"""The triples of the Turtle writer, one by one, for other syntaxes: there is one mapping, and this is its reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from graphkit.graph import Graph
from graphkit.rdf.dataset import PREFIX_LINES
from graphkit.rdf.writer import chunks

if TYPE_CHECKING:
    import pyoxigraph


def triples(graph: Graph) -> Iterator[pyoxigraph.Quad]:
    """What `graph.ttl` says, in its order; those of one subject stand together."""
    import pyoxigraph

    prefixes = PREFIX_LINES.encode()
    for chunk in chunks(graph):
        yield from pyoxigraph.parse(prefixes + chunk, pyoxigraph.RdfFormat.TURTLE)


def write_ntriples(graph: Graph, out: BinaryIO) -> None:
    """Write N-Triples 1.1 (https://www.w3.org/TR/n-triples/)."""
    import pyoxigraph

    pyoxigraph.serialize(triples(graph), out, pyoxigraph.RdfFormat.N_TRIPLES)
