"""Exporters: a graph in, bytes out. Add a format: one module, one line in EXPORTERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

from graphkit.exporters import gexf, graphml, html, jsonld, ntriples, pyvis_page, tables, turtle
from graphkit.graph import Graph

Writer = Callable[[Graph, BinaryIO], None]

EXPORTERS: Mapping[str, Mapping[str, Writer]] = {
    "csv": {"nodes.csv": tables.write_csv_nodes, "edges.csv": tables.write_csv_edges},
    "gexf": {"graph.gexf": gexf.write},
    "graphml": {"graph.graphml": graphml.write},
    "html": {"graph.html": html.write},
    "json": {"graph.json": tables.write_json},
    "jsonld": {"graph.jsonld": jsonld.write},
    "nt": {"graph.nt": ntriples.write},
    "parquet": {"nodes.parquet": tables.write_parquet_nodes, "edges.parquet": tables.write_parquet_edges},
    "pyvis": {"graph.pyvis.html": pyvis_page.write},
    "ttl": {"graph.ttl": turtle.write},
}
"""Format name → the files it consists of → the function that writes each."""

# The triples of graph.ttl in two to four times the bytes, and a page that draws less: nobody needs them unasked.
DEFAULT: Final = tuple(name for name in EXPORTERS if name not in ("jsonld", "nt", "pyvis"))
"""The formats that are written when nobody says which."""
