"""Publisher nodes. Neither a domain nor a name alone is a publisher: platforms carry many, houses own many."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import polars as pl

from graphkit.model import PROVIDER, URL_COLUMNS, Problem
from graphkit.resolve.domains import publisher_key, registrable
from graphkit.resolve.fold import fold_name
from graphkit.resolve.rulings import Rulings, aliases, unbroken, unheard, unknown
from graphkit.resolve.spellings import spelled

NEAR = 0.85
"""From this share of common letters on, two names count as spellings of one."""
SHORTEST = 0.4
"""A name that begins another counts as its short form if it is at least this share of it."""


def stated(seen: pl.DataFrame, judged: Rulings | None = None) -> pl.DataFrame:
    """Each publisher that a sighting states: `row`, `line`, `name`, `domain`, `fold`, `images`, `id`.

    Keys of judgements are those of ids: a domain, domain/name or name:NAME.
    """
    rows = named(seen)
    return rows.join(ids(bearers(rows), judged or Rulings()), on=["domain", "fold"], how="left", maintain_order="left")


def named(seen: pl.DataFrame) -> pl.DataFrame:
    """Each publisher that a sighting states, as `stated` gives it, but for the id, which hangs on all the others."""
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
    return rows.with_columns(pl.col("domain").fill_null("")).select("row", "line", "name", "domain", "fold", "images")


def bearers(rows: pl.DataFrame) -> pl.DataFrame:
    """How often (`len`) each name (`fold`) stands on each `domain`."""
    return rows.group_by("domain", "fold").len()


def ids(bearers: pl.DataFrame, judged: Rulings) -> pl.DataFrame:
    """The `id` of the node for each `domain` and `fold`."""
    known = _keys(bearers, judged)
    pairs = bearers.select("domain", "fold")
    return pairs.with_columns(
        pl.Series("id", [known[publisher_key(domain, fold)] for domain, fold in pairs.iter_rows()], pl.String)
    )


def keys(providers: pl.DataFrame, judged: Rulings) -> dict[str, str]:
    """Per key of the publishers in `providers`, which is as `stated` gives it, the id of its node.

    A platform's domain is the key of none.
    """
    return _keys(bearers(providers), judged)


def _keys(bearers: pl.DataFrame, judged: Rulings) -> dict[str, str]:
    pairs = bearers.sort("domain", "len", "fold", descending=[False, True, False]).select("domain", "fold", "len")
    names: dict[str, list[str]] = {}
    for domain, fold, _ in pairs.iter_rows():
        names.setdefault(domain, []).append(fold)
    nameless = names.pop("", [])
    ends = _of_domains(names, _homes(names, nameless), judged)
    ends = {publisher_key("", fold): publisher_key("", fold) for fold in nameless} | ends
    one_id = aliases(judged, ends)
    return {key: f"{PROVIDER}:{one_id.get(end, end)}" for key, end in ends.items()}


def _homes(names: dict[str, list[str]], nameless: list[str]) -> dict[str, str]:
    """For a name without a domain that is stated on one domain alone: its key there."""
    domains: dict[str, list[str]] = {}
    for domain, folds in names.items():
        for fold in folds:
            domains.setdefault(fold, []).append(domain)
    found = [(fold, domains[fold][0]) for fold in nameless if len(domains.get(fold, ())) == 1]
    return {publisher_key("", fold): publisher_key(domain, fold) for fold, domain in found}


def _of_domains(names: dict[str, list[str]], homes: dict[str, str], judged: Rulings) -> dict[str, str]:
    """Per key the one that stands for it by the rules: the domain, unless names on it are several publishers.

    Where a judgement says so, the domain's other names stay with its most frequent one.
    """
    on_domain = {domain: [publisher_key(domain, fold) for fold in folds] for domain, folds in names.items()}
    whole = {domain: on_domain[domain] for domain, folds in names.items() if not is_platform(folds)}
    ties = {key: domain for domain, found in whole.items() for key in found}
    held = unbroken(ties | homes, judged)
    ends = {key: key for found in on_domain.values() for key in found}
    for domain, found in whole.items():
        together = [key for key in found if key in held]
        if together:
            end = domain if together == found else together[0]
            ends |= dict.fromkeys((domain, *together), end)
    return ends | {name: ends[home] for name, home in homes.items() if name in held}


def unused(providers: pl.DataFrame, judged: Rulings) -> list[Problem]:
    """Judgements on publishers that no file states, or of which the domain alone says too little."""
    domains = set(providers["domain"])

    def said(key: str) -> str:
        many = f"{key[:120]} bears several names; write {PROVIDER}:{key[:120]}/NAME"
        return many if key in domains else unheard(PROVIDER, key)

    return unknown(judged, lambda: keys(providers, judged), said)


def platforms(seen: pl.DataFrame, providers: pl.DataFrame) -> list[Problem]:
    """Domains that bear the names of several publishers: said once each, where it is first stated."""
    shared = (pl.col("domain") != "") & (pl.col("id").n_unique().over("domain") > 1)
    on_platform = providers.filter(shared).sort("row")
    table = (
        on_platform.join(seen.select("row", "source"), on="row", how="left", maintain_order="left")
        .group_by("domain", maintain_order=True)
        .agg(pl.col("source", "line").first(), pl.col("id").n_unique())
    )
    return [
        Problem(
            source,
            line,
            "platform",
            f"{domain} bears {count} names; each is a publisher of its own",
            "provider",
            "info",
        )
        for domain, source, line, count in table.iter_rows()
    ]


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


def provider_nodes(providers: pl.DataFrame) -> pl.DataFrame:
    """One row per publisher: the label is its most frequent name, the other spellings are `names`."""
    facts = (
        providers.sort("row")
        .group_by("id")
        .agg(pl.col("domain").filter(pl.col("domain") != "").first(), pl.col("images").drop_nulls().first())
    )
    return spelled(providers, PROVIDER).join(facts, on="id")
