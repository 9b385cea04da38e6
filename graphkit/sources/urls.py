"""The gate for URLs: what a file says goes in, a web address or the reason why not comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import can_ada

from graphkit.sources.userinfo import without_secrets

LONGEST = 8192
TAKEN_OUT = "the URL holds a user name or password; taken out"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_REFUSED = re.compile(r'[\s<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})|#.*#')
_ESCAPES = {"|": "%7C", "[": "%5B", "]": "%5D", "^": "%5E", "\\": "%5C"}


@dataclass(frozen=True, slots=True)
class Address:
    """What became of a URL: `url` is absolute and http(s), `path` relative; `reason` says what changed."""

    url: str = ""
    path: str = ""
    reason: str = ""
    severity: str = ""


def address(text: str, base_url: str = "") -> Address:
    """The web address that a front-matter value means.

    A password never comes out, nor any scheme but http and https. Parsing follows the WHATWG URL
    Standard, as browsers do.

    >>> address("https://a.example/x y").url
    'https://a.example/x%20y'
    >>> address("javascript:alert(1)").reason
    "not a web address: 'javascript:' is not http or https"
    >>> address("/posts/a").path, address("go?to=https://me:secret@a.example/").path
    ('/posts/a', 'go?to=https://a.example/')
    """
    text = text.strip(" \n\r\t")
    if not text:
        return Address(reason="the URL is empty", severity="warning")
    if _CONTROLS.search(text):
        return Address(reason="the URL holds control characters", severity="warning")
    if len(text) > LONGEST:
        return Address(reason=f"the URL is longer than {LONGEST} characters", severity="warning")
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() in ("http", "https"):
        return _absolute(text)
    if text.startswith("//"):
        return _absolute("https:" + text)
    if scheme and not re.match(r"[\w.-]+:\d+(/|$)", text):
        return Address(reason=f"not a web address: {scheme[0]!r} is not http or https", severity="warning")
    return _relative(text, base_url)


def host(text: str) -> str:
    """The host of a URL, or the text itself if it is no URL: a domain, one hopes.

    >>> host("https://me:secret@www.a.example/x"), host("a.example")
    ('www.a.example', 'a.example')
    """
    if "//" not in text:
        return text.rpartition("@")[2].partition("/")[0]
    try:
        return can_ada.parse(text if "://" in text else f"https:{text}").hostname
    except ValueError:
        return ""


def _absolute(text: str) -> Address:
    try:
        parsed = can_ada.parse(text)
    except ValueError:
        return Address(reason="not a valid URL", severity="warning")
    if parsed.username or parsed.password or without_secrets(text) != text:
        return Address(without_secrets(_escaped(_nameless(parsed))), reason=TAKEN_OUT, severity="warning")
    if _REFUSED.search(text):
        return Address(
            _escaped(parsed.href), reason="characters that no URL may hold are percent-encoded", severity="info"
        )
    return Address(text)


def _relative(text: str, base_url: str) -> Address:
    path = without_secrets(text)
    found = Address(path=path) if path == text else Address("", path, TAKEN_OUT, "warning")
    try:
        joined = can_ada.parse(urljoin(base_url, _below(base_url, path))) if base_url else None
    except ValueError:
        joined = None
    if joined is None or joined.protocol not in ("http:", "https:"):
        return found
    return replace(found, url=without_secrets(_nameless(joined)))


def _below(base_url: str, path: str) -> str:
    """A path from the root of a site that lies in a folder of its host: `/about/` is below that folder.

    >>> _below("https://a.example/blog/", "/about/"), _below("https://a.example/blog/", "/blog/x")
    ('/blog/about/', '/blog/x')
    """
    root = "/" + base_url.partition("://")[2].partition("/")[2].strip("/")
    outside = path.startswith("/") and not f"{path}/".startswith(f"{root.rstrip('/')}/")
    return root + path if outside else path


def _nameless(parsed: can_ada.URL) -> str:
    parsed.username = parsed.password = ""
    return str(parsed.href)


def _escaped(href: str) -> str:
    head, sep, tail = href.partition("://")
    host, slash, rest = tail.partition("/")
    rest = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", rest)
    path, mark, fragment = rest.partition("#")
    rest = path + mark + fragment.replace("#", "%23")
    return head + sep + host + slash + "".join(_ESCAPES.get(char, char) for char in rest)
