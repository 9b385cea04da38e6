"""Paths between files, and the names that files and sites give to one file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from graphkit.resolve.fold import fold_words

FILE_SUFFIXES = (".md", ".markdown", ".mdx", ".txt", ".yaml", ".yml")
_PAGE_SUFFIXES = (".html", ".htm")
_INDEXES = ("index", "_index")
_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(?=.)")
# In `C# in depth` and `What is AI? A primer` the marks are part of the name.
_PART = re.compile(r"[#?](?=\S)")
_HASH, _PART_OF_NAME = re.compile("#"), re.compile(r"#(?=\S)")


def placed(source: str, path: str) -> str | None:
    """Where a path in `source` leads to, from the root of the folder, which is empty; None if it leads out.

    >>> placed("posts/a.md", "../b.md"), placed("posts/a.md", "/c/"), placed("posts/a.md", "../../b.md")
    ('b.md', 'c', None)
    """
    base = "" if path.startswith("/") else posixpath.dirname(source)
    place = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    if place == ".." or place.startswith("../"):
        return None
    return "" if place == "." else place


def bare(path: str) -> str:
    """The path without the suffix of a file or a page.

    >>> bare("posts/a.md"), bare("v1.2 notes")
    ('posts/a', 'v1.2 notes')
    """
    stem, suffix = posixpath.splitext(path)
    return stem if suffix.lower() in FILE_SUFFIXES + _PAGE_SUFFIXES else path


def split_url(url: str) -> tuple[str, str]:
    """Path and query of a relative URL, both still with their escapes.

    >>> split_url("what%3F.md?x=1#part")
    ('what%3F.md', 'x=1')
    """
    path, _, query = url.partition("#")[0].partition("?")
    return path, query


def without_part(name: str) -> str:
    """A name without the part of the file that it names: up to a `#` or `?` that a word follows at once.

    >>> without_part("Note#Part"), without_part("C# in depth")
    ('Note', 'C# in depth')
    """
    part = _PART.search(name)
    return name[: part.start()] if part else name


def path_key(source: str, reference: str, *, url: bool = False) -> str:
    """What tells a reference that names no file from others: its path and query; empty for `#` and `/`.

    >>> path_key("posts/a.md", "b?v=1#x", url=True), path_key("a.md", "#top"), path_key("a.md", "C# in depth")
    ('posts/b?v=1', '', 'C# in depth')
    """
    mark = _HASH if url else _PART_OF_NAME
    path, _, query = mark.split(reference, maxsplit=1)[0].partition("?")
    if not path.strip("./#") and not query:
        return ""
    base = "" if path.startswith("/") else posixpath.dirname(source)
    place = posixpath.normpath(posixpath.join(base, path.lstrip("/"))).strip("/")
    return place + (f"?{query}" if query else "")


def caseless(path: str) -> str:
    """The path as a Mac compares it: without case, letters and accents in one."""
    return normalize("NFC", path.casefold())


@lru_cache(maxsize=65536)
def slugs(path: str) -> str:
    """The path as sites spell it in addresses: each part in small letters, words joined by `-`.

    >>> slugs("videos/What's New in C#")
    'videos/what-s-new-in-c#'
    """
    return "/".join(fold_words(part).replace(" ", "-") or part for part in path.split("/"))


def tails(path: str, least: int = 1, most: int | None = None) -> Iterator[str]:
    """The path, and what is left of it behind each folder, of `least` parts to `most`; the longest first.

    >>> list(tails("a/b/c", 2))
    ['a/b/c', 'b/c']
    """
    parts = path.split("/")
    most = len(parts) if most is None else min(most, len(parts))
    return ("/".join(parts[-count:]) for count in range(most, least - 1, -1))


def undated(name: str) -> str:
    """The name of a post without its date.

    >>> undated("2021-03-04-t.md"), undated("t.md")
    ('t.md', 't.md')
    """
    return _DATED.sub("", name, count=1)


@lru_cache(maxsize=1)  # one file is asked for its parts several times, then the next
def parts(source: str) -> tuple[str, str, str]:
    """The path without its suffix, the folder, and the name without suffix.

    >>> parts("posts/a.md")
    ('posts/a', 'posts', 'a')
    """
    stem = posixpath.splitext(source)[0]
    return stem, *posixpath.split(stem)


def places(source: str, slug: str | None) -> Iterator[str]:
    """Where a site may show a file: at its path, with or without its date, by its slug, an index as its folder."""
    stem, folder, base = parts(source)
    yield stem
    if (title := undated(base)) != base:
        yield posixpath.join(folder, title)
    if base in _INDEXES:
        yield from (folder, posixpath.join(folder, "index"))
    if slug:
        yield posixpath.join(folder, slug.strip("/"))


def short_names(source: str) -> Iterator[str]:
    """What may stand in an address for a file whose site has its root in any of its folders."""
    stem, folder, base = parts(source)
    yield from tails(stem)
    yield from _published(folder, base)
    if base in _INDEXES and folder:
        yield from tails(folder)


def _published(folder: str, base: str) -> Iterator[str]:
    """Where Jekyll puts a file: without its date, its collection without the `_`, posts below their date."""
    collection = folder.rpartition("/")[2].removeprefix("_")
    title = undated(base)
    yield title
    if collection:
        yield f"{collection}/{title}"
    if dated := _DATED.match(base):
        yield f"{dated[1]}/{dated[2]}/{dated[3]}/{title}"
        yield f"{dated[1]}/{dated[2]}/{title}"
