"""The blocks that the page reads when a node is opened: JSON lists, a chunk of rows at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from graphkit.exporters.html.evidence import between, coded, differences, places, seen_by
from graphkit.graph import Graph

CHUNK = 2048
"""Rows of one chunk."""

_ISO = "%Y-%m-%dT%H:%M:%SZ"
_PLAIN = ("id", "url", "excerpt", "domain", "names", "authors", "type", "category", "locale")


def chunks(graph: Graph) -> Iterator[bytes]:
    """The chunks in order, each the JSON of a mapping from field to list; a field that no row has is left out.

    `edges` are those that leave the chunk's nodes, `sightings` those that speak of them; of each, `count` or
    `places` says how many belong to one row.
    """
    declared, seen = places(graph), seen_by(graph)
    images = bool(graph.manifest.get("images"))
    starts = np.searchsorted(graph.source, np.arange(0, graph.nodes.height + CHUNK, CHUNK))
    for number, low in enumerate(range(0, graph.nodes.height, CHUNK)):
        nodes = graph.nodes[low : low + CHUNK]
        first, last = int(starts[number]), int(starts[number + 1])
        fields = _fields(nodes, images=images)
        fields["edges"] = _edges(graph.edges[first:last], between(declared, "edge", first, last), first)
        fields["sightings"] = _sightings(graph, between(seen, "node", low, low + CHUNK), low, nodes.height)
        yield _json(fields)


def _fields(nodes: pl.DataFrame, *, images: bool) -> dict[str, Any]:
    dated = nodes.select(
        *_PLAIN,
        published=pl.col("published_text").fill_null(pl.col("published").dt.strftime(_ISO)),
        updated=pl.col("updated_text").fill_null(pl.col("updated").dt.strftime(_ISO)),
        image=_first_image() if images else pl.lit(None, dtype=pl.String),
    )
    return {column.name: column.to_list() for column in dated if column.null_count() < column.len()}


def _first_image() -> pl.Expr:
    urls = pl.col("images").list.eval(pl.element().struct.field("url"))
    return urls.list.eval(pl.element().filter(pl.element().str.starts_with("https://"))).list.first()


def _edges(edges: pl.DataFrame, declared: pl.DataFrame, first: int) -> dict[str, Any]:
    told = edges.select("rank", pl.col("first", "last").dt.strftime(_ISO))
    fields = {column.name: column.to_list() for column in told if column.null_count() < column.len()}
    if declared.is_empty():
        return fields
    counts = _counts(declared["edge"], first, edges.height)
    return {**fields, "places": counts, **coded(declared["file"]), "line": declared["line"].to_list()}


def _sightings(graph: Graph, ties: pl.DataFrame, low: int, count: int) -> dict[str, Any]:
    if graph.evidence is None or ties.is_empty():
        return {}
    seen = graph.evidence.sightings.select("source", "line", "relation")[ties["sighting"]]
    differing = differences(graph, ties)
    return {
        "count": _counts(ties["node"], low, count),
        **coded(seen["source"]),
        **seen.drop("source").to_dict(as_series=False),
        "differs": _counts(differing["place"], 0, ties.height),
        **differing.select("field", "value").to_dict(as_series=False),
    }


def _counts(rows: pl.Series, low: int, count: int) -> list[int]:
    """How often each row from `low` on occurs."""
    counts: list[int] = np.bincount(rows.to_numpy().astype(np.int64) - low, minlength=count).tolist()
    return counts


def _json(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
