"""Judgements: what people decide about identity, in a text file beside the articles."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date as calendar
from pathlib import Path
from typing import BinaryIO, Final

from graphkit.errors import JudgementError, SourceError
from graphkit.files import read_regular, write_files

FILE_NAME: Final = "judgements.csv"
COLUMNS: Final = ("verdict", "one", "other", "why", "date")
SAME: Final = "same"
DIFFERENT: Final = "different"
VERDICTS: Final = (SAME, DIFFERENT)
MOST_BYTES: Final = 64 * 2**20

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no name holds: it would break the line, or could not be kept in every format."""
_KEY = re.compile("(?:article|provider|topic|file|path|title):")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the file: `one` and `other` are node ids, URLs or paths of files."""

    verdict: str
    one: str
    other: str
    why: str = ""
    date: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Judgements:
    """The judgements of a folder, in the order of the file, which errors call `path`."""

    rows: tuple[Judgement, ...] = ()
    path: str = FILE_NAME


Cleaned = Callable[[str], str]


def load_judgements(folder: Path, cleaned: Cleaned = str) -> Judgements:
    """The judgements in `folder`; none where there is no file. `cleaned` takes from URLs what nobody may see.

    Raises JudgementError, naming the line, for anything that it does not understand.
    """
    path = folder / FILE_NAME
    return Judgements(tuple(_parsed(path, _decoded(path, _read(path)), cleaned)), str(path))


def _read(path: Path) -> bytes:
    if not os.path.lexists(path):
        return b""
    try:
        return read_regular(path, str(path), MOST_BYTES, follow=True)
    except SourceError as error:
        raise JudgementError(path, 0, error.message) from error


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise JudgementError(path, line, "is not UTF-8; save it as UTF-8") from error


def _parsed(path: Path, text: str, cleaned: Cleaned) -> Iterator[Judgement]:
    for line, record in _rows(path, text):
        cells = [cell.strip().replace("\r\n", "\n") for cell in record]
        if tuple(map(str.lower, cells[: len(COLUMNS)])) == COLUMNS[: len(cells)]:
            continue
        _check_cells(path, line, cells)
        verdict, one, other, why, date = (*cells, "", "")[: len(COLUMNS)]
        verdict, one, other, date = (_fit(text, cleaned) for text in (verdict.lower(), one, other, date))
        found = Judgement(verdict, one, other, why, date, line)
        check(found, path)
        yield found


def _fit(text: str, cleaned: Cleaned) -> str:
    """What may be a URL, cleaned; other keys may hold an `@` without any secret."""
    return text if _KEY.match(text) and "//" not in text else cleaned(text)


def _check_cells(path: Path, line: int, cells: list[str]) -> None:
    if ";" in cells[0] or "\t" in cells[0]:
        raise JudgementError(path, line, "separate the cells by commas")
    if len(cells) < 3 or any(cells[len(COLUMNS) :]):
        raise JudgementError(path, line, f"{len(cells)} cells; write {','.join(COLUMNS)}, and quote what has commas")


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the number of the line on which each begins; without blank ones and remarks."""
    lines = _Lines(text)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.between = True
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise JudgementError(path, lines.number, f"not CSV: {error}; close each quote, or double it") from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            yield lines.number, cells


class _Lines:
    """The lines of a text, without remarks between records, in which quotes mean nothing.

    `number` is that of the first line since `between` was set.
    """

    def __init__(self, text: str) -> None:
        self._lines = enumerate(io.StringIO(text, newline=""), 1)
        self.between, self.number = True, 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        while self.between and line.startswith("#"):
            number, line = next(self._lines)
        if self.between:
            self.between, self.number = False, number
        return line


def check(found: Judgement, path: Path | str = FILE_NAME) -> None:
    """Raise JudgementError unless the judgement has a verdict, two names and, if any, a day as date."""
    if found.verdict not in VERDICTS:
        raise JudgementError(path, found.line, f"unknown verdict {found.verdict!r}; write same or different")
    for name in (found.one, found.other):
        if not _KEY.sub("", name, count=1):
            raise JudgementError(path, found.line, "a judgement names two articles, publishers or topics")
        if _NO_NAME.search(name):
            raise JudgementError(path, found.line, f"a line break or control character in a name: {name!r}")
    if found.date and not _is_day(found.date):
        raise JudgementError(path, found.line, f"not a date: {found.date!r}; write it as 2021-08-31")


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and calendar.fromisoformat(text))
    except ValueError:
        return False


def appended(folder: Path, row: Judgement, cleaned: Cleaned = str) -> tuple[Judgements, bytes]:
    """The judgements of `folder` with one more at their end, and the text of the file that holds them.

    Every byte of the old text stays. Raises JudgementError if the new text could not be read again.
    """
    path = folder / FILE_NAME
    check(row, path)
    old = _read(path)
    text = _decoded(path, old)
    end = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    added = "" if text else _line(COLUMNS, end)
    added += end if text and not text.endswith(("\n", "\r")) else ""
    added += _line((row.verdict, row.one, row.other, row.why, row.date), end)
    rows = tuple(_parsed(path, text + added, cleaned))
    if not rows or replace(rows[-1], line=0) != replace(row, line=0):
        raise JudgementError(path, 0, f"cannot hold this judgement: {row.one!r}, {row.other!r}")
    return Judgements(rows, str(path)), old + added.encode()


def write(folder: Path, text: bytes) -> None:
    """Put `text` in place of the file of `folder`, or of the file that a link there leads to, whole or not at all."""
    target = Path(os.path.realpath(folder / FILE_NAME))
    write_files(target.parent, {target.name: lambda out: _write_all(out, text)})


def _write_all(out: BinaryIO, data: bytes) -> None:
    out.write(data)


def _line(cells: Iterable[str], end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerow(cells)
    return out.getvalue()
