"""Groups: what is joined step by step, and must not join what is different."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Disjoint sets (union-find); each knows the lines that forbid it to meet another.

    >>> groups = Groups([(2, "a", "c")])
    >>> groups.join("a", "b"), groups.join("b", "c")
    (None, 2)
    >>> groups.root("a") == groups.root("b") != groups.root("c")
    True
    """

    def __init__(self, different: Iterable[tuple[int, T, T]] = ()) -> None:
        self._parent: dict[T, T] = {}
        self._apart: dict[T, dict[int, bool]] = {}
        self._numbers: dict[T, int] = {}
        for line, one, other in different:
            self._apart.setdefault(one, {})[line] = False
            self._apart.setdefault(other, {})[line] = True

    def root(self, item: T) -> T:
        """The member that stands for the set of an item."""
        while (parent := self._parent.get(item, item)) != item:
            self._parent[item] = item = self._parent.get(parent, parent)
        return item

    def join(self, one: T, other: T) -> int | None:
        """Make one set of two, or say which line forbids it."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return None
        mine, theirs = self._apart.get(one, {}), self._apart.get(other, {})
        if forbidding := [line for line in mine.keys() & theirs.keys() if mine[line] != theirs[line]]:
            return min(forbidding)
        # The smaller goes into the larger, so that no line moves often.
        if len(mine) > len(theirs):
            one, other, mine, theirs = other, one, theirs, mine
        self._parent[one] = other
        if mine:
            theirs.update(mine)
        return None

    def number(self, item: T) -> int:
        """A number for the set of an item."""
        return self._numbers.setdefault(self.root(item), len(self._numbers))
