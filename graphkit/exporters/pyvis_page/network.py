"""A graph as a pyvis Network: shape by kind, hue by cluster, positions as analysis left them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from graphkit.exporters import style
from graphkit.exporters.tables import dated
from graphkit.graph import Graph
from graphkit.model import ABOUT, ARTICLE, CITED, LINKS_TO, PROVIDER, PUBLISHED_BY, RELATED, TOPIC

if TYPE_CHECKING:
    import pyvis.network

Points = npt.NDArray[np.float64]

SHAPES = {ARTICLE: "dot", PROVIDER: "square", TOPIC: "diamond"}
OTHER_SHAPE = "triangle"
EDGE_COLOURS = {RELATED: "#5b7fb4", LINKS_TO: "#8a6fb4", PUBLISHED_BY: "#9aa0a6", ABOUT: "#5f9e8f"}
OTHER_COLOUR = "#9aa0a6"

DETAILS = ("url", "status", "excerpt", "domain", "names", "authors", "publisher", "topics", "cluster", "cluster_label")
METRICS = ("in_degree", "out_degree", "degree", "pagerank", "betweenness")

LABEL_LENGTH = 30
EXCERPT_LENGTH = 600
PHYSICS_UP_TO = 500


def described(graph: Graph) -> Graph:
    """The graph with `publisher`, `topics` and, if analysis left it out, `degree` on its nodes."""
    columns = [_names_of(graph, PUBLISHED_BY).list.first().alias("publisher"), _names_of(graph, ABOUT).alias("topics")]
    if "degree" not in graph.nodes.columns:
        ends = np.concatenate([graph.source, graph.target])
        columns.append(pl.Series("degree", np.bincount(ends, minlength=graph.nodes.height), dtype=pl.Int64))
    return graph.with_columns(pl.DataFrame(columns))


def carry(graph: Graph) -> pyvis.network.Network:
    """Fill a Network in linear time: `add_node` and `add_edge` search a list for every call."""
    from pyvis.network import Network

    net = Network(directed=graph.directed, height="100vh")
    looks = _appearance(graph)
    places = positions(graph, looks["_size"].to_numpy())
    net.nodes = _nodes(pl.concat([graph.nodes, looks], how="horizontal"), places)
    net.node_ids = [node["id"] for node in net.nodes]
    net.node_map = {node["id"]: node for node in net.nodes}
    net.edges = _edges(graph, net.node_ids)
    net.options = _options(physics=places is None)
    return net


def positions(graph: Graph, sizes: Points) -> Points | None:
    """Where nodes go in vis-network's units, y down; None if physics shall find out."""
    count = graph.nodes.height
    if {"x", "y"} <= set(graph.nodes.columns):
        points = graph.nodes.select(pl.col("x", "y").cast(pl.Float64).fill_null(np.nan)).to_numpy()
        if np.isfinite(points).all():
            return _spread(points * (1, -1), sizes)
    return None if count <= PHYSICS_UP_TO else _spread(_sunflower(count), sizes)


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut between words if one ends near.

    >>> shorten("Shenzhen to increase penalty for cameras", 30)
    'Shenzhen to increase penalty…'
    """
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > length * 0.6 else cut).rstrip(" ,;:.–—-") + "…"


def _names_of(graph: Graph, kind: str) -> pl.Series:
    """The labels at the far end of each node's edges of this kind, one list per node."""
    edges = graph.edges.filter(pl.col("kind") == kind)
    labels = edges.select("source", label=graph.nodes["label"].gather(edges["target"]))
    lists = labels.drop_nulls().group_by("source", maintain_order=True).agg("label")
    rows = pl.DataFrame({"source": pl.int_range(graph.nodes.height, dtype=pl.UInt32, eager=True)})
    return rows.join(lists, on="source", how="left", maintain_order="left")["label"]


def _nodes(table: pl.DataFrame, places: Points | None) -> list[dict[str, Any]]:
    nodes = [_node(row) for row in dated(table).iter_rows(named=True)]
    if places is not None:
        for node, (x, y) in zip(nodes, places.tolist(), strict=True):
            node["x"], node["y"] = round(x, 1), round(y, 1)
    return nodes


def _appearance(graph: Graph) -> pl.DataFrame:
    """Colour and size; without a PageRank, articles too grow with their degree."""
    if "pagerank" not in graph.nodes.columns:
        graph = graph.with_columns(graph.nodes.select(pagerank=pl.col("degree").cast(pl.Float64)))
    return style.appearance(graph).rename({"colour": "_colour", "size": "_size"})


def _node(row: dict[str, Any]) -> dict[str, Any]:
    name, colour = row["label"] or row["id"], row["_colour"]
    background = "#ffffff" if row["status"] == CITED else colour
    node = {
        "id": row["id"],
        "label": shorten(name, LABEL_LENGTH),
        "name": name,
        "kind": row["kind"],
        "shape": SHAPES.get(row["kind"], OTHER_SHAPE),
        "size": row["_size"] / 2,
        "color": {"background": background, "border": colour},
        "published": row["published_text"] or row["published"],
    }
    for column in DETAILS + METRICS:
        node[column] = row.get(column)
    node["excerpt"] = shorten(row["excerpt"], EXCERPT_LENGTH) if row["excerpt"] else None
    return {key: value for key, value in node.items() if key == "id" or _says_something(value)}


def _edges(graph: Graph, ids: list[str]) -> list[dict[str, Any]]:
    table = graph.edges.select("source", "target", "kind", "weight", "rank")
    return [_edge(ids[source], ids[target], *rest) for source, target, *rest in table.iter_rows()]


def _edge(source: str, target: str, kind: str, weight: float | None, rank: int | None) -> dict[str, Any]:
    edge: dict[str, Any] = {"from": source, "to": target, "kind": kind, "color": EDGE_COLOURS.get(kind, OTHER_COLOUR)}
    if kind not in (PUBLISHED_BY, ABOUT):
        edge["arrows"] = "to"
    if weight is not None and weight != 1 and math.isfinite(weight):
        edge["weight"] = weight
    if rank is not None:
        edge["rank"] = rank
    return edge


def _options(*, physics: bool) -> dict[str, Any]:
    """vis-network's options, as pyvis hands them on."""
    return {
        "physics": {"enabled": physics, "stabilization": {"iterations": 300}},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
        "edges": {
            "width": 1,
            "smooth": False,
            "selectionWidth": 1,
            "arrows": {"to": {"scaleFactor": 0.4}},
            "color": {"opacity": 0.5},
        },
        "interaction": {"hover": True, "hoverConnectedEdges": False, "tooltipDelay": 100},
    }


def _spread(points: Points, sizes: Points) -> Points:
    """Centred and scaled: a first view near zoom 1, but neighbours no closer than they are wide."""
    if len(points) < 2:
        return points * 0
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = high - low
    side = max(math.sqrt(width * height), max(width, height) / 4)
    pitch = min(max(math.sqrt(900 * 650 / len(points)), 22.0), 110.0)
    scale = pitch * math.sqrt(len(points)) / side if side > 0 else 1.0
    spread: Points = (points - (low + high) / 2) * scale
    return spread * min(max(1.1 * float(sizes.mean()) / _spacing(spread), 1.0), 4.0)


def _spacing(points: Points) -> float:
    """The median distance of a point to its nearest."""
    from scipy.spatial import KDTree

    distances, _ = KDTree(points).query(points, k=2)
    return max(float(np.median(distances[:, 1])), 1e-9)


def _sunflower(count: int) -> Points:
    """Points that fill a disc evenly, for want of a layout."""
    index = np.arange(count)
    angle, radius = index * math.pi * (3 - math.sqrt(5)), np.sqrt(index + 0.5)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _says_something(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is not None and value not in ("", [])
