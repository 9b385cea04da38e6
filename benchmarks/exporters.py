"""Races of writers: the same graph to the same format; what each wrote is read back by one reader and compared."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from racing import Race

Prepare = Callable[[Path], Any]
Work = Callable[[Any], Any]


def graph(source: Path) -> Any:
    """The graph and what it rests on, in memory."""
    import graphkit.exporters
    from graphkit.graph.directory import open_graph

    found = open_graph(source)
    _ = found.evidence, found.source, graphkit.exporters.EXPORTERS
    return found


def written(file: str) -> Work:
    """graphkit's exporter of a file."""

    def work(found: Any) -> bytes:
        from graphkit.exporters import EXPORTERS

        out = io.BytesIO()
        next(files[file] for files in EXPORTERS.values() if file in files)(found, out)
        return out.getvalue()

    return work


def of_networkx(source: Path) -> Any:
    """The graph as networkx's writers take it: lists as text."""
    found = graph(source).to_networkx()
    for _, values in found.nodes(data=True):
        values.update(_flat(values))
    for _, _, values in found.edges(data=True):
        values.update(_flat(values))
    return found


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    odd = {name: value for name, value in values.items() if not isinstance(value, (str, int, float, bool))}
    return {name: str(value) for name, value in odd.items()}


def networkx_writer(name: str) -> Work:
    def work(found: Any) -> bytes:
        import networkx

        out = io.BytesIO()
        getattr(networkx, name)(found, out)
        return out.getvalue()

    return work


def triples(source: Path) -> bytes:
    """The triples of the graph, as N-Triples."""
    return bytes(written("graph.nt")(graph(source)))


def of_rdflib(source: Path) -> Any:
    import rdflib

    from graphkit.rdf import PREFIXES

    found = rdflib.Graph().parse(io.BytesIO(triples(source)), format="nt")
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    return found


def of_pyoxigraph(source: Path) -> Any:
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(triples(source), pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def rdflib_writer(name: str) -> Work:
    return lambda found: found.serialize(format=name, encoding="utf-8")


def pyoxigraph_writer(name: str) -> Work:
    def work(store: Any) -> bytes:
        import pyoxigraph

        form = getattr(pyoxigraph.RdfFormat, name)
        prefixes = None
        if name == "TURTLE":
            from graphkit.rdf import PREFIXES as prefixes  # noqa: N811
        return bytes(store.dump(format=form, from_graph=pyoxigraph.DefaultGraph(), prefixes=prefixes))

    return work


def mixed(items: Iterable[object]) -> str:
    """A digest of a set, whatever its order: the sum of the hashes of its members."""
    total = count = 0
    for item in items:
        total += int.from_bytes(hashlib.blake2b(repr(item).encode(), digest_size=8).digest(), "big")
        count += 1
    return f"{count}:{total % 2**64:016x}"


def same_triples(form: str) -> Callable[[bytes, Path], str]:
    """Every triple, by pyoxigraph's parser."""

    def check(data: bytes, source: Path) -> str:
        import pyoxigraph

        found = pyoxigraph.parse(data, getattr(pyoxigraph.RdfFormat, form))
        return mixed((one.subject.value, one.predicate.value, _meaning(one.object)) for one in found)

    return check


def _meaning(term: Any) -> tuple[object, ...]:
    """rdflib writes numbers with seven digits, so that no more can be compared, and +00:00 for Z."""
    datatype = getattr(term, "datatype", None)
    if datatype is not None and datatype.value.endswith("#double"):
        return "double", f"{float(term.value):e}"
    if datatype is not None and datatype.value.endswith("#dateTime"):
        return "dateTime", term.value.replace("+00:00", "Z")
    return type(term).__name__, term.value, datatype and datatype.value


def same_xml(data: bytes, source: Path) -> list[str]:
    """Every node and every edge with its ends, by lxml."""
    from lxml import etree

    found: dict[str, list[tuple[str | None, ...]]] = {"node": [], "edge": []}
    for _, element in etree.iterparse(io.BytesIO(data), tag=("{*}node", "{*}edge")):
        name = etree.QName(element).localname
        found[name].append(tuple(element.get(key) for key in (("id",) if name == "node" else ("source", "target"))))
        element.clear(keep_tail=False)
    return [mixed(items) for items in found.values()]


def same_json(data: bytes, source: Path) -> list[str]:
    """Every node and every edge with its ends and its kind."""
    found = json.loads(data)
    ends = ("source", "target", "kind")
    edges = (tuple(edge[name] for name in ends) for edge in found["edges"])
    return [mixed(node["id"] for node in found["nodes"]), mixed(edges)]


def node_link(found: Any) -> bytes:
    import networkx

    return json.dumps(networkx.node_link_data(found, edges="edges"), ensure_ascii=False).encode()


RACES = {
    "graphml": Race(
        "write GraphML",
        {
            "graphkit": (graph, written("graph.graphml")),
            "networkx (lxml)": (of_networkx, networkx_writer("write_graphml_lxml")),
            "networkx (plain)": (of_networkx, networkx_writer("write_graphml_xml")),
        },
        same_xml,
    ),
    "gexf": Race(
        "write GEXF",
        {"graphkit": (graph, written("graph.gexf")), "networkx": (of_networkx, networkx_writer("write_gexf"))},
        same_xml,
    ),
    "json": Race(
        "write JSON", {"graphkit": (graph, written("graph.json")), "networkx": (of_networkx, node_link)}, same_json
    ),
    "ttl": Race(
        "write Turtle",
        {
            "graphkit": (graph, written("graph.ttl")),
            "rdflib": (of_rdflib, rdflib_writer("turtle")),
            "pyoxigraph": (of_pyoxigraph, pyoxigraph_writer("TURTLE")),
        },
        same_triples("TURTLE"),
    ),
    "nt": Race(
        "write N-Triples",
        {
            "graphkit": (graph, written("graph.nt")),
            "pyoxigraph": (of_pyoxigraph, pyoxigraph_writer("N_TRIPLES")),
            "rdflib": (of_rdflib, rdflib_writer("nt")),
        },
        same_triples("N_TRIPLES"),
    ),
}
