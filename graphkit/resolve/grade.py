"""How good the rules for URLs are, by the records themselves: the URLs of one must meet, of different ones not.

A record that gives the address of an article, of its AMP page and of the copy in a cache is an answer key that
nobody had to write. Where many texts share a record or a key, each is compared with the first alone: the work
stays linear, and texts that all meet the first meet each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final

import polars as pl

from graphkit.model import LINK, URL_COLUMNS
from graphkit.resolve.fold import fold_words
from graphkit.resolve.urls import RULES, Key, canonical_key, rules_of

ALL: Final = "all"

GRADES: Final = pl.Schema(
    {
        "rule": pl.String(),
        "pairs": pl.UInt32(),
        "met": pl.UInt32(),
        "recall": pl.Float64(),
        "joined": pl.UInt32(),
        "confirmed": pl.UInt32(),
        "contradicted": pl.UInt32(),
        "unknown": pl.UInt32(),
        "precision": pl.Float64(),
    }
)
"""One row per rule that changed a URL of some pair, in the order of RULES; the last is `all`, also without rules.

`pairs` are different URLs of one record, `met` those with one key. `joined` are different URLs with one key:
`confirmed` if one record has both, or they share a title or the second of publication; `contradicted` if their
titles differ, else `unknown`.
"""

MISSED: Final = pl.Schema(
    {
        "source": pl.String(),
        "line": pl.UInt32(),
        "url": pl.String(),
        "other": pl.String(),
        "key": pl.String(),
        "other_key": pl.String(),
        "reason": pl.String(),
    }
)
"""Pairs of URLs of one record that do not meet; `reason` if one of them names no article at all."""

_COUNTS = ("pairs", "met", "joined", "confirmed", "contradicted", "unknown")


@dataclass(slots=True)
class Carried:
    """What carries a URL: the rows of records, their folded titles, and when these were published."""

    rows: set[int] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    moments: set[datetime] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the sightings: its URLs, different ones, the preferred first."""

    source: str
    line: int
    title: str
    published: datetime | None
    urls: tuple[str, ...]


def grade(sightings: pl.DataFrame) -> pl.DataFrame:
    """The grades of all rules (GRADES) on records: a row of `sightings` each, links in texts left out of recall.

    >>> from graphkit.model import SIGHTINGS
    >>> row = {"title": "X", "web_url": "https://a.example/x", "amp_url": "https://a.example/x/amp"}
    >>> grade(pl.DataFrame([row], schema=SIGHTINGS)).select("rule", "pairs", "met", "joined", "confirmed").rows()
    [('amp path', 1, 1, 1, 1), ('all', 1, 1, 1, 1)]
    """
    records = list(_records(sightings))
    keys = {url: canonical_key(url) for record in records for url in record.urls}
    counts = {rule: dict.fromkeys(_COUNTS, 0) for rule in (*RULES, ALL)}
    for one, other in (pair for record in records for pair in _pairs(record.urls)):
        _count(counts, one, other, ["pairs", "met"] if _meet(keys, one, other) else ["pairs"])
    carried = _carried(records)
    for one, other in _joined(keys):
        _count(counts, one, other, ["joined", _verdict(carried[one], carried[other])])
    rows = [_row(rule, found) for rule, found in counts.items() if rule == ALL or any(found.values())]
    return pl.DataFrame(rows, schema=GRADES, orient="row")


def missed(sightings: pl.DataFrame) -> pl.DataFrame:
    """The pairs of URLs of one record that do not meet (MISSED), sorted by place.

    >>> from graphkit.model import SIGHTINGS
    >>> row = {"web_url": "https://a.example/story/7", "amp_url": "https://a.example/amp/7"}
    >>> missed(pl.DataFrame([row], schema=SIGHTINGS)).select("key", "other_key").rows()
    [('a.example/story/7', 'a.example/7')]
    """
    records = list(_records(sightings))
    keys = {url: canonical_key(url) for record in records for url in record.urls}
    rows = [
        (
            record.source,
            record.line,
            one,
            other,
            keys[one].text,
            keys[other].text,
            keys[one].reason or keys[other].reason,
        )
        for record in records
        for one, other in _pairs(record.urls)
        if not _meet(keys, one, other)
    ]
    return pl.DataFrame(rows, schema=MISSED, orient="row").sort("source", "line", "url", "other")


def _records(sightings: pl.DataFrame) -> Iterator[Record]:
    columns = ("source", "line", "title", "published", "relation", "other_urls", *URL_COLUMNS)
    for source, line, title, published, relation, others, *urls in sightings.select(columns).iter_rows():
        texts = dict.fromkeys(url for url in (*urls, *(others or ())) if url)
        yield Record(source, line, fold_words(title) if title and relation != LINK else "", published, tuple(texts))


def _pairs(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    first, *others = texts or ("",)
    return ((first, other) for other in others)


def _meet(keys: Mapping[str, Key], one: str, other: str) -> bool:
    return keys[one] == keys[other] and not keys[one].reason


def _joined(keys: Mapping[str, Key]) -> Iterator[tuple[str, str]]:
    """Different URLs of one key, each with the first in the alphabet."""
    groups: dict[str, list[str]] = {}
    for url, key in keys.items():
        if not key.reason:
            groups.setdefault(key.text, []).append(url)
    for urls in groups.values():
        yield from _pairs(sorted(urls))


def _carried(records: Iterable[Record]) -> dict[str, Carried]:
    carried: dict[str, Carried] = {}
    for row, record in enumerate(records):
        for url in record.urls:
            found = carried.setdefault(url, Carried())
            found.rows.add(row)
            found.titles |= {record.title} - {""}
            # A bare date says too little: a site publishes many articles on a day.
            if record.published and record.published.time() != time():
                found.moments.add(record.published)
    return carried


def _verdict(one: Carried, other: Carried) -> str:
    shared = one.rows & other.rows or one.titles & other.titles or one.moments & other.moments
    if shared:
        return "confirmed"
    return "contradicted" if one.titles and other.titles else "unknown"


def _count(counts: Mapping[str, dict[str, int]], one: str, other: str, columns: Iterable[str]) -> None:
    for rule in {ALL, *rules_of(one), *rules_of(other)}:
        for column in columns:
            counts[rule][column] += 1


def _row(rule: str, found: Mapping[str, int]) -> tuple[str | int | float | None, ...]:
    pairs, met, joined, confirmed, contradicted, unknown = (found[column] for column in _COUNTS)
    told = confirmed + contradicted
    precision = confirmed / told if told else None
    return rule, pairs, met, met / pairs if pairs else None, joined, confirmed, contradicted, unknown, precision
