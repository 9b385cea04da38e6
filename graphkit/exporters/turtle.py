"""Turtle: the graph as RDF, for triple stores, SPARQL and Linked Data tools."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.graph import Graph
from graphkit.rdf import writer


def write(graph: Graph, out: BinaryIO) -> None:
    """Write every node and edge with all they carry; `graphkit.rdf.vocabulary` says how."""
    writer.write(graph, out)
