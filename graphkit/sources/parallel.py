"""Reading in several processes; tables travel as Arrow, not as pickled rows."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread, current_thread, main_thread
from types import FrameType

import polars as pl

from graphkit.model import Problem
from graphkit.settings import Settings
from graphkit.sources.harvest import Harvest

_THREADS = "POLARS_MAX_THREADS"
Packed = tuple[list[bytes], tuple[Problem, ...], dict[str, int]]


def read_in_processes(folder: Path, chunks: list[list[str]], settings: Settings, workers: int) -> Iterator[Harvest]:
    """The harvest of each chunk, in the order of the chunks."""
    # A forked Polars can hang on the locks of its threads, so start afresh.
    context = get_context("spawn")
    told, end = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_follow_parent, initargs=(told,))
    with told, end, _one_thread_each(), pool, _closed_early(end):
        with _ctrl_c_waits():
            # Not map, which calls off what is left; a pool whose processes have ended stumbles over that.
            read = deque(pool.submit(_read_packed, folder, settings, chunk) for chunk in chunks)
        while read:
            yield _unpacked(read.popleft().result())


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """There are as many processes as cores already; a process takes the number from its environment."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        os.environ.pop(_THREADS) if before is None else os.environ.update({_THREADS: before})


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Ctrl-C reaches this process afterwards, and those that are started meanwhile never: it would end them early."""
    if sys.platform == "win32" or current_thread() is not main_thread():
        yield
        return
    came: list[FrameType | None] = []
    handler = signal.signal(signal.SIGINT, lambda _, frame: came.append(frame))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which other threads do not heed
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if came and callable(handler):
            handler(signal.SIGINT, came[0])


@contextmanager
def _closed_early(end: Connection) -> Iterator[None]:
    """Closes the pipe when what is asked for is not wanted any more; a pool would first finish what it has begun."""
    try:
        yield
    except BaseException:
        end.close()
        raise


def _follow_parent(told: Connection) -> None:
    """Leave Ctrl-C to the parent, and end when it ends or closes its end of the pipe: a killed parent tells nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, args=(told,), daemon=True).start()


def _end_with_parent(told: Connection) -> None:
    told.poll(None)
    os._exit(1)


def _read_packed(folder: Path, settings: Settings, paths: list[str]) -> Packed:
    from graphkit.sources import read_files

    harvest = read_files(folder, paths, settings)
    tables = [_arrow(table) for table in (harvest.sightings, harvest.malformed, harvest.files)]
    return tables, harvest.problems, harvest.counts


def _unpacked(packed: Packed) -> Harvest:
    tables, problems, counts = packed
    sightings, malformed, files = (pl.read_ipc(io.BytesIO(table)) for table in tables)
    return Harvest(sightings, malformed, files, problems, counts)


def _arrow(table: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.write_ipc(buffer)
    return buffer.getvalue()
