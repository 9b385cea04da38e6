"""Source: what is served: a graph directory, an RDF file, or a folder of articles, which is built first."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graphkit.errors import GraphkitError, SourceError
from graphkit.graph.directory import MANIFEST, is_graph_directory, open_graph
from graphkit.rdf.kept import place_of, source_of

Progress = Callable[[str, int, int], None]

RDF_FILES: Final = (".ttl", ".nt", ".nq", ".trig")
FORMATS: Final = ("html", "ttl")
"""What a folder of articles is built into."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the keeper opens: a store on disk, or a file to load; and the graph directory, if there is one."""

    store: str
    file: str
    directory: Path | None


class Source:
    """A place that can be opened again when it has changed; it cleans up what it made."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise SourceError(
                path, 0, "is neither a graph directory, a folder of articles nor an RDF file", "no-folder"
            )
        if path.is_file() and path.suffix not in RDF_FILES:
            raise SourceError(path, 0, f"is no RDF file; its name has to end in one of {', '.join(RDF_FILES)}")
        self.path = path
        self._scratch: list[Path] = []

    def version(self) -> str:
        """What is different once the source has changed; empty while it is being written."""
        try:
            if _is_articles(self.path):
                found = sorted((str(file), _stamp(file)) for file in self.path.rglob("*") if file.is_file())
                return str(hash(tuple(found)))
            return str(_stamp(self.path / MANIFEST if self.path.is_dir() else self.path))
        except OSError:
            return ""

    def scratch(self) -> Path:
        """A folder to make things in; raises GraphkitError when none can be had."""
        try:
            made = Path(tempfile.mkdtemp(prefix="graphkit-serve-"))
        except OSError as error:
            raise GraphkitError(f"no temporary folder can be made: {error.strerror}") from error
        self._scratch.append(made)
        return made

    def clean(self, but: int = 0) -> None:
        """Delete what was made, but for the last so many."""
        old, self._scratch = self._scratch[: len(self._scratch) - but], self._scratch[len(self._scratch) - but :]
        for folder in old:
            shutil.rmtree(folder, ignore_errors=True)


def open_source(path: Path, scratch: Path, progress: Progress | None = None) -> Opened:
    """What there is to serve; what has to be made for it is made in `scratch`. Raises GraphkitError."""
    if path.is_file():
        return Opened("", str(path.resolve()), None)
    directory = _built(path, scratch, progress) if _is_articles(path) else path
    if place := place_of(directory, progress):
        return Opened(str(place.resolve()), "", directory)
    return Opened("", str(_turtle(directory, scratch).resolve()), directory)


def _is_articles(path: Path) -> bool:
    """Whether it has to be built."""
    return path.is_dir() and not is_graph_directory(path)


def _built(folder: Path, target: Path, progress: Progress | None) -> Path:
    from graphkit.pipeline import build, save

    save(*build(folder, progress=progress), target, FORMATS)
    return target


def _turtle(directory: Path, scratch: Path) -> Path:
    """The directory's Turtle file, or one that is made of its tables."""
    from graphkit.exporters.turtle import write

    source = source_of(directory)
    if isinstance(source, Path) and source.suffix == ".ttl":
        return source
    source = open_graph(directory) if isinstance(source, Path) else source
    target = scratch / "graph.ttl"
    with target.open("wb") as out:
        write(source, out)
    return target


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size
