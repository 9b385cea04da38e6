"""Article nodes: per field the word that counts, and where the sightings disagree."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.model import ARTICLE, CITED, COLLECTED, DISAGREEMENTS, DOCUMENT, LINK, NODES, STATEMENT, URL_COLUMNS

_PIECE = 50_000
"""Sightings that are merged at a time: a million articles need no second copy of all of them."""

RULES = ("its own document", "the newest document", "path and rank")
"""Whose word counts, in this order; the same for every field."""

_COMPARED = tuple(
    name
    for name, dtype in STATEMENT.items()
    if not dtype.is_nested() and not name.endswith("_text") and name not in ("draft", *URL_COLUMNS)
)
"""Fields in which a disagreement is news; the URLs of one article differ by design."""


_USED = ("article", "precedence", "relation", "source", "text", "url", "aliases", *STATEMENT)


def article_nodes(seen: pl.DataFrame) -> pl.DataFrame:
    """One row per article from `seen`: sightings with `article` and `precedence`."""
    return pl.concat(map(_merged, by_article(seen.select(_USED), _PIECE)))


def by_article(seen: pl.DataFrame, rows: int) -> Iterator[pl.DataFrame]:
    """The sightings by article and precedence, in pieces of about so many rows that hold whole articles."""
    order = seen.select(pl.arg_sort_by("article", "precedence")).to_series()
    number = seen["article"].gather(order).rle_id()
    start = 0
    while start < seen.height or not start:
        last = min(start + rows, seen.height) - 1
        end = int(number.search_sorted(number[last], "right")) if seen.height else 0
        yield seen[order[start:end]]
        start = max(end, 1)


def _merged(seen: pl.DataFrame) -> pl.DataFrame:
    """The nodes of articles whose sightings are in the order of `by_article`."""
    document = pl.col("relation") == DOCUMENT
    # A link is no word on where a file is published.
    own_words = (pl.col("relation") != LINK) | ~document.any()
    merged = seen.group_by("article", maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in STATEMENT),
        pl.col("url").first(),
        pl.coalesce(URL_COLUMNS).filter(own_words).drop_nulls().first().alias("stated_url"),
        pl.col("title").drop_nulls().unique(maintain_order=True).slice(1).alias("names"),
        pl.col("aliases").filter(document).first(),
        pl.col("text").first(),
        pl.when(document.any()).then(pl.lit(COLLECTED)).otherwise(pl.lit(CITED)).alias("status"),
        pl.col("source").filter(document).first(),
        pl.len().cast(pl.UInt32).alias("sightings"),
    )
    merged = merged.with_columns(pl.coalesce("url", "stated_url").alias("url"), _names().alias("names"))
    named = merged.with_columns(
        pl.col("article").alias("id"),
        pl.lit(ARTICLE).alias("kind"),
        pl.coalesce("title", "url", "text").alias("label"),
        pl.when(pl.col("names").list.len() > 0).then("names"),
    )
    return named.select([name for name in NODES if name in named.columns])


def _names() -> pl.Expr:
    """Other titles, and the aliases that are names, not addresses."""
    names = pl.col("aliases").list.eval(pl.element().filter(~pl.element().str.contains("/", literal=True)))
    return pl.concat_list(pl.col("names"), names.fill_null([])).list.unique(maintain_order=True)


def disagreements(seen: pl.DataFrame) -> pl.DataFrame:
    """Fields on which the sightings of one article differ, as DISAGREEMENTS."""
    said = seen.select("article", "precedence", "relation", "dated", *_COMPARED).filter(pl.col("relation") != LINK)
    return pl.concat(map(_disagreeing, by_article(said, _PIECE))).sort("id", "field")


def _disagreeing(said: pl.DataFrame) -> pl.DataFrame:
    differ = said.group_by("article").agg(map(_differs, _COMPARED)).filter(pl.any_horizontal(pl.col(_COMPARED)))
    several = said.join(differ.select("article"), on="article", how="semi", maintain_order="left")
    return pl.concat([_differing(several, name) for name in _COMPARED])


def _differs(name: str) -> pl.Expr:
    """Whether a field has more than one value: a quick look, as few have."""
    differs = pl.col(name).min() != pl.col(name).max()
    if STATEMENT[name].is_float():
        # The least and the largest of some numbers leave out what is none.
        differs |= pl.col(name).drop_nulls().is_nan().n_unique() > 1
    return differs.alias(name)


def _differing(seen: pl.DataFrame, name: str) -> pl.DataFrame:
    own = (pl.col("relation") == DOCUMENT).first()
    newest = pl.col("dated").n_unique() > 1
    return (
        seen.drop_nulls(name)
        .group_by("article", maintain_order=True)
        .agg(pl.col(name).unique(maintain_order=True).alias("values"), own.alias("own"), newest.alias("newest"))
        .filter(pl.col("values").list.len() > 1)
        .select(
            pl.col("article").alias("id"),
            pl.lit(name).alias("field"),
            _as_text(pl.col("values").list.first(), seen.schema[name]).alias("chosen"),
            pl.col("values").list.slice(1).list.eval(_as_text(pl.element(), seen.schema[name])).alias("others"),
            pl.when("own")
            .then(pl.lit(RULES[0]))
            .when("newest")
            .then(pl.lit(RULES[1]))
            .otherwise(pl.lit(RULES[2]))
            .alias("rule"),
        )
        .cast(DISAGREEMENTS)
    )


def _as_text(value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Datetime):
        return value.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if dtype == pl.Float64:
        return value.cast(pl.String).str.strip_suffix(".0")
    return value.cast(pl.String)
