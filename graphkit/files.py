"""Files: read with care, and written as a set: all of them, or none."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from graphkit.errors import OutputError, SourceError
from graphkit.exchange import can_change_places, exchange, flush_folder, link_into, same_owner, take_late_comers
from graphkit.leftovers import draft_for, put_in_place, recover, remove
from graphkit.locks import beside, locked

Write = Callable[[BinaryIO], None]
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: Path | str, shown: str, most: int, *, limit: str = "", follow: bool = False) -> bytes:
    """The content of a regular file of at most `most` bytes; raises SourceError, which calls the file `shown`.

    A pipe is not waited for, a link is followed only if asked; `limit` names the setting that is `most`.
    """
    try:
        file = os.open(path, _READING if follow else _READING | getattr(os, "O_NOFOLLOW", 0))
    except IsADirectoryError as error:  # on Windows a PermissionError
        raise SourceError(shown, 1, "is a folder", "not-regular") from error
    except OSError as error:
        raise SourceError(shown, 1, f"cannot be read: {error.strerror}", "unreadable") from error
    try:
        return _read_whole(file, shown, most, limit)
    except OSError as error:
        raise SourceError(shown, 1, f"cannot be read: {error.strerror}", "unreadable") from error
    finally:
        os.close(file)


def _read_whole(file: int, shown: str, most: int, limit: str) -> bytes:
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(
            shown, 1, "is a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file", "not-regular"
        )
    if status.st_size > most:
        message = f"the file has {status.st_size} bytes, more than {most}{limit and f' ({limit})'}"
        raise SourceError(shown, 1, message, "size")
    data = os.read(file, status.st_size + 1)
    if len(data) == status.st_size:
        return data
    pieces = [data]  # a file that grows or shrinks meanwhile, or a system that reads by pieces
    while piece := os.read(file, 2**20):
        pieces.append(piece)
    return b"".join(pieces)


def sha256(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    """Drafts of files for the folder `target`; `commit` puts them in place, as one where it can.

    As one: the drafts lie in a folder beside the target, get the files of others that the target holds as
    second names, and the two folders change places in one step. One by one: where folders cannot change
    places, a folder of whole drafts is renamed first and so declared valid; then its files are moved, the
    manifest last. A process that is killed meanwhile leaves hashes that do not fit, and the next writer
    moves the rest.
    """

    def __init__(self, target: Path, drafts: Path, *, as_one: bool) -> None:
        self._target, self._drafts, self._as_one = target, drafts, as_one
        self.written: dict[str, Written] = {}
        self.retired: set[str] = set()

    def add(self, name: str, write: Write) -> None:
        """Write one draft, flushed to the disk."""
        path = self._drafts / name
        with path.open("wb") as file:
            hashing = _Hashing(file)
            hashing.take(write)
            file.flush()
            os.fsync(file.fileno())
        self.written[name] = Written(path.stat().st_size, hashing.digest())

    def retire(self, name: str) -> None:
        """Let `commit` take away a file of an earlier set that has no successor in this one."""
        self.retired.add(name)

    def commit(self) -> None:
        """Put every draft in place of the file of its name; no file is touched if one cannot be replaced."""
        for name in self.written:
            if (self._target / name).is_dir():
                raise OutputError(f"{self._target / name}: is a folder; move it away")
        flush_folder(self._drafts)
        if not (self._as_one and self._change_places()):
            self._move()

    def _change_places(self) -> bool:
        own = {*self.written, *self.retired}
        others = [path for path in self._target.iterdir() if path.name not in own]
        if not same_owner(self._target, self._drafts) or not can_change_places(self._target, others):
            return False
        if not link_into(self._drafts, others) or not exchange(self._drafts, self._target):
            self._forget(others)
            return False
        flush_folder(self._target.parent)
        take_late_comers(self._drafts, self._target, own)
        return True

    def _forget(self, others: list[Path]) -> None:
        for path in others:
            remove(self._drafts / path.name)

    def _move(self) -> None:
        put_in_place(self._drafts, self._target)
        for name in self.retired:
            (self._target / name).unlink(missing_ok=True)


class _Hashing(io.RawIOBase):
    """A binary file that hashes what passes through, and remembers why it could not be written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()
        self._fault: OSError | None = None

    def take(self, write: Write) -> None:
        """Let `write` write; raises the OSError of the file, whatever a library made of it."""
        try:
            write(cast(BinaryIO, self))
        finally:
            if self._fault:
                raise self._fault

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._hash.update(data)
        try:
            return self._file.write(data)
        except OSError as error:
            self._fault = error
            raise

    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def file_set(target: Path, *, as_one: bool = False) -> Iterator[FileSet]:
    """A set of files for a folder, which is made if it is not there; nothing changes before `commit`.

    With `as_one`, the folder is graphkit's to exchange for another. What a killed process left is finished
    or taken away first. Raises OutputError when the folder cannot be written or another process writes it;
    whatever goes wrong, old files stand.
    """
    target = Path(os.path.realpath(target))  # `resolve` raises RuntimeError over links in a ring
    with locked(target):
        try:
            target.mkdir(parents=True, exist_ok=True)
            recover(target)
            as_one = as_one and beside(target) != target and not target.is_mount()
            drafts = draft_for(target, outside=as_one)
        except OSError as error:
            remedy = "choose another folder with -o"
            raise OutputError(f"{target}: cannot be written ({error.strerror}); {remedy}") from error
        try:
            yield FileSet(target, drafts, as_one=as_one)
        except OSError as error:
            message = f"{target}: cannot be written ({error.strerror}); the files in it are as before"
            raise OutputError(message) from error
        finally:
            remove(drafts)


def write_files(target: Path, files: Mapping[str, Write]) -> dict[str, Written]:
    """Write all of these files, or none."""
    with file_set(target) as drafts:
        for name, write in files.items():
            drafts.add(name, write)
        drafts.commit()
        return drafts.written
