"""Whether exports parse, each by a reader that is not the writer's, and whether tables hold live formulas."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph

from graphkit.graph.directory import open_graph


def _turtle(path: Path) -> None:
    for _ in pyoxigraph.parse(path=str(path)):
        pass


def _csv(path: Path) -> None:
    csv.field_size_limit(2**31 - 1)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    texts = ("label", "excerpt", "names", "category", "cluster_label", "authors", "url", "source")
    live = [
        row[name] for row in rows for name in texts if row.get(name, "").startswith(("=", "+", "-", "@", "\t", "\r"))
    ]
    assert not live, live
    assert not [row for row in rows if None in row]


PARSERS: dict[str, Callable[[Path], object]] = {
    ".csv": _csv,
    ".gexf": ElementTree.parse,
    ".graphml": ElementTree.parse,
    ".json": lambda path: json.loads(path.read_bytes()),
    ".ttl": _turtle,
}


def faults(folder: Path) -> list[str]:
    """What is wrong with the files of an exports folder, a line each."""
    open_graph(folder)
    return [fault for path in sorted(folder.iterdir()) if (fault := _fault(path))]


def _fault(path: Path) -> str:
    try:
        PARSERS.get(path.suffix, lambda _: None)(path)
    except (AssertionError, SyntaxError, ValueError, csv.Error) as error:
        return f"{path.name}: {error}"
    return ""
