"""The exceptions of graphkit, drawn as a tree.

GraphkitError
├── SourceError      an input that cannot be used at all: a folder, a file, its front matter
│   └── JudgementError  a line of `judgements.csv` that makes no sense or contradicts another
├── SettingsError    a `graphkit.toml` or an option that makes no sense
├── OutputError      a place that cannot be written, or a graph directory that cannot be read
├── QueryError       a SPARQL query that cannot be answered
├── AmbiguousNameError  a name that several nodes bear; says their ids
└── UnknownNameError    a name (format, metric, node) that is not there; says what would be
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class GraphkitError(Exception):
    """Whatever graphkit raises on purpose: one line, fit to be shown to the user."""


class SourceError(GraphkitError):
    """An input that cannot be used at all.

    >>> str(SourceError("posts/a.md", 3, "the front matter is not valid YAML"))
    'posts/a.md:3: the front matter is not valid YAML'
    """

    def __init__(self, path: object, line: int, message: str, code: str = "unreadable", field: str = "") -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path, self.line, self.message, self.code, self.field = str(path), line, message, code, field


class JudgementError(SourceError):
    """A line of `judgements.csv` that makes no sense or contradicts another."""


class SettingsError(GraphkitError):
    """A `graphkit.toml` or an option that makes no sense."""


class OutputError(GraphkitError):
    """A place that cannot be written, or a graph directory that cannot be read."""


class QueryError(GraphkitError):
    """A SPARQL query that cannot be answered, and the place in it that is to blame, if it is one.

    >>> str(QueryError("not valid SPARQL", 2, 5))
    '2:5: not valid SPARQL'
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(f"{line}:{column}: {message}" if line else message)
        self.line, self.column = line, column


class AmbiguousNameError(GraphkitError):
    """A name that several nodes bear, and their ids.

    >>> str(AmbiguousNameError("TechHub", ["provider:a", "provider:b"]))
    "2 nodes are called 'TechHub'; name one by its id: provider:a, provider:b"
    """

    def __init__(self, name: str, ids: Sequence[str], most: int = 10) -> None:
        listed = ", ".join(ids[:most]) + (", …" if len(ids) > most else "")
        super().__init__(f"{len(ids)} nodes are called {name!r}; name one by its id: {listed}")


class UnknownNameError(GraphkitError):
    """A name that is not there, and what would be.

    >>> str(UnknownNameError("format", "xyz", ["csv", "ttl"]))
    "unknown format 'xyz'; choose one of: csv, ttl"
    """

    def __init__(self, what: str, name: str, choices: Iterable[str] = ()) -> None:
        listed = ", ".join(choices)
        remedy = f"; choose one of: {listed}" if listed else ""
        if what == "node" and not listed:
            remedy = "; name an id, a URL, the path of a file or a label: graphkit search finds them"
        super().__init__(f"unknown {what} {name!r}{remedy}")
