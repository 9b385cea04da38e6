"""The data blocks of a page, read from their description in the viewer's README and not with the exporter's code."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

_TYPES: Final = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f32": "<f4"}
_GZIP: Final = 31


class _Scripts(HTMLParser):
    """The texts of script elements that have an id."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = dict(attrs).get("id") if tag == "script" else None
        if self._open:
            self.found[self._open] = ""

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open] += data


def scripts(page: bytes) -> dict[str, str]:
    """What stands in the script elements of a page, by their ids.

    >>> scripts(b'<script id="data">{"a": "&amp;"}</script><p id="b">text</p>')
    {'data': '{"a": "&amp;"}'}
    """
    reader = _Scripts()
    reader.feed(page.decode())
    reader.close()
    return reader.found


def unpacked(text: str) -> bytes:
    """The bytes of a block: gzip in base64, whole."""
    unpacker = zlib.decompressobj(_GZIP)
    data = unpacker.decompress(base64.b64decode(text, validate=True))
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("a block is damaged")
    return data


@dataclass(frozen=True)
class Container:
    """Named columns behind a header in JSON."""

    meta: dict[str, Any]
    entries: dict[str, dict[str, Any]]
    body: bytes

    @classmethod
    def of(cls, data: bytes) -> Container:
        """The container that these bytes are."""
        (length,) = struct.unpack_from("<I", data)
        header = json.loads(data[4 : 4 + length])
        return cls(header["meta"], header["columns"], data[-(-(4 + length) // 8) * 8 :])

    def numbers(self, name: str) -> npt.NDArray[Any]:
        """A column of numbers, whose lowest bytes come first, then the second of all, and so on."""
        kind = np.dtype(_TYPES[self.entries[name]["type"]])
        by_place = np.frombuffer(self._raw(name), np.uint8).reshape(kind.itemsize, -1)
        return np.frombuffer(by_place.T.tobytes(), kind)

    def texts(self, name: str) -> list[str]:
        """A column of texts: all their bytes, and how many each has."""
        ends = list(accumulate(self.numbers(f"{name}.size").tolist(), initial=0))
        data = self._raw(f"{name}.text")
        if ends[-1] != len(data):
            raise ValueError(f"the texts of {name} are not as long as they should be")
        return [data[low:high].decode() for low, high in pairwise(ends)]

    def _raw(self, name: str) -> bytes:
        entry = self.entries[name]
        data = self.body[entry["at"] : entry["at"] + entry["size"]]
        if len(data) != entry["size"]:
            raise ValueError(f"the column {name} is cut off")
        return data
