"""Relations: the plain triples of edges, and a `gk:Relation` for each with all that it carries."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.templates import filled
from graphkit.rdf import blocks
from graphkit.rdf.blocks import Syntax
from graphkit.rdf.columns import terms_of
from graphkit.rdf.names import Names
from graphkit.rdf.vocabulary import EDGE_TERMS, edge_predicate


def links(edges: pl.DataFrame, names: Names, *by: str, syntax: Syntax = blocks) -> pl.DataFrame:
    """What each source says of its targets: columns `by`, `source` (a row), `links` (predicates and objects).

    `edges` are sorted by `by`, source and kind.
    """
    told = syntax.said(_predicate(edges, syntax), pl.col("objects"), many=True)
    (links,) = blocks.texts(names.of("source"), told)
    return (
        edges.select(*by, "source", "kind", names.of("target").alias("objects"))
        .group_by(*by, "source", "kind", maintain_order=True)
        .agg(pl.col("objects").unique(maintain_order=True))
        .select(*by, "source", links.alias("links"))
        .group_by(*by, "source", maintain_order=True)
        .agg(pl.col("links").str.join(""))
    )


def relations(
    graph: Graph, names: Names, rows: int, *, reified: bool = False, syntax: Syntax = blocks
) -> Iterator[bytes]:
    """The blocks of all edges, at most `rows` at a time; `reified` adds the triple term of RDF 1.2."""
    for edges in graph.edges.iter_slices(rows):
        table = edges.with_columns(
            names.edges(edges).alias("@edge"),
            names.of("source").alias("source"),
            names.of("target").alias("target"),
            *([triple_term(edges, names).alias("@triple")] if reified else []),
        )
        more = [syntax.said("rdf:reifies", pl.col("@triple"))] if reified else []
        parts = [syntax.said("a", "gk:Relation"), *syntax.statements(terms_of(edges.schema, EDGE_TERMS)), *more]
        yield filled(table, syntax.whole(pl.col("@edge"), *parts))


def triple_term(edges: pl.DataFrame, names: Names) -> pl.Expr:
    """The triple itself as a term (https://www.w3.org/TR/rdf12-turtle/)."""
    return pl.concat_str(
        pl.lit("<<( "),
        names.of("source"),
        pl.lit(" "),
        _predicate(edges),
        pl.lit(" "),
        names.of("target"),
        pl.lit(" )>>"),
    )


def _predicate(edges: pl.DataFrame, syntax: Syntax = blocks) -> pl.Expr:
    predicates = {kind: syntax.name(edge_predicate(kind)) for kind in edges["kind"].unique()}
    return pl.col("kind").replace_strict(predicates, return_dtype=pl.String)
