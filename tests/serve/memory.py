"""How much memory processes take at most while something runs."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

_EVERY = 0.1


class Gauge:
    """Samples the memory of some processes together: PSS, which counts what they share once."""

    def __init__(self, processes: Callable[[], list[int]]) -> None:
        self._processes, self._end = processes, threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.peak = 0

    def __enter__(self) -> Gauge:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(_EVERY):
            self.peak = max(self.peak, sum(map(taken, self._processes())))


def taken(pid: int) -> int:
    """Bytes of a process; 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
