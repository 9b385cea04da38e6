"""The keys of identity that each sighting brings: URLs, files, and titles where there is no URL."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from graphkit.model import DOCUMENT, Problem
from graphkit.resolve.file_index import FileIndex, site_path
from graphkit.resolve.fold import fold_name, fold_words
from graphkit.resolve.urls import canonical_key

URL_COLUMNS = ("web_url", "original_url", "amp_url", "cdn_amp_url")
"""URLs in the order of preference for a node's id and address."""

FILE_PRIORITY = 10
MOST_TITLES = 8
"""A key that ties more different titles of more different dates than this is the key of no article."""

_KEYS = {"row": pl.UInt32, "key": pl.String, "priority": pl.UInt8}


@dataclass(slots=True)
class Keys:
    """Keys per sighting: columns `row`, `key`, `priority` (0 is best)."""

    table: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)


def keys_of(sightings: pl.DataFrame) -> Keys:
    """Every key of every sighting; a sighting without any other gets one from its title."""
    problems: list[Problem] = []
    urls = _url_keys(sightings, problems)
    urls = _without_shared(sightings, urls, problems)
    files = _file_keys(sightings)
    keyed = pl.concat([urls, files, _reference_keys(sightings, problems)])
    titles = _title_keys(sightings, keyed, files)
    return Keys(pl.concat([keyed, titles]).unique().sort("row", "priority", "key"), problems)


def _frame(rows: list[tuple[int, str, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=_KEYS, orient="row")


def _url_keys(sightings: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    rows = sightings.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), "source", "line", *URL_COLUMNS, "other_urls"
    )
    parts = [
        rows.select("row", "source", "line", pl.col(name).alias("url"), pl.lit(priority, pl.UInt8).alias("priority"))
        for priority, name in enumerate(URL_COLUMNS)
    ]
    others = rows.select(
        "row", "source", "line", pl.col("other_urls").alias("url"), pl.lit(4, pl.UInt8).alias("priority")
    )
    parts.append(others.explode("url"))
    urls = pl.concat(parts).drop_nulls("url")
    known = {url: canonical_key(url) for url in urls["url"].unique()}
    urls = urls.with_columns(
        _mapped(urls["url"], {url: key.text for url, key in known.items()}).alias("key"),
        _mapped(urls["url"], {url: key.reason for url, key in known.items()}).alias("reason"),
    )
    refused = urls.filter(pl.col("reason") != "").unique(["row", "url"], maintain_order=True)
    for source, line, url, reason in refused.select("source", "line", "url", "reason").iter_rows():
        problems.append(Problem(source, line, "no-key", f"{reason} names no article: {url[:120]!r}", severity="info"))
    return urls.filter(pl.col("reason") == "").select("row", "key", "priority")


def _mapped(column: pl.Series, values: dict[str, str]) -> pl.Series:
    return column.replace_strict(values, return_dtype=pl.String) if len(column) else column


def _without_shared(sightings: pl.DataFrame, keys: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Leave out keys that would tie many titles of many dates: landing pages, placeholders."""
    told = sightings.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        pl.col("title").str.to_lowercase(),
        "published",
        "source",
        "line",
    )
    shared = (
        keys.join(told, on="row")
        .group_by("key")
        .agg(pl.col("title", "published").drop_nulls().n_unique(), pl.col("source", "line").sort_by("row").first())
        .filter((pl.col("title") > MOST_TITLES) & (pl.col("published") > MOST_TITLES))
        .sort("key")
    )
    for key, titles, _, source, line in shared.iter_rows():
        message = f"{titles} different titles share {key[:120]!r}; it is the key of no article"
        problems.append(Problem(source, line, "shared-key", message))
    return keys.join(shared.select("key"), on="key", how="anti")


def _file_keys(sightings: pl.DataFrame) -> pl.DataFrame:
    documents = sightings.with_row_index("row").filter(pl.col("relation") == DOCUMENT)
    return documents.select(
        "row",
        (pl.lit("file:") + pl.col("source")).alias("key"),
        pl.lit(FILE_PRIORITY, pl.UInt8).alias("priority"),
    )


def _reference_keys(sightings: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Paths, slugs and titles that name another file of the folder, as the key of that file."""
    mentions = sightings.with_row_index("row").filter(pl.col("relation") != DOCUMENT)
    named = mentions.filter(pl.col("reference").is_not_null())
    titled = mentions.filter(pl.all_horizontal(pl.col("reference", "provider", "published", *URL_COLUMNS).is_null()))
    if named.is_empty() and titled.is_empty():
        return _frame([])
    index = FileIndex(sightings.filter(pl.col("relation") == DOCUMENT))
    rows = []
    for row, source, line, reference in named.select("row", "source", "line", "reference").iter_rows():
        if target := index.find(source, reference):
            rows.append((row, f"file:{target}", FILE_PRIORITY))
            continue
        rows.append((row, f"path:{site_path(source, reference)}", FILE_PRIORITY + 1))
        message = f"{reference[:120]!r} matches {index.why_not(source, reference)}; write a path, slug or title of one"
        problems.append(Problem(source, line, "unmatched", message, "related"))
    for row, title in titled.select("row", "title").drop_nulls().iter_rows():
        if target := index.by_title(title):
            rows.append((row, f"file:{target}", FILE_PRIORITY))
    return _frame(rows)


def _title_keys(sightings: pl.DataFrame, keyed: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Publisher, title and date as a key, for sightings that have no other than their file."""
    rows = sightings.with_row_index("row").join(keyed.join(files, on=["row", "key"], how="anti"), on="row", how="anti")
    titled = rows.filter(pl.col("title").is_not_null())
    keys = []
    for row, relation, title, provider, published in titled.select(
        "row", "relation", "title", "provider", "published"
    ).iter_rows():
        if relation == DOCUMENT and not (provider and published):
            continue
        day = published.date().isoformat() if published else ""
        keys.append((row, f"title:{fold_name(provider or '')}|{fold_words(title)}|{day}", FILE_PRIORITY + 2))
    return _frame(keys)
