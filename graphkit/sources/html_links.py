"""The anchors in pieces of HTML, and what of the text around them a browser would not show as links."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

HOLDER = re.compile(rb"gk[0-9a-f]{16}n[0-9]+e")
"""A word that stands for a template tag, so that parsers take the tag as any other word."""

_TOKEN = re.compile(rb"<!--|<[!?]|</?[A-Za-z]|" + HOLDER.pattern)
_TAG = re.compile(
    rb"""<(/?[a-z][^\s/>]*+)
    ((?: [^>="']++ | =\s*+ (?: "[^"]*+" | '[^']*+' )? | ["'] )*+)>""",
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    rb"""([^\s/>"'=]++) (?: \s*+=\s*+ (?: "([^"]*+)" | '([^']*+)' | ["']?+([^\s>]++) ) )?+""", re.VERBOSE
)
_ENDS = {
    b"!--": re.compile(rb"--!?>"),
    **{
        name: re.compile(rb"</" + name + rb"(?=[\s/>])", re.IGNORECASE)
        for name in (b"code", b"pre", b"script", b"style", b"template", b"textarea")
    },
}
_SWALLOWING = {b"!--", b"script", b"style", b"template", b"textarea"}
_MEDIA = {b"src", b"srcset", b"poster"}
Span = tuple[int, int]


class Found(NamedTuple):
    """Something that links: at which byte, how (`url`, `mail`, `wikilink`, `tag`), and what it leads to."""

    at: int
    how: str
    text: str


class HtmlReader:
    """Reads the HTML in `data`, piece by piece; fills `found`, and `hidden` with the spans that hold no links.

    >>> data = b"<p><a href='x?a&amp;b'>x</a> <!-- <a href=y> -->"
    >>> reader = HtmlReader(data)
    >>> reader.read([(0, len(data))])
    >>> reader.found
    [Found(at=3, how='url', text='x?a&b')]
    """

    def __init__(self, data: bytes) -> None:
        self.found: list[Found] = []
        self.hidden: list[Span] = []
        self._data = data
        self._shown_from = 0
        self._endless: set[bytes] = set()

    def read(self, spans: Sequence[Span]) -> None:
        """One stretch of HTML: a block, or what stands in one paragraph; `spans` are its places in the data."""
        spans = [(max(start, self._shown_from), end) for start, end in spans if end > self._shown_from]
        if spans:
            piece = _Piece(self._data, spans)
            for name, at in self._tokens(piece):
                self._take(piece, name, at)

    def _tokens(self, piece: _Piece) -> Iterator[tuple[bytes, re.Match[bytes]]]:
        """Tags and holders that are not hidden; stops, as browsers do, at a tag that nothing closes."""
        at, endless = 0, set[bytes]()
        while token := _TOKEN.search(piece.text, at):
            tag = token if token[0][:1] != b"<" or token[0][1:2] in b"!?" else _TAG.match(piece.text, token.start())
            if tag is None:
                return
            name = tag[1].lower() if tag is not token else token[0][1:]
            yield name, tag
            at = self._after(piece, name, tag, endless)

    def _after(self, piece: _Piece, name: bytes, tag: re.Match[bytes], endless: set[bytes]) -> int:
        """Where to read on: behind the tag, or behind the element or comment if it hides what it holds."""
        if name in (b"!", b"?"):
            return piece.text.find(b">", tag.end()) + 1 or len(piece.text)
        if name not in _ENDS or name in endless or tag[0].endswith(b"/>"):
            return tag.end()
        # `<!-->` is a whole comment: its dashes count twice.
        end = _ENDS[name].search(piece.text, tag.end() - 2 * (name == b"!--"))
        if end:
            self.hidden.append((piece.place(tag.start()), piece.place(end.start())))
            return end.end()
        endless.add(name)
        return self._run_on(piece, name, tag)

    def _run_on(self, piece: _Piece, name: bytes, tag: re.Match[bytes]) -> int:
        """What the stretch leaves open may end further down, behind Markdown; not so `<code>` and `<pre>`."""
        if name not in _SWALLOWING:
            return tag.end()
        end = _ENDS[name].search(self._data, piece.end) if name not in self._endless else None
        if end is None:
            self._endless.add(name)
        self._shown_from = end.end() if end else piece.end
        self.hidden.append((piece.place(tag.start()), self._shown_from))
        return len(piece.text)

    def _take(self, piece: _Piece, name: bytes, tag: re.Match[bytes]) -> None:
        if tag[0][:1] != b"<":
            self._add(piece, tag, "tag", tag[0])
        elif name == b"a":
            href = next((value for key, value in _attributes(tag) if key == b"href"), None)
            if href is not None:
                self._add(piece, tag, "url", href)
        elif name[:1] not in b"!?" and b"gk" in tag[2]:
            for key, value in _attributes(tag):
                for holder in HOLDER.findall(value if key not in _MEDIA else b""):
                    self._add(piece, tag, "tag", holder)

    def _add(self, piece: _Piece, tag: re.Match[bytes], how: str, value: bytes) -> None:
        text = html.unescape(re.sub(rb"[\t\r\n]", b"", value).decode())
        self.found.append(Found(piece.place(tag.start()), how, text.strip()))


class _Piece:
    """Spans of the data as one text that knows where each of its bytes comes from."""

    def __init__(self, data: bytes, spans: Sequence[Span]) -> None:
        self.text = b"".join(data[start:end] for start, end in spans)
        self.end = spans[-1][1]
        self._spans = spans
        self._starts = [0, *accumulate(end - start for start, end in spans)]

    def place(self, at: int) -> int:
        index = min(bisect_right(self._starts, at), len(self._spans)) - 1
        return self._spans[index][0] + at - self._starts[index]


def _attributes(tag: re.Match[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for name, *values in _ATTRIBUTE.findall(tag[2]):
        yield name.lower(), next(filter(None, values), b"")
