"""Canonical keys of URLs: pure string rules, no network, never an exception.

Two URLs with one key are one page. The key drops what does not tell pages apart: scheme, `www.`,
`m.` and `amp.` hosts, default ports, fragments, tracking parameters, AMP caches and suffixes, index
pages and the trailing slash. Other parameters stay, sorted: `?v=` is the video.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import can_ada

TRACKING = frozenset(
    """fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid mkt_tok
    _hsenc _hsmi hsctatracking vero_id oly_anon_id oly_enc_id wickedid ocid cmpid ncid s_cid
    ref_src ref_url __twitter_impression amp_js_v amp_gsa usqp wt.mc_id guccounter guce_referrer
    guce_referrer_sig _ga _gl spm scm mibextid""".split()
)
"""Query parameters that say where a reader came from, not what the page is; `utm_…` beside them."""

_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "amp=", "outputtype=amp", "output=amp"})
_SUBDOMAINS = ("www.", "m.", "mobile.", "amp.")
_CACHES = (".cdn.ampproject.org", ".bing-amp.com")
_CACHED = re.compile(r"/(?:[a-z]/)+(s/)?(?=[^/]+\.[^/]+)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP_END = re.compile(r"(?:/amp|\.amp)(\.html)?$")
_NO_ARTICLE = re.compile(r"/(?:login|log-in|signin|sign-in|signup|search|results|account)(?:\.\w+)?", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True)
class Key:
    """A canonical key, or why there is none; `host` without the subdomains that mean nothing."""

    text: str = ""
    host: str = ""
    reason: str = ""


@lru_cache(maxsize=65536)
def canonical_key(url: str) -> Key:
    """The key of a URL.

    >>> canonical_key("https://www.a.example/x/?utm_source=y&id=2#top").text
    'a.example/x?id=2'
    >>> canonical_key("https://a-example.cdn.ampproject.org/c/s/amp.a.example/x/amp/").text
    'a.example/x'
    >>> canonical_key("https://a.example/").reason
    'a bare host'
    """
    try:
        parsed = can_ada.parse(_unwrapped(url))
    except ValueError:
        return Key(reason="not a valid URL")
    host = _host(parsed.hostname)
    if not host:
        return Key(reason="no host")
    path, query = _path(parsed.pathname), _query(parsed.search[1:])
    if host == "youtu.be" and len(path) > 1:
        host, path, query = "youtube.com", "/watch", f"v={path[1:]}"
    port = f":{parsed.port}" if parsed.port else ""
    return Key(f"{host}{port}{path}{'?' if query else ''}{query}", host, _no_key(path, query))


def _no_key(path: str, query: str) -> str:
    if not path and not query:
        return "a bare host"
    return "a login or search page" if _NO_ARTICLE.fullmatch(path) else ""


def _unwrapped(url: str) -> str:
    """The URL inside an AMP cache or viewer; caches may hold each other, so look three times."""
    for _ in range(3):
        parsed = can_ada.parse(url)
        found = _CACHED.match(parsed.pathname) if parsed.hostname.endswith(_CACHES) else None
        if not found and re.fullmatch(r"(?:www\.)?google\.[a-z.]+", parsed.hostname):
            found = re.match(r"/amp/(s/)?(?=[^/]+\.[^/]+)", parsed.pathname)
        if not found:
            break
        url = f"http{'s' if found[1] else ''}://{parsed.pathname[found.end() :]}{parsed.search}"
    return url


def _host(host: str) -> str:
    host = host.rstrip(".")
    while prefix := next((name for name in _SUBDOMAINS if host.startswith(name) and host.count(".") > 1), ""):
        host = host[len(prefix) :]
    return host


def _path(path: str) -> str:
    path = _ESCAPE.sub(_plain, path)
    while (folded := _folded(path)) != path:
        path = folded
    return path


def _folded(path: str) -> str:
    """The path without one AMP prefix, index page, AMP suffix and trailing slash."""
    if path.startswith("/amp/"):
        path = path[4:]
    path = _INDEX.sub("/", path).rstrip("/")
    return _AMP_END.sub(r"\1", path)


def _plain(escape: re.Match[str]) -> str:
    """An escape of a character that needs none, undone; any other with upper-case digits (RFC 3986, 6.2.2)."""
    char = unquote(escape[0])
    return char if _UNRESERVED.fullmatch(char) else escape[0].upper()


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _is_tracking(part.lower())]
    return "&".join(sorted(_ESCAPE.sub(_plain, part) for part in kept))


def _is_tracking(part: str) -> bool:
    name = part.partition("=")[0]
    return name.startswith("utm_") or name in TRACKING or part in _AMP_QUERY
