"""The rules behind canonical keys, one function per part of a URL. Add a rule: its name in RULES, its step below."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from graphkit.resolve.tracking import is_tracking

RULES = {
    "spelling": "blanks, backslashes, dot segments, capitals in a scheme: as the WHATWG URL Standard reads them",
    "scheme": "http is https",
    "userinfo": "a user name and a password are no part of a page",
    "host case": "the case of a host means nothing",
    "idna": "an international host is its ASCII form",
    "trailing dot": "a host may end in a dot",
    "default port": "80 and 443 are the web's own",
    "www": "www. at the front of a host is dropped",
    "mobile host": "m. and mobile. at the front of a host are dropped",
    "amp host": "amp. at the front of a host is dropped",
    "amp cache": "a copy in an AMP cache or viewer is the page itself",
    "percent-encoding": "letters, digits and -._~ stand bare, all else that is escaped in upper case",
    "amp path": "/amp/ at the front of a path and /amp, .amp, amp.html at its end are dropped",
    "index page": "a folder's index.html, default.aspx and the like are the folder",
    "trailing slash": "a slash at the end is dropped",
    "amp query": "?amp, ?amp=1 and ?outputType=amp are dropped",
    "tracking": "parameters that say where a reader came from are dropped",
    "parameter order": "parameters are sorted, empty ones dropped",
    "youtu.be": "youtu.be, embedded, live and short videos are the page to watch them",
    "fragment": "what stands behind # is a place in the page, also behind #!",
}
"""Name and meaning of every rule, in the order in which `rules_of` names them."""

SUBDOMAINS = {"www.": "www", "m.": "mobile host", "mobile.": "mobile host", "amp.": "amp host"}
"""Names in front of a host that mean nothing, each with its rule."""

Step = Callable[[str], str]

_FRONTS = tuple(SUBDOMAINS)
_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HEX = "0123456789abcdefABCDEF"
_ESCAPED = {a + b: c if (c := chr(int(a + b, 16))) in _BARE else f"%{a}{b}".upper() for a in _HEX for b in _HEX}
_INDEX = frozenset(f"/{name}.{end}" for name in ("index", "default") for end in ("html", "htm", "php", "asp", "aspx"))
_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "amp=", "outputtype=amp", "output=amp"})
_VIDEO = re.compile(r"/(?:embed|live|shorts|v)/(?!videoseries|live_stream)([\w-]{11})", re.ASCII)
_SHORT_VIDEO = re.compile(r"/(?!watch$|playlist$)([\w-]+)", re.ASCII)
VIDEO_HOSTS = frozenset({"youtu.be", "youtube.com", "youtube-nocookie.com"})


@lru_cache(maxsize=65536)  # hosts are few, and have many pages
def bare_host(host: str) -> str:
    """The host without a dot at its end and the subdomains that mean nothing, as long as a dot remains.

    >>> bare_host("www.m.a.example."), bare_host("m.example"), bare_host("mobile-news.example")
    ('a.example', 'm.example', 'mobile-news.example')
    """
    host = host.rstrip(".")
    while host.startswith(_FRONTS) and host.count(".") > 1:
        host = host.partition(".")[2]
    return host


def escapes(text: str) -> str:
    """Escapes in normal form (RFC 3986, 6.2.2); a `%` that begins none is an escaped `%`.

    >>> escapes("%7Euser/%c3%a9/%2f/100%")
    '~user/%C3%A9/%2F/100%25'
    """
    head, *tails = text.split("%")
    return head + "".join([_ESCAPED.get(tail[:2], "%25" + tail[:2]) + tail[2:] for tail in tails])


def without_amp(path: str) -> str:
    """The path without one AMP prefix and one AMP suffix; `/amplifier` and `/camp` have none.

    >>> without_amp("/amp/x/amp.html"), without_amp("/x.amp.html"), without_amp("/camp")
    ('/x', '/x.html', '/camp')
    """
    path = path[4:] if path.startswith("/amp/") else path
    for end in ("/amp", "/amp.html"):
        if path.endswith(end):
            return path[: -len(end)]
    stem, html, _ = path.rpartition(".html") if path.endswith(".html") else (path, "", "")
    # What stays must not be a dot segment.
    return stem[:-4] + html if stem.endswith(".amp") and stem[-5:-4] not in ("", "/", ".") else path


def without_index(path: str) -> str:
    """The folder of an index page.

    >>> without_index("/x/Default.aspx"), without_index("/x/my-index.html")
    ('/x/', '/x/my-index.html')
    """
    last = path.rfind("/")
    return path[: last + 1] if path[last:].lower() in _INDEX else path


def without_slash(path: str) -> str:
    """The path without slashes at its end."""
    return path.rstrip("/")


FOLDS: tuple[tuple[str, Step], ...] = (
    ("trailing slash", without_slash),
    ("index page", without_index),
    ("amp path", without_amp),
)
"""The steps that fold a path, each with its rule; `folded` takes them until none finds anything."""


def folded(path: str) -> str:
    """The path after every fold.

    >>> folded("/amp/x/index.html"), folded("/x/amp/")
    ('/x', '/x')
    """
    before = ""
    while path != before:
        before = path.rstrip("/")
        path = without_index(before)
        if "amp" in path:
            path = without_amp(path)
    return path


def dropped(parameter: str, host: str) -> str:
    """The rule that drops a parameter; empty if none does.

    >>> dropped("utm_source=x", "a.example"), dropped("amp=1", "a.example"), dropped("v=amp", "a.example")
    ('tracking', 'amp query', '')
    """
    parameter = parameter.lower()
    if is_tracking(parameter.partition("=")[0], host):
        return "tracking"
    return "amp query" if parameter in _AMP_QUERY else ""


def sifted(query: str, host: str) -> str:
    """The parameters that tell pages apart, sorted.

    >>> sifted("v=2&&utm_source=x&id=1", "a.example")
    'id=1&v=2'
    """
    if "&" not in query:
        return "" if dropped(query, host) else query
    return "&".join(sorted([part for part in query.split("&") if part and not dropped(part, host)]))


def video(host: str, path: str, query: str) -> tuple[str, str, str]:
    """The page of a video on YouTube: one id is one video, however it is shown.

    Playlists and streams of a channel are embedded in the same way, and are none.

    >>> video("youtu.be", "/dQw4w9WgXcQ", "")
    ('youtube.com', '/watch', 'v=dQw4w9WgXcQ')
    >>> video("youtube.com", "/embed/videoseries", "list=x")
    ('youtube.com', '/embed/videoseries', 'list=x')
    """
    found = _VIDEO.fullmatch(path) or (_SHORT_VIDEO.fullmatch(path) if host == "youtu.be" else None)
    parameters = query.split("&") if query else []
    if not found or any(parameter.startswith("v=") for parameter in parameters):
        return host, path, query
    return "youtube.com", "/watch", "&".join(sorted([*parameters, f"v={found[1]}"]))
