"""Exporters: a graph in, bytes out. Add a format: one module, one line in EXPORTERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

from graphkit.exporters import gexf, graphml, page, tables, turtle
from graphkit.graph import Graph

Writer = Callable[[Graph, BinaryIO], None]

EXPORTERS: Mapping[str, Mapping[str, Writer]] = {
    "csv": {"nodes.csv": tables.write_csv_nodes, "edges.csv": tables.write_csv_edges},
    "gexf": {"graph.gexf": gexf.write},
    "graphml": {"graph.graphml": graphml.write},
    "html": {"graph.html": page.write},
    "json": {"graph.json": tables.write_json},
    "parquet": {"nodes.parquet": tables.write_parquet_nodes, "edges.parquet": tables.write_parquet_edges},
    "ttl": {"graph.ttl": turtle.write},
}
"""Format name → the files it consists of → the function that writes each."""
