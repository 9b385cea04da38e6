"""What a reader of front matter hands on: mappings and lists that know their lines."""

from __future__ import annotations

from typing import Any, Final

SECURED: Final = "secured"
"""The key of somebody's encrypted text: readers drop its value, whatever it is."""


class Block(dict[str, Any]):
    """A mapping of text to values, and the line of each key.

    Values are text, None, Block or Items: a reader never turns text into numbers, dates or truth.
    """

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list of values, and the line of each."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []
