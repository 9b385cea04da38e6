"""What a process that answers queries may still do: compute, within its memory; open nothing, outlive nobody."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_KIB: Final = 1024


def confine(memory: int) -> None:
    """From here on no file, no connection, no core dump, and `memory` bytes more than now.

    With no room for another descriptor the system refuses every `open` and `socket`, whatever a query
    talks its engine into; RLIMIT_DATA counts what is written to, not what an allocator merely reserves.
    """
    if sys.platform == "linux":
        most = _status("VmData") + memory
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def die_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent `parent` ends, however it ends (Linux)."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def private_memory(pid: int) -> int:
    """Bytes that a process shares with nobody's file, those it was forked with among them; 0 if unknown."""
    with contextlib.suppress(OSError, ValueError):
        return _status("RssAnon", pid)
    return 0


def _status(field: str, pid: int | str = "self") -> int:
    """A field of `/proc/PID/status`, in bytes; it must be read before no file can be opened."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    found = text.partition(f"{field}:")[2].split()
    return int(found[0]) * _KIB if found else 0


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
