"""Data blocks of the page: pieces of bytes → gzip → base64 in an inert script element."""

from __future__ import annotations

import binascii
import gzip
import io
from collections.abc import Iterable
from typing import Any, BinaryIO

LEVEL = 6
END = b'<script type="application/octet-stream" id="end"></script>\n'
"""The end mark: a page without it was cut off."""


def write_block(out: BinaryIO, name: str, pieces: Iterable[bytes | memoryview]) -> None:
    """Write one block; `name` is our own, the data may be anything.

    >>> out = io.BytesIO()
    >>> write_block(out, "graph", [b"some ", b"data"])
    >>> text = out.getvalue().decode().removeprefix('<script type="application/octet-stream" id="graph">')
    >>> gzip.decompress(binascii.a2b_base64(text.partition("<")[0]))
    b'some data'
    """
    out.write(f'<script type="application/octet-stream" id="{name}">'.encode())
    encoded = _Base64(out)
    # GzipFile writes a header of its own: neither the time nor the system is in it.
    with gzip.GzipFile("", "wb", LEVEL, encoded, mtime=0) as file:
        for piece in pieces:
            file.write(piece)
    encoded.finish()
    out.write(b"</script>\n")


class _Base64(io.RawIOBase):
    """A binary file that passes on what it gets as base64, three bytes at a time."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._rest = out, b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        whole = self._rest + bytes(data)
        cut = len(whole) - len(whole) % 3
        self._out.write(binascii.b2a_base64(whole[:cut], newline=False))
        self._rest = whole[cut:]
        return len(data)

    def finish(self) -> None:
        """Write what is left, padded."""
        self._out.write(binascii.b2a_base64(self._rest, newline=False))
