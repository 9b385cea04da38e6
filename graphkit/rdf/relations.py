"""Relations: the plain triples of edges, and a `gk:Relation` for each with all that it carries."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.graph import Graph
from graphkit.rdf.blocks import block, joined, listed, said, statements
from graphkit.rdf.columns import terms_of
from graphkit.rdf.names import Names
from graphkit.rdf.vocabulary import EDGE_TERMS, edge_predicate


def links(edges: pl.DataFrame, names: Names, *by: str) -> pl.DataFrame:
    """What each source says of its targets: columns `by`, `source` (a row), `links` (predicates and objects).

    `edges` are sorted by `by`, source and kind.
    """
    return (
        edges.select(*by, "source", "kind", names.of("target").alias("objects"))
        .group_by(*by, "source", "kind", maintain_order=True)
        .agg(listed(pl.col("objects").unique(maintain_order=True)))
        .select(*by, "source", said(_predicate(edges), pl.col("objects")).alias("links"))
        .group_by(*by, "source", maintain_order=True)
        .agg(pl.col("links").str.join(""))
    )


def relations(graph: Graph, names: Names, rows: int, *, reified: bool = False) -> Iterator[str]:
    """The blocks of all edges, at most `rows` at a time; `reified` adds the triple term of RDF 1.2."""
    for edges in graph.edges.iter_slices(rows):
        table = edges.with_columns(
            names.edges(edges).alias("@edge"),
            names.of("source").alias("source"),
            names.of("target").alias("target"),
            *([triple_term(edges, names).alias("@triple")] if reified else []),
        )
        more = [said("rdf:reifies", pl.col("@triple"))] if reified else []
        parts = [said("a", "gk:Relation"), *statements(terms_of(edges.schema, EDGE_TERMS)), *more]
        yield joined(table.select(block(pl.col("@edge"), *parts)))


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


def _predicate(edges: pl.DataFrame) -> pl.Expr:
    predicates = {kind: edge_predicate(kind) for kind in edges["kind"].unique()}
    return pl.col("kind").replace_strict(predicates, return_dtype=pl.String)
