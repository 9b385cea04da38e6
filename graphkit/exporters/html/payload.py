"""The blocks that the page reads first: the map and the titles, and the numbers of the nodes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
from polars import selectors as cs

from graphkit.exporters.html.columns import Numbers, container, texts
from graphkit.exporters.html.details import CHUNK
from graphkit.exporters.html.frame import title
from graphkit.graph import Graph
from graphkit.graph.size import LARGEST, SMALLEST, diameters
from graphkit.model import CITED, EDGE_KINDS, NODE_KINDS, PROVIDER

FORMAT = 1
FLAG_CITED, FLAG_DRAFT = 1, 2
NO_DAY = -(2**31)
MOST_KINDS = 256
OTHER = "other"

_NO_METRICS = ("x", "y", "cluster", "subcluster", "component")
_PITCH = 48.0
_FIRST_YEAR, _LAST_YEAR = 1000, 9998


def graph_pieces(graph: Graph) -> Iterator[bytes | memoryview]:
    """The container `graph`: nodes, edges, titles, and the id that each chunk of details begins with."""
    box, places = _places(graph)
    kinds, kind = _numbered(graph.nodes["kind"], NODE_KINDS)
    edge_kinds, edge_kind = _numbered(graph.edges["kind"], EDGE_KINDS)
    clusters, cluster = _clusters(graph.nodes)
    meta = {
        **_facts(graph),
        "kinds": kinds,
        "edgeKinds": edge_kinds,
        "clusters": clusters,
        "metrics": metric_names(graph),
        "domains": _domains(graph.nodes),
        "box": box,
    }
    columns = {
        **places,
        "size": _sizes(graph.nodes),
        "kind": kind,
        "flags": _flags(graph.nodes),
        "cluster": cluster,
        "day": _days(graph.nodes),
        **texts("label", _labels(graph.nodes)),
        **texts("start", graph.nodes["id"].gather_every(CHUNK)),
        "out": np.bincount(graph.source, minlength=graph.nodes.height).astype(np.uint32),
        "target": graph.target.astype(np.uint32),
        "edgeKind": edge_kind,
        "weight": _weights(graph),
    }
    return container(meta, columns)


def metric_pieces(graph: Graph) -> Iterator[bytes | memoryview]:
    """The container `metrics`: one f32 column per metric, NaN where a node has no finite number."""
    columns = {name: _finite(graph.nodes[name]) for name in metric_names(graph)}
    return container({}, columns)


def metric_names(graph: Graph) -> list[str]:
    """Columns of numbers that say something of some node; places and cluster numbers do not count."""
    numbers = graph.nodes.select(cs.numeric() - cs.by_name(*_NO_METRICS, require_all=False))
    return [column.name for column in numbers if column.null_count() < column.len()]


def _finite(column: pl.Series) -> Numbers:
    """As f32; what is no finite number is NaN. Fractions keep 16 bits, about five digits: more would not be read."""
    values = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    with np.errstate(over="ignore"):
        narrow = values.astype(np.float32)
    rounded = ((narrow.view(np.uint32) + np.uint32(0x80)) & np.uint32(0xFFFFFF00)).view(np.float32)
    result = np.where(narrow == np.rint(narrow), narrow, rounded)
    result[~np.isfinite(result)] = np.nan
    return result


def _facts(graph: Graph) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "graphkit": str(graph.manifest.get("graphkit", "")),
        "title": title(graph),
        "directed": graph.directed,
        "nodes": graph.nodes.height,
        "edges": graph.edges.height,
        "minTopic": int(graph.manifest.get("min_topic", 2)),
        "chunk": CHUNK,
        "images": bool(graph.manifest.get("images")),
    }


def _places(graph: Graph) -> tuple[list[float], dict[str, Numbers]]:
    """The box and the places in it as 16-bit numbers."""
    points = _points(graph)
    low, high = (points.min(axis=0), points.max(axis=0)) if len(points) else (np.zeros(2), np.zeros(2))
    box = [round(float(edge), 3) for edge in (low[0], low[1], high[0], high[1])]
    corner, extent = np.array(box[:2]), np.array(box[2:]) - np.array(box[:2])
    steps = np.where(extent > 0, 65535 / np.where(extent > 0, extent, 1), 0.0)
    grid = ((points - corner) * steps).round().clip(0, 65535).astype(np.uint16)
    return box, {"x": grid[:, 0], "y": grid[:, 1]}


def _points(graph: Graph) -> Numbers:
    """Where analysis put the nodes; a sunflower if it did not, or not all of them."""
    if {"x", "y"} <= set(graph.nodes.columns):
        points = graph.nodes.select(pl.col("x", "y").cast(pl.Float64).fill_null(np.nan)).to_numpy()
        if np.isfinite(points).all():
            return points
    index = np.arange(graph.nodes.height)
    angle, radius = index * math.pi * (3 - math.sqrt(5)), _PITCH * np.sqrt(index) / math.sqrt(math.pi)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _sizes(nodes: pl.DataFrame) -> Numbers:
    share = (diameters(nodes).to_numpy() - SMALLEST) / (LARGEST - SMALLEST)
    sizes: Numbers = (share * 255).round().astype(np.uint8)
    return sizes


def _numbered(column: pl.Series, known: tuple[str, ...]) -> tuple[list[str], Numbers]:
    """The distinct values, known ones first, and which of them each row has; from the 256th on they are one."""
    present = column.fill_null("").unique().sort().to_list()
    names = [name for name in known if name in present]
    names += [name for name in present if name not in known]
    if len(names) > MOST_KINDS:
        names = [*names[: MOST_KINDS - 1], OTHER]
    place = {name: number for number, name in enumerate(names)}
    numbers = column.fill_null("").replace_strict(place, default=len(names) - 1, return_dtype=pl.UInt8)
    return names, numbers.to_numpy()


def _flags(nodes: pl.DataFrame) -> Numbers:
    cited = (pl.col("status") == CITED).fill_null(value=False).cast(pl.UInt8) * FLAG_CITED
    draft = pl.col("draft").fill_null(value=False).cast(pl.UInt8) * FLAG_DRAFT
    return nodes.select((cited + draft).cast(pl.UInt8).alias("flags")).to_series().to_numpy()


def _clusters(nodes: pl.DataFrame) -> tuple[list[dict[str, Any]], Numbers]:
    """Clusters in the order of their numbers, and of each node the number + 1, or 0."""
    if "cluster" not in nodes.columns:
        return [], np.zeros(nodes.height, dtype=np.uint32)
    labels = pl.col("cluster_label") if "cluster_label" in nodes.columns else pl.lit(None, dtype=pl.String)
    found = nodes.select("cluster", label=labels).drop_nulls("cluster").group_by("cluster")
    groups = found.agg(pl.col("label").drop_nulls().min(), count=pl.len()).sort("cluster")
    place = dict(zip(groups["cluster"], range(1, groups.height + 1), strict=True))
    numbers = nodes["cluster"].replace_strict(place, default=0, return_dtype=pl.UInt32)
    clusters = groups.select(pl.col("label").fill_null(""), "count").to_dicts()
    return clusters, numbers.to_numpy()


def _days(nodes: pl.DataFrame) -> Numbers:
    """Days since 1970; years before 1000 and from 9999 on are how programs write "no date"."""
    year, day = pl.col("published").dt.year(), pl.col("published").dt.date().to_physical()
    known = pl.when(year.is_between(_FIRST_YEAR, _LAST_YEAR)).then(day).fill_null(NO_DAY)
    return nodes.select(known.cast(pl.Int32).alias("day")).to_series().to_numpy()


def _labels(nodes: pl.DataFrame) -> pl.Series:
    """A node without a name is called by its id."""
    named = pl.when(pl.col("label").str.strip_chars() != "").then(pl.col("label")).otherwise(pl.col("id"))
    return nodes.select(named.fill_null("").alias("label")).to_series()


def _domains(nodes: pl.DataFrame) -> dict[str, str]:
    """The domains of publishers, by row, that another publisher's name does not tell apart."""
    publishers = nodes.with_row_index("row").filter(kind=PROVIDER)
    namesakes = publishers.filter(pl.col("label").is_duplicated() & pl.col("domain").is_not_null())
    return {str(row): domain for row, domain in namesakes.select("row", "domain").iter_rows()}


def _weights(graph: Graph) -> Numbers:
    """Whole numbers in 16 bits, capped; others as they are."""
    whole = graph.weight.round()
    if (whole == graph.weight).all() and (whole >= 0).all():
        return whole.clip(0, 65535).astype(np.uint16)
    return _finite(graph.edges["weight"].fill_null(1.0))
