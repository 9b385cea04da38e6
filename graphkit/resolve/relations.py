"""Declared relations, one row each: the edges are their groups, the ledger is their list."""

from __future__ import annotations

import polars as pl

from graphkit.model import ABOUT, COLLECTED, FILTERED, LEDGER, LINK, LINKS_TO, PUBLISHED_BY, RELATED, UNMATCHED

_PLACE = ("source", "line", "item", "rank", "kind", "text")
_KINDS = {RELATED: RELATED, LINK: LINKS_TO}
"""The kind of edge that a sighting of each relation makes."""


def declared(seen: pl.DataFrame, providers: pl.DataFrame, topics: pl.DataFrame) -> pl.DataFrame:
    """Every usable relation: where it stands, `source_id`, `target_id`, `row` (its sighting), `dated`."""
    place = seen.select("row", "source", "item", "dated", pl.col("article").alias("source_id"))
    published = providers.select(
        "row",
        "line",
        pl.lit(PUBLISHED_BY).alias("kind"),
        pl.lit(0, pl.UInt32).alias("rank"),
        pl.col("name").alias("text"),
        pl.col("id").alias("target_id"),
    )
    about = topics.select(
        "row",
        "line",
        pl.lit(ABOUT).alias("kind"),
        "rank",
        pl.col("name").alias("text"),
        pl.col("id").alias("target_id"),
    )
    attributes = pl.concat([published, about]).join(place, on="row", how="inner")
    columns = [*_PLACE, "row", "dated", "source_id", "target_id"]
    return pl.concat([_mentions(seen).select(columns), attributes.select(columns)]).sort(
        "source", "item", "kind", "rank"
    )


def _mentions(seen: pl.DataFrame) -> pl.DataFrame:
    mentions = seen.filter(pl.col("relation").is_in(list(_KINDS)))
    parents = seen.select("source", pl.col("item").alias("parent"), pl.col("article").alias("source_id"))
    return mentions.join(parents, on=["source", "parent"], how="inner").select(
        *_PLACE[:4],
        pl.col("relation").replace_strict(_KINDS, return_dtype=pl.String).alias("kind"),
        "text",
        "row",
        "dated",
        "source_id",
        pl.col("article").alias("target_id"),
    )


def edges(relations: pl.DataFrame) -> pl.DataFrame:
    """Relations, in the order of `declared`, grouped by their ends; those of an article to itself are no edges."""
    return (
        relations.with_columns(pl.col("source").rle_id().alias("file"))
        .filter(pl.col("source_id") != pl.col("target_id"))
        .group_by("source_id", "target_id", "kind")
        .agg(
            pl.col("file").n_unique().cast(pl.Float64).alias("weight"),
            pl.col("rank").filter(pl.col("rank") > 0).min(),
            pl.col("dated").min().alias("first"),
            pl.col("dated").max().alias("last"),
            pl.col("row").unique().sort().alias("evidence"),
        )
    )


def ledger(
    relations: pl.DataFrame, status: pl.DataFrame, unmatched: pl.DataFrame, *ended: pl.DataFrame
) -> pl.DataFrame:
    """The end of every declared relation, as LEDGER; `relations` are in the order of `declared`.

    `status` gives that of each article, `unmatched` per `row` why a name means no file, `ended` more rows.
    """
    rows = (
        relations.with_columns(_first_of(relations))
        .join(status, left_on="target_id", right_on="id", how="left", maintain_order="left")
        .join(unmatched, on="row", how="left", maintain_order="left")
    )
    repeated = pl.col("first") != pl.int_range(pl.len(), dtype=pl.UInt32)
    to_itself = pl.col("source_id") == pl.col("target_id")
    without_file = pl.col("kind").is_in(list(_KINDS.values())) & (pl.col("status") != COLLECTED)
    outcome = (
        pl.when(to_itself)
        .then(pl.lit("self"))
        .when(repeated)
        .then(pl.lit("merged"))
        .when(without_file)
        .then(pl.lit("cited"))
        .otherwise(pl.lit("resolved"))
    )
    said = pl.format("same edge as {}:{}", pl.col("source").gather("first"), pl.col("line").gather("first"))
    reason = (
        pl.when(to_itself)
        .then(pl.lit("leads to the article itself"))
        .when(repeated)
        .then(said)
        .when(without_file)
        .then(pl.col("reason").fill_null("no file of this folder is this article"))
        .otherwise(pl.lit(""))
    )
    made = rows.select(*_PLACE, outcome.alias("outcome"), pl.col("target_id").alias("target"), reason.alias("reason"))
    return pl.concat([made.cast(LEDGER), *ended]).sort("source", "item", "kind", "rank", "text")


def _first_of(relations: pl.DataFrame) -> pl.Series:
    """Per relation the place of the first one with the same ends and kind, shape (relations,)."""
    placed = relations.select("source_id", "target_id", "kind").with_row_index("place")
    same = placed.group_by("source_id", "target_id", "kind").agg("place")
    return same.select(pl.col("place").list.min().alias("first"), "place").explode("place").sort("place")["first"]


def unusable(malformed: pl.DataFrame) -> pl.DataFrame:
    """Rows of the ledger for relations that lead to no article."""
    return malformed.select(*_PLACE, "outcome", pl.lit(None, pl.String).alias("target"), "reason").cast(LEDGER)


def drafted(relations: pl.DataFrame) -> pl.DataFrame:
    """Rows of the ledger for relations of drafts, where these are left out."""
    return relations.select(
        *_PLACE,
        pl.lit(FILTERED).alias("outcome"),
        pl.col("target_id").alias("target"),
        pl.lit("the document is a draft, and drafts are left out").alias("reason"),
    ).cast(LEDGER)


def outside(relations: pl.DataFrame, unmatched: pl.DataFrame) -> pl.DataFrame:
    """Rows of the ledger for links that lead to no article of the graph."""
    rows = relations.join(unmatched, on="row", how="left")
    outcome = pl.when(pl.col("reason").is_null()).then(pl.lit(FILTERED)).otherwise(pl.lit(UNMATCHED))
    return rows.select(
        *_PLACE,
        outcome.alias("outcome"),
        pl.lit(None, pl.String).alias("target"),
        pl.col("reason").fill_null("leads out of the folder; --external-links makes it an edge"),
    ).cast(LEDGER)
