"""Mentions that name an article by a path, slug, alias or title: which file of the folder they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from graphkit.model import DOCUMENT, LINK, URL_COLUMNS, Problem
from graphkit.resolve.file_index import LONGEST, FileIndex
from graphkit.resolve.file_paths import path_key
from graphkit.resolve.urls import canonical_key

FILE_PRIORITY = 10
PATH_PRIORITY = 11
KEY_COLUMNS = {"row": pl.UInt32(), "key": pl.String(), "priority": pl.UInt8(), "url": pl.String()}

_SAID = ("row", "source", "line", "relation", "form", "reference", "title", "provider", "published", *URL_COLUMNS)

Rows = list[tuple[int, str, int]]


@dataclass(frozen=True)
class Files:
    """The files of the folder: an index of their names, and the host of those with a URL of their own."""

    index: FileIndex
    hosts: Mapping[str, str]

    @classmethod
    def of(cls, documents: pl.DataFrame) -> Files:
        """From `source`, `title`, `slug`, `reference`, `aliases` and the URL columns of every document."""
        names = pl.col("aliases").list.eval(pl.element().filter(~pl.element().str.contains("://", literal=True)))
        return cls(FileIndex(documents.with_columns(names)), _hosts(documents))


class References:
    """Keys of the mentions in `rows` that name files; what names none is a key by itself, unless it has a URL.

    `by_url` holds the keys that URLs give, `settled` the links that need no other; `files` are asked only if a mention
    names one. `keys` are those of files and paths, `unmatched` says of each row that names no file why not, and
    `problems` holds what users should know of it.
    """

    def __init__(
        self, rows: pl.DataFrame, by_url: pl.DataFrame, settled: pl.DataFrame, files: Callable[[], Files]
    ) -> None:
        self._keys: Rows = []
        self._unmatched: list[tuple[int, str]] = []
        self.problems: list[Problem] = []
        mentions = rows.select(_SAID).filter(pl.col("relation") != DOCUMENT)
        named = mentions.filter(pl.col("reference").is_not_null())
        titled = mentions.filter(
            pl.col("title").is_not_null(),
            pl.all_horizontal(pl.col("reference", "provider", "published", *URL_COLUMNS).is_null()),
        )
        if named.is_empty() and titled.is_empty():
            return
        known = files()
        self._index, self._hosts = known.index, known.hosts
        of_link = pl.col("relation") == LINK
        with_url = set(by_url["row"])
        self._related(named.filter(~of_link), titled, with_url)
        # A link whose URL is that of an article needs no more.
        self._links(named.filter(of_link).join(settled, on="row", how="anti"), with_url)

    def _related(self, named: pl.DataFrame, titled: pl.DataFrame, with_url: set[int]) -> None:
        for row, source, line, reference in named.select("row", "source", "line", "reference").iter_rows():
            if reason := self._find(row, source, reference, None, row in with_url):
                message = f"{reason}; write a path, slug or title of one"
                self.problems.append(Problem(source, line, "unmatched", message, "related"))
        for row, title in titled.select("row", "title").iter_rows():
            if target := self._index.by_title(title):
                self._keys.append((row, f"file:{target}", FILE_PRIORITY))

    def _links(self, named: pl.DataFrame, with_url: set[int]) -> None:
        """Only wikilinks mean titles."""
        for row, source, reference, form in named.select("row", "source", "reference", "form").iter_rows():
            if reference.startswith("#"):
                self._keys.append((row, f"file:{source}", FILE_PRIORITY))
            else:
                self._find(row, source, reference, form, row in with_url)

    def _foreign(self, source: str, target: str, reference: str) -> bool:
        """Whether `/name` on a page of one host would mean a page of another: one word is no proof of that."""
        hosts = self._hosts.get(source), self._hosts.get(target)
        return None not in hosts and hosts[0] != hosts[1] and reference.strip("/").count("/") == 0

    def _find(self, row: int, source: str, reference: str, form: str | None, with_url: bool) -> str:
        """Give the row the key of the file that it names; if it names none and has no URL, say why not."""
        target, reason = self._index.match(source, reference, form)
        if target and with_url and form == "url" and self._foreign(source, target, reference):
            target = None
        if target:
            self._keys.append((row, f"file:{target}", FILE_PRIORITY))
        if target or with_url:
            return ""
        said = f"{reference[:120]!r} {reason}"
        self._unmatched.append((row, said))
        path = path_key(source, reference, url=form == "url") if len(reference) <= LONGEST else ""
        if path:
            self._keys.append((row, f"path:{path}", PATH_PRIORITY))
        return said

    @property
    def keys(self) -> pl.DataFrame:
        """Columns as KEY_COLUMNS."""
        return frame(self._keys)

    @property
    def unmatched(self) -> pl.DataFrame:
        """Columns `row` and `reason`."""
        return pl.DataFrame(self._unmatched, schema={"row": pl.UInt32, "reason": pl.String}, orient="row")


def _hosts(documents: pl.DataFrame) -> dict[str, str]:
    """Per file with a URL of its own, the host."""
    urls = documents.select("source", pl.coalesce(URL_COLUMNS).alias("url")).drop_nulls("url")
    return {source: canonical_key(url).host for source, url in urls.iter_rows()}


def frame(rows: Rows) -> pl.DataFrame:
    """Keys without a URL, as KEY_COLUMNS."""
    table = pl.DataFrame(rows, schema={name: KEY_COLUMNS[name] for name in ("row", "key", "priority")}, orient="row")
    return table.with_columns(pl.lit(None, pl.String).alias("url"))
