"""Text that every XML reader accepts, and rows of a table as a stream of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from graphkit.graph.templates import Template, filled

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
ROWS: Final = 20_000
"""How many rows become text at a time."""

_REPLACEMENT: Final = "\ufffd"
_FORBIDDEN: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
# Text in a table is UTF-8, which has no lone surrogates: these are all that can stand there.
_ILLEGAL: Final = {chr(code): _REPLACEMENT for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in (9, 10, 13)}
# A carriage return ends a line to every reader; U+0085 and U+2028 do to those that read as in XML 1.1 (xmldom).
_TEXT: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}
_VALUE: Final = _TEXT | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


def legal(text: str) -> str:
    r"""The text with all that XML 1.0 (section 2.2, Char) forbids replaced by U+FFFD.

    >>> legal("a\x00b\ud800c\td")
    'a\ufffdb\ufffdc\td'
    """
    return re.sub(_FORBIDDEN, _REPLACEMENT, text)


def quoted(text: str) -> str:
    r"""The text as an attribute value, in double quotes.

    >>> print(quoted('<a href="b">\n'))
    "&lt;a href=&quot;b&quot;&gt;&#10;"
    """
    references = {ord(character): reference for character, reference in _VALUE.items()}
    return f'"{legal(text).translate(references)}"'


def as_text(words: pl.Expr) -> pl.Expr:
    """Strings as content of an element; odd line ends survive as character references."""
    return words.str.replace_many(_ILLEGAL | _TEXT)


def as_value(words: pl.Expr) -> pl.Expr:
    """Strings as attribute values; tabs and line ends survive as character references."""
    return words.str.replace_many(_ILLEGAL | _VALUE)


def stream(table: pl.DataFrame, row: Template) -> Iterator[bytes]:
    """The text of every row of the table as UTF-8, some thousands of rows at a time."""
    return (filled(rows, row) for rows in table.iter_slices(ROWS))
