"""Domains: the part of a URL or host that somebody registered, and the keys of publishers that are made of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from graphkit.resolve.fold import fold_name
from graphkit.resolve.urls import canonical_key

_ADDRESS = re.compile(r"[\d.]+|\[.*\]")
_NAME = "name:"


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


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def publisher_key(domain: str, fold: str) -> str:
    """The key of a name on a domain, or on none."""
    return f"{domain}/{fold}" if domain else f"{_NAME}{fold}"


def read_publisher_key(text: str) -> str:
    """A key as people write it: DOMAIN, DOMAIN/NAME, name:NAME or a URL; empty if it names nothing.

    >>> read_publisher_key("WWW.BBC.com"), read_publisher_key("x.com/A One"), read_publisher_key("name:The Sun")
    ('bbc.com', 'x.com/aone', 'name:sun')
    >>> read_publisher_key("https://www.bbc.com/news")
    'bbc.com'
    """
    if text.startswith(_NAME):
        fold = fold_name(text.removeprefix(_NAME))
        return publisher_key("", fold) if fold else ""
    if "://" in text:
        return registrable(text)
    place, _, name = text.partition("/")
    domain = registrable(place) or place.strip().casefold()
    return publisher_key(domain, fold_name(name)) if domain and name.strip() else domain
