"""User names and passwords in URLs, found in any text and taken out.

A userinfo stands between `//` and the `@` before the first `/`, `?` or `#` (RFC 3986, 3.2.1). Browsers read `\\` as
`/`, and `https:` without slashes, too. What no browser reads, as a password with a bare slash or space, is told by
its colon: no port follows it. An `@` of an East Asian keyboard, and signs written as entities of HTML, count as what
they stand for. Each mark is looked at once, and each `@` dropped at most once, so the time is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape
from unicodedata import normalize

_AT = r"(?:@|%(?:25)*+40)"
_COLON = r"(?::|%(?:25)*+3a)"
_SLASH = r"(?:[/\\]|%(?:25)*+(?:2f|5c))"
_BEFORE = r"(?<![^\s\"'(<=\[:])"
_BEFORE_NAME = r"(?<![^\s\"'(<=\[,;|?&#\\])"
_MAIL = r"(?:mailto|acct|sips?|xmpp|e-?mail):"
_TIME = r"\d{1,2}(?::\d\d){1,2}@"

_DISGUISED = re.compile(r"＠|﹫|&(?:#0*+(?:64|58|47)|#[xX]0*+(?:40|3[aA]|2[fF])|commat|colon|sol);")
_ATS = re.compile(_AT)
_COLONS = re.compile(_COLON, re.IGNORECASE)
_SPACES = re.compile(r"\s")
_URLS = re.compile(rf"(?<=\s)[a-z][a-z0-9+.-]*+:{_SLASH}{{2}}", re.IGNORECASE)
_BREAKS = r"[\t\r\n]*+"  # browsers read on as if they were not there
_MARK = re.compile(
    rf"(?:\b(?:https?|wss?|ftp){_COLON}(?:(?:{_BREAKS}{_SLASH})++{_BREAKS})?"
    rf"|{_COLON}(?:{_BREAKS}{_SLASH}){{2,}}+{_BREAKS}|{_BEFORE}{_SLASH}{{2,}}+)"
    rf"|(?P<inner>{_SLASH}{{2,}}+)",
    re.IGNORECASE,
)
_END = re.compile(r"[/\\?#\s\"<>)]")
_ENCODED_END = re.compile(r"[/\\?#\s\"<>)&+]|%(?:25)*+(?:2[f036]|5c|3f)", re.IGNORECASE)
_HOST = re.compile(rf"(\[[^\[\]]*\]|(?:(?!{_COLON}|{_AT})[^\[\]])*+)(?:{_COLON}\d*)?", re.IGNORECASE)
_WORDS = re.compile(rf"{_BEFORE}[/\\]{{2}}[^\s?#]*+|(?P<word>[^\s/]++)")
_NAME = re.compile(
    rf"{_BEFORE_NAME}(?:{_MAIL})?(?!{_MAIL}|{_TIME}|[a-z]:\\)"
    r"(?P<name>[^\s:@\"'(<=\[,;|?&#\\][^:\"'(<=\[,;|?&#\\]*+):(?![@+]|%20)",
    re.IGNORECASE,
)
# Behind the path of an AMP cache stands the host of another page.
_CACHED = re.compile(
    r"((?:ampproject\.org|bing-amp\.com|google\.[a-z.]+/amp)/(?:\w{1,3}/){0,3})[^\s/?#\"<>]+@", re.IGNORECASE
)
_ENCODED_NAME = re.compile(rf"{_BEFORE_NAME}[\w.-]++{_COLON}[\w.!~*-]++%(?:25)*+40(?=[\w-]+\.\w)", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """The text without what stands before the `@` in its URLs: user names and passwords, percent-encoded, too.

    >>> without_secrets("ftp://me:secret@host.example/x"), without_secrets("me:secret@host.example/x")
    ('ftp://host.example/x', 'host.example/x')
    >>> without_secrets("https://me:secret&#64;a.example/ &amp; me＠a.example")
    'https://a.example/ &amp; me@a.example'
    >>> without_secrets("https://a.example/@me, me@a.example")
    'https://a.example/@me, me@a.example'
    """
    plain = text
    if "&" in text or not text.isascii():
        plain = _DISGUISED.sub(lambda sign: normalize("NFKC", unescape(sign[0])), text)
    if not ("@" in plain or ("%" in plain and _ATS.search(plain))):
        return text
    found = _nameless(plain)
    return text if found == plain else found


def _nameless(text: str) -> str:
    pieces, at, places = [], 0, _Places(text)
    while mark := _MARK.search(text, at):
        host, end = places.host(mark)
        pieces += [text[at : mark.end()], text[host:end]]
        at = end
    return _CACHED.sub(r"\1", _WORDS.sub(_without_name, "".join(pieces) + text[at:]))


class _Places:
    """A text that knows where its `@`, its spaces and its URLs stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = list(_ATS.finditer(text))
        self._ats, self._behind = [at.start() for at in found], [at.end() for at in found]
        self._spaces = [space.start() for space in _SPACES.finditer(text)]
        self._urls = [url.start() for url in _URLS.finditer(text)]

    def host(self, mark: re.Match[str]) -> tuple[int, int]:
        """Where the host behind the slashes begins, and where it ends."""
        start, inner, plain = mark.end(), bool(mark["inner"]), mark[0].rstrip()[-1] in "/\\:"
        while True:
            end = self._first(_END if plain else _ENCODED_END, start)
            behind = self._text.rfind("@", start, end) + 1 if plain else self._last_at(start, end)
            # In a path, `//` begins no authority; what stands there is a secret if a colon says so.
            if behind and (not inner or _COLONS.search(self._text, start, behind)):
                start = behind
            empty = start == end == mark.end()
            if empty or self._is_host(start, end, inner) or not (behind := self._beyond(start)):
                return start, end
            start = behind

    def _is_host(self, start: int, end: int, inner: bool) -> bool:
        text, rest = self._text[start:end], self._text[end : end + 2]
        spaced = rest[:1].isspace()
        host = _HOST.fullmatch(text.rstrip(".,;!") if spaced else text)
        if not text or not host:
            return False
        if text[-1] == ":" and not spaced:  # nobody leaves out the port, but `https://https://` is a common slip
            return not rest or (rest == "//" and host[1].lower() in ("http", "https"))
        # `https://two words@host` has a space in the userinfo; `https://a.example and me@b.example` has none.
        return inner or not spaced or "." in host[1] or ":" in host[1] or host[1].lower() == "localhost"

    def _beyond(self, start: int) -> int:
        """The place behind the last `@` of a word that is no host, or of what follows it up to the next URL; else 0."""
        word, url = self._next(self._spaces, start), self._next(self._urls, start)
        return self._last_at(start, min(word, url)) or self._last_at(start, url)

    def _last_at(self, start: int, end: int) -> int:
        """The place behind the last `@` between two places; 0 if there is none."""
        index = bisect_left(self._ats, end) - 1
        return self._behind[index] if index >= 0 and self._ats[index] >= start else 0

    def _first(self, pattern: re.Pattern[str], start: int) -> int:
        found = pattern.search(self._text, start)
        return found.start() if found else len(self._text)

    def _next(self, places: list[int], start: int) -> int:
        index = bisect_left(places, start)
        return places[index] if index < len(places) else len(self._text)


def _without_name(found: re.Match[str]) -> str:
    """A word without `user:password@`; what follows the host of a URL is no userinfo."""
    word = found["word"]
    if word is None:
        return found[0]
    word = _ENCODED_NAME.sub("", word)
    name, at = _NAME.search(word), word.rfind("@")
    return word[: name.start("name")] + word[at + 1 :] if name and name.end() < at else word
