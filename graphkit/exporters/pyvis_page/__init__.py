"""The page for pyvis users: pyvis carries the network, our own template shows it, offline and safe."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from graphkit.exporters.pyvis_page.network import carry, described
from graphkit.exporters.pyvis_page.render import render
from graphkit.exporters.pyvis_page.thin import thin, without_rare_topics
from graphkit.graph import Graph

if TYPE_CHECKING:
    import pyvis.network

__all__ = ["to_pyvis", "write"]


def write(graph: Graph, out: BinaryIO) -> None:
    """Write one HTML file that needs nothing else: without rare topics, and of a big graph its most connected part."""
    whole = described(graph)
    out.write(render(carry(thin(without_rare_topics(whole))), whole))


def to_pyvis(graph: Graph) -> pyvis.network.Network:
    """The whole graph as a pyvis Network; node and edge dicts also hold what the page's panel shows.

    No node has a `title`: pyvis puts titles into the page as HTML as soon as one contains `href`.
    """
    return carry(described(graph))
