"""Sources: a folder of files in, sightings out. Add a front-matter format: one line in READERS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from graphkit.errors import SourceError
from graphkit.model import DOCUMENT, PASSED_OVER, REJECTED, Problem
from graphkit.settings import Settings
from graphkit.sources import frontmatter
from graphkit.sources.block import Block
from graphkit.sources.body import collect_links
from graphkit.sources.frontmatter import READERS
from graphkit.sources.harvest import Basket, Harvest
from graphkit.sources.record import collect
from graphkit.sources.scan import NOTES, WHOLE, read_bytes, scan, shown
from graphkit.sources.text import without_secrets

__all__ = ["READERS", "Harvest", "read_files", "read_folder"]

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, how much of it is done, and of how much."""

_CHUNK = 256


def read_folder(folder: Path, settings: Settings, workers: int = 1, progress: Progress | None = None) -> Harvest:
    """Read every article file below `folder`, in `workers` processes.

    The result does not depend on the number of workers. Raises SourceError when there is no such
    folder; what is wrong inside it comes back as problems.
    """
    paths, problems = scan(folder)
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    parts = []
    for part in _read_chunks(folder, chunks, settings, workers):
        parts.append(part)
        if progress:
            progress("reading", min(len(parts) * _CHUNK, len(paths)), len(paths))
    return Harvest.joined([*parts, _noticed(problems)])


def _noticed(problems: list[Problem]) -> Harvest:
    basket = Basket(problems=problems)
    for problem in problems:
        basket.add_file(problem.source, REJECTED, None)
    basket.counts["files"] = basket.counts["rejected"] = len(problems)
    return basket.harvest()


def _read_chunks(folder: Path, chunks: list[list[str]], settings: Settings, workers: int) -> Iterable[Harvest]:
    if workers <= 1 or len(chunks) <= 1:
        return (read_files(folder, chunk, settings) for chunk in chunks)
    from graphkit.sources.parallel import read_in_processes

    return read_in_processes(folder, chunks, settings, min(workers, len(chunks)))


def read_files(folder: Path, paths: Iterable[str], settings: Settings) -> Harvest:
    """Read these files of `folder`: the unit of work of a process, and of a cluster."""
    basket = Basket()
    for path in paths:
        _read_file(folder / path, shown(path), settings, basket)
    return basket.harvest()


def _passed_over(data: bytes, source: str) -> Problem:
    """What to say of a file without front matter: most have none on purpose."""
    if frontmatter.is_empty(data):
        return Problem(source, 1, "empty", "the file is empty; passed over")
    if frontmatter.is_almost(data):
        message = "no front matter: its fence is a line --- at the very start of the file; passed over"
        return Problem(source, 1, "no-front-matter", message)
    return Problem(source, 1, "no-front-matter", "no front matter; passed over", severity="info")


def _read_file(path: Path, source: str, settings: Settings, basket: Basket) -> None:
    basket.counts["files"] += 1
    data = None
    try:
        data = read_bytes(path, source, settings.limits)
        is_document = _read_data(data, path, source, settings, basket)
        basket.counts["documents" if is_document else "passed_over"] += 1
        basket.add_file(source, DOCUMENT if is_document else PASSED_OVER, data)
    except SourceError as error:
        basket.counts["rejected"] += 1
        basket.add_file(source, REJECTED, data)
        message, field = without_secrets(error.message), without_secrets(error.field)
        basket.problems.append(Problem(source, error.line, error.code, message, field, "error"))


def _read_data(data: bytes, path: Path, source: str, settings: Settings, basket: Basket) -> bool:
    """Put what the content of a file says into the basket; whether it is a document."""
    matter = frontmatter.read(data, source, settings.limits, whole=path.suffix.lower() in WHOLE)
    if matter is None and settings.bare_notes and path.suffix.lower() in NOTES:
        matter = frontmatter.Matter(Block(), data)
    if matter is None:
        basket.problems.append(_passed_over(data, source))
        return False
    items, url = collect(matter.value, source, settings, basket)
    collect_links(matter, source, settings, basket, items, url)
    return True
