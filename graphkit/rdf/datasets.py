"""Named graphs: TriG and N-Quads, in which each part of the graph can be told from the others, and replaced.

TriG 1.1 (https://www.w3.org/TR/trig/). Under `{base}graph/`, `nodes` describes articles, publishers and topics,
`relations` holds a gk:Relation per edge, `analysis` the numbers and clusters, and `file/PATH` what one file
declares: the plain triples, and a gk:Statement with line, rank and date for each. What the dataset, the files
and the named graphs are stands in the default graph. A graph without evidence has that one alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO, Final

import polars as pl

from graphkit.graph import Graph
from graphkit.rdf import writer
from graphkit.rdf.blocks import block, joined, written
from graphkit.rdf.clusters import clusters
from graphkit.rdf.dataset import PREFIX_LINES, head
from graphkit.rdf.files import files
from graphkit.rdf.names import Names, names
from graphkit.rdf.nodes import Part, nodes
from graphkit.rdf.relations import links, relations
from graphkit.rdf.statements import by_file, declared, graphs

_ENDS: Final = ("source", "target", "kind")
_GRAPHS: Final = {
    "nodes": 'dcterms:title "What the nodes are"',
    "relations": 'dcterms:title "What the edges are"',
    "analysis": 'dcterms:title "What analysis found" ;\n    prov:wasDerivedFrom <{base}graph/relations>',
}


def write_trig(graph: Graph, out: BinaryIO) -> None:
    """Write the graph as TriG."""
    for name, texts in groupby(_pieces(graph), lambda piece: piece[0]):
        out.write(f"{name} {{\n".encode() if name else b"")
        for _, text in texts:
            out.write(text)
        out.write(b"}\n\n" if name else b"")


def write_nquads(graph: Graph, out: BinaryIO) -> None:
    """Write the graph as N-Quads 1.1 (https://www.w3.org/TR/n-quads/), in the order of the TriG file."""
    import pyoxigraph

    for name, text in _pieces(graph):
        whole = b"%b { %b }" % (name.encode(), text) if name else text
        found = pyoxigraph.parse(PREFIX_LINES.encode() + whole, pyoxigraph.RdfFormat.TRIG)
        pyoxigraph.serialize(found, out, pyoxigraph.RdfFormat.N_QUADS)


def _pieces(graph: Graph) -> Iterator[tuple[str, bytes]]:
    """The IRI of a graph and Turtle that stands in it; without an IRI, TriG."""
    if graph.evidence is None:
        yield from (("", chunk) for chunk in writer.chunks(graph))
        return
    called, stated, rows = names(graph), declared(graph), writer.CHUNK
    parts: dict[str, list[Iterable[bytes]]] = {
        "": [
            [head(graph, called).encode()],
            files(graph, called, rows),
            [_own_graphs(called).encode()],
            graphs(stated, called),
        ],
        "nodes": [nodes(graph, called, rows, Part.DESCRIPTION)],
        "relations": [_undeclared(graph, called, stated), relations(graph, called, rows)],
        "analysis": [nodes(graph, called, rows, Part.ANALYSIS), clusters(graph, called, rows)],
    }
    for part, many in parts.items():
        name = f"<{called.base}graph/{part}>" if part else ""
        yield from ((name, text) for texts in many for text in texts)
    yield from (("", text) for text in by_file(stated, called, rows))


def _own_graphs(called: Names) -> str:
    return "".join(
        f"<{called.base}graph/{part}>\n    a prov:Entity ;\n    {facts.format(base=called.base)} .\n\n"
        for part, facts in _GRAPHS.items()
    )


def _undeclared(graph: Graph, called: Names, stated: pl.DataFrame) -> Iterator[bytes]:
    """The plain triples of edges that no file declares: somebody added them to the graph."""
    others = graph.edges.join(stated, on=_ENDS, how="anti", maintain_order="left")
    yield joined(links(others, called).select(block(called.of("source"), written("links"))))
