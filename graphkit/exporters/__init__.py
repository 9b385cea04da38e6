"""Exporters: a graph in, bytes out. Add a format: one module, one line in EXPORTERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

from graphkit.exporters import gexf, graphml, html, jsonld, nquads, ntriples, pyvis_page, tables, trig, turtle, turtle12
from graphkit.graph import Graph

Writer = Callable[[Graph, BinaryIO], None]

EXPORTERS: Mapping[str, Mapping[str, Writer]] = {
    "csv": {"nodes.csv": tables.write_csv_nodes, "edges.csv": tables.write_csv_edges},
    "gexf": {"graph.gexf": gexf.write},
    "graphml": {"graph.graphml": graphml.write},
    "html": {"graph.html": html.write},
    "json": {"graph.json": tables.write_json},
    "jsonld": {"graph.jsonld": jsonld.write},
    "nq": {"graph.nq": nquads.write},
    "nt": {"graph.nt": ntriples.write},
    "parquet": {"nodes.parquet": tables.write_parquet_nodes, "edges.parquet": tables.write_parquet_edges},
    "pyvis": {"graph.pyvis.html": pyvis_page.write},
    "trig": {"graph.trig": trig.write},
    "ttl": {"graph.ttl": turtle.write},
    "ttl12": {"graph.ttl12": turtle12.write},
}
"""Format name → the files it consists of → the function that writes each."""

RDF: Final = ("jsonld", "nq", "nt", "trig", "ttl", "ttl12")
"""The formats in which nodes have IRIs."""

TEXT: Final = tuple(name for name in EXPORTERS if name not in ("html", "parquet", "pyvis"))
"""The formats that can be compressed: a browser wants a page as it is, and Parquet is compressed already."""

# The other RDF holds the triples of graph.ttl once more, the page of pyvis draws less: nobody needs them unasked.
DEFAULT: Final = tuple(name for name in EXPORTERS if name == "ttl" or name not in (*RDF, "pyvis"))
"""The formats that are written when nobody says which."""
