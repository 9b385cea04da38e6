"""The keys of identity that each sighting brings: URLs, files, and titles where there is no URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from graphkit.model import DOCUMENT, LINK, URL_COLUMNS, Problem
from graphkit.resolve.fold import fold_name, fold_words
from graphkit.resolve.references import FILE_PRIORITY, KEY_COLUMNS, Files, References, frame
from graphkit.resolve.urls import canonical_key

OTHER_PRIORITY, ALIAS_PRIORITY, LINK_PRIORITY = 4, 15, 20
MANY_TITLES = "a page of many titles"
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
    rows = sightings.with_row_index("row")
    if left_out is not None:
        rows = rows.filter(~pl.col("row").is_in(left_out.implode()))
    urls = urls_of(rows, exact or {})
    shared = shared_keys(testimony(rows, often(urls)))
    urls = refused(urls, shared)
    keys = keyed(rows, urls, settled(rows, urls), lambda: Files.of(documents(rows)))
    keys.problems += said_of_shared(shared)
    return keys


def keyed(rows: pl.DataFrame, urls: pl.DataFrame, answered: pl.DataFrame, files: Callable[[], Files]) -> Keys:
    """The keys of `rows`, some sightings or all, whose URLs have the keys and reasons in `urls`.

    What the other sightings have to say comes as `answered`, which holds every `row` of a link whose URL is that of
    an article, and as the `files` that there are.
    """
    good = urls.filter(pl.col("reason") == "").select(list(KEY_COLUMNS))
    own, references = _file_keys(rows), References(rows, good, answered, files)
    keys = pl.concat([_without_answered(rows, good, references.keys), own, references.keys])
    keys = pl.concat([keys, _title_keys(rows, keys, own)])
    table = pl.concat([keys, _last_keys(rows, keys, urls)])
    table = table.sort("row", "priority", "key", "url").unique(["row", "key"], keep="first", maintain_order=True)
    return Keys(table, references.unmatched, [*_said_of_refused(urls), *references.problems])


def _without_answered(rows: pl.DataFrame, by_url: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Leave out the URLs of links that a file answers: a link is no word on where that file is published."""
    links = rows.filter(pl.col("relation") == LINK).select("row")
    answered = found.join(links, on="row", how="semi")
    return by_url.join(answered, on="row", how="anti")


def urls_of(rows: pl.DataFrame, exact: Mapping[str, str]) -> pl.DataFrame:
    """Every URL with its `key`, and the `reason` why that is the key of no article: what each says by itself."""
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
    return urls.join(_known(urls["url"], exact), on="url", how="left", maintain_order="left").with_columns(
        pl.when(of_link).then(pl.lit(LINK_PRIORITY, pl.UInt8)).otherwise("priority").alias("priority"),
    )


def _said_of_refused(urls: pl.DataFrame) -> list[Problem]:
    no_key = urls.filter(~pl.col("reason").is_in(("", MANY_TITLES)), pl.col("relation") != LINK)
    return [
        Problem(source, line, "no-key", f"{reason} names no article: {url[:120]!r}", severity="info")
        for source, line, url, reason in no_key.unique(["row", "url"], maintain_order=True)
        .select("source", "line", "url", "reason")
        .iter_rows()
    ]


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


def testimony(rows: pl.DataFrame, urls: pl.DataFrame) -> pl.DataFrame:
    """Per good URL its `key`, and the `title` and date that its sighting knows: what `shared_keys` judges by."""
    told = rows.select("row", pl.col("title").str.to_lowercase(), "published")
    good = urls.filter(pl.col("reason") == "").select("row", "key", "source", "line")
    return good.join(told, on="row")


def often(urls: pl.DataFrame) -> pl.DataFrame:
    """The URLs whose key stands more often than one article's titles may differ."""
    good = urls.filter(pl.col("reason") == "")
    many = good.group_by("key").len().filter(pl.col("len") > MOST_TITLES)
    return good.join(many, on="key", how="semi")


def shared_keys(told: pl.DataFrame) -> pl.DataFrame:
    """Keys that would tie many titles of many dates: landing pages, placeholders. `told` is as `testimony` gives it;
    rows of it that repeat key, title and date of an earlier one may be left out.
    """
    return (
        told.group_by("key")
        .agg(pl.col("title", "published").drop_nulls().n_unique(), pl.col("source", "line").sort_by("row").first())
        .filter((pl.col("title") > MOST_TITLES) & (pl.col("published") > MOST_TITLES))
        .sort("key")
    )


def said_of_shared(shared: pl.DataFrame) -> list[Problem]:
    """One problem for each of `shared_keys`, where it is first stated."""
    return [
        Problem(
            source,
            line,
            "shared-key",
            f"{titles} different titles share {key[:120]!r}; it is the key of no article",
        )
        for key, titles, source, line in shared.select("key", "title", "source", "line").iter_rows()
    ]


def refused(urls: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    """The URLs, with a reason for those whose key is shared."""
    of_many = pl.col("key").is_in(shared["key"].implode()) & (pl.col("reason") == "")
    return urls.with_columns(pl.when(of_many).then(pl.lit(MANY_TITLES)).otherwise("reason").alias("reason"))


def settled(rows: pl.DataFrame, urls: pl.DataFrame) -> pl.DataFrame:
    """Each `row` of a link whose URL is that of an article: one that is more than linked to."""
    links = rows.filter(pl.col("relation") == LINK).select("row")
    good = urls.filter(pl.col("reason") == "").select("row", "key")
    said = good.join(links, on="row", how="anti").select("key").unique()
    return good.join(links, on="row", how="semi").join(said, on="key", how="semi").select("row").unique()


def documents(rows: pl.DataFrame) -> pl.DataFrame:
    """What the files of `rows` say of their names, as `Files.of` takes it."""
    return rows.filter(pl.col("relation") == DOCUMENT).select(
        "source", "title", "slug", "reference", "aliases", *URL_COLUMNS
    )


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
