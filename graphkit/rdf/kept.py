"""The store that a large graph directory keeps, so that only its first query waits.

It lies in `.store/KEY`, where the key is that of the manifest, which names hashes and settings: another build
has another key. It is made as a draft, sealed and renamed when it is whole, so processes may race; it is
opened for reading only, so processes may share it. It can be deleted at any time. One whose seal is broken is
never opened: Oxigraph checks no sums, and one wrong bit can cost it all memory there is.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphkit.compression import COMPRESSIONS
from graphkit.files import sha256
from graphkit.graph import Graph
from graphkit.graph.directory import EDGES_FILE, MANIFEST, NODES_FILE, open_graph
from graphkit.rdf.seal import is_whole, seal
from graphkit.rdf.store import fill

if TYPE_CHECKING:
    import pyoxigraph

Progress = Callable[[str, int, int], None]

TURTLE_FILE: Final = "graph.ttl"
TURTLE_FILES: Final = (TURTLE_FILE, *(f"{TURTLE_FILE}.{name}" for name in COMPRESSIONS))
"""The Turtle file of a folder, as it is or compressed."""
FOLDER: Final = ".store"
LARGE: Final = 15_000
"""Nodes and edges from which on a store is kept: some 200,000 triples, which take most of a second to load."""

_LOG: Final = logging.getLogger(__name__)
_DRAFT: Final = "draft-"
_ABANDONED: Final = 3600.0
"""Seconds after which a draft is taken for one whose process was killed."""


def open_directory(folder: Path, progress: Progress | None = None) -> pyoxigraph.Store:
    """The triples of a graph directory: from the store that it keeps if it is large, else in memory.

    Raises OutputError when the directory lacks what it should hold.
    """
    facts = _facts(folder)
    if _rows(facts) >= LARGE:
        try:
            return _kept(folder, facts, progress)[1]
        except (OSError, RuntimeError):  # no room, no right to write, or damaged: memory will do
            pass
    return _in_memory(_source(folder, facts))


def place_of(folder: Path, progress: Progress | None = None) -> Path | None:
    """Where a large graph directory keeps its store, made if it has none; None if it is small or cannot keep one."""
    facts = _facts(folder)
    with suppress(OSError, RuntimeError):
        return _kept(folder, facts, progress)[0] if _rows(facts) >= LARGE else None
    return None


def source_of(folder: Path) -> Graph | Path:
    """What the store of a graph directory is made of: its Turtle file if that is whole, else its tables."""
    return _source(folder, _facts(folder))


def _facts(folder: Path) -> Mapping[str, Any]:
    """What the manifest says of each file; nothing if it is not what a build writes."""
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {name: _fact(fact) for name, fact in facts.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {"sha256": str(fact["sha256"]), **{name: int(fact[name]) for name in ("bytes", "nodes", "edges")}}


def _rows(facts: Mapping[str, Any]) -> int:
    tables = NODES_FILE in facts and EDGES_FILE in facts
    return facts[NODES_FILE]["nodes"] + facts[NODES_FILE]["edges"] if tables else 0


def _source(folder: Path, facts: Mapping[str, Any]) -> Graph | Path:
    """The Turtle file if it is the one that the build wrote, as it loads without a table library; else the tables."""
    for name in TURTLE_FILES:
        path = folder / name
        if name in facts and path.is_file():
            if path.stat().st_size == facts[name]["bytes"] and sha256(path) == facts[name]["sha256"]:
                return path
            _LOG.warning("%r is not what the build wrote; the tables are asked instead", str(path))
    return open_graph(folder)


def _in_memory(source: Graph | Path) -> pyoxigraph.Store:
    import pyoxigraph

    store = pyoxigraph.Store()
    fill(store, source)
    return store


def _kept(folder: Path, facts: Mapping[str, Any], progress: Progress | None) -> tuple[Path, pyoxigraph.Store]:
    import pyoxigraph

    place = folder / FOLDER / _key(folder)
    if place.is_dir() and not is_whole(place):
        _LOG.warning("the store %r is damaged; the triples are stored anew", str(place))
        shutil.rmtree(place)
    if not place.is_dir():
        if progress:
            progress(f"storing the triples in {place.parent}, once", 0, 0)
        _build(place, _source(folder, facts))
    try:
        return place, pyoxigraph.Store.read_only(str(place))
    except (OSError, RuntimeError):  # RocksDB's "Corruption" is a RuntimeError
        shutil.rmtree(place, ignore_errors=True)  # the next query makes another
        raise


def _key(folder: Path) -> str:
    """Of what the manifest says, and of the library whose format the store has."""
    import pyoxigraph

    said = (folder / MANIFEST).read_bytes() + f"{pyoxigraph.__version__} sealed".encode()
    return hashlib.sha256(said).hexdigest()[:16]


def _build(place: Path, source: Graph | Path) -> None:
    place.parent.mkdir(exist_ok=True)
    draft = place.parent / f"{_DRAFT}{uuid.uuid4().hex}"
    try:
        _write(draft, source)
        seal(draft)
        draft.rename(place)
    except OSError:
        if not place.is_dir():  # else another process was faster, and its store is the same
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sweep(place)


def _write(draft: Path, source: Graph | Path) -> None:
    import pyoxigraph

    store = pyoxigraph.Store(str(draft))
    fill(store, source)
    store.optimize()
    store.flush()


def _sweep(place: Path) -> None:
    """Delete the stores of earlier builds, and drafts that nobody finishes."""
    for other in place.parent.iterdir():
        draft = other.name.startswith(_DRAFT)
        if other != place and not (draft and time.time() - other.stat().st_mtime < _ABANDONED):
            shutil.rmtree(other, ignore_errors=True)
