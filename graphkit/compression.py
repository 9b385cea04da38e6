"""Compression: files that are packed as they are written, and unpacked as they are read, by the end of their name.

The same content gives the same bytes: no name and no time of day goes in.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from graphkit.errors import GraphkitError, SourceError, UnknownNameError
from graphkit.files import pieced

_PIECE: Final = 2**17
_LEVEL: Final = {"gz": 6, "zst": 10}


def packing(name: str) -> Callable[[BinaryIO], AbstractContextManager[BinaryIO]]:
    """What packs a file as it is written; raises UnknownNameError, and GraphkitError if a package is missing.

    >>> import io
    >>> out = io.BytesIO()
    >>> with packing("gz")(out) as packed:
    ...     _ = packed.write(b"text")
    >>> gzip.decompress(out.getvalue())
    b'text'
    """
    if name not in COMPRESSIONS:
        raise UnknownNameError("compression", name, COMPRESSIONS)
    if name == "zst":
        _zstandard()
    return COMPRESSIONS[name]


@contextmanager
def _gz(out: BinaryIO) -> Iterator[BinaryIO]:
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=_LEVEL["gz"]) as packed:
        yield cast(BinaryIO, packed)


@contextmanager
def _zst(out: BinaryIO) -> Iterator[BinaryIO]:
    packer = _zstandard().ZstdCompressor(level=_LEVEL["zst"], write_checksum=True).compressobj()
    yield cast(BinaryIO, _Packing(packer, out))
    out.write(packer.flush())


class _Packing(io.RawIOBase):
    """A binary file that hands on what a packer makes of what is written."""

    def __init__(self, packer: Any, out: BinaryIO) -> None:
        self._packer, self._out = packer, out

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._out.write(self._packer.compress(data))
        return len(data)


COMPRESSIONS: Final[Mapping[str, Callable[[BinaryIO], AbstractContextManager[BinaryIO]]]] = {"gz": _gz, "zst": _zst}
"""The end of a file's name → what packs it."""


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """The content of a file, unpacked if its name ends in one of COMPRESSIONS; raises SourceError if it is damaged."""
    try:
        with _opened(path) as file:
            yield file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(path, 0, f"is damaged: {error}") from error
    except Exception as error:
        if type(error).__name__ == "ZstdError":
            raise SourceError(path, 0, f"is damaged: {error}") from error
        raise


def _opened(path: Path) -> Any:
    if path.suffix == ".gz":
        return gzip.open(path)
    return pieced(_unpacked_zst(path, _zstandard())) if path.suffix == ".zst" else path.open("rb")


def _unpacked_zst(path: Path, zstandard: Any) -> Iterator[bytes]:
    """Frame by frame; the package's own reader takes a file that was cut off for a whole one."""
    unpacker = zstandard.ZstdDecompressor()
    frame = None
    with path.open("rb") as file:
        data = file.read(_PIECE)
        while data:
            frame = frame or unpacker.decompressobj()
            yield frame.decompress(data)
            data, frame = (frame.unused_data, None) if frame.eof else (b"", frame)
            data = data or file.read(_PIECE)
    if frame:
        raise EOFError("the file ends too early")


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise GraphkitError("zst needs a package; install it with: pip install 'graphkit[zst]'") from error
    return zstandard
