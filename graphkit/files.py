"""Files: read with care, and written as a set: drafts, renamed when all are whole, or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from graphkit.errors import OutputError, SourceError

Write = Callable[[BinaryIO], None]


def read_regular(path: Path, shown: str, most: int, *, limit: str = "", follow: bool = False) -> bytes:
    """The content of a regular file of at most `most` bytes; raises SourceError, which calls the file `shown`.

    A pipe is not waited for, a link is followed only if asked; `limit` names the setting that is `most`.
    """
    try:
        with open(path, "rb", opener=_follow if follow else _no_link) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(shown, 1, "not a regular file", "not-regular")
            if status.st_size > most:
                message = f"the file has {status.st_size} bytes, more than {most}{limit and f' ({limit})'}"
                raise SourceError(shown, 1, message, "size")
            return file.read()
    except IsADirectoryError as error:
        raise SourceError(shown, 1, "is a folder", "not-regular") from error
    except OSError as error:
        raise SourceError(shown, 1, f"cannot be read: {error.strerror}", "unreadable") from error


def _follow(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _no_link(path: str, flags: int) -> int:
    return _follow(path, flags | getattr(os, "O_NOFOLLOW", 0))


def pieced(pieces: Iterator[bytes]) -> io.BufferedReader:
    """A file whose content is made piece by piece, as it is read.

    >>> pieced(iter([b"one ", b"", b"two"])).read()
    b'one two'
    """
    return io.BufferedReader(_Pieces(pieces), buffer_size=2**20)


class _Pieces(io.RawIOBase):
    """The raw file behind `pieced`."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is; `io` asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer from the piece at hand; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: its size and hash."""

    bytes: int
    sha256: str


class FileSet:
    """Drafts in a hidden folder inside the target; `commit` puts them in place.

    The drafts stand on the target's own file system, so that each rename is atomic.
    """

    def __init__(self, target: Path, drafts: Path) -> None:
        self._target, self._drafts = target, drafts
        self.written: dict[str, Written] = {}

    def add(self, name: str, write: Write) -> None:
        """Write one draft, flushed to the disk."""
        path = self._drafts / name
        with path.open("wb") as file:
            hashing = _Hashing(file)
            write(cast(BinaryIO, hashing))
            file.flush()
            os.fsync(file.fileno())
        self.written[name] = Written(path.stat().st_size, hashing.digest())

    def commit(self) -> None:
        """Put every draft in place of the file of its name; no file is touched if one cannot be replaced."""
        for name in self.written:
            if (self._target / name).is_dir():
                raise OutputError(f"{self._target / name}: is a folder; move it away")
        for name in self.written:
            (self._drafts / name).replace(self._target / name)


class _Hashing(io.RawIOBase):
    """A binary file that hashes what passes through."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._hash.update(data)
        return self._file.write(data)

    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def file_set(target: Path) -> Iterator[FileSet]:
    """A set of files for a folder, which is made if it is not there; nothing changes before `commit`.

    Raises OutputError when the folder cannot be written; whatever goes wrong, old files stand.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        drafts = Path(tempfile.mkdtemp(prefix=".draft-", dir=target))
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); choose another folder with -o") from error
    try:
        yield FileSet(target, drafts)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); the files in it are as before") from error
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def write_files(target: Path, files: Mapping[str, Write]) -> dict[str, Written]:
    """Write all of these files, or none."""
    with file_set(target) as drafts:
        for name, write in files.items():
            drafts.add(name, write)
        drafts.commit()
        return drafts.written
