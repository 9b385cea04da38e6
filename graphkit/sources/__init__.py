"""Sources: a folder of files in, sightings out. Add a front-matter format: one line in READERS."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

import polars as pl

from graphkit.errors import SourceError
from graphkit.model import ABOUT, DOCUMENT, PASSED_OVER, PUBLISHED_BY, REJECTED, RELATED, URL_COLUMNS, Problem
from graphkit.settings import Settings
from graphkit.sources import frontmatter, plain
from graphkit.sources.block import Block
from graphkit.sources.body import collect_links
from graphkit.sources.frontmatter import READERS
from graphkit.sources.harvest import Basket, Harvest, compact
from graphkit.sources.incremental import Survey
from graphkit.sources.links import may_link
from graphkit.sources.record import collect
from graphkit.sources.scan import NOTES, WHOLE, read_bytes, scan, shown
from graphkit.sources.text import without_secrets

__all__ = ["READERS", "Harvest", "read_files", "read_folder"]

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, how much of it is done, and of how much."""

_LEAST, _MOST = 1024, 4096
"""Files that a process takes at once: many, as columns want it, but enough chunks that none waits for the last."""
_START = 2.0
"""Seconds of reading from which on starting processes pays."""
_FEW = 32
"""Fewer files than these are read one by one: columns have a price of their own."""
_AT_ONCE = 32 * 2**20
"""Bytes of plain files that are read in one go."""


def read_folder(
    folder: Path,
    settings: Settings,
    workers: int = 1,
    progress: Progress | None = None,
    survey: Survey | None = None,
) -> Harvest:
    """Read every article file below `folder`, in `workers` processes; with a `survey`, only what has changed.

    The result depends on neither. Raises SourceError when there is no such folder; what is wrong inside it comes
    back as problems.
    """
    if survey is None:
        return _read_paths(folder, *scan(folder), settings, workers, progress)
    kept = survey.harvest()
    fresh = _read_paths(folder, survey.fresh, survey.problems, settings, workers, progress)
    harvest = Harvest.joined([kept, fresh])
    survey.remember(harvest)
    return harvest


def _read_paths(
    folder: Path,
    paths: list[str],
    problems: list[Problem],
    settings: Settings,
    workers: int,
    progress: Progress | None,
) -> Harvest:
    size = max(_LEAST, min(_MOST, -(-len(paths) // (4 * workers))))
    starts = [0, *range(_LEAST, len(paths), size)] if paths else []
    chunks = [paths[start:end] for start, end in pairwise([*starts, len(paths)])]
    parts, done = [], 0
    for chunk, part in zip(chunks, _read_chunks(folder, chunks, settings, workers), strict=True):
        parts.append(part)
        done += len(chunk)
        if progress:
            progress("reading", done, len(paths))
    return Harvest.joined([*parts, _noticed(problems)])


def _noticed(problems: list[Problem]) -> Harvest:
    basket = Basket(problems=problems)
    for problem in problems:
        basket.add_file(problem.source, REJECTED, None)
    basket.counts["files"] = basket.counts["rejected"] = len(problems)
    return basket.harvest()


def _read_chunks(folder: Path, chunks: list[list[str]], settings: Settings, workers: int) -> Iterator[Harvest]:
    """The harvest of each chunk; in processes where these are worth their start, as the first chunk tells."""
    began = time.monotonic()
    for chunk in chunks[:1]:
        yield read_files(folder, chunk, settings)
    rest = chunks[1:]
    if workers > 1 and rest and (time.monotonic() - began) * len(rest) > _START:
        from graphkit.sources.parallel import read_in_processes

        yield from read_in_processes(folder, rest, settings, min(workers, len(rest)))
    else:
        yield from (read_files(folder, chunk, settings) for chunk in rest)


def read_files(folder: Path, paths: Iterable[str], settings: Settings) -> Harvest:
    """Read these files of `folder`: the unit of work of a process, and of a cluster."""
    basket, plains, size = Basket(), list[plain.Plain](), 0
    parts = []
    for path in paths:
        if (found := _read_file(f"{folder}/{path}", shown(path), settings, basket)) is None:
            continue
        plains.append(found)
        size += len(found.data)
        if size > _AT_ONCE:
            parts.append(compact(_read_plain(plains, settings, basket)))
            plains, size = [], 0
    if len(plains) >= _FEW:
        parts.append(compact(_read_plain(plains, settings, basket)))
        plains = []
    for file in plains:
        _read_alone(file.data, file.source, settings, basket)
    return basket.harvest(parts)


def _passed_over(data: bytes, source: str) -> Problem:
    """What to say of a file without front matter: most have none on purpose."""
    if frontmatter.is_empty(data):
        return Problem(source, 1, "empty", "the file is empty; passed over")
    if frontmatter.is_almost(data):
        message = "no front matter: its fence is a line --- at the very start of the file; passed over"
        return Problem(source, 1, "no-front-matter", message)
    return Problem(source, 1, "no-front-matter", "no front matter; passed over", severity="info")


def _read_file(path: str, source: str, settings: Settings, basket: Basket) -> plain.Plain | None:
    """Put what a file says into the basket, or give it back if it looks plain."""
    basket.counts["files"] += 1
    try:
        data = read_bytes(path, source, settings.limits)
    except SourceError as error:
        _reject(error, source, None, basket)
        return None
    found = plain.cut(source, data, settings.limits)
    if found is None:
        _read_alone(data, source, settings, basket)
    return found


def _read_plain(files: list[plain.Plain], settings: Settings, basket: Basket) -> pl.DataFrame:
    """The sightings of files that are plain; those of the others go into the basket, and so do links in bodies."""
    table, are_plain = plain.read(files, settings)
    items = dict(table.group_by("source").len().iter_rows())
    urls = table.filter(pl.col("item") == 0).select("source", pl.coalesce(URL_COLUMNS).fill_null(""))
    own = dict(urls.iter_rows())
    for file, is_plain in zip(files, are_plain, strict=True):
        if not is_plain:
            _read_alone(file.data, file.source, settings, basket)
            continue
        basket.counts["documents"] += 1
        basket.add_file(file.source, DOCUMENT, file.data)
        if may_link(file.body):
            matter = frontmatter.Matter(Block(), file.body, file.body_line)
            collect_links(matter, file.source, settings, basket, items[file.source], own[file.source])
    basket.counts[RELATED] += table["relation"].eq(RELATED).arg_true().len()
    basket.counts[PUBLISHED_BY] += table["provider"].len() - table["provider"].null_count()
    basket.counts[ABOUT] += int(table["topics"].list.len().sum())
    return table


def _read_alone(data: bytes, source: str, settings: Settings, basket: Basket) -> None:
    try:
        is_document = _read_data(data, source, settings, basket)
        basket.counts["documents" if is_document else "passed_over"] += 1
        basket.add_file(source, DOCUMENT if is_document else PASSED_OVER, data)
    except SourceError as error:
        _reject(error, source, data, basket)


def _reject(error: SourceError, source: str, data: bytes | None, basket: Basket) -> None:
    basket.counts["rejected"] += 1
    basket.add_file(source, REJECTED, data)
    message, field = without_secrets(error.message), without_secrets(error.field)
    basket.problems.append(Problem(source, error.line, error.code, message, field, "error"))


def _read_data(data: bytes, source: str, settings: Settings, basket: Basket) -> bool:
    """Put what the content of a file says into the basket; whether it is a document."""
    suffix = PurePosixPath(source).suffix.lower()
    matter = frontmatter.read(data, source, settings.limits, whole=suffix in WHOLE)
    if matter is None and settings.bare_notes and suffix in NOTES:
        matter = frontmatter.Matter(Block(), data)
    if matter is None:
        basket.problems.append(_passed_over(data, source))
        return False
    items, url = collect(matter.value, source, settings, basket)
    collect_links(matter, source, settings, basket, items, url)
    return True
