"""Typed attributes from columns, the same for GraphML and GEXF.

A column becomes an attribute by its type: text, numbers and booleans as they are; a date as ISO 8601
text in UTC, and its seconds since 1970 as `<name>_epoch`; a list as its members joined with ` | `;
`images` as `image`, the URL of the first; `evidence` as its length. Left out are null, NaN and
infinite values, ISO text outside the years 1 to 9999, and columns of structs or bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import polars as pl

from graphkit.exporters.style import appearance
from graphkit.exporters.xml import as_value, legal
from graphkit.graph import Graph
from graphkit.graph.moments import stamped
from graphkit.model import IMAGES

Type = Literal["string", "int", "long", "double", "boolean"]

SEPARATOR: Final = " | "

_SMALL: Final = (pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16)
_WORDS: Final = (pl.String, pl.Categorical, pl.Enum, pl.Time, pl.Duration)

# Gephi takes these for properties (GraphML) or for columns of its own, graphology for looks, networkx
# for parts of a GEXF element: each would silently replace the value that it has already. sigma.js,
# which draws graphology's graphs, stops at a `type` of node that it cannot draw, such as "article".
RESERVED: Final = frozenset(
    "id label nodelabel edgelabel x y z xpos ypos zpos size r g b color shape thickness viz pid parents spells "
    "slices start end for timeset timestamp interval key networkx_key type hidden highlighted forcelabel zindex".split()
)
"""Names with a meaning of their own to some reader: a column of such a name gets a `_` behind it."""

RESERVED_ON_EDGES: Final = RESERVED | {"source", "target", "directed", "weight", "edge weight"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One typed attribute: its name in the file, its type, and its text per row (null: left out)."""

    name: str
    type: Type
    text: pl.Expr


def of_nodes(nodes: pl.DataFrame) -> list[Attribute]:
    """The attributes of the nodes, without what each format says in its own way: id, label, place.

    >>> nodes = pl.DataFrame({"id": ["a"], "kind": ["topic"], "degree": [3], "size": [0.5]})
    >>> [(attribute.name, attribute.type) for attribute in of_nodes(nodes)]
    [('kind', 'string'), ('degree', 'long'), ('size_', 'double')]
    """
    return _renamed(_attributes(nodes, {"id", "label", *placed(nodes)}), RESERVED)


def of_edges(edges: pl.DataFrame) -> list[Attribute]:
    """The attributes of the edges, without what each format says in its own way: ends and weight."""
    return _renamed(_attributes(edges, {"source", "target", "weight"}), RESERVED_ON_EDGES)


def placed(nodes: pl.DataFrame) -> tuple[str, ...]:
    """The columns that say where a node stands: `x` and `y` if both are there and numbers, else none."""
    there = all(nodes.schema.get(axis, pl.String()).is_numeric() for axis in ("x", "y"))
    return ("x", "y") if there else ()


def drawn(graph: Graph) -> pl.DataFrame:
    """The nodes with their looks as text in `look:size`, `look:r`, `look:g`, `look:b`, `look:x`, `look:y`.

    A node stands somewhere (`look:x` and `look:y`) or nowhere (both null).
    """
    look = appearance(graph)
    channels = [look["colour"].str.slice(at, 2).str.to_integer(base=16).cast(pl.String) for at in (1, 3, 5)]
    x, y = [number(axis) for axis in placed(graph.nodes)] or [pl.lit(None, pl.String)] * 2
    stands = x.is_not_null() & y.is_not_null()
    return graph.nodes.with_columns(
        look["size"].cast(pl.String).alias("look:size"),
        *(channel.alias(f"look:{name}") for name, channel in zip("rgb", channels, strict=True)),
        pl.when(stands).then(x).alias("look:x"),
        pl.when(stands).then(y).alias("look:y"),
    )


def ended(graph: Graph) -> pl.DataFrame:
    """The edges with `edge:id` (`e` and the row), and their ends as XML values: `edge:source`, `edge:target`."""
    ids, edges = graph.nodes.select(as_value(pl.col("id"))).to_series(), graph.edges
    return edges.with_columns(
        pl.format("e{}", pl.int_range(pl.len())).alias("edge:id"),
        ids.gather(edges["source"]).alias("edge:source"),
        ids.gather(edges["target"]).alias("edge:target"),
    )


def number(name: str) -> pl.Expr:
    """A column of numbers as text, the shortest that reads back as the same number; null if not finite."""
    column = pl.col(name).cast(pl.Float64)
    return pl.when(column.is_finite()).then(column).cast(pl.String)


def _attributes(table: pl.DataFrame, skip: set[str]) -> Iterator[Attribute]:
    for name, dtype in table.schema.items():
        if name not in skip:
            yield from _attribute(name, dtype)


def _attribute(name: str, dtype: pl.DataType) -> Iterator[Attribute]:
    column = pl.col(name)
    if name == "images" and dtype == IMAGES:
        yield Attribute("image", "string", column.list.first().struct.field("url"))
    elif name == "evidence" and isinstance(dtype, pl.List):
        yield Attribute(name, "int", column.list.len().cast(pl.String))
    elif isinstance(dtype, pl.List):
        yield from _members(name, dtype)
    elif isinstance(dtype, (pl.Date, pl.Datetime)):
        yield from _moment(name, dtype)
    else:
        yield from _scalar(name, dtype)


def _members(name: str, dtype: pl.List) -> Iterator[Attribute]:
    if not dtype.inner.is_nested() and dtype.inner not in (pl.Binary, pl.Object, pl.Null):
        members = pl.col(name).cast(pl.List(pl.String))
        yield Attribute(name, "string", pl.when(members.list.len() > 0).then(members.list.join(SEPARATOR)))


def _moment(name: str, dtype: pl.Date | pl.Datetime) -> Iterator[Attribute]:
    moment = utc(name, dtype)
    # ISO 8601 without further agreement covers the years 1 to 9999; the seconds have no such limit.
    yield Attribute(name, "string", pl.when(moment.dt.year().is_between(1, 9999)).then(stamped(moment)))
    yield Attribute(f"{name}_epoch", "long", moment.dt.epoch("s").cast(pl.String))


def utc(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column of dates or times as times in UTC; a time without a zone is taken for UTC."""
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return column.cast(pl.Datetime("us"))


def _scalar(name: str, dtype: pl.DataType) -> Iterator[Attribute]:
    column = pl.col(name)
    if isinstance(dtype, pl.Boolean):
        yield Attribute(name, "boolean", column.cast(pl.String))
    elif dtype.is_integer():
        whole = column.cast(pl.Int64, strict=False).cast(pl.String)
        yield Attribute(name, "int" if isinstance(dtype, _SMALL) else "long", whole)
    elif dtype.is_numeric():
        yield Attribute(name, "double", number(name))
    elif isinstance(dtype, _WORDS):
        yield Attribute(name, "string", column.cast(pl.String))


def _renamed(attributes: Iterable[Attribute], reserved: frozenset[str]) -> list[Attribute]:
    taken = set(reserved)
    result = []
    for attribute in attributes:
        name = legal(attribute.name).strip() or "_"
        while name.lower() in taken:  # Gephi's columns do not know upper from lower case
            name += "_"
        taken.add(name.lower())
        result.append(replace(attribute, name=name))
    return result
