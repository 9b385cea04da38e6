"""Publisher nodes. Neither a domain nor a name alone is a publisher: platforms carry many, houses own many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any

import polars as pl

from graphkit.model import PROVIDER
from graphkit.resolve.fold import fold_name
from graphkit.resolve.keys import URL_COLUMNS
from graphkit.resolve.spellings import spelled
from graphkit.resolve.urls import canonical_key

_ADDRESS = re.compile(r"[\d.]+|\[.*\]")
NEAR = 0.85
"""From this share of common letters on, two names count as spellings of one."""
SHORTEST = 0.4
"""A name that begins another counts as its short form if it is at least this share of it."""


def stated(seen: pl.DataFrame) -> pl.DataFrame:
    """Each publisher that a sighting states: `row`, `line`, `name`, `domain`, `images`, `id`."""
    stated_domain = pl.when(pl.col("provider_domain").str.contains(".", literal=True)).then("provider_domain")
    rows = seen.filter(pl.col("provider").is_not_null()).select(
        "row",
        pl.col("provider_line").alias("line"),
        pl.col("provider").alias("name"),
        pl.coalesce(stated_domain, *URL_COLUMNS).alias("place"),
        pl.col("provider_images").alias("images"),
    )
    domains = {place: registrable(place) for place in rows["place"].drop_nulls().unique()}
    rows = rows.with_columns(
        pl.col("place").replace_strict(domains, default="", return_dtype=pl.String).alias("domain"),
        pl.col("name")
        .replace_strict({name: fold_name(name) for name in rows["name"].unique()}, return_dtype=pl.String)
        .alias("fold"),
    )
    return _with_ids(rows.with_columns(pl.col("domain").fill_null("")))


def _with_ids(rows: pl.DataFrame) -> pl.DataFrame:
    pairs = rows.group_by("domain", "fold").len().sort("domain", "len", "fold", descending=[False, True, False])
    names: dict[str, list[str]] = {}
    for domain, fold, _ in pairs.iter_rows():
        names.setdefault(domain, []).append(fold)
    homes = _homes(names)
    platforms = {domain for domain, folds in names.items() if is_platform(folds)}
    keyed = [
        (domain, fold, _key(domain or homes.get(fold, ""), fold, platforms)) for domain, fold, _ in pairs.iter_rows()
    ]
    ids = pl.DataFrame(keyed, schema=dict.fromkeys(("domain", "fold", "id"), pl.String), orient="row")
    return rows.join(ids, on=["domain", "fold"], how="left", maintain_order="left").select(
        "row", "line", "name", "domain", "images", "id"
    )


def _homes(names: dict[str, list[str]]) -> dict[str, str]:
    """For a name that is stated on one domain alone: that domain."""
    domains: dict[str, set[str]] = {}
    for domain, folds in names.items():
        for fold in folds if domain else ():
            domains.setdefault(fold, set()).add(domain)
    return {fold: next(iter(found)) for fold, found in domains.items() if len(found) == 1}


def _key(domain: str, fold: str, platforms: set[str]) -> str:
    if not domain:
        return f"{PROVIDER}:name:{fold}"
    return f"{PROVIDER}:{domain}/{fold}" if domain in platforms else f"{PROVIDER}:{domain}"


def is_platform(folds: Sequence[str]) -> bool:
    """Whether a domain bears the names of several publishers; the most frequent name comes first.

    >>> is_platform(("washingtonpost", "washingtonposts")), is_platform(("dotnetblog", "azureblog"))
    (False, True)
    """
    main, *others = folds
    return any(not _near(main, other) for other in others)


def _near(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and len(short) >= SHORTEST * len(long):
        return True
    return SequenceMatcher(None, one, other).ratio() >= NEAR


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def registrable(place: str) -> str:
    """The domain under a public suffix that a URL or a host belongs to; the host if there is none.

    >>> registrable("https://blogs.bbc.co.uk/x"), registrable("me.github.io"), registrable("not a host")
    ('bbc.co.uk', 'me.github.io', '')
    """
    url = place if "://" in place else f"https://{place}"
    host = canonical_key(url).host
    if not host or " " in place:
        return ""
    if _ADDRESS.fullmatch(host):
        return host
    return str(_suffixes().privatesuffix(host) or host)


def provider_nodes(providers: pl.DataFrame) -> pl.DataFrame:
    """One row per publisher: the label is its most frequent name, the other spellings are `names`."""
    facts = (
        providers.sort("row")
        .group_by("id")
        .agg(pl.col("domain").filter(pl.col("domain") != "").first(), pl.col("images").drop_nulls().first())
    )
    return spelled(providers, PROVIDER).join(facts, on="id")
