"""GraphML and GEXF read back with the standard library's parser, element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import polars as pl

from graphkit.graph import Graph
from graphkit.verify.packed import Files
from graphkit.verify.tables import Columns, Dialect, Read, compared, edges_of

# What is illegal, not what is legal: in a negated class, Rust's regex takes U+D7FF and U+E000 to be in the gap.
_ILLEGAL: Final = r"[\x{00}-\x{08}\x{0B}\x{0C}\x{0E}-\x{1F}\x{FFFE}\x{FFFF}]"


def _legal(words: pl.Expr) -> pl.Expr:
    return words.str.replace_all(_ILLEGAL, "\ufffd")


XML: Final = Dialect(text=_legal, web=_legal, finite=True, long=True, placed=True)

Row = dict[str, str | None]
KeysOf = Callable[[str, Element], Iterator[tuple[str, str, str]]]
"""Of an element that declares attributes: whose each is (node or edge), its id, its title."""
RowOf = Callable[[Element, Mapping[str, str]], Row]


def read_graphml(files: Files, graph: Graph) -> Read:
    """The nodes and edges of `graph.graphml`."""
    with files.open("graph.graphml") as file:
        return _read(file, graph, _graphml_keys, _graphml_row)


def read_gexf(files: Files, graph: Graph) -> Read:
    """The nodes and edges of `graph.gexf`."""
    with files.open("graph.gexf") as file:
        return _read(file, graph, _gexf_keys, _gexf_row)


def _read(file: BinaryIO, graph: Graph, keys_of: KeysOf, row_of: RowOf) -> Read:
    tables = {"node": graph.nodes, "edge": edges_of(graph)}
    columns = {kind: Columns(tuple(compared(table))) for kind, table in tables.items()}
    names: dict[str, dict[str, str]] = {kind: {} for kind in tables}
    for _, element in ElementTree.iterparse(file):  # noqa: S314 - graphkit's own file
        kind = _local(element.tag)
        if kind in columns:
            columns[kind].add(row_of(element, names[kind]))
            element.clear()
            continue
        for owner, key, title in keys_of(kind, element):
            names[owner][key] = _column(title, columns[owner].names, names[owner])
    return columns["node"].frame(), columns["edge"].frame()


def _graphml_keys(kind: str, element: Element) -> Iterator[tuple[str, str, str]]:
    if kind == "key":
        yield element.attrib["for"], element.attrib["id"], element.attrib["attr.name"]


def _gexf_keys(kind: str, element: Element) -> Iterator[tuple[str, str, str]]:
    if kind == "attributes":
        for attribute in element:
            yield element.attrib["class"], attribute.attrib["id"], attribute.attrib["title"]


def _column(title: str, names: tuple[str, ...], taken: Mapping[str, str]) -> str:
    """The column behind an attribute: a name that some reader keeps for itself has a `_` behind it."""
    legal = {name: name for name in names if name not in taken.values()}
    while title and title not in legal and title.endswith("_"):
        title = title[:-1]
    return legal.get(title, "")


def _graphml_row(element: Element, names: Mapping[str, str]) -> Row:
    found = {names[item.get("key", "")]: item.text or "" for item in element if item.get("key") in names}
    return {**found, **{name: element.get(name) for name in ("id", "source", "target") if name in element.attrib}}


def _gexf_row(element: Element, names: Mapping[str, str]) -> Row:
    row: Row = dict(element.attrib)
    for item in element.iter():
        if _local(item.tag) == "attvalue":
            row[names.get(item.get("for", ""), "")] = item.get("value")
        elif _local(item.tag) == "position":
            row |= {axis: item.get(axis) for axis in ("x", "y")}
    return row


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
