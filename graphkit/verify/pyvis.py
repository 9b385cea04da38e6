"""`graph.pyvis.html` read back: the JSON of its nodes and edges."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from graphkit.graph import Graph
from graphkit.model import TOPIC
from graphkit.verify.blocks import scripts
from graphkit.verify.packed import Files
from graphkit.verify.plain import loaded, records
from graphkit.verify.tables import Dialect, Read, edges_of

PYVIS: Final = Dialect(finite=True, unit="s", blank=True)
_TEXTS: Final = ("id", "kind", "url", "status", "domain", "cluster_label")
_NUMBERS: Final = ("cluster", "in_degree", "out_degree", "degree", "pagerank", "betweenness")
_MOST_NODES, _MOST_EDGES = 3_000, 8_000
_ISO: Final = "%Y-%m-%dT%H:%M:%SZ"


def read_pyvis(files: Files, graph: Graph) -> Read:
    """The nodes and edges of `graph.pyvis.html`."""
    with files.open("graph.pyvis.html") as file:
        data = loaded(scripts(file.read())["data"])
    told = data["page"]
    if (int(told["nodes"]), int(told["edges"])) != (graph.nodes.height, graph.edges.height):
        raise ValueError(f"it speaks of {told['nodes']} nodes and {told['edges']} edges")
    nodes = records(data["nodes"], (*_columns(graph), "name", "published")).rename({"name": "label"})
    edges = [{**edge, "source": edge["from"], "target": edge["to"]} for edge in data["edges"]]
    return nodes, _known(records(edges, ("source", "target", "kind", "weight", "rank")), graph)


def _columns(graph: Graph) -> list[str]:
    return [name for name in (*_TEXTS, *_NUMBERS) if name in graph.nodes.columns]


def _known(edges: pl.DataFrame, graph: Graph) -> pl.DataFrame:
    """The edges with their ids; one that no table has is called by its ends."""
    ends = ("source", "target", "kind")
    known = edges_of(graph).select("id", *ends)
    named = edges.join(known, on=ends, how="left", maintain_order="left", nulls_equal=True)
    return named.with_columns(pl.col("id").fill_null(pl.concat_str(ends, separator=" ", ignore_nulls=True)))


def drawn(graph: Graph, found: Read) -> Read:
    """What the page holds of the tables: of a large graph the nodes that it has chosen and their edges."""
    nodes, edges = _common(graph), edges_of(graph)
    if nodes.height > _MOST_NODES and found[0].height == _MOST_NODES:
        nodes = nodes.join(found[0], on="id", how="semi", maintain_order="left")
    for end in ("source", "target"):
        edges = edges.join(nodes.select(pl.col("id").alias(end)), on=end, how="semi", maintain_order="left")
    if edges.height > _MOST_EDGES and found[1].height == _MOST_EDGES:
        edges = edges.join(found[1], on="id", how="semi", maintain_order="left")
    weight = pl.when(pl.col("weight") != 1).then("weight")
    return _drawn(nodes), edges.select("id", "source", "target", "kind", weight, "rank")


def _common(graph: Graph) -> pl.DataFrame:
    """The nodes without topics that too few articles have."""
    least = int(graph.manifest.get("min_topic", 2))
    ends = pl.concat([graph.edges["source"], graph.edges["target"]]).value_counts(name="ends")
    rows = graph.nodes.with_columns(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    counted = rows.join(ends, left_on="row", right_on="source", how="left", maintain_order="left")
    links = pl.col("degree") if "degree" in graph.nodes.columns else pl.col("ends").fill_null(0)
    rare = ((pl.col("kind") == TOPIC) & (links < least)).fill_null(value=False)
    return counted.filter(~rare)


def _drawn(nodes: pl.DataFrame) -> pl.DataFrame:
    times = pl.coalesce(_filled("published_text"), pl.col("published").dt.strftime(_ISO))
    columns: list[Any] = [name for name in (*_TEXTS, *_NUMBERS) if name in nodes.columns]
    return nodes.select(*columns, label=pl.coalesce(_filled("label"), "id"), published=times)


def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(name)
