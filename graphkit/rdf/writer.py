"""The Turtle writer: text from columns, piece by piece, one block per subject, no blank nodes.

Turtle 1.1 (https://www.w3.org/TR/turtle/). First the dataset, then blocks in the order of `nodes`, then
clusters by number and files by path, then blocks in the order of `edges`. `write_12` adds, in the Turtle of
RDF 1.2 (https://www.w3.org/TR/rdf12-turtle/), to each edge the triple that it is about, and every place where
a file declares it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final

from graphkit.graph import Graph
from graphkit.rdf import blocks
from graphkit.rdf.blocks import Syntax
from graphkit.rdf.clusters import clusters
from graphkit.rdf.dataset import head
from graphkit.rdf.files import files
from graphkit.rdf.names import Names, names
from graphkit.rdf.nodes import nodes
from graphkit.rdf.relations import relations
from graphkit.rdf.statements import declared, reified

CHUNK: Final = 20_000
"""Rows that are in memory as text at one time."""


def write(graph: Graph, out: BinaryIO) -> None:
    """Write the graph as Turtle."""
    out.writelines(chunks(graph))


def write_12(graph: Graph, out: BinaryIO) -> None:
    """Write the graph as Turtle of RDF 1.2."""
    called = names(graph)
    out.write(b'VERSION "1.2"\n')
    edges = relations(graph, called, CHUNK, reified=True)
    out.write(head(graph, called).encode())
    out.writelines(chain(_described(graph, called), edges, reified(declared(graph), called, CHUNK)))


def chunks(graph: Graph) -> Iterator[bytes]:
    """The bytes that `write` writes, piece by piece; each is Turtle behind the same prefixes."""
    called = names(graph)
    yield head(graph, called).encode()
    yield from described(graph, called, blocks)


def described(graph: Graph, called: Names, syntax: Syntax) -> Iterator[bytes]:
    """Nodes, clusters, files and edges."""
    yield from _described(graph, called, syntax)
    yield from relations(graph, called, CHUNK, syntax=syntax)


def _described(graph: Graph, called: Names, syntax: Syntax = blocks) -> Iterator[bytes]:
    """Nodes, clusters and files."""
    yield from nodes(graph, called, CHUNK, syntax=syntax)
    yield from clusters(graph, called, CHUNK, syntax)
    yield from files(graph, called, CHUNK, syntax)
