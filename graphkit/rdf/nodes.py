"""Nodes: a block for each, with all its columns or a part of them, and blocks for its images."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.templates import Optional, filled
from graphkit.model import ARTICLE, NODES, TOPIC
from graphkit.rdf import blocks
from graphkit.rdf.blocks import Said, Syntax, joined, written
from graphkit.rdf.columns import terms_of
from graphkit.rdf.files import derived
from graphkit.rdf.names import Names
from graphkit.rdf.relations import links
from graphkit.rdf.vocabulary import IMAGE_SCHEMA, IMAGE_TERMS, NODE_TERMS, TYPES, Term, classes_of

# Columns that the writer adds for itself; no column of a graph begins with "@".
_NODE, _ROW, _LINKS, _FILES, _PICTURES, _MINTED = "@node", "@row", "@links", "@files", "@pictures", "@minted"


class Part(Enum):
    """Which part of what is known: all, with the plain triples of edges; what files say; what analysis adds."""

    ALL = "all"
    DESCRIPTION = "description"
    ANALYSIS = "analysis"


def nodes(
    graph: Graph,
    names: Names,
    rows: int,
    part: Part = Part.ALL,
    syntax: Syntax = blocks,
    first: int | None = None,
) -> Iterator[bytes]:
    """The blocks of all nodes, or of the `first`, in the order of the table, at most `rows` at a time."""
    table = graph.nodes.with_columns(
        names.nodes.alias(_NODE),
        names.minted.alias(_MINTED),
        derived(graph, names).alias(_FILES),
        pl.int_range(pl.len(), dtype=pl.UInt32).alias(_ROW),
    )
    for kind, start, count in _runs(graph.nodes["kind"].head(graph.nodes.height if first is None else first), rows):
        some = table.slice(start, count)
        if part is Part.ANALYSIS:
            told = syntax.statements(_terms(graph, kind, part))
            yield joined(some.select(syntax.block(pl.col(_NODE), *told)))
        else:
            edges = _leaving(graph, start, start + count) if part is Part.ALL else graph.edges.clear()
            leaving = links(edges, names, syntax=syntax)
            yield _described(some, leaving, _terms(graph, kind, part), kind, names.base, syntax)


def _runs(kinds: pl.Series, rows: int) -> Iterator[tuple[str, int, int]]:
    """Stretches of nodes of one kind, at most `rows` long: kind, first row, length."""
    start = 0
    for length, kind in kinds.fill_null("").rle().struct.unnest().iter_rows():
        for first in range(start, start + length, rows):
            yield kind, first, min(rows, start + length - first)
        start += length


def _leaving(graph: Graph, first: int, end: int) -> pl.DataFrame:
    """The edges that leave nodes from row `first` to before `end`."""
    low, high = graph.source.searchsorted([first, end])
    return graph.edges[int(low) : int(high)]


def _terms(graph: Graph, kind: str, part: Part) -> list[Term]:
    terms = terms_of(graph.nodes.schema, NODE_TERMS, kind)
    return (
        terms if part is Part.ALL else [term for term in terms if (term.column in NODES) == (part is Part.DESCRIPTION)]
    )


def _described(
    some: pl.DataFrame, leaving: pl.DataFrame, terms: list[Term], kind: str, base: str, syntax: Syntax
) -> bytes:
    leaving = leaving.rename({"source": _ROW, "links": _LINKS})
    pictures = _pictures(some.select(_ROW, _MINTED, "images"), syntax)
    some = some.drop("images").join(leaving, on=_ROW, how="left", maintain_order="left")
    some = some.join(pictures, on=_ROW, how="left", maintain_order="left")
    scheme = [syntax.said("skos:inScheme", f"<{base}topics>")] if kind == TOPIC else []
    files = syntax.said("prov:wasDerivedFrom", pl.col(_FILES), many=True)
    parts: list[Said] = [_classes(kind, syntax), *scheme, *syntax.statements(terms), written(_LINKS), files]
    return filled(some, [*syntax.whole(pl.col(_NODE), *parts), Optional(pl.col(_PICTURES))])


def _classes(kind: str, syntax: Syntax) -> Said:
    return syntax.said("a", *classes_of(kind).split(", "), *([_class_by_type(syntax)] if kind == ARTICLE else []))


def _class_by_type(syntax: Syntax) -> pl.Expr:
    news = pl.col("category").str.to_lowercase() == "news"
    usual, other = (pl.lit(syntax.name(one)) for one in ("schema:NewsArticle", "schema:Article"))
    known = {kind: syntax.name(one) for kind, one in TYPES.items()}
    return pl.col("type").str.to_lowercase().replace_strict(known, default=pl.when(news).then(usual).otherwise(other))


def _pictures(some: pl.DataFrame, syntax: Syntax) -> pl.DataFrame:
    """The images of each node: columns @row, images (their IRIs), @pictures (their blocks)."""
    number = pl.int_range(1, pl.len() + 1).over(_ROW).cast(pl.String)
    name = pl.concat_str(pl.col(_MINTED).str.strip_suffix(">"), pl.lit("#image-"), number, pl.lit(">"))
    table = some.explode("images").drop_nulls("images").with_columns(name.alias(_NODE)).unnest("images")
    parts = [syntax.said("a", "schema:ImageObject"), *syntax.statements(terms_of(IMAGE_SCHEMA, IMAGE_TERMS))]
    return (
        table.select(_ROW, pl.col(_NODE).alias("images"), syntax.block(pl.col(_NODE), *parts).alias(_PICTURES))
        .group_by(_ROW, maintain_order=True)
        .agg("images", pl.col(_PICTURES).str.join(""))
    )
