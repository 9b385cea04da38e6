"""Rebuild: whether a graph directory is already what a build would make of it, so that there is nothing to do."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from graphkit.errors import SourceError
from graphkit.files import Written
from graphkit.graph.directory import SIGHTINGS_FILE
from graphkit.graph.report import Report
from graphkit.judgements import FILE_NAME as JUDGEMENTS
from graphkit.settings import FILE_NAME as SETTINGS
from graphkit.settings import Settings
from graphkit.sources.cache import CACHE_FILE
from graphkit.sources.incremental import Survey
from graphkit.sources.scan import listed

Signature = tuple[str, ...]
_LIBRARIES = ("graspologic-native", "networkx", "numpy", "polars", "pyoxigraph", "pyvis", "rdflib", "scipy")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built of what, and where."""

    folder: Path
    output: Path
    settings: Settings
    formats: Sequence[str]
    compress: str | None = None

    def key(self) -> str:
        """A hash of all that a build goes by, but for the articles."""
        judged = self.folder / JUDGEMENTS
        judgements = judged.read_bytes() if judged.is_file() else b""
        fields = sorted(self.settings.fields.items())
        facts = (fields, replace(self.settings, fields={}), sorted(self.formats), self.compress, _code())
        return hashlib.sha256(repr(facts).encode() + judgements).hexdigest()


def is_current(survey: Survey, order: Order) -> bool:
    """Whether the graph directory holds what a build of the folder would write."""
    build = survey.cache.build
    files = build.get("files")
    if not (isinstance(files, dict) and survey.is_same and build.get("order") == order.key()):
        return False
    return files == _stamps(order.output, files)


def remember(survey: Survey, order: Order, written: Mapping[str, Written], report: Report) -> None:
    """Keep what the next build may rest on, now that the files of this one are in their place."""
    survey.cache.sightings_sha256 = written[SIGHTINGS_FILE].sha256
    survey.cache.build = {
        "order": order.key(),
        "files": _stamps(order.output, written),
        "errors": len(report.of_severity("error")),
    }
    try:
        survey.cache.save()
    except OSError as error:  # the build is done; the next one reads all files
        survey.note = f"{order.output / CACHE_FILE}: cannot be written ({error.strerror})"


def forget(output: Path) -> None:
    """Take away a cache that speaks of an older build."""
    (output / CACHE_FILE).unlink(missing_ok=True)


def changes(folder: Path, known: Signature, pause: float = 0.5) -> Iterator[None]:
    """Once for each time that the folder has changed from what is `known`, and has come to rest."""
    while True:
        began = time.monotonic()
        now = signature(folder)
        # Looking at many files takes a while: do it for a tenth of the time at most.
        time.sleep(max(pause, 9 * (time.monotonic() - began)))
        if now != known and now == signature(folder):
            known = now
            yield


def signature(folder: Path) -> Signature:
    """What is another once an article, the settings or the judgements are."""
    try:
        entries, problems = listed(folder)
        files = [f"{path} {_stamp(entry.stat(follow_symlinks=False))}" for path, entry in entries]
    except (OSError, SourceError) as error:
        return (str(error),)
    beside = _stamps(folder, (SETTINGS, JUDGEMENTS))
    return (*files, *map(str, problems), repr(beside))


def _stamps(directory: Path, names: Iterable[str]) -> dict[str, list[int]]:
    """What tells whether somebody has touched these files; nothing of one that is not there."""
    paths = {name: directory / name for name in names}
    return {name: _stamp(path.lstat()) for name, path in paths.items() if path.exists()}


def _stamp(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_mtime_ns, status.st_ino]


@cache
def _code() -> str:
    here = Path(__file__).parent
    paths = sorted(path for path in here.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    total = hashlib.sha256(repr([version(name) for name in _LIBRARIES]).encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()
