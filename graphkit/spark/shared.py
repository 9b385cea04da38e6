"""What every task of a stage knows: a value that Spark broadcasts, made into what the work needs once per process."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Make = Callable[[Any], Any]


class Shared:
    """A value for all tasks; `make` turns what is sent into what they use, where they run."""

    def __init__(self, session: SparkSession, value: Any, make: Make | None = None) -> None:
        self._sent = session.sparkContext.broadcast(value)
        self._make = make
        self._token = uuid4().hex

    @property
    def value(self) -> Any:
        """The value, made when a process first asks."""
        return self._made() if self._make else self._sent.value

    def _made(self) -> Any:
        made = _kept(self._token)
        if not made and self._make:
            made.append(self._make(self._sent.value))
        return made[0]


@lru_cache(maxsize=4)
def _kept(token: str) -> list[Any]:
    """A place for what was made; the processes of Spark serve many tasks."""
    return []
