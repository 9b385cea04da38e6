"""Verify: exports read back by foreign readers, and proved to hold one graph. Add a format: one line in READERS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graphkit.exporters import EXPORTERS
from graphkit.files import sha256
from graphkit.graph import Graph
from graphkit.graph.directory import facts_of, open_graph, read_manifest
from graphkit.verify.plain import CSV, JSON, read_csv, read_json
from graphkit.verify.rdf import RDF, reader
from graphkit.verify.tables import Dialect, Read, differences, edges_of, expected, typed
from graphkit.verify.xml import XML, read_gexf, read_graphml


@dataclass(frozen=True)
class Reader:
    """How a format is read back: with `read` what it holds is compared, without only its hash."""

    dialect: Dialect = field(default_factory=Dialect)
    read: Callable[[Path, Graph], Read] | None = None


READERS: Final[Mapping[str, Reader]] = {
    "csv": Reader(CSV, read_csv),
    "gexf": Reader(XML, read_gexf),
    "graphml": Reader(XML, read_graphml),
    "html": Reader(),
    "json": Reader(JSON, read_json),
    "jsonld": Reader(RDF, reader("graph.jsonld", "JSON_LD")),
    "nq": Reader(RDF, reader("graph.nq", "N_QUADS")),
    "nt": Reader(RDF, reader("graph.nt", "N_TRIPLES")),
    "parquet": Reader(),
    "pyvis": Reader(),
    "trig": Reader(RDF, reader("graph.trig", "TRIG")),
    "ttl": Reader(RDF, reader("graph.ttl", "TURTLE")),
    "ttl12": Reader(RDF, reader("graph.ttl12", "TURTLE")),
}
"""Format name, as in EXPORTERS → its reader. The tables in Parquet are what the others are compared with."""


@dataclass(frozen=True)
class Verdict:
    """What was read, and every difference as `file: what`."""

    formats: tuple[str, ...]
    differences: tuple[str, ...]


def verify(folder: str | Path) -> Verdict:
    """Read every export in a graph directory back and compare it with the tables and the manifest.

    Raises OutputError when the directory holds no build, or its tables are damaged.

    >>> verify("exports").differences
    ()
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    facts = facts_of(manifest)
    graph = open_graph(folder)
    there = tuple(name for name in EXPORTERS if _is_there(folder, name, facts))
    found = [*_hashes(folder, facts), *_counts(graph, manifest)]
    for name in there:
        found += compare(folder, name, graph)
    return Verdict(there, tuple(found))


def _is_there(folder: Path, name: str, facts: Mapping[str, Any]) -> bool:
    return all(file in facts or (folder / file).is_file() for file in EXPORTERS[name])


def _hashes(folder: Path, facts: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Files that are missing, or not what the build wrote."""
    if not facts:
        yield "manifest.json: names no files; build again"
    for name, fact in facts.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: is missing; build again"
        elif sha256(path) != fact["sha256"]:
            yield f"{name}: is not what the build wrote, {path.stat().st_size} bytes instead of {fact.get('bytes')}"


def _counts(graph: Graph, manifest: Mapping[str, Any]) -> Iterator[str]:
    told = manifest.get("counts", {})
    counts = {"nodes": graph.nodes.height, "edges": graph.edges.height}
    for table in (graph.nodes, graph.edges):
        counts |= {kind: number for kind, number in table["kind"].value_counts().iter_rows() if kind in told}
    for name, number in counts.items():
        if told.get(name, number) != number:
            yield f"manifest.json: counts {told[name]} {name}, the tables hold {number}"


def compare(folder: Path, name: str, graph: Graph) -> list[str]:
    """Where the export in the format `name` says something else than the graph: lines of `file: what`."""
    one, files = READERS[name], list(EXPORTERS[name])
    if one.read is None or not all((folder / file).is_file() for file in EXPORTERS[name]):
        return []
    try:
        nodes, edges = one.read(folder, graph)
    except (OSError, SyntaxError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return [f"{' or '.join(files)}: cannot be read: {str(error) or type(error).__name__}"]
    lines = []
    both = (("node", graph.nodes, nodes, files[0]), ("edge", edges_of(graph), edges, files[-1]))
    for what, table, found, file in both:
        wanted = expected(table, one.dialect)
        lines += [f"{file}: {line}" for line in differences(what, wanted, typed(found, table, one.dialect))]
    return lines
