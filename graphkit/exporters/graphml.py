"""GraphML: the graph with typed attributes, as networkx, Gephi, igraph, yEd and graphology read it.

GraphML 1.0, http://graphml.graphdrawing.org/specification.html. Place, size and colour are the
attributes `x`, `y`, `size`, `r`, `g`, `b`, the names that Gephi's importer and graphology know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO, Final

import polars as pl

from graphkit.exporters import attributes, xml
from graphkit.exporters.attributes import Attribute
from graphkit.graph import Graph
from graphkit.graph.templates import Optional, Template

_HEAD: Final = b"""<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""

Keys = dict[str, Attribute]


def write(graph: Graph, out: BinaryIO) -> None:
    """Write the keys, then the nodes by id, then the edges `e0`, `e1`, … by row.

    >>> import io, polars as pl
    >>> nodes = pl.DataFrame({"id": ["a"], "kind": ["topic"], "label": ["R&D"]})
    >>> none = pl.DataFrame(schema={"source_id": pl.String, "target_id": pl.String, "kind": pl.String})
    >>> out = io.BytesIO()
    >>> write(Graph.of(nodes, none), out)
    >>> b'<data key="label">R&amp;D</data>' in out.getvalue()
    True
    """
    nodes, edges = attributes.drawn(graph), attributes.ended(graph)
    node_keys, edge_keys = _node_keys(graph), _edge_keys(graph)
    out.write(xml.DECLARATION + _HEAD)
    out.write(_declared("node", node_keys) + _declared("edge", edge_keys))
    out.write(b'<graph edgedefault="%s">\n' % (b"directed" if graph.directed else b"undirected"))
    out.writelines(xml.stream(nodes, _node(node_keys)))
    out.writelines(xml.stream(edges, _edge(edge_keys)))
    out.write(b"</graph>\n</graphml>\n")


def _node_keys(graph: Graph) -> Keys:
    label = Attribute("label", "string", pl.col("label"))
    measures = [Attribute(name, "double", pl.col(f"look:{name}")) for name in (*attributes.placed(graph.nodes), "size")]
    channels = [Attribute(name, "int", pl.col(f"look:{name}")) for name in "rgb"]
    return _keyed([label, *measures, *channels, *attributes.of_nodes(graph.nodes)], "")


def _edge_keys(graph: Graph) -> Keys:
    weight = Attribute("weight", "double", attributes.number("weight"))
    return _keyed([weight, *attributes.of_edges(graph.edges)], "edge.")


def _keyed(these: Iterable[Attribute], prefix: str) -> Keys:
    """The attributes by the id of their key: their name, as far as it is an XML name token."""
    keys: Keys = {}
    for attribute in these:
        key = prefix + re.sub(r"[^A-Za-z0-9_-]", "_", attribute.name)
        while key in keys:
            key += "_"
        keys[key] = attribute
    return keys


def _declared(element: str, keys: Keys) -> bytes:
    return "".join(
        f'<key id="{key}" for="{element}" attr.name={xml.quoted(attribute.name)} attr.type="{attribute.type}"/>\n'
        for key, attribute in keys.items()
    ).encode()


def _node(keys: Keys) -> Template:
    return ['<node id="', xml.as_value(pl.col("id")), '">', *_data(keys), "</node>\n"]


def _edge(keys: Keys) -> Template:
    source, target = (pl.col(f"edge:{end}") for end in ("source", "target"))
    # Gephi, which writes this attribute, too, tells parallel edges apart by it; other readers pass over it.
    kind = Optional(' label="', xml.as_value(pl.col("kind")), '"')
    return [
        '<edge id="',
        pl.col("edge:id"),
        '" source="',
        source,
        '" target="',
        target,
        '"',
        kind,
        ">",
        *_data(keys),
        "</edge>\n",
    ]


def _data(keys: Keys) -> list[Optional]:
    return [Optional(f'<data key="{key}">', _content(attribute), "</data>") for key, attribute in keys.items()]


def _content(attribute: Attribute) -> pl.Expr:
    return xml.as_text(attribute.text) if attribute.type == "string" else attribute.text
