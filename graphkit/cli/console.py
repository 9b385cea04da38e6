"""What the commands share: tables, messages, progress, and text that no terminal obeys."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from graphkit.as_json import as_json

if TYPE_CHECKING:
    import polars as pl

    from graphkit.graph import Graph

F = TypeVar("F", bound=Callable[..., Any])

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
EXIT_DATA, EXIT_USAGE = 1, 2
_WHOLE = 16
"""Columns as wide as a date stay whole, as long as the others keep as much."""


def show(text: str) -> str:
    """Text from files, fit for a terminal: controls and direction overrides as `\\\\x1b`.

    >>> show("a\\x1b[31m")
    'a\\\\x1b[31m'
    """
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


def say(message: str) -> None:
    """A message, which goes to stderr."""
    click.echo(show(message), err=True)


def fail(message: str) -> NoReturn:
    """The one line of an error, and exit with 2."""
    say("error: " + message.replace("\n", " "))
    raise click.exceptions.Exit(EXIT_USAGE)


def table_options(command: F) -> F:
    """`--csv` and `--json`, for every command that prints a table."""
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
    return click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")(command)


graph_argument = click.argument("graph", default="exports", type=click.Path())
"""A graph directory, or a folder of articles."""


def open_or_build(path: str) -> Graph:
    """The graph that the argument names."""
    from graphkit.pipeline import load

    with Progress() as progress:
        return load(path, progress)


def print_table(table: pl.DataFrame, as_csv: bool, as_json: bool) -> None:
    """A table on stdout: for eyes, who are told of an empty one, or as CSV or JSON."""
    if as_json:
        print_json([dict(zip(table.columns, row, strict=True)) for row in table.iter_rows()])
    elif as_csv:
        from graphkit.exporters.tables import safe_csv

        print_data(safe_csv(table).encode())
    elif table.is_empty():
        say("nothing found")
    else:
        _print_for_eyes(table.columns, table.iter_rows())


def print_data(data: bytes) -> None:
    """A file's content on stdout: as it is, unless a terminal would obey it."""
    if not watched(sys.stdout):
        click.echo(data, nl=False)
        return
    for line in data.decode("utf-8", "backslashreplace").removesuffix("\n").split("\n"):
        click.echo("\t".join(map(show, line.removesuffix("\r").split("\t"))))


def print_json(value: Any) -> None:
    """JSON on stdout."""
    text = as_json(value, indent=2)
    click.echo(_CONTROLS.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text))


def _print_for_eyes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if watched(sys.stdout) else 100_000, soft_wrap=not watched(sys.stdout))
    table = Table(box=None, pad_edge=False, header_style="bold")
    cells = [[_cell(value) for value in row] for row in rows]
    texts = [[_figure(value) for value in row] for row in cells]
    widths = [max(map(cell_len, column)) for column in zip(columns, *texts, strict=True)]
    for place, (name, width) in enumerate(zip(columns, fitting(widths, console.width), strict=True)):
        numeric = all(isinstance(row[place], (int, float)) for row in cells if row[place] != "")
        table.add_column(
            name, justify="right" if numeric and cells else "left", overflow="ellipsis", no_wrap=True, width=width
        )
    for row in texts:
        table.add_row(*map(Text, row))
    console.print(table)


def fitting(widths: Sequence[int], room: int, gap: int = 2) -> list[int]:
    """The widths of columns that share `room`: the widest give way first, numbers and dates only if they must.

    >>> fitting([5, 60, 40], 80), fitting([5, 6], 80), fitting([16, 60, 60], 60)
    ([5, 35, 35], [5, 6], [16, 20, 20])
    """
    room = max(room - gap * (len(widths) - 1), len(widths))
    small = [one for one in widths if one <= _WHOLE]
    large = len(widths) - len(small)
    whole = _WHOLE if room - sum(small) >= large * _WHOLE else 0
    caps = (cap for cap in range(room, whole, -1) if sum(min(cap, max(one, 1)) for one in widths) <= room)
    most = next(caps, max(whole, 1))
    return [min(one, most) for one in widths]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return show(", ".join(map(str, value)))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if value.year >= 1000 else value.isoformat()
    return value if isinstance(value, (int, float)) else show(str(value).replace("\n", " "))


def _figure(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def watched(stream: Any) -> bool:
    """Whether a stream is there and leads to a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


class Progress:
    """One line on stderr that says how far a long step is; silent when nobody watches or it is short."""

    def __init__(self, patience: float = 1.0) -> None:
        self._watched = watched(sys.stderr)
        self._next = time.monotonic() + patience
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __call__(self, step: str, done: int, total: int) -> None:
        if self._watched and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.1
            self._write(f"{show(step)} {done:,} of {total:,}" if total else show(step))

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._write("")
            click.echo("\r", nl=False, err=True)

    def _write(self, line: str) -> None:
        click.echo("\r" + line.ljust(self._width), nl=False, err=True)
        self._width = len(line)
