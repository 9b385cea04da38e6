"""Which file of the folder a path, slug, permalink or title means."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from graphkit.resolve.fold import fold_words

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_SUFFIXES = (".md", ".markdown", ".mdx", ".html", ".txt")
_INDEXES = ("index", "_index")


class FileIndex:
    """Finds the one file that a name means: by its path, else its slug or permalink, else its title."""

    def __init__(self, documents: pl.DataFrame) -> None:
        self._sources = set(documents["source"])
        self._by_path: dict[str, set[str]] = defaultdict(set)
        self._by_title: dict[str, set[str]] = defaultdict(set)
        for source, slug, reference, title in documents.select("source", "slug", "reference", "title").iter_rows():
            for name in _names(source, slug, reference):
                self._by_path[name].add(source)
            self._by_title[fold_words(title)].add(source)

    def find(self, source: str, reference: str) -> str | None:
        """The file that `reference` means where it stands in the file `source`; None if none or several."""
        path = site_path(source, reference)
        if path in self._sources:
            return path
        found = self._found(source, reference)
        return next(iter(found)) if len(found) == 1 else None

    def by_title(self, title: str) -> str | None:
        """The only file of that title."""
        found = self._by_title.get(fold_words(title), set())
        return next(iter(found)) if len(found) == 1 else None

    def why_not(self, source: str, reference: str) -> str:
        """What `find` met instead of one file."""
        found = self._found(source, reference)
        if not found:
            return "no file with front matter"
        names = ", ".join(sorted(found)[:3])
        return f"{len(found)} files ({names}{', …' if len(found) > 3 else ''})"

    def _found(self, source: str, reference: str) -> set[str]:
        below, above = site_path(source, reference), site_path("", reference)
        for name in (below, _bare(below), above, _bare(above)):
            if found := self._by_path.get(name):
                return found
        return self._by_title.get(fold_words(reference), set())


def site_path(source: str, reference: str) -> str:
    """The path that a reference in `source` leads to, from the root of the folder.

    >>> site_path("posts/a.md", "../b.md#part"), site_path("posts/a.md", "/c/")
    ('b.md', 'c')
    """
    reference = reference.partition("#")[0].partition("?")[0]
    base = "" if reference.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(base, reference.lstrip("/"))).strip("/")


def path_key(source: str, reference: str) -> str:
    """What tells a reference that names no file from others: its path and query; empty for `#` and `/`.

    >>> path_key("posts/a.md", "b?v=1#x"), path_key("a.md", "#top")
    ('posts/b?v=1', '')
    """
    query = reference.partition("#")[0].partition("?")[2]
    path = site_path(source, reference)
    nowhere = reference.partition("#")[0].partition("?")[0].strip("./") == ""
    return "" if nowhere and not query else path + (f"?{query}" if query else "")


def _names(source: str, slug: str | None, reference: str | None) -> Iterator[str]:
    stem = posixpath.splitext(source)[0]
    folder, base = posixpath.split(stem)
    yield from _tails(stem)
    yield _DATED.sub("", base)
    if base in _INDEXES and folder:
        yield from _tails(folder)
    if slug:
        yield slug
    if reference:
        yield _bare(site_path("", reference))


def _tails(path: str) -> Iterator[str]:
    """The path, and what is left of it behind each folder: a site's root may lie anywhere in it."""
    parts = path.split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))


def _bare(path: str) -> str:
    stem, suffix = posixpath.splitext(path)
    return stem if suffix.lower() in _SUFFIXES else path
