"""Reading in several processes; tables travel as Arrow, not as pickled rows."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

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
    with _one_thread_each(), ProcessPoolExecutor(workers, mp_context=context, initializer=_follow_parent) as pool:
        with _ctrl_c_waits():
            read = pool.map(partial(_read_packed, folder, settings), chunks)
        for packed in read:
            yield _unpacked(packed)


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
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it ends: a killed parent tells nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
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
