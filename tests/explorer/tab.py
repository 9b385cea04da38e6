"""A tab of a browser other than Chromium, as the tests of the explorer use it."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}


class Tab(ABC):
    """A tab that is open."""

    @abstractmethod
    def open(self, file: Path) -> None:
        """Load a page."""

    @abstractmethod
    def value(self, expression: str) -> Any:
        """The value of a JavaScript expression, through JSON."""

    @abstractmethod
    def back(self) -> None:
        """What the browser's Back does."""

    @abstractmethod
    def faults(self) -> list[str]:
        """What went wrong in the page, and what it asked of the network."""

    @abstractmethod
    def _act(self, source: dict[str, Any]) -> None:
        """Perform the actions of one input device."""

    def wait_until(self, expression: str, seconds: float = 20) -> None:
        """Ask again until the expression is true."""
        end = time.monotonic() + seconds
        while not self.value(expression):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            time.sleep(0.1)

    def type(self, text: str | list[str]) -> None:
        """Press keys, given as a text or as names."""
        keys = [KEYS.get(key, key) for key in text]
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": actions})

    def click(self, selector: str) -> None:
        """Click in the middle of the first element that a selector finds."""
        box = self.value(f"document.querySelector({selector!r}).getBoundingClientRect()")
        place = {"x": round(box["x"] + box["width"] / 2), "y": round(box["y"] + box["height"] / 2)}
        moves = [
            {"type": "pointerMove", **place},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": moves})
