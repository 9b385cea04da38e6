"""From the body of one file to the sightings of the articles that it links to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import can_ada

from graphkit.model import FILTERED, LINK, LINKS_TO, MALFORMED_END, Problem
from graphkit.settings import Settings
from graphkit.sources.frontmatter import Matter
from graphkit.sources.harvest import Basket
from graphkit.sources.links import Link, links
from graphkit.sources.properties import property_links
from graphkit.sources.text import without_secrets
from graphkit.sources.urls import TAKEN_OUT, Address, address

_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SCRIPTS = ("javascript:", "vbscript:", "data:", "file:")
_CALLS = ("tel:", "sms:", "callto:", "fax:")
"""Schemes whose numbers look like ports."""


def collect_links(matter: Matter, source: str, settings: Settings, basket: Basket, item: int, url: str) -> None:
    """Put a sighting into the basket for each link of a document with its own `url`, numbered from `item` on.

    Links that lead nowhere are malformed relations; none is left out, but beyond `limits.links`.
    """
    body, line = matter.body.decode("utf-8", "replace"), matter.line
    found, more = links(body, line, html=source.lower().endswith(".html"), most=settings.limits.links)
    if more:
        message = f"{more} links more than {settings.limits.links} (limits.links); left out"
        basket.problems.append(Problem(source, found[-1].line if found else line, "links", message))
    for rank, link in enumerate([*property_links(matter.value, settings), *found], 1):
        basket.counts[LINKS_TO] += 1
        target = _target(link, settings.base_url, url)
        # A URL whose parser met a secret is shown as parsed: text alone does not tell where a secret ends.
        text = target.url if target.reason == TAKEN_OUT and target.url else without_secrets(link.written)
        if target.url or target.path:
            basket.add_sighting(_sighting(source, link, target, text, item, rank))
            item += 1
        else:
            reason, outcome = _end(link, target)
            basket.add_malformed(source, link.line, 0, rank, LINKS_TO, text, reason, outcome=outcome)


def _sighting(source: str, link: Link, target: Address, text: str, item: int, rank: int) -> dict[str, Any]:
    return {
        "source": source,
        "line": link.line,
        "item": item,
        "parent": 0,
        "rank": rank,
        "relation": LINK,
        "text": text,
        "form": link.form,
        "web_url": target.url or None,
        "reference": target.path or None,
    }


def _end(link: Link, target: Address) -> tuple[str, str]:
    """Why a link leads to no page, and how it ends: letters and calls are not malformed."""
    scheme = _SCHEME.match(link.target.strip())
    if scheme and scheme[0].lower() not in _SCRIPTS:
        return f"leads to no web page, but to {scheme[0].lower()!r}", FILTERED
    return target.reason or "an empty link", MALFORMED_END


def _target(link: Link, base_url: str, url: str) -> Address:
    """Where a link leads: to a URL, to a path, or both where the address of the site or of the page is known."""
    if link.target.lower().startswith(_CALLS):
        return Address()
    if link.form != "url" and "://" not in link.target:
        return Address(path=without_secrets(link.target))
    found = address(link.target, base_url)
    if found.path and url and not base_url and not found.path.startswith("#"):
        return replace(found, url=address(urljoin(url, found.path)).url)
    return found if found.path else replace(found, path=_path_below(found.url, base_url))


def _path_below(url: str, base_url: str) -> str:
    """The path and query of a URL of this site, from the site's root on; empty for others and in doubt.

    >>> _path_below("http://My.site/blog/a?b#c", "https://my.site/blog"), _path_below("https://my.site.b.example/", "https://my.site")
    ('/a?b#c', '')
    """
    try:
        page, site = can_ada.parse(url), can_ada.parse(base_url)
    except ValueError:
        return ""
    root = site.pathname.rstrip("/")
    if page.host != site.host or not page.pathname.startswith(root + "/"):
        return ""
    return "/" + page.pathname[len(root) :].lstrip("/") + page.search + page.hash
