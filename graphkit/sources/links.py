"""The links in the body of an article: Markdown, HTML, wikilinks, and the template tags of Hugo and Jekyll."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from graphkit.sources.html_links import HOLDER, Found, HtmlReader, Span
from graphkit.sources.template_tags import is_link, masked, resolved, restored
from graphkit.sources.text import REPLACEMENT, one_line, shortened

FORMS = ("url", "wikilink", "ref", "post_url", "link")
MOST = 50_000
LONGEST = 500

_HINTS = (b"](", b"[[", b"<", b"{{", b"{%", b"]:")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CITATION = re.compile(r"\[\[([^\[\]\n|]{1,200})\]\]\((?=<?[^\s()<>]*[/:#][^()\n]*[()])")
_MEDIA = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|mp3|wav|ogg|m4a|flac|mp4|webm|mov|mkv|pdf)$", re.IGNORECASE)
_INLINE = {"Emphasis", "Strong", "Strikethrough", "Link", "Image"}
_MUTED = {"Link", "Image", "CodeBlock"}
_LINE_START = re.compile(rb"(?:^|\n)[ >]{0,4}$")
_BLANK_LINE = re.compile(rb"\n[ \t\r]*+\n")


class Link(NamedTuple):
    """One link: the line in the file, how it is written, what it leads to, and in which of FORMS."""

    line: int
    written: str
    target: str
    form: str


def links(body: str, first_line: int, *, html: bool = False, most: int = MOST) -> tuple[list[Link], int]:
    """The first `most` links of a body in their order, and how many more there are.

    With `html`, the body is HTML, else Markdown. Lines end at `\\n`, as in editors; a lone `\\r` ends none.

    >>> links("See [it](b.md).\\n\\n    [code](c)\\n", 9)
    ([Link(line=9, written='b.md', target='b.md', form='url')], 0)
    >>> links("[[Note|that]]", 1)
    ([Link(line=1, written='[[Note|that]]', target='Note', form='wikilink')], 0)
    >>> links('[x]({{< ref "x.md" >}}) `[y](z)`', 1)
    ([Link(line=1, written='{{< ref "x.md" >}}', target='x.md', form='ref')], 0)
    """
    if not may_link(body.encode("utf-8", "replace")):
        return [], 0
    text, tags = masked(_SURROGATE.sub(REPLACEMENT, body))
    if not html:
        # `[[1]](url)` is a citation everywhere but in Obsidian: a link whose text is `[1]`.
        text = _CITATION.sub(r"[\\[\1\\]](", text)
    data = text.encode()
    found, hidden = _in_html(data) if html else _in_markdown(text, data, bool(tags))
    shown = [item for item in _shown(found, hidden) if item.how != "tag" or is_link(tags.get(item.text))]
    return list(_numbered(shown[:most], data, tags, first_line)), max(0, len(shown) - most)


def may_link(body: bytes) -> bool:
    """Whether a body can hold a link at all: a look, before it is parsed."""
    return any(hint in body for hint in _HINTS)


def _in_html(data: bytes) -> tuple[list[Found], list[Span]]:
    reader = HtmlReader(data)
    reader.read([(0, len(data))])
    return reader.found, reader.hidden


def _in_markdown(text: str, data: bytes, tagged: bool) -> tuple[list[Found], list[Span]]:
    import pyromark

    flags = pyromark.Options
    options = flags.ENABLE_TABLES | flags.ENABLE_WIKILINKS | flags.ENABLE_STRIKETHROUGH
    options |= flags.ENABLE_TASKLISTS | flags.ENABLE_FOOTNOTES
    both = "[[" in text and "]:" in text
    defined = pyromark.reference_definitions(text, options=options) if both else {}
    reader = _MarkdownReader(data, {_folded(label): str(entry["dest"]) for label, entry in defined.items()})
    reader.read(pyromark.events_with_range(text, options=options), tagged or "%%" in text)
    return reader.found + reader.html.found, reader.html.hidden + list(_asides(data, reader.marks))


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


class _MarkdownReader:
    """Walks through the events of the parser; keeps links, tags and the marks of Obsidian's comments."""

    def __init__(self, data: bytes, defined: dict[str, str]) -> None:
        self.found: list[Found] = []
        self.marks: list[int] = []
        self.html = HtmlReader(data)
        self._data = data
        self._defined = defined
        self._pieces: list[Span] = []
        self._within: list[str] = []

    def read(self, events: Iterable[Any], wants_text: bool) -> None:
        for event, span in events:
            for kind, value in event.items() if isinstance(event, dict) else ():
                if kind == "Start":
                    self._open(value, span["start"], span["end"])
                elif kind == "End":
                    self._close(value)
                elif kind in ("Html", "InlineHtml"):
                    self._pieces.append((span["start"], span["end"]))
                elif kind == "Text" and wants_text and not self._within:
                    self._read_text(span["start"], span["end"])

    def _open(self, tag: Any, start: int, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in ("Link", "Image") and "Image" not in self._within:
            self._read_link(name, tag[name], start, end)
        if name in _MUTED:
            self._within.append(name)
        self._end_stretch(name)

    def _close(self, tag: Any) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _MUTED:
            self._within.pop()
        self._end_stretch(name)

    def _end_stretch(self, name: str) -> None:
        if self._pieces and name not in _INLINE:
            self.html.read(self._pieces)
            self._pieces = []

    def _read_link(self, name: str, link: dict[str, Any], start: int, end: int) -> None:
        dest = link["dest_url"]
        if isinstance(link["link_type"], dict):
            written = self._data[start:end].decode()
            dest = self._defined.get(_folded(written[2:-2]))
            if dest is None and not (name == "Image" and _MEDIA.search(_note(written).partition("#")[0])):
                self.found.append(Found(start, "wikilink", written))
        if name == "Link" and dest is not None:
            how = "mail" if link["link_type"] == "Email" else "url"
            self.found.append(Found(start, how, dest))

    def _read_text(self, start: int, end: int) -> None:
        text = self._data[start:end]
        self.marks += (start + mark.start() for mark in re.finditer(b"%%", text))
        self.found += (Found(start + tag.start(), "tag", tag[0].decode()) for tag in HOLDER.finditer(text))


def _asides(data: bytes, marks: Iterable[int]) -> Iterator[Span]:
    """Obsidian's comments, `%%` to `%%`. One that opens within a line ends in its paragraph, or is none."""
    opened = None
    for mark in marks:
        if opened is None or not _encloses(data, opened, mark):
            opened = mark
        else:
            yield opened, mark
            opened = None


def _encloses(data: bytes, opened: int, mark: int) -> bool:
    starts_line = _LINE_START.search(data[max(0, opened - 5) : opened])
    return bool(starts_line) or not _BLANK_LINE.search(data, opened, mark)


def _shown(found: list[Found], hidden: list[Span]) -> Iterator[Found]:
    """What does not stand in a hidden span, in order."""
    spans, until = iter(sorted(hidden)), -1
    span = next(spans, None)
    for item in sorted(found):
        while span and span[0] <= item.at:
            until, span = max(until, span[1]), next(spans, None)
        if item.at >= until:
            yield item


def _numbered(found: list[Found], data: bytes, tags: dict[str, str], line: int) -> Iterator[Link]:
    at = 0
    for item in found:
        line += data.count(b"\n", at, item.at)
        if tags:
            line += sum(tags.get(word.decode(), "").count("\n") for word in HOLDER.findall(data, at, item.at))
        at = item.at
        form, target = _led_to(item, tags)
        yield Link(line, shortened(one_line(restored(item.text, tags)), LONGEST), restored(target, tags), form)


def _led_to(item: Found, tags: dict[str, str]) -> tuple[str, str]:
    if item.how == "wikilink":
        return "wikilink", _note(item.text)
    return ("url", f"mailto:{item.text}") if item.how == "mail" else resolved(item.text, tags)


def _note(written: str) -> str:
    """The note that a wikilink names. In tables its bar is written with a backslash."""
    return one_line(written.removeprefix("!")[2:-2]).partition("|")[0].rstrip("\\").strip()
