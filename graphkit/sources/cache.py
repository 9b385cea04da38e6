"""The cache: what an earlier build read, for the files that are still what they were.

It lies in the graph directory, beside the sightings that it speaks of, and is believed only as far as hashes carry: of
its own content, of these sightings, of the code and the settings that read them.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import astuple, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import polars as pl

from graphkit.model import (
    ABOUT,
    DOCUMENT,
    EDGE_KINDS,
    FILES,
    LINK,
    LINKS_TO,
    MALFORMED,
    PASSED_OVER,
    PUBLISHED_BY,
    REJECTED,
    RELATED,
    SIGHTINGS,
    Problem,
    Schema,
)
from graphkit.settings import Settings
from graphkit.sources.harvest import Harvest

CACHE_FILE: Final = ".cache"
_SIGHTINGS_FILE: Final = "sightings.parquet"

STATS: Final = Schema(
    {"size": pl.Int64(), "modified": pl.Int64(), "changed": pl.Int64(), "inode": pl.UInt64(), "device": pl.UInt64()}
)
"""What tells whether a file has changed, as the system keeps it; times in nanoseconds."""
KNOWN: Final = Schema({**FILES, **STATS})
_TEXT, _COUNT = pl.String(), pl.Int64()
PROBLEMS: Final = Schema(
    {"source": _TEXT, "line": _COUNT, "code": _TEXT, "message": _TEXT, "field": _TEXT, "severity": _TEXT}
)
_LIBRARIES = ("polars", "numpy", "pyyaml", "pyromark", "can-ada")


class DamagedError(Exception):
    """A cache, or what it speaks of, is not what was written."""


@dataclass(slots=True)
class Cache:
    """What an earlier build knew: `files` (KNOWN), `malformed`, `problems`, and what it said of itself as `build`."""

    directory: Path
    key: str
    files: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KNOWN))
    malformed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MALFORMED))
    problems: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROBLEMS))
    sightings_sha256: str = ""
    build: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def opened(cls, directory: Path, settings: Settings) -> Cache:
        """The cache of a graph directory, empty where there is none or other code or settings made it.

        Raises DamagedError.
        """
        found = cls(directory, reading_key(settings))
        try:
            seal, _, sealed = _whole(directory / CACHE_FILE).partition(b"\n")
            if hashlib.sha256(sealed).hexdigest().encode() != seal:
                raise DamagedError
            head, _, tables = sealed.partition(b"\n")
            facts = json.loads(head)
            if facts["key"] == found.key:
                found._take(facts, tables)
        except FileNotFoundError:
            return found
        except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
            raise DamagedError from error
        return found

    def _take(self, facts: dict[str, Any], data: bytes) -> None:
        tables = []
        for size, schema in zip(facts["sizes"], (KNOWN, MALFORMED, PROBLEMS), strict=True):
            tables.append(pl.read_parquet(io.BytesIO(data[:size])).cast(schema))
            data = data[size:]
        self.files, self.malformed, self.problems = tables
        self.sightings_sha256, self.build = facts["sightings"], facts["build"]

    def harvest(self, sources: pl.Series) -> Harvest:
        """What these files say; raises DamagedError when the sightings are not those that the cache speaks of."""
        try:
            data = _whole(self.directory / _SIGHTINGS_FILE)
            if hashlib.sha256(data).hexdigest() != self.sightings_sha256:
                raise DamagedError
            sightings = pl.read_parquet(io.BytesIO(data), columns=list(SIGHTINGS)).cast(SIGHTINGS)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise DamagedError from error
        dropped = self.files.filter(~pl.col("source").is_in(sources.implode()))["source"].implode()
        tables = (sightings, self.malformed, self.files.select(list(FILES)), self.problems)
        told, malformed, files, problems = (table.filter(~pl.col("source").is_in(dropped)) for table in tables)
        found = tuple(Problem(*row) for row in problems.iter_rows())
        return Harvest(told, malformed, files, found, counted(told, malformed, files))

    def save(self) -> None:
        """Write the cache; who is killed meanwhile leaves the old one, which speaks of other sightings then."""
        tables = [_packed(table) for table in (self.files, self.malformed, self.problems)]
        facts = {
            "key": self.key,
            "sizes": [len(table) for table in tables],
            "sightings": self.sightings_sha256,
            "build": self.build,
        }
        sealed = b"".join([json.dumps(facts).encode(), b"\n", *tables])
        draft = self.directory / f"{CACHE_FILE}.new"
        try:
            draft.write_bytes(hashlib.sha256(sealed).hexdigest().encode() + b"\n" + sealed)
            draft.replace(self.directory / CACHE_FILE)
        except OSError:
            draft.unlink(missing_ok=True)
            raise


def _whole(path: Path) -> bytes:
    """What a file holds; nobody waits for a pipe that stands in its place."""
    if path.exists() and not path.is_file():
        raise DamagedError
    return path.read_bytes()


def table_of(problems: tuple[Problem, ...]) -> pl.DataFrame:
    """Problems as a table."""
    return pl.DataFrame([astuple(problem) for problem in problems], schema=PROBLEMS, orient="row")


def counted(sightings: pl.DataFrame, malformed: pl.DataFrame, files: pl.DataFrame) -> dict[str, int]:
    """What a parser counts of these: each file, and each relation that was declared."""
    states, wrong = (
        dict(table[name].value_counts().iter_rows()) for table, name in ((files, "state"), (malformed, "kind"))
    )
    relations = dict(sightings["relation"].value_counts().iter_rows())
    told = {
        RELATED: relations.get(RELATED, 0),
        PUBLISHED_BY: sightings["provider"].is_not_null().sum(),
        ABOUT: int(sightings["topics"].list.len().sum()),
        LINKS_TO: relations.get(LINK, 0),
    }
    return {
        "files": files.height,
        "documents": states.get(DOCUMENT, 0),
        "passed_over": states.get(PASSED_OVER, 0),
        "rejected": states.get(REJECTED, 0),
        **{kind: told[kind] + wrong.get(kind, 0) for kind in EDGE_KINDS},
    }


def reading_key(settings: Settings) -> str:
    """What has to be the same for files to be read the same."""
    asked = (sorted(settings.fields.items()), settings.base_url, settings.bare_notes, settings.limits)
    return hashlib.sha256(repr((asked, _code())).encode()).hexdigest()


@cache
def _code() -> str:
    """The readers themselves: their text, and the versions of what they stand on."""
    here = Path(__file__).parent
    texts = [path.read_bytes() for path in (here.parent / "model.py", *sorted(here.rglob("*.py")))]
    versions = [version(name) for name in _LIBRARIES]
    return hashlib.sha256(b"\0".join(texts) + repr(versions).encode()).hexdigest()


def _packed(table: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    table.write_parquet(out, compression="lz4", statistics=False)
    return out.getvalue()
