"""The Turtle writer: text from columns, chunk by chunk, one block per subject, no blank nodes.

Turtle 1.1 (https://www.w3.org/TR/turtle/). First the dataset, then blocks in the order of `nodes`, then
clusters by number, then blocks in the order of `edges`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

import polars as pl

from graphkit.graph import Graph
from graphkit.model import ARTICLE, TOPIC
from graphkit.rdf.clusters import clusters
from graphkit.rdf.dataset import head
from graphkit.rdf.forms import FORMS
from graphkit.rdf.iris import BASE, checked_base, node_iri
from graphkit.rdf.vocabulary import (
    EDGE_TERMS,
    IMAGE_SCHEMA,
    IMAGE_TERMS,
    NODE_TERMS,
    TYPES,
    Term,
    classes_of,
    edge_predicate,
    terms_of,
)

CHUNK: Final = 20_000
"""Rows that are in memory as text at one time."""

# Columns that the writer adds for itself; no column of a graph begins with "@".
_NODE, _ROW, _LINKS, _PICTURES = "@node", "@row", "@links", "@pictures"


def write(graph: Graph, out: BinaryIO, base: str = BASE) -> None:
    """Write the graph as Turtle; IRIs of nodes begin with `base`."""
    for chunk in chunks(graph, base):
        out.write(chunk)


def chunks(graph: Graph, base: str = BASE) -> Iterator[bytes]:
    """The bytes that `write` writes, piece by piece."""
    base = checked_base(base)
    iris = pl.Series(_NODE, [f"<{node_iri(node, base)}>" for node in graph.nodes["id"]], dtype=pl.String)
    yield head(graph, base).encode()
    for run in _runs(graph):
        yield _joined(_nodes(graph, iris, run, base))
    yield from map(_joined, clusters(graph, iris, base, CHUNK))
    for first in range(0, graph.edges.height, CHUNK):
        yield _joined(_edges(graph, iris, first, base))


def _joined(blocks: pl.Series) -> bytes:
    return "".join(blocks.to_list()).encode()


def _runs(graph: Graph) -> Iterator[tuple[str, int, int]]:
    """Stretches of nodes of one kind, at most CHUNK long: kind, first row, length."""
    start = 0
    for length, kind in graph.nodes["kind"].fill_null("").rle().struct.unnest().iter_rows():
        for first in range(start, start + length, CHUNK):
            yield kind, first, min(CHUNK, start + length - first)
        start += length


def _nodes(graph: Graph, iris: pl.Series, run: tuple[str, int, int], base: str) -> pl.Series:
    kind, first, count = run
    terms = terms_of(graph.nodes.schema, NODE_TERMS, kind)
    table = graph.nodes.slice(first, count).with_columns(
        iris.slice(first, count), pl.int_range(first, first + count, dtype=pl.UInt32).alias(_ROW)
    )
    links = _links(graph, iris, first, first + count)
    pictures = _pictures(table.select(_ROW, _NODE, "images"))
    table = table.drop("images").join(links, on=_ROW, how="left", maintain_order="left")
    table = table.join(pictures, on=_ROW, how="left", maintain_order="left")
    scheme = f" ;\n    skos:inScheme <{base}topics>" if kind == TOPIC else ""
    block = _block(pl.col(_NODE), _classes(kind) + scheme, terms, pl.col(_LINKS))
    return table.select(pl.concat_str(block, pl.col(_PICTURES), ignore_nulls=True)).to_series()


def _classes(kind: str) -> pl.Expr:
    if kind != ARTICLE:
        return pl.lit(classes_of(kind))
    news = pl.col("category").str.to_lowercase() == "news"
    default = pl.when(news).then(pl.lit("schema:NewsArticle")).otherwise(pl.lit("schema:Article"))
    return f"{classes_of(kind)}, " + pl.col("type").str.to_lowercase().replace_strict(TYPES, default=default)


def _block(subject: pl.Expr, classes: pl.Expr, terms: list[Term], *more: pl.Expr) -> pl.Expr:
    """A subject, its classes and what is known of it; statements that are null are left out."""
    statements = [pl.lit(f" ;\n    {term.predicate} ") + FORMS[term.form](term.column) for term in terms]
    parts = [subject, pl.lit("\n    a "), classes, *statements, *more, pl.lit(" .\n\n")]
    return pl.concat_str(parts, ignore_nulls=True)


def _links(graph: Graph, iris: pl.Series, first: int, end: int) -> pl.DataFrame:
    """The plain triples of each node from row `first` to before `end`: columns @row, @links."""
    low, high = graph.source.searchsorted([first, end])
    edges = graph.edges[int(low) : int(high)]
    predicates = {kind: f" ;\n    {edge_predicate(kind)} " for kind in edges["kind"].unique()}
    objects = edges.select("source", "kind", iris.gather(edges["target"]).alias("objects"))
    return (
        objects.group_by("source", "kind", maintain_order=True)
        .agg(pl.col("objects").str.join(", "))
        .select("source", pl.col("kind").replace_strict(predicates, return_dtype=pl.String) + pl.col("objects"))
        .group_by(pl.col("source").alias(_ROW), maintain_order=True)
        .agg(pl.col("kind").str.join("").alias(_LINKS))
    )


def _pictures(nodes: pl.DataFrame) -> pl.DataFrame:
    """The images of each node: columns @row, images (their IRIs), @pictures (their blocks)."""
    number = pl.int_range(1, pl.len() + 1).over(_ROW).cast(pl.String)
    table = (
        nodes.explode("images")
        .drop_nulls("images")
        .with_columns((pl.col(_NODE).str.strip_suffix(">") + "#image-" + number + ">").alias(_NODE))
        .unnest("images")
    )
    block = _block(pl.col(_NODE), pl.lit("schema:ImageObject"), terms_of(IMAGE_SCHEMA, IMAGE_TERMS))
    return (
        table.select(_ROW, pl.col(_NODE).alias("images"), block.alias(_PICTURES))
        .group_by(_ROW, maintain_order=True)
        .agg(pl.col("images").str.join(", "), pl.col(_PICTURES).str.join(""))
    )


def _edges(graph: Graph, iris: pl.Series, first: int, base: str) -> pl.Series:
    edges = graph.edges.slice(first, CHUNK)
    table = edges.with_columns(
        iris.gather(edges["source"]).alias("source"),
        iris.gather(edges["target"]).alias("target"),
        pl.int_range(first, first + edges.height, dtype=pl.UInt32).alias(_ROW),
    )
    subject = f"<{base}edge/e" + pl.col(_ROW).cast(pl.String) + ">"
    return table.select(_block(subject, pl.lit("gk:Relation"), terms_of(edges.schema, EDGE_TERMS))).to_series()
