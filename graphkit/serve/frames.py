"""Frames: what goes over the pipe between the server and a worker; a kind, a length and so many bytes."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from typing import Final

QUERY: Final = 1
HEAD: Final = 2
DATA: Final = 3
END: Final = 4
FAULT: Final = 5
"""A query goes in; out come a head and data up to an end, or a fault at any place."""
READY: Final = 6
"""What a worker says before everything else."""

WHOLE: Final = 512 * 1024
"""Bytes below which an answer goes out in one piece, with its length."""

_PREFIX: Final = struct.Struct("!BI")


def packed(kind: int, payload: bytes = b"") -> bytes:
    """One frame as bytes.

    >>> packed(END).hex()
    '0400000000'
    """
    return _PREFIX.pack(kind, len(payload)) + payload


def receive(pipe: socket.socket) -> tuple[int, bytes] | None:
    """The next frame, waited for; None when the other side has hung up."""
    prefix = _exactly(pipe, _PREFIX.size)
    if prefix is None:
        return None
    kind, size = _PREFIX.unpack(prefix)
    payload = _exactly(pipe, size)
    return None if payload is None else (kind, payload)


def _exactly(pipe: socket.socket, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        piece = pipe.recv(size - len(data))
        if not piece:
            return None
        data += piece
    return bytes(data)


class Unpacked:
    """Bytes as they come, handed on as frames.

    >>> frames = Unpacked()
    >>> list(frames.of(packed(DATA, b"so")[:6])), list(frames.of(b"o" + packed(END)))
    ([], [(3, b'so'), (4, b'')])
    """

    def __init__(self) -> None:
        self._rest = b""

    def of(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The frames that these bytes complete."""
        data, start = self._rest + data, 0
        while len(data) - start >= _PREFIX.size:
            kind, size = _PREFIX.unpack_from(data, start)
            begin, end = start + _PREFIX.size, start + _PREFIX.size + size
            if end > len(data):
                break
            start = end
            yield kind, data[begin:end]
        self._rest = data[start:]
