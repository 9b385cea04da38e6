"""The explorer page: one file with the frame, the viewer and the whole graph as compressed blocks."""

from __future__ import annotations

from typing import BinaryIO

from graphkit.exporters.html import details, frame, payload
from graphkit.exporters.html.blocks import END, write_block
from graphkit.graph import Graph

__all__ = ["write"]


def write(graph: Graph, out: BinaryIO) -> None:
    """Write one HTML file that needs nothing else and holds every node and edge; the data is streamed."""
    head, tail = frame.around(graph)
    out.write(head)
    write_block(out, "graph", payload.graph_pieces(graph))
    write_block(out, "metrics", payload.metric_pieces(graph))
    for number, chunk in enumerate(details.chunks(graph)):
        write_block(out, f"details-{number}", [chunk])
    out.write(END)
    out.write(tail)
