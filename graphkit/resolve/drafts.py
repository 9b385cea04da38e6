"""Drafts: what is left out with them, where the settings say so."""

from __future__ import annotations

import polars as pl

from graphkit.model import DOCUMENT

OF_DRAFT = "of_draft"
_DOCUMENT = pl.col("relation") == DOCUMENT


def flagged(told: pl.DataFrame) -> pl.DataFrame:
    """The sightings of whole files, with `of_draft`: whether the file is one."""
    return told.with_columns((pl.col("draft") & _DOCUMENT).fill_null(False).any().over("source").alias(OF_DRAFT))


def only_drafts(flagged: pl.DataFrame) -> pl.Series:
    """The articles of which drafts are the only files; all sightings of each must be here."""
    of_draft = pl.col(OF_DRAFT)
    of_article = flagged.drop_nulls("article").group_by("article")
    found = of_article.agg((of_draft | ~_DOCUMENT).all().alias("all"), (of_draft & _DOCUMENT).any().alias("any"))
    return found.filter("all", "any")["article"]


def left_out(flagged: pl.DataFrame, only_drafts: pl.Series) -> pl.Series:
    """The `row` of all that drafts say, of all that is said of these articles, and of what that calls related."""
    hit = flagged.filter(pl.col(OF_DRAFT) | pl.col("article").is_in(only_drafts.implode())).select("row")
    return _with_children(flagged, hit)["row"]


def _with_children(told: pl.DataFrame, hit: pl.DataFrame) -> pl.DataFrame:
    while True:
        parents = told.join(hit, on="row", how="semi").select("source", pl.col("item").alias("parent"))
        mentions = told.filter(~_DOCUMENT)
        wider = pl.concat([hit, mentions.join(parents, on=["source", "parent"], how="semi").select("row")]).unique()
        if wider.height == hit.height:
            return hit
        hit = wider
