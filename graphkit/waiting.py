"""Long calls into compiled code that Ctrl-C can end."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from traceback import clear_frames
from typing import Final, TypeVar

T = TypeVar("T")

_LOOK: Final = 0.05
"""Seconds between two looks at what signals came: once Polars has run, its handler lets a wait go on."""


def interruptible(call: Callable[[], T], seconds: float | None = None) -> T:
    """The result of a call that lets go of Python's lock, in a thread of its own; TimeoutError after so many seconds.

    A signal reaches only the main thread, and only between two steps of Python: there it waits here. After Ctrl-C, or
    when time is up, the thread goes on by itself until its call or the program ends.

    >>> interruptible(lambda: 1 + 1)
    2
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(call())
        except BaseException as error:
            clear_frames(error.__traceback__)  # what they hold may have to end in the thread that made it
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    end = None if seconds is None else time.monotonic() + seconds
    while thread.is_alive():
        if end is not None and time.monotonic() > end:
            raise TimeoutError
        thread.join(_LOOK)
    if failed:
        raise failed[0]
    return done[0]
