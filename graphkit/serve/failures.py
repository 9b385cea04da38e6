"""Failures: why a query has no answer, with the HTTP status and the line that the client gets."""

from __future__ import annotations

from collections.abc import Mapping


class Failure(Exception):  # noqa: N818 (an answer of HTTP, not a fault of the program)
    """What is answered instead: a status, one line, and headers beyond the usual."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


def busy() -> Failure:
    """Too many queries at once."""
    return Failure(503, "too many queries at once; try again in a moment", {"Retry-After": "2"})


def out_of_time(seconds: float) -> Failure:
    """The query ran longer than it may."""
    remedy = (
        "ask for less (LIMIT, fewer patterns without a common variable) or start the server with a longer --timeout"
    )
    return Failure(408, f"the query took longer than {seconds:g} s and was ended; {remedy}", {"Connection": "close"})


def out_of_memory(megabytes: int) -> Failure:
    """The query, or all that ran at once, took more memory than they may."""
    remedy = "ask for less (LIMIT, no ORDER BY over everything) or start the server with more --memory"
    return Failure(507, f"the query needed more than the {megabytes} MB of --memory and was ended; {remedy}")


def crashed() -> Failure:
    """The process that answered the query ended by itself."""
    return Failure(500, "the query ended the process that answered it; the server goes on, write the query otherwise")
