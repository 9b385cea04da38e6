"""Testimony: where files disagree on an article, and which articles they speak of that nobody collected."""

from __future__ import annotations

import polars as pl

from graphkit.errors import UnknownNameError
from graphkit.graph import Graph
from graphkit.graph.report import Evidence
from graphkit.model import ARTICLE, CITED, COLLECTED, LINK, PUBLISHED_BY

COMPARED = ("title", "provider", "published", "updated", "quality", "heat", "type", "category", "locale", "excerpt")
"""Fields in which a drift is news; URLs differ by design."""


def drift(graph: Graph, evidence: Evidence, field: str = "") -> pl.DataFrame:
    """What the sightings of an article disagree on: one row per article, field and value, the oldest first.

    Columns: `article` (its label), `field`, `value`, `first` and `last` (the dates of the documents that say
    so), `files` (how many), `source` and `line` of the first, `id`. Raises UnknownNameError for a field that is not in
    COMPARED.
    """
    if field and field not in COMPARED:
        raise UnknownNameError("field", field, COMPARED)
    dated = pl.col("published").first().over("source", order_by="item").alias("dated")
    seen = evidence.sightings.with_columns(dated).filter(pl.col("relation") != LINK, pl.col("article").is_not_null())
    several = seen.filter(pl.len().over("article") > 1)
    parts = [_values(several, name) for name in ([field] if field else COMPARED)]
    labels = graph.nodes.select("id", pl.col("label").alias("article"))
    order = pl.col("field").replace_strict({name: place for place, name in enumerate(COMPARED)}, return_dtype=pl.Int8)
    return (
        pl.concat(parts)
        .join(labels, on="id")
        .sort("id", order, "first", "value", nulls_last=True)
        .select("article", "field", "value", "first", "last", "files", "source", "line", "id")
    )


def _values(seen: pl.DataFrame, name: str) -> pl.DataFrame:
    return (
        seen.drop_nulls(name)
        .sort("dated", "source", "item", nulls_last=True)
        .group_by(pl.col("article").alias("id"), name, maintain_order=True)
        .agg(
            pl.col("dated").min().alias("first"),
            pl.col("dated").max().alias("last"),
            pl.col("source").n_unique().alias("files"),
            pl.col("source", "line").first(),
        )
        .filter(pl.len().over("id") > 1)
        .select(
            "id",
            pl.lit(name).alias("field"),
            _as_text(name, seen.schema[name]),
            "first",
            "last",
            "files",
            "source",
            "line",
        )
    )


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    value = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        value = value.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    elif dtype.is_numeric():
        value = value.cast(pl.String).str.strip_suffix(".0")
    return value.cast(pl.String).alias("value")


def wanted(graph: Graph, limit: int = 20) -> pl.DataFrame:
    """Cited articles that nobody collected yet, those first which would tie most together.

    Columns: `place`, `in_links` (articles that refer to it), `publishers` (of these), `joins` (the parts of the graph
    of collected articles that it would hold together), `label`, `url`, `id`. Ranked in this order of columns.
    """
    articles = graph.articles()
    status = articles.nodes["status"]
    ids = articles.nodes["id"]
    # A bare host or a login page is no article that somebody could collect.
    page = (status == CITED) & ~ids.str.starts_with(f"{ARTICLE}:url:")
    links = articles.edges.filter(page.gather(articles.edges["target"])).select("source", "target").unique()
    told = links.with_columns(
        ids.gather(links["source"]).alias("from"),
        ids.gather(links["target"]).alias("id"),
        _parts(articles).gather(links["source"]).alias("part"),
    )
    publishers = told.join(_publishers(graph), on="from", how="left")
    return (
        publishers.group_by("id")
        .agg(
            pl.col("from").n_unique().alias("in_links"),
            pl.col("publisher").drop_nulls().n_unique().alias("publishers"),
            pl.col("part").drop_nulls().n_unique().alias("joins"),
        )
        .sort("in_links", "publishers", "joins", "id", descending=[True, True, True, False])
        .head(limit)
        .join(graph.nodes.select("id", "label", "url"), on="id", how="left", maintain_order="left")
        .select(pl.int_range(1, pl.len() + 1).alias("place"), "in_links", "publishers", "joins", "label", "url", "id")
    )


def _parts(articles: Graph) -> pl.Series:
    """The connected component of each collected article among its like; null for the others."""
    from graphkit.analysis.columns import tied

    collected = articles.nodes["status"] == COLLECTED
    mask = collected.to_numpy()
    among = mask[articles.source] & mask[articles.target]
    component = tied(articles.nodes.height, articles.source[among], articles.target[among])
    return pl.select(pl.when(collected).then(pl.Series("part", component))).to_series()


def _publishers(graph: Graph) -> pl.DataFrame:
    edges = graph.edges.filter(pl.col("kind") == PUBLISHED_BY)
    ids = graph.nodes["id"]
    return pl.DataFrame({"from": ids.gather(edges["source"]), "publisher": ids.gather(edges["target"])})
