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
