"""Canonical keys of URLs: pure string rules, no network, never an exception.

Two URLs with one key are one page. The key drops what does not tell pages apart, by the rules in RULES;
every other parameter stays, sorted: `?v=` is the video.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graphkit.resolve.amp_caches import cached_page, is_cache
from graphkit.resolve.url_parts import LONGEST, TOO_LONG, has_path, read, respelled
from graphkit.resolve.url_rules import FOLDS, RULES, VIDEO_HOSTS, dropped, folded, sifted, video

__all__ = ["RULES", "Key", "canonical_key", "rules_of", "traced"]

_NO_ARTICLE = re.compile(
    r"/(?:(?:wp-)?login|log-in|log_in|signin|sign-in|sign_in|signup|sign-up|search|results|account)(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_LONGEST_NO_ARTICLE = 15
_LONGEST_KEY = LONGEST - len("https://")


class Key(NamedTuple):
    """A canonical key, or why there is none; `host` without the subdomains that mean nothing."""

    text: str = ""
    host: str = ""
    reason: str = ""


def canonical_key(url: str) -> Key:
    """The key of a URL.

    >>> canonical_key("https://www.a.example/x/?utm_source=y&id=2#top").text
    'a.example/x?id=2'
    >>> canonical_key("https://a-example.cdn.ampproject.org/c/s/amp.a.example/x/amp/").text
    'a.example/x'
    >>> canonical_key("https://a.example/").reason
    'a bare host'
    """
    host, port, path, query, reason = read(url)
    # Most URLs have neither "amp" nor a dot in their path, so most need no more than the last of the three.
    if "amp" in path or "amp" in host:
        while is_cache(host, path):
            host, port, path, query, reason = read(_inside(host, path, query))
        path = folded(path)
    elif "." in path:
        path = folded(path)
    else:
        path = path.rstrip("/")
    if reason:
        return Key(reason=reason)
    if query:
        query = sifted(query, host)
    if host in VIDEO_HOSTS:
        host, path, query = video(host, path, query)
    return _key(host, port, path, query)


def rules_of(url: str) -> tuple[str, ...]:
    """The rules that changed a URL on its way to the key, in the order of RULES.

    None did if the URL is `https://` and the key. What is no URL has no rules.

    >>> rules_of("http://www.a.example/x/?utm_source=y")
    ('scheme', 'www', 'trailing slash', 'tracking')
    >>> rules_of("https://a.example/x?id=2")
    ()
    """
    fired = traced(url)[1]
    return tuple(name for name in RULES if name in fired)


def traced(url: str) -> tuple[Key, set[str]]:
    """The key by every step without a shortcut, and the rules whose steps changed something."""
    parts = host, port, path, query, reason = read(url)
    fired = set(respelled(url, parts))
    while is_cache(host, path):
        url = _inside(host, path, query)
        parts = host, port, path, query, reason = read(url)
        fired |= {"amp cache", *respelled(url, parts)}
    if reason:
        return Key(reason=reason), set()
    path, folds = _folds("" if path == "/" and not has_path(url) else path)
    query, drops = _drops(query, host)
    shown = video(host, path, query)
    if shown != (host, path, query):
        fired.add("youtu.be")
    return _key(shown[0], port, *shown[1:]), fired | folds | drops


def _folds(path: str) -> tuple[str, set[str]]:
    """What `folded` does, with the rules."""
    fired = set()
    before = None
    while path != before:
        before = path
        for name, fold in FOLDS:
            if fold(path) != path:
                fired.add(name)
                path = fold(path)
    return path, fired


def _drops(query: str, host: str) -> tuple[str, set[str]]:
    """What `sifted` does, with the rules."""
    parts = query.split("&") if query else []
    fired = {dropped(part, host) for part in parts} - {""}
    kept = [part for part in parts if part and not dropped(part, host)]
    if kept != sorted(kept) or "" in parts:
        fired.add("parameter order")
    return "&".join(sorted(kept)), fired


def _inside(host: str, path: str, query: str) -> str:
    """The URL of the page behind a copy in an AMP cache; of none, what `read` refuses."""
    page = cached_page(host, path)
    return f"https://{page}{'?' if query else ''}{query}" if page else ""


def _key(host: str, port: str, path: str, query: str) -> Key:
    """The key that folded parts make, and why it is the key of no article."""
    text = f"{host}{port}{path}?{query}" if query else f"{host}{port}{path}"
    if len(text) > _LONGEST_KEY:
        return Key(reason=TOO_LONG)
    if not path and not query:
        return Key(text, host, "a bare host")
    if len(path) <= _LONGEST_NO_ARTICLE and _NO_ARTICLE.fullmatch(path):
        return Key(text, host, "a login or search page")
    return tuple.__new__(Key, (text, host, ""))  # as Key(text, host) does, in half the time
