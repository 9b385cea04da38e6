"""Reading again: of a folder that was read before, only the files that have changed since.

As git does, a file is told by size, times and inode; where these leave a doubt, by the hash of its content.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from graphkit.errors import SourceError
from graphkit.model import Problem
from graphkit.settings import Settings
from graphkit.sources.cache import CACHE_FILE, KNOWN, STATS, Cache, DamagedError, reading_key, table_of
from graphkit.sources.harvest import Harvest
from graphkit.sources.scan import all_shown, listed, read_bytes

_TICK = 2 * 10**9
"""Nanoseconds that pass between two times of a file on coarse file systems: a younger file may change unseen."""
_UNSURE = -1


@dataclass(slots=True)
class Survey:
    """A folder as it is now, against what is known of it from `cache`.

    `fresh` are the paths to be read, `kept` the sources of the files that are what they were. `looked_into` counts the
    files that had to be hashed to tell.
    """

    folder: Path
    settings: Settings
    cache: Cache
    fresh: list[str] = field(default_factory=list)
    kept: pl.Series = field(default_factory=lambda: pl.Series("source", [], pl.String))
    problems: list[Problem] = field(default_factory=list)
    looked_into: int = 0
    note: str = ""
    _paths: list[str] = field(default_factory=list)  # which may hold bytes that no table takes
    _now: pl.DataFrame = field(default_factory=pl.DataFrame)
    _began: int = 0

    @classmethod
    def of(cls, folder: Path, directory: Path, settings: Settings) -> Survey:
        """Look at `folder`, of which the build in `directory` may know; raises SourceError when there is none."""
        try:
            known, note = Cache.opened(directory, settings), ""
        except DamagedError:
            known = Cache(directory, reading_key(settings))
            note = f"{directory / CACHE_FILE}: damaged; every file is read anew"
        survey = cls(folder, settings, known, note=note)
        survey._look()
        return survey

    @property
    def is_same(self) -> bool:
        """Whether the folder holds what it held."""
        gone = ~pl.col("source").is_in(self.kept.implode())
        passed_by = sorted(Problem(*row) for row in self.cache.problems.filter(gone).iter_rows())
        rest = self.cache.files.filter(gone).height
        return not self.fresh and rest == len(self.problems) and sorted(self.problems) == passed_by

    def _look(self) -> None:
        self._began = time.time_ns()
        entries, self.problems = listed(self.folder)
        self._paths = [path for path, _ in entries]
        facts = zip(*(_facts(entry) for _, entry in entries), strict=True) if entries else [()] * len(STATS)
        columns = [*facts, all_shown(self._paths)]
        self._now = pl.DataFrame(columns, schema={**STATS, "source": pl.String()}, orient="col")
        known = self._now.join(self.cache.files, on="source", how="left", maintain_order="left", suffix="_known")
        same = pl.all_horizontal(pl.col(name) == pl.col(f"{name}_known") for name in STATS).fill_null(False)
        self._sort_out(known.with_columns(same=same))

    def _sort_out(self, known: pl.DataFrame) -> None:
        stays = known["same"].to_numpy().copy()
        doubtful = known.with_row_index("row").filter(~pl.col("same"), pl.col("size") == pl.col("bytes"))
        for row, sha256 in doubtful.select("row", "sha256").iter_rows():
            stays[row] = sha256 is not None and self._is_still(self._paths[row], sha256)
        self.kept = known["source"].filter(pl.Series(stays))
        self.fresh = [path for path, same in zip(self._paths, stays, strict=True) if not same]

    def _is_still(self, path: str, sha256: str) -> bool:
        self.looked_into += 1
        try:
            data = read_bytes(f"{self.folder}/{path}", path, self.settings.limits)
        except SourceError:
            return False
        return hashlib.sha256(data).hexdigest() == sha256

    def harvest(self) -> Harvest:
        """What the kept files say; none are kept if that turns out to be damaged."""
        if self.kept.is_empty():
            return Harvest.joined([])
        try:
            return self.cache.harvest(self.kept)
        except DamagedError:
            self.note = f"{self.cache.directory}: is not what {CACHE_FILE} says; every file is read anew"
            self.fresh, self.kept = list(self._paths), self.kept.clear()
            return Harvest.joined([])

    def remember(self, harvest: Harvest) -> None:
        """Let the cache know what has been read, of kept files and of fresh ones."""
        self.cache.malformed, self.cache.problems = harvest.malformed, table_of(harvest.problems)
        self._remember_files(harvest.files)

    def _remember_files(self, files: pl.DataFrame) -> None:
        # What has no hash could not be read; whether it can now, only trying tells.
        young = pl.max_horizontal("modified", "changed") > self._began - _TICK
        stats = files.join(self._now, on="source", how="left", maintain_order="left")
        unsure = young | pl.col("sha256").is_null()
        self.cache.files = stats.with_columns(
            pl.when(~unsure).then("modified").otherwise(_UNSURE).alias("modified")
        ).select(list(KNOWN))

    def refresh(self) -> None:
        """Keep the cache, with the times of today."""
        self._remember_files(self.cache.files.select("source", "state", "bytes", "sha256"))
        self.cache.save()


def _facts(entry: os.DirEntry[str]) -> tuple[int, int, int, int, int]:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:  # it has just gone; reading it will say so
        return (_UNSURE, _UNSURE, _UNSURE, 0, 0)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)
