"""AMP caches and viewers: URLs that hold the URL of another page."""

from __future__ import annotations

import re

_CACHES = (".cdn.ampproject.org", ".bing-amp.com")
_BARE_CACHES = frozenset(name[1:] for name in _CACHES)
_GOOGLE = re.compile(r"google\.(?:com?\.)?[a-z]{2,3}")
_VIEWER = re.compile(r"/amp/(?:s/)?")
_CONTENT = re.compile(r"/(?:[acirv]|wp|ii/\w+)/(?:s/)?")
_SITE = re.compile(r"[\w.%-]+\.([A-Za-z][\w-]*)(?::\d+)?")
_FILES = frozenset("html htm xhtml shtml php asp aspx jsp amp jpg jpeg png gif webp svg pdf".split())


def is_cache(host: str, path: str) -> bool:
    """Is this the address of a copy of another page?

    >>> is_cache("google.de", "/amp/s/a.example/x"), is_cache("google.de", "/x")
    (True, False)
    """
    if host.endswith(_CACHES) or host in _BARE_CACHES:
        return True
    return host.startswith("google.") and path.startswith("/amp/") and bool(_GOOGLE.fullmatch(host))


def cached_page(host: str, path: str) -> str:
    """The host and path of the page behind the copy; empty if the address names none.

    The path wins where it holds the page's host; else the cache's own host says it, encoded.

    >>> cached_page("a-example.cdn.ampproject.org", "/c/s/www.a.example/x")
    'www.a.example/x'
    >>> cached_page("a--b-example.cdn.ampproject.org", "/c/s/x.html")
    'a-b.example/x.html'
    """
    start = _VIEWER.match(path) if host.startswith("google.") else _CONTENT.match(path)
    page = path[start.end() if start else 1 :]
    if start and _is_site(page.partition("/")[0]):
        return page
    encoded = next((host.removesuffix(name) for name in _CACHES if host.endswith(name)), "")
    site = _decoded(encoded)
    return f"{site}/{page}" if site else ""


def _decoded(label: str) -> str:
    """The host that one label encodes: a dot as a hyphen, a hyphen as two (the AMP Cache URL format)."""
    if label.startswith("0-") and label.endswith("-0"):
        label = label[2:-2]
    if "." in label or "-" not in label:
        return ""
    if label.startswith("xn--"):
        label = _from_punycode(label[4:])
    site = re.sub("--?", lambda hyphens: "-" if hyphens[0] == "--" else ".", label)
    return site if _is_site(site) else ""


def _from_punycode(text: str) -> str:
    try:
        return text.encode().decode("punycode")
    except UnicodeError:
        return ""


def _is_site(text: str) -> bool:
    """Does this look like a host, and not like a file?"""
    found = _SITE.fullmatch(text)
    return found is not None and found[1].lower() not in _FILES
