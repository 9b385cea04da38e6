"""Declared relations, one row each: the edges are their groups, the ledger is their list."""

from __future__ import annotations

import polars as pl

from graphkit.model import (
    ABOUT,
    COLLECTED,
    EDGE_KINDS,
    FILTERED,
    LEDGER,
    LINK,
    LINKS_TO,
    PUBLISHED_BY,
    RELATED,
    UNMATCHED,
)

_PLACE = ("source", "line", "item", "rank", "kind", "text")
_KINDS = {RELATED: RELATED, LINK: LINKS_TO}
"""The kind of edge that a sighting of each relation makes."""
_KIND = pl.Enum(sorted(EDGE_KINDS))
_ENDS = ("self", "merged", "cited", "resolved")


def declared(seen: pl.DataFrame, providers: pl.DataFrame, topics: pl.DataFrame) -> pl.DataFrame:
    """Every usable relation, by the `row` of its sighting, kind and rank: its `line`, `rank`, `kind` and `text`,
    `source_id`, `target_id`, and `dated`.
    """
    speakers = seen.select("row", "dated", pl.col("article").alias("source_id"))
    published = providers.select(
        "row",
        "line",
        pl.lit(PUBLISHED_BY, _KIND).alias("kind"),
        pl.lit(0, pl.UInt32).alias("rank"),
        pl.col("name").alias("text"),
        pl.col("id").alias("target_id"),
    )
    about = topics.select(
        "row",
        "line",
        pl.lit(ABOUT, _KIND).alias("kind"),
        "rank",
        pl.col("name").alias("text"),
        pl.col("id").alias("target_id"),
    )
    attributes = pl.concat([published, about]).join(speakers, on="row", how="inner")
    mentions = _mentions(seen)
    return pl.concat([mentions, attributes.select(mentions.columns)]).sort("row", "kind", "rank")


def with_first(relations: pl.DataFrame) -> pl.DataFrame:
    """The relations with `first`: the place of the first one with the same ends and kind."""
    placed = relations.select("source_id", "target_id", "kind").with_row_index("place")
    same = placed.group_by("source_id", "target_id", "kind").agg("place")
    first = same.select(pl.col("place").list.min().alias("first"), "place").explode("place").sort("place")["first"]
    return relations.with_columns(first)


def _mentions(seen: pl.DataFrame) -> pl.DataFrame:
    told = seen.select(
        "row", "line", "rank", "relation", "text", "dated", "item", "parent", "article", file=pl.col("source").rle_id()
    )
    parents = told.select("file", pl.col("item").alias("parent"), pl.col("article").alias("source_id"))
    mentions = told.filter(pl.col("relation").is_in(list(_KINDS)))
    return mentions.join(parents, on=["file", "parent"], how="inner").select(
        "row",
        "line",
        pl.col("relation").replace_strict(_KINDS, return_dtype=_KIND).alias("kind"),
        "rank",
        "text",
        "dated",
        "source_id",
        pl.col("article").alias("target_id"),
    )


def edges(relations: pl.DataFrame, sightings: pl.DataFrame) -> pl.DataFrame:
    """Relations as `with_first` gives them, an edge for all with the same; one of an article to itself is none."""
    file = sightings["source"].rle_id().gather(relations["row"])
    return (
        relations.select("source_id", "target_id", "kind", "first", "rank", "dated", "row", file.alias("file"))
        .filter(pl.col("source_id") != pl.col("target_id"))
        .group_by(pl.col("first").alias("place"))
        .agg(
            pl.col("source_id", "target_id", "kind").first(),
            pl.col("file").n_unique().cast(pl.Float64).alias("weight"),
            pl.col("rank").filter(pl.col("rank") > 0).min(),
            pl.col("dated").min().alias("first"),
            pl.col("dated").max().alias("last"),
            pl.col("row").unique().sort().alias("evidence"),
        )
        .drop("place")
    )


def ledger(
    relations: pl.DataFrame,
    sightings: pl.DataFrame,
    nodes: pl.DataFrame,
    unmatched: pl.DataFrame,
    *ended: pl.DataFrame,
) -> pl.DataFrame:
    """The end of every declared relation, as LEDGER; `relations` are as `with_first` gives them.

    `nodes` give the `status` of each article, `unmatched` per `row` why a name means no file, `ended` more rows.
    """
    first = relations["first"]
    merged = pl.Series("merged", first != pl.int_range(len(first), dtype=pl.UInt32, eager=True))
    collected = nodes.filter(pl.col("status") == COLLECTED)["id"]
    to_itself = pl.col("source_id") == pl.col("target_id")
    without_file = pl.col("kind").is_in(list(_KINDS.values())) & ~pl.col("target_id").is_in(collected.implode())
    end = pl.when(to_itself).then(0).when(merged).then(1).when(without_file).then(2).otherwise(3)
    rows = relations.with_columns(end.alias("end"), first.set(~merged, None).alias("first"))
    made = _placed(rows, sightings).select(
        *_PLACE,
        pl.col("end").replace_strict(dict(enumerate(_ENDS)), return_dtype=pl.String).alias("outcome"),
        pl.col("target_id").alias("target"),
        _reasons(rows, sightings, unmatched),
    )
    return pl.concat([made.cast(LEDGER), *ended]).sort("source", "item", "kind", "rank", "text")


def _reasons(rows: pl.DataFrame, sightings: pl.DataFrame, unmatched: pl.DataFrame) -> pl.Series:
    """Why each relation ended as it did; `first` is the place of the one that it repeats, if it does."""
    before = rows["first"]
    source = sightings["source"].gather(rows["row"].gather(before))
    why = rows.select("row").join(unmatched, on="row", how="left", maintain_order="left")["reason"]
    told = rows.select(
        "end", source, rows["line"].gather(before), why.fill_null("no file of this folder is this article")
    )
    return told.select(
        pl.when(pl.col("end") == 0)
        .then(pl.lit("leads to the article itself"))
        .when(pl.col("end") == 1)
        .then(pl.format("same edge as {}:{}", "source", "line"))
        .when(pl.col("end") == 2)
        .then("reason")
        .otherwise(pl.lit(""))
        .alias("reason")
    ).to_series()


def _placed(relations: pl.DataFrame, sightings: pl.DataFrame) -> pl.DataFrame:
    """The relations with the `source` and the `item` of their sightings."""
    row = relations["row"]
    return relations.with_columns(sightings["source"].gather(row), sightings["item"].gather(row))


def unusable(malformed: pl.DataFrame) -> pl.DataFrame:
    """Rows of the ledger for relations that lead to no article."""
    return malformed.select(*_PLACE, "outcome", pl.lit(None, pl.String).alias("target"), "reason").cast(LEDGER)


def drafted(relations: pl.DataFrame, sightings: pl.DataFrame) -> pl.DataFrame:
    """Rows of the ledger for relations of drafts, where these are left out."""
    return (
        _placed(relations, sightings)
        .select(
            *_PLACE,
            pl.lit(FILTERED).alias("outcome"),
            pl.col("target_id").alias("target"),
            pl.lit("the document is a draft, and drafts are left out").alias("reason"),
        )
        .cast(LEDGER)
    )


def outside(relations: pl.DataFrame, sightings: pl.DataFrame, unmatched: pl.DataFrame) -> pl.DataFrame:
    """Rows of the ledger for links that lead to no article of the graph."""
    rows = _placed(relations, sightings).join(unmatched, on="row", how="left")
    outcome = pl.when(pl.col("reason").is_null()).then(pl.lit(FILTERED)).otherwise(pl.lit(UNMATCHED))
    return rows.select(
        *_PLACE,
        outcome.alias("outcome"),
        pl.lit(None, pl.String).alias("target"),
        pl.col("reason").fill_null("leads out of the folder; --external-links makes it an edge"),
    ).cast(LEDGER)
