"""Where the front matter of a file begins and ends, and which reader it wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphkit.errors import SourceError
from graphkit.settings import Limits
from graphkit.sources import plain_formats, yaml_events
from graphkit.sources.block import Block

Reader = Callable[[str, str, int, Limits], Any]


@dataclass(frozen=True, slots=True)
class Format:
    """How one kind of front matter is fenced and read; `closing` is matched line by line."""

    opening: re.Pattern[bytes]
    closing: re.Pattern[bytes] | None
    read: Reader


@dataclass(frozen=True, slots=True)
class Matter:
    """What a file holds: the value of its front matter, and the body that begins in line `line`."""

    value: Any
    body: bytes = b""
    line: int = 1


READERS: Mapping[str, Format] = {
    "yaml": Format(
        re.compile(rb"---[ \t]*\r?(?:\n|$)"),
        re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE),
        yaml_events.read,
    ),
    "toml": Format(
        re.compile(rb"\+\+\+[ \t]*\r?(?:\n|$)"),
        re.compile(rb"^\+\+\+[ \t]*\r?$", re.MULTILINE),
        plain_formats.read_toml,
    ),
    "json": Format(re.compile(rb"\{\s*[\"}]"), None, plain_formats.read_json),
}
"""Formats of front matter. Add one: a function that reads it, and a line here."""

_BOM = b"\xef\xbb\xbf"
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_UNSEEN = _BOM + b" \t\n\r\f\v"


def read(data: bytes, source: str, limits: Limits, *, whole: bool = False) -> Matter | None:
    """The front matter in `data` and its body, or None where there is none.

    With `whole` (`.yaml` files) a mapping with a `title` is front matter from end to end, without fences. Raises
    SourceError when there is front matter that cannot be read.

    >>> read(b"---\\ntitle: T\\n---\\nbody", "a.md", Limits())
    Matter(value={'title': 'T'}, body=b'body', line=4)
    """
    data = data.removeprefix(_BOM)
    if b"\n" not in data:  # as Macs wrote long ago
        data = data.replace(b"\r", b"\n")
    if encoding := _BOMS.get(data[:2]):
        raise SourceError(source, 1, f"the file is {encoding}; save it as UTF-8", "encoding")
    for name, form in READERS.items():
        if opening := form.opening.match(data):
            start, end, body = _fenced(name, form, data, opening, source, whole)
            first_line = data.count(b"\n", 0, start) + 1
            text = _decode(data[start:end], source, first_line, limits)
            value = form.read(text, source, first_line, limits)
            body = body if form.closing else len(text[: plain_formats.json_end(text)].encode())
            return Matter(Block() if value is None else value, data[body:], data.count(b"\n", 0, body) + 1)
    if whole and data.strip():
        value = yaml_events.read(_decode(data, source, 1, limits), source, 1, limits)
        return Matter(value) if isinstance(value, Block) and "title" in value else None
    if b"\0" in data:
        raise SourceError(source, 1, "the file is not text; give it another suffix", "not-text")
    _decode(data, source, 1, limits)
    return None


def is_empty(data: bytes) -> bool:
    """Whether a file holds nothing but white space."""
    return not data.removeprefix(_BOM).strip()


def is_almost(data: bytes) -> bool:
    """Whether a file without front matter begins with what looks like the fence of one.

    >>> is_almost(b"----\\ntitle: T"), is_almost(b"\\n---\\ntitle: T"), is_almost(b"# Heading")
    (True, True, False)
    """
    return data.lstrip(_UNSEEN).startswith((b"---", b"+++"))


def _fenced(
    name: str, form: Format, data: bytes, opening: re.Match[bytes], source: str, whole: bool
) -> tuple[int, int, int]:
    """Where the front matter begins and ends, and where the body begins."""
    if form.closing is None:
        return 0, len(data), len(data)
    if closing := form.closing.search(data, opening.end()):
        return opening.end(), closing.start(), min(closing.end() + 1, len(data))
    if whole:
        return opening.end(), len(data), len(data)
    fence = opening[0].strip().decode()
    raise SourceError(
        source, 1, f"the {name} front matter opened by {fence} is never closed; end it with a line {fence}", "unclosed"
    )


def _decode(header: bytes, source: str, first_line: int, limits: Limits) -> str:
    if len(header) > limits.header_bytes and first_line > 1:
        size = limits.header_bytes
        raise SourceError(
            source, first_line, f"the front matter is longer than {size} bytes (limits.header_bytes)", "size"
        )
    try:
        return header.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + header.count(b"\n", 0, error.start)
        byte = f"byte 0x{header[error.start]:02x} in line {line}"
        raise SourceError(source, line, f"the file is not UTF-8 text: {byte}; save it as UTF-8", "encoding") from error
