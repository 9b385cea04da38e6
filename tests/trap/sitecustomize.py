"""Loaded by Python at its start where this folder is on the path: every step towards a network is written down.

`GRAPHKIT_TRAP` names the file.
"""

import os
import socket
import sys
from pathlib import Path

_STEPS = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}


def _note(event: str, args: tuple[object, ...]) -> None:
    if event in _STEPS and not (args and getattr(args[0], "family", None) == socket.AF_UNIX):
        with _FILE.open("a", encoding="utf-8") as file:
            file.write(f"{event} {args!r}\n")


if "GRAPHKIT_TRAP" in os.environ:  # pytest loads every module of the tests, too
    _FILE = Path(os.environ["GRAPHKIT_TRAP"])
    sys.addaudithook(_note)
