"""Served: the graph that is served now, its workers and its tables; exchanged as a whole when the graph changes."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass
from typing import Final

from graphkit.errors import GraphkitError
from graphkit.graph import Graph
from graphkit.rdf.names import Names, names
from graphkit.rdf.vocabulary import PREFIXES
from graphkit.serve import opening
from graphkit.serve.answers import Answers
from graphkit.serve.failures import Failure
from graphkit.serve.forks import Forks
from graphkit.serve.pool import Pool
from graphkit.serve.rows import base_of
from graphkit.serve.source import Opened, Progress, Source
from graphkit.serve.turns import Limits

_LOOK: Final = 1.0
"""Seconds between two looks at a source that is watched."""


@dataclass(frozen=True)
class Tables:
    """The graph as tables, and what its nodes are called in RDF."""

    graph: Graph
    names: Names

    def iri(self, row: int) -> str:
        """The IRI of the node in a row."""
        return str(self.names.nodes[row])[1:-1]


@dataclass
class Edition:
    """One state of the graph: its workers, what its names begin with, and its tables once somebody needs them."""

    version: str
    opened: Opened
    pool: Pool
    answers: Answers
    base: str
    tables: Tables | None = None
    page: bytes | None = None


class Served:
    """The edition at hand."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source, self._limits = source, limits
        self._lock = asyncio.Lock()
        self.changed = asyncio.Condition()
        self._edition: Edition | None = None

    @property
    def edition(self) -> Edition:
        """The one that is asked now."""
        assert self._edition is not None, "nothing is served before `start`"
        return self._edition

    async def start(self, progress: Progress | None = None) -> None:
        """Open the source and start its workers; raises GraphkitError."""
        self._edition = await self._open(progress)

    async def _open(self, progress: Progress | None = None) -> Edition:
        version = self._source.version()
        opened = await opening.opened(self._source, progress)
        pool = Pool(Forks(opened.store, opened.file, self._limits.memory, PREFIXES), self._limits)
        try:
            await pool.start()
            base = await base_of(pool)
        except Failure as failure:
            await pool.stop()
            raise GraphkitError(f"{self._source.path}: {failure}") from failure
        except BaseException:
            await pool.stop()
            raise
        return Edition(version, opened, pool, Answers(pool), base)

    async def tables(self) -> Tables:
        """The tables of the edition at hand; raises Failure when an RDF file is served, which has none."""
        edition = self.edition
        async with self._lock:
            if edition.tables is None:
                edition.tables = await asyncio.to_thread(_tables, edition.opened)
        return edition.tables

    async def page(self) -> bytes:
        """The explorer: the page of the graph directory, or one made of its tables."""
        edition = self.edition
        graph = None if _has_page(edition.opened) else (await self.tables()).graph
        async with self._lock:
            if edition.page is None:
                edition.page = await asyncio.to_thread(_page, edition.opened, graph)
        return edition.page

    async def watch(self) -> None:
        """Open the source again whenever it has changed; one that cannot be read is tried again at its next change."""
        seen = self.edition.version
        while True:
            begun = time.monotonic()
            version = await asyncio.to_thread(self._source.version)
            if version and version != seen:
                seen = version
                try:
                    await self._exchange(await self._open())
                except (GraphkitError, OSError) as error:
                    print(f"graphkit serve: the old graph stays: {error}", file=sys.stderr)  # noqa: T201
            # A folder of very many files takes a while to look at.
            await asyncio.sleep(max(_LOOK, 10 * (time.monotonic() - begun)))

    async def _exchange(self, fresh: Edition) -> None:
        old, self._edition = self.edition, fresh
        async with self.changed:
            self.changed.notify_all()
        await old.pool.drain()
        self._source.clean(but=1)

    async def stop(self) -> None:
        """End the workers and delete what was made."""
        if self._edition is not None:
            await self._edition.pool.stop()
        self._source.clean()


def _tables(opened: Opened) -> Tables:
    from graphkit.graph.directory import open_graph

    if opened.directory is None:
        raise Failure(404, "an RDF file is served, which has no tables: serve a graph directory")
    graph = open_graph(opened.directory)
    return Tables(graph, names(graph))


def _has_page(opened: Opened) -> bool:
    return opened.directory is not None and (opened.directory / "graph.html").is_file()


def _page(opened: Opened, graph: Graph | None) -> bytes:
    import io

    from graphkit.exporters.html import write

    if graph is None and opened.directory is not None:
        return (opened.directory / "graph.html").read_bytes()
    assert graph is not None
    out = io.BytesIO()
    write(graph, out)
    return out.getvalue()
