"""The keys of identity that each sighting brings: URLs, files, and titles where there is no URL."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from graphkit.model import DOCUMENT, Problem
from graphkit.resolve.file_index import FileIndex, path_key
from graphkit.resolve.fold import fold_name, fold_words
from graphkit.resolve.urls import canonical_key

URL_COLUMNS = ("web_url", "original_url", "amp_url", "cdn_amp_url")
"""URLs in the order of preference for a node's id and address."""

FILE_PRIORITY = 10
MOST_TITLES = 8
"""A key that ties more different titles of more different dates than this is the key of no article."""

_KEYS = {"row": pl.UInt32(), "key": pl.String(), "priority": pl.UInt8(), "url": pl.String()}
_ROW = pl.int_range(pl.len(), dtype=pl.UInt32).alias("row")


@dataclass(slots=True)
class Keys:
    """Keys per sighting: columns `row`, `key`, `priority` (0 is best) and the `url` that gave the key."""

    table: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)


def keys_of(sightings: pl.DataFrame) -> Keys:
    """Every key of every sighting; none is without."""
    problems: list[Problem] = []
    urls = _urls(sightings, problems)
    good = _without_shared(sightings, urls.filter(pl.col("reason") == ""), problems).select(list(_KEYS))
    files = _file_keys(sightings)
    keyed = pl.concat([good, files, _reference_keys(sightings, good["row"], problems)])
    keyed = pl.concat([keyed, _title_keys(sightings, keyed, files)])
    table = pl.concat([keyed, _last_keys(sightings, keyed, urls)])
    return Keys(
        table.sort("row", "priority", "key", "url").unique(["row", "key"], keep="first", maintain_order=True), problems
    )


def _frame(rows: list[tuple[int, str, int]]) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema={name: _KEYS[name] for name in ("row", "key", "priority")}, orient="row")
    return table.with_columns(pl.lit(None, pl.String).alias("url"))


def _urls(sightings: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Every URL with its `key`, and the `reason` why that is the key of no article."""
    rows = sightings.select(_ROW, "source", "line", *URL_COLUMNS, "other_urls")
    parts = [
        rows.select("row", "source", "line", pl.col(name).alias("url"), pl.lit(priority, pl.UInt8).alias("priority"))
        for priority, name in enumerate(URL_COLUMNS)
    ]
    others = rows.select(
        "row", "source", "line", pl.col("other_urls").alias("url"), pl.lit(4, pl.UInt8).alias("priority")
    )
    urls = pl.concat([*parts, others.explode("url")]).drop_nulls("url")
    known = {url: canonical_key(url) for url in urls["url"].unique()}
    urls = urls.with_columns(
        _mapped(urls["url"], {url: key.text for url, key in known.items()}).alias("key"),
        _mapped(urls["url"], {url: key.reason for url, key in known.items()}).alias("reason"),
    )
    refused = urls.filter(pl.col("reason") != "").unique(["row", "url"], maintain_order=True)
    for source, line, url, reason in refused.select("source", "line", "url", "reason").iter_rows():
        problems.append(Problem(source, line, "no-key", f"{reason} names no article: {url[:120]!r}", severity="info"))
    return urls


def _mapped(column: pl.Series, values: dict[str, str]) -> pl.Series:
    return column.replace_strict(values, return_dtype=pl.String) if len(column) else column


def _without_shared(sightings: pl.DataFrame, keys: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Leave out keys that would tie many titles of many dates: landing pages, placeholders."""
    told = sightings.select(_ROW, pl.col("title").str.to_lowercase(), "published", "source", "line")
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
        pl.lit(None, pl.String).alias("url"),
    )


def _reference_keys(sightings: pl.DataFrame, has_url: pl.Series, problems: list[Problem]) -> pl.DataFrame:
    """Paths, slugs and titles that name another file of the folder, as the key of that file.

    What names no file is a key by itself, unless a URL says more.
    """
    mentions = sightings.with_row_index("row").filter(pl.col("relation") != DOCUMENT)
    named = mentions.filter(pl.col("reference").is_not_null())
    titled = mentions.filter(pl.all_horizontal(pl.col("reference", "provider", "published", *URL_COLUMNS).is_null()))
    if named.is_empty() and titled.is_empty():
        return _frame([])
    index = FileIndex(sightings.filter(pl.col("relation") == DOCUMENT))
    rows, settled = [], set(has_url)
    for row, source, line, reference in named.select("row", "source", "line", "reference").iter_rows():
        if target := index.find(source, reference):
            rows.append((row, f"file:{target}", FILE_PRIORITY))
            continue
        if row in settled:
            continue
        if path := path_key(source, reference):
            rows.append((row, f"path:{path}", FILE_PRIORITY + 1))
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


def _last_keys(sightings: pl.DataFrame, keyed: pl.DataFrame, urls: pl.DataFrame) -> pl.DataFrame:
    """For sightings without any other key: the URL that is no article's, or else their place."""
    rows = sightings.select(_ROW, "source", "item").join(keyed, on="row", how="anti")
    refused = urls.filter((pl.col("reason") != "") & (pl.col("key") != "")).group_by("row").agg(pl.col("key").min())
    place = pl.format("at:{}#{}", "source", "item")
    return rows.join(refused, on="row", how="left").select(
        "row",
        pl.coalesce(pl.lit("url:") + pl.col("key"), place).alias("key"),
        pl.lit(FILE_PRIORITY + 3, pl.UInt8).alias("priority"),
        pl.lit(None, pl.String).alias("url"),
    )
