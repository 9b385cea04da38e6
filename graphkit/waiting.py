"""Long calls into compiled code that Ctrl-C can end."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


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
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError
    if failed:
        raise failed[0]
    return done[0]
