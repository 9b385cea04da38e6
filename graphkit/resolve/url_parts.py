"""A URL's parts, read as browsers read them; and which rules that took."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import can_ada

from graphkit.resolve.url_rules import SUBDOMAINS, bare_host, escapes

LONGEST = 8192
"""A URL with more characters has no key, nor has one whose key would be such a URL."""

TOO_LONG = "longer than a URL may be"
_PORTS = frozenset({"80", "443"})
_WEB = frozenset({"https:", "http:"})
_PIECES = re.compile(r"(?s)(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?")
_ADDRESS = re.compile(r"(?s)(?:(.*)@)?(.*?)(?::(\d*))?")

Parts = tuple[str, str, str, str, str]
"""Host, port, path and query before path and query are folded, and the reason if the URL names nothing."""


def read(url: str) -> Parts:
    """The parts of a URL: host and escapes in normal form, the port with its colon.

    >>> read("HTTP://WWW.A.example:8080/%7ex?y=1#z")
    ('a.example', ':8080', '/~x', 'y=1', '')
    """
    if len(url) > LONGEST:
        return _refused(TOO_LONG)
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError):  # TypeError: a lone surrogate
        return _refused("not a valid URL")
    host, port, path, query = parsed.hostname, parsed.port, parsed.pathname, parsed.search[1:]
    if parsed.protocol not in _WEB or not host:
        return _refused("no web address" if host else "no host")
    if ".." in host or host[0] == ".":
        return _refused("not a valid URL")
    if port:
        port = "" if port in _PORTS else f":{port}"
    path = escapes(path) if "%" in path else path
    query = escapes(query) if "%" in query else query
    return bare_host(host), port, path, query, ""


def _refused(reason: str) -> Parts:
    return "", "", "", "", reason


def respelled(url: str, parts: Parts) -> Iterator[str]:
    """The rules by which `read` came from the text of a URL to its parts.

    >>> sorted(set(respelled("HTTP://me@WWW.A.example:8080/%7ex?y=1#z", read("http://a.example:8080/~x?y=1"))))
    ['fragment', 'host case', 'percent-encoding', 'scheme', 'spelling', 'userinfo', 'www']
    """
    read_host, read_port, read_path, read_query, reason = parts
    if reason:
        return
    scheme, authority, path, query, fragment = _pieces(url)
    userinfo, host, port = _ADDRESS.fullmatch(authority or "").groups()  # type: ignore[union-attr]
    found = {
        "spelling": scheme not in ("http", "https"),
        "scheme": str(scheme).strip().lower() == "http",
        "userinfo": userinfo is not None,
        "fragment": fragment is not None,
        "parameter order": query == "",
        "default port": port is not None and not read_port,
    }
    yield from (name for name, fired in found.items() if fired)
    yield from _host_rules(host, read_host)
    if port is not None and read_port not in ("", f":{port}"):
        yield "spelling"
    yield from _escape_rules(path or "/", read_path)
    yield from _escape_rules(query or "", read_query)


def has_path(url: str) -> bool:
    """Does the text of a URL have more than its host? The parser gives every URL a path."""
    return bool(_pieces(url)[2])


def _pieces(url: str) -> tuple[str | None, ...]:
    """Scheme, authority, path, query and fragment as written (RFC 3986, appendix B)."""
    found = _PIECES.fullmatch(url)
    return found.groups() if found else (None,) * 5


def _host_rules(written: str, host: str) -> Iterator[str]:
    lower = written.lower()
    if written != lower:
        yield "host case"
    if lower.endswith("."):
        yield "trailing dot"
    whole = lower.rstrip(".")
    bare = bare_host(whole)
    yield from (SUBDOMAINS[f"{label}."] for label in whole.removesuffix(bare).split(".") if label)
    if bare != host:
        yield "spelling" if bare.isascii() else "idna"


def _escape_rules(written: str, part: str) -> Iterator[str]:
    if written != part:
        yield "percent-encoding" if unquote(written) == unquote(part) else "spelling"
