"""Frames: what goes over the pipe between the server and a worker; a kind, a length and so many bytes."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Final

QUERY: Final = 1
HEAD: Final = 2
DATA: Final = 3
END: Final = 4
FAULT: Final = 5
"""A query goes in; out come a head and data up to an end, or a fault at any place."""

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


async def read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next frame; raises IncompleteReadError when the other side is gone."""
    kind, size = _PREFIX.unpack(await reader.readexactly(_PREFIX.size))
    return kind, await reader.readexactly(size)
