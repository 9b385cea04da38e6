"""Plain front matter: what nearly every file holds, read for many files at once, in columns.

`graphkit.sources.yaml_events` and `graphkit.sources.record` say what front matter means. What is read here gives the
same to the last byte; a file that may not is left to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from graphkit.settings import Limits, Settings
from graphkit.sources.plain.records import sightings_of
from graphkit.sources.plain.tokens import Tokens

_NEAR_END = 64
_OPENING, _BOM = b"---\n", b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Plain:
    """The front matter of one file, which may be plain, and where its body begins."""

    source: str
    data: bytes
    header: bytes
    behind: int

    @property
    def body(self) -> bytes:
        """What follows the front matter."""
        return self.data[self.behind :]

    @property
    def body_line(self) -> int:
        """The line in which the body begins."""
        return self.data.count(b"\n", 0, self.behind) + 1


def cut(source: str, data: bytes, limits: Limits) -> Plain | None:
    """The front matter of a file between its fences; None where it is not plain at a glance.

    >>> cut("a.md", b"---\\ntitle: T\\n---\\nbody", Limits()).header
    b'title: T'
    """
    bom = len(_BOM) if data.startswith(_BOM) else 0
    start = bom + len(_OPENING)
    end = data.rfind(b"\n---", start - 1)
    if len(data) - end > _NEAR_END:  # what comes first counts; near the end, another would be no plain line
        end = data.find(b"\n---", start - 1)
    closed = data[end + 4 : end + 5] in (b"\n", b"")
    if not data.startswith(_OPENING, bom) or end < start or not closed:
        return None
    return Plain(source, data, data[start:end], end + len("\n---\n")) if end - start < limits.header_bytes else None


def read(files: Sequence[Plain], settings: Settings) -> tuple[pl.DataFrame, list[bool]]:
    """The sightings of these files but for the links in their bodies, and which of the files were plain."""
    headers = [file.header for file in files]
    decoded = np.ones(len(files), np.bool_)
    if not _is_text(b"\n".join(headers)):
        decoded = np.fromiter(map(_is_text, headers), np.bool_, len(files))
    tokens = Tokens([text if good else b"" for text, good in zip(headers, decoded, strict=True)], settings.limits.depth)
    tokens.good &= decoded
    table = sightings_of([file.source for file in files], tokens, settings)
    return table, tokens.good.tolist()


def _is_text(header: bytes) -> bool:
    try:
        pl.Series([header], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True
