"""The keys of identity that each sighting brings: URLs, files, and titles where there is no URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from graphkit.model import DOCUMENT, LINK, URL_COLUMNS, Problem
from graphkit.resolve.fold import fold_name, fold_words
from graphkit.resolve.references import FILE_PRIORITY, KEY_COLUMNS, References, frame
from graphkit.resolve.urls import canonical_key

OTHER_PRIORITY, ALIAS_PRIORITY, LINK_PRIORITY = 4, 15, 20
MOST_TITLES = 8
"""A key that ties more different titles of more different dates than this is the key of no article."""


@dataclass(slots=True)
class Keys:
    """Keys per sighting: columns `row`, `key`, `priority` (0 is best) and the `url` that gave the key.

    `unmatched` says per `row` that names no file of the folder the `reason`.
    """

    table: pl.DataFrame
    unmatched: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)


def keys_of(sightings: pl.DataFrame, exact: Mapping[str, str] | None = None, left_out: pl.Series | None = None) -> Keys:
    """Every key of every sighting but those of rows `left_out`; none is without.

    `exact` gives URLs keys other than the rules would.
    """
    problems: list[Problem] = []
    rows = sightings.with_row_index("row")
    if left_out is not None:
        rows = rows.filter(~pl.col("row").is_in(left_out.implode()))
    urls = _urls(rows, exact or {}, problems)
    urls = _refuse_shared(rows, urls, problems)
    good = urls.filter(pl.col("reason") == "").select(list(KEY_COLUMNS))
    files, references = _file_keys(rows), References(rows, good)
    keyed = pl.concat([_without_answered(rows, good, references.keys), files, references.keys])
    keyed = pl.concat([keyed, _title_keys(rows, keyed, files)])
    table = pl.concat([keyed, _last_keys(rows, keyed, urls)])
    table = table.sort("row", "priority", "key", "url").unique(["row", "key"], keep="first", maintain_order=True)
    return Keys(table, references.unmatched, [*problems, *references.problems])


def _without_answered(rows: pl.DataFrame, by_url: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Leave out the URLs of links that a file answers: a link is no word on where that file is published."""
    links = rows.filter(pl.col("relation") == LINK).select("row")
    answered = found.join(links, on="row", how="semi")
    return by_url.join(answered, on="row", how="anti")


def _urls(rows: pl.DataFrame, exact: Mapping[str, str], problems: list[Problem]) -> pl.DataFrame:
    """Every URL with its `key`, and the `reason` why that is the key of no article."""
    place = ("row", "source", "line", "relation")
    parts = [
        rows.select(*place, pl.col(name).alias("url"), pl.lit(priority, pl.UInt8).alias("priority")).drop_nulls("url")
        for priority, name in enumerate(URL_COLUMNS)
    ]
    others = rows.select(*place, pl.col("other_urls").alias("url"), pl.lit(OTHER_PRIORITY, pl.UInt8).alias("priority"))
    aliases = rows.select(*place, pl.col("aliases").alias("url"), pl.lit(ALIAS_PRIORITY, pl.UInt8).alias("priority"))
    others, aliases = (table.drop_nulls("url").explode("url") for table in (others, aliases))
    before = aliases.filter(pl.col("url").str.contains("://", literal=True))
    urls = pl.concat([*parts, others, before]).drop_nulls("url")
    of_link = pl.col("relation") == LINK
    urls = urls.join(_known(urls["url"], exact), on="url", how="left", maintain_order="left").with_columns(
        pl.when(of_link).then(pl.lit(LINK_PRIORITY, pl.UInt8)).otherwise("priority").alias("priority"),
    )
    refused = urls.filter(pl.col("reason") != "", ~of_link).unique(["row", "url"], maintain_order=True)
    for source, line, url, reason in refused.select("source", "line", "url", "reason").iter_rows():
        problems.append(Problem(source, line, "no-key", f"{reason} names no article: {url[:120]!r}", severity="info"))
    return urls


def _known(urls: pl.Series, exact: Mapping[str, str]) -> pl.DataFrame:
    """Each URL once, with its `key` and `reason`."""
    table = urls.unique().to_frame("url")
    texts: list[str] = []
    reasons: list[str] = []
    for url in table["url"].to_list():
        key = canonical_key(url)
        texts.append(key.text)
        reasons.append(key.reason)
    if exact:
        told_apart = {_plain(url): key for url, key in exact.items()}
        texts = [told_apart.get(_plain(url), text) for url, text in zip(table["url"], texts, strict=True)]
    return table.with_columns(key=pl.Series(texts, dtype=pl.String), reason=pl.Series(reasons, dtype=pl.String))


def _plain(url: str) -> str:
    """A URL without scheme and fragment, which tell no two pages apart."""
    return url.partition("#")[0].partition("://")[2]


def _refuse_shared(rows: pl.DataFrame, urls: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Give a reason to keys that would tie many titles of many dates: landing pages, placeholders."""
    told = rows.select("row", pl.col("title").str.to_lowercase(), "published")
    good = urls.filter(pl.col("reason") == "")
    often = good.group_by("key").len().filter(pl.col("len") > MOST_TITLES)
    shared = (
        good.join(often, on="key", how="semi")
        .join(told, on="row")
        .group_by("key")
        .agg(pl.col("title", "published").drop_nulls().n_unique(), pl.col("source", "line").sort_by("row").first())
        .filter((pl.col("title") > MOST_TITLES) & (pl.col("published") > MOST_TITLES))
        .sort("key")
    )
    for key, titles, _, source, line in shared.iter_rows():
        message = f"{titles} different titles share {key[:120]!r}; it is the key of no article"
        problems.append(Problem(source, line, "shared-key", message))
    of_many = pl.col("key").is_in(shared["key"].implode())
    return urls.with_columns(pl.when(of_many).then(pl.lit("a page of many titles")).otherwise("reason").alias("reason"))


def _file_keys(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("relation") == DOCUMENT).select(
        "row",
        (pl.lit("file:") + pl.col("source")).alias("key"),
        pl.lit(FILE_PRIORITY, pl.UInt8).alias("priority"),
        pl.lit(None, pl.String).alias("url"),
    )


def _title_keys(rows: pl.DataFrame, keyed: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Publisher, title and date as a key, for sightings that have no other than their file."""
    left = rows.join(keyed.join(files, on=["row", "key"], how="anti"), on="row", how="anti")
    titled = left.filter(pl.col("title").is_not_null())
    keys = []
    for row, relation, title, provider, published in titled.select(
        "row", "relation", "title", "provider", "published"
    ).iter_rows():
        if relation == DOCUMENT and not (provider and published):
            continue
        day = published.date().isoformat() if published else ""
        keys.append((row, f"title:{fold_name(provider or '')}|{fold_words(title)}|{day}", FILE_PRIORITY + 2))
    return frame(keys)


def _last_keys(rows: pl.DataFrame, keyed: pl.DataFrame, urls: pl.DataFrame) -> pl.DataFrame:
    """For sightings without any other key: the URL that is no article's, or else their place."""
    left = rows.select("row", "source", "item").join(keyed, on="row", how="anti")
    refused = urls.filter((pl.col("reason") != "") & (pl.col("key") != "")).group_by("row").agg(pl.col("key").min())
    place = pl.format("at:{}#{}", "source", "item")
    return left.join(refused, on="row", how="left").select(
        "row",
        pl.coalesce(pl.lit("url:") + pl.col("key"), place).alias("key"),
        pl.lit(FILE_PRIORITY + 3, pl.UInt8).alias("priority"),
        pl.lit(None, pl.String).alias("url"),
    )
