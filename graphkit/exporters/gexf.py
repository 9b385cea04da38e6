"""GEXF 1.3: the graph with looks and time, so that Gephi shows its colours and its timeline.

GEXF 1.3, https://gexf.net. A node starts on the day it was published; a provider, a topic or an
article without a date starts with its first edge; an edge starts on the day of its first evidence.
What has been published stays: everything ends on the last day that the graph knows. Days before the
year 1000 are taken for placeholders (0001-01-01 is how many programs write "no date") and give no
start. The exact times stand in the attributes. The values are days because networkx reads
`timeformat="date"` and fails on `dateTime`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Final

import polars as pl

from graphkit.exporters import attributes, xml
from graphkit.exporters.attributes import Attribute
from graphkit.graph import Graph
from graphkit.graph.templates import Optional, Template
from graphkit.model import EDGES, NODES

_HEAD: Final = b"""<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta>
<creator>graphkit</creator>
</meta>
"""
_TYPES: Final = {"int": "integer"}
_EARLIEST: Final = 1000


def write(graph: Graph, out: BinaryIO) -> None:
    """Write the attributes, then the nodes by id, then the edges `e0`, `e1`, … by row.

    >>> import io, polars as pl
    >>> nodes = pl.DataFrame({"id": ["a"], "kind": ["topic"], "label": ["R&D"]})
    >>> none = pl.DataFrame(schema={"source_id": pl.String, "target_id": pl.String, "kind": pl.String})
    >>> out = io.BytesIO()
    >>> write(Graph.of(nodes, none), out)
    >>> b'<node id="a" label="R&amp;D">' in out.getvalue()
    True
    """
    of_nodes, of_edges = attributes.of_nodes(graph.nodes), attributes.of_edges(graph.edges)
    edges = attributes.ended(graph).with_columns(_day("first", EDGES["first"]).alias("edge:start"))
    nodes = attributes.drawn(graph).with_columns(_starts(graph))
    last = pl.concat([nodes["look:start"], edges["edge:start"]]).max()
    nodes, edges = _ending(nodes, "look", last), _ending(edges, "edge", last)
    out.write(xml.DECLARATION + _HEAD + _opening(graph, dynamic=nodes["look:start"].count() > 0))
    out.write(_declared("node", of_nodes) + _declared("edge", of_edges))
    out.write(b"<nodes>\n")
    out.writelines(xml.stream(nodes, _node(of_nodes)))
    out.write(b"</nodes>\n<edges>\n")
    out.writelines(xml.stream(edges, _edge(of_edges)))
    out.write(b"</edges>\n</graph>\n</gexf>\n")


def _opening(graph: Graph, *, dynamic: bool) -> bytes:
    direction = "directed" if graph.directed else "undirected"
    time = 'mode="dynamic" timeformat="date" timerepresentation="interval"' if dynamic else 'mode="static"'
    return f'<graph defaultedgetype="{direction}" {time}>\n'.encode()


def _starts(graph: Graph) -> pl.Series:
    """The day on which each node starts, as text."""
    first = _day("first", EDGES["first"])
    ends = [graph.edges.select(pl.col(end).alias("row"), first.alias("day")) for end in ("source", "target")]
    earliest = pl.concat(ends).group_by("row").agg(pl.col("day").min())
    published = graph.nodes.select(_day("published", NODES["published"]).alias("day"))
    rows = published.with_row_index("row").join(earliest, on="row", how="left", maintain_order="left", suffix=":edges")
    return rows.select(pl.coalesce("day", "day:edges").alias("look:start"))["look:start"]


def _ending(rows: pl.DataFrame, lead: str, last: object) -> pl.DataFrame:
    """The rows with the `last` day as the end of whatever starts."""
    end = pl.when(pl.col(f"{lead}:start").is_not_null()).then(pl.lit(last, pl.String))
    return rows.with_columns(end.alias(f"{lead}:end"))


def _day(name: str, dtype: pl.DataType) -> pl.Expr:
    moment = attributes.utc(name, dtype)
    return pl.when(moment.dt.year().is_between(_EARLIEST, 9999)).then(moment.dt.to_string("%Y-%m-%d"))


def _declared(element: str, these: Iterable[Attribute]) -> bytes:
    lines = "".join(
        f'<attribute id={name} title={name} type="{_TYPES.get(attribute.type, attribute.type)}"/>\n'
        for attribute in these
        for name in (xml.quoted(attribute.name),)
    )
    return f'<attributes class="{element}" mode="static">\n{lines}</attributes>\n'.encode()


def _node(these: Iterable[Attribute]) -> Template:
    label = _given("label", xml.as_value(pl.col("label")))
    time = [_given(end, pl.col(f"look:{end}")) for end in ("start", "end")]
    return ['<node id="', xml.as_value(pl.col("id")), '"', label, *time, ">", *_values(these), *_looks(), "</node>\n"]


def _looks() -> list[Optional]:
    r, g, b, size, x, y = (pl.col(f"look:{name}") for name in ("r", "g", "b", "size", "x", "y"))
    return [
        Optional('<viz:color r="', r, '" g="', g, '" b="', b, '"/>'),
        Optional('<viz:size value="', size, '"/>'),
        Optional('<viz:position x="', x, '" y="', y, '" z="0.0"/>'),
    ]


def _edge(these: Iterable[Attribute]) -> Template:
    source, target = (pl.col(f"edge:{end}") for end in ("source", "target"))
    known = {"kind": xml.as_value(pl.col("kind")), "weight": attributes.number("weight")}
    known |= {end: pl.col(f"edge:{end}") for end in ("start", "end")}
    opening: list[str | pl.Expr] = ['<edge id="', pl.col("edge:id"), '" source="', source, '" target="', target, '"']
    given = [_given(name, value) for name, value in known.items()]
    return [*opening, *given, ">", *_values(these), "</edge>\n"]


def _given(name: str, value: pl.Expr) -> Optional:
    return Optional(f' {name}="', value, '"')


def _values(these: Iterable[Attribute]) -> Template:
    return ["<attvalues>", *(_attvalue(attribute) for attribute in these), "</attvalues>"]


def _attvalue(attribute: Attribute) -> Optional:
    value = xml.as_value(attribute.text) if attribute.type == "string" else attribute.text
    return Optional(f'<attvalue for={xml.quoted(attribute.name)} value="', value, '"/>')
