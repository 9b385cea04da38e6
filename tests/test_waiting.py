"""Ctrl-C ends a long call; its result and its error come back."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from graphkit.waiting import interruptible


def test_results_and_errors_come_back() -> None:
    assert interruptible(lambda: "done") == "done"
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 / 0)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_what_would_never_end() -> None:
    never = threading.Event()

    def call() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        never.wait()

    with pytest.raises(KeyboardInterrupt):
        interruptible(call)
    never.set()


class _Leaving:
    """Says in which thread it ended."""

    def __init__(self, said: list[str]) -> None:
        self.said = said

    def __del__(self) -> None:
        self.said.append(threading.current_thread().name)


def test_what_a_failed_call_held_ends_in_its_thread() -> None:
    said: list[str] = []

    def call() -> None:
        held = _Leaving(said)
        raise LookupError(held.said)

    with pytest.raises(LookupError):
        interruptible(call)
    assert said != [] and threading.main_thread().name not in said
