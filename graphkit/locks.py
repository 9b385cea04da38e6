"""One writer per folder: a lock on a file beside it, which says who holds it.

The system frees the lock when its holder ends, however it ends; the file that a killed process leaves
is taken over by the next. Where the system has no `flock` (Windows), writers are not kept apart.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graphkit.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_held: set[Path] = set()


def beside(target: Path) -> Path:
    """The folder that holds what stands beside `target`: its parent, or itself where that is closed to us."""
    return target.parent if os.access(target.parent, os.W_OK | os.X_OK) else target


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Keep other processes from writing the folder `target`; who holds it already may take it again.

    Raises OutputError at once, naming the holder, when another process writes it.
    """
    target = Path(os.path.realpath(target))
    path = beside(target) / f".{target.name}.lock"
    if path in _held or fcntl is None:
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _taken(path, target)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}); choose another folder with -o") from error
    _held.add(path)
    try:
        yield
    finally:
        _held.discard(path)
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _taken(path: Path, target: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 300).decode("utf-8", "replace").strip() or "another process"
            os.close(descriptor)
            raise OutputError(f"{target}: is being written by {holder}; wait until it has ended") from None
        except OSError:  # a file system without locks
            return descriptor
        if _is_still(path, descriptor):
            with suppress(OSError):  # no room: the lock holds without a name, too
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
            return descriptor
        os.close(descriptor)  # the holder before us has just removed it


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the locked file is the one of that name."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
