"""Which file of the folder a path, slug, permalink, alias or title means."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

import polars as pl

from graphkit.resolve.file_paths import (
    FILE_SUFFIXES,
    bare,
    caseless,
    parts,
    placed,
    places,
    short_names,
    slugs,
    split_url,
    tails,
    undated,
    without_part,
)
from graphkit.resolve.fold import fold_words

LONGEST = 1024
_DOTTED = ("./", "../")


class Match(NamedTuple):
    """The file that a reference means; if there is none, what was found instead."""

    target: str | None
    reason: str = ""


class _Table(dict[str, list[str]]):
    """Files by name. All names of one file are added before those of the next, so that the lists are sorted."""

    def add(self, name: str, source: str) -> None:
        files = self.get(name)
        if files is None:
            self[name] = [source]
        elif files[-1] != source:
            files.append(source)

    def first(self, names: Iterable[str]) -> list[str]:
        return next((self[name] for name in names if name in self), [])

    def respelled(self, spell: Callable[[str], str]) -> _Table:
        """The same files by their names in another spelling."""
        met: dict[str, list[list[str]]] = {}
        for name, files in self.items():
            met.setdefault(spell(name), []).append(files)
        return _Table(
            (name, some[0] if len(some) == 1 else sorted({file for files in some for file in files}))
            for name, some in met.items()
        )


class _Document(NamedTuple):
    """What a file says of its own names."""

    source: str
    title: str
    slug: str | None
    reference: str | None
    aliases: list[str] | None


class _Named(NamedTuple):
    """The names of one file: what it declares counts wherever a link stands, its places only from there."""

    places: list[str]
    short: list[str]
    declared: list[str]
    aliases: list[str]


class _Names:
    """Files by all their names, each spelled by `spell`: as written, or as addresses."""

    def __init__(self, tables: Sequence[_Table], spell: Callable[[str], str] = str) -> None:
        self._spell = spell
        self.places, self.short, self.declared, self.aliases = self._tables = tables
        self._depth = max((name.count("/") + 1 for table in tables for name in table), default=2)

    @classmethod
    def of(cls, documents: Iterable[_Document]) -> _Names:
        """The names as files and folders have them."""
        tables = [_Table() for _ in range(4)]
        for document in documents:
            for table, names in zip(tables, _named(document), strict=True):
                for name in names:
                    table.add(name, document.source)
        return cls(tables)

    def respelled(self, spell: Callable[[str], str]) -> _Names:
        """The same files, by other spellings of their names."""
        return _Names([table.respelled(spell) for table in self._tables], spell)

    def at(self, place: str) -> list[str]:
        """The files at a place and nowhere else."""
        names = self._spelled(place)
        return self.places.first(names) or self.aliases.first(names)

    def word(self, word: str) -> list[str]:
        """The files that declare a word as their name."""
        names = self._spelled(word)
        return self.declared.first(names) or self.aliases.first(names)

    def anywhere(self, here: str | None, top: str, whole: bool) -> list[str]:
        """The files by a path from `here`, from the `top`, or from any folder.

        A site may put a section in front of a collection, so that of three parts the last two count, too,
        unless the `whole` name is meant.
        """
        near = [] if here is None else self._spelled(here)
        names = self._spelled(top)
        if found := self.places.first(near) or self.places.first(names):
            return found
        if not whole:
            names += tails(names[-1], 2, max(self._depth, 2))
        return self.short.first(names) or self.aliases.first(near + names)

    def _spelled(self, name: str) -> list[str]:
        return [self._spell(one) for one in dict.fromkeys((name, bare(name)))]


class FileIndex:
    """Finds the one file that a name means: by its path, slug or permalink, else its alias, else its title."""

    def __init__(self, documents: pl.DataFrame) -> None:
        self._sources = set(documents["source"])
        self._matches: dict[tuple[str, str, str | None], Match] = {}
        self._columns = documents.select(_Document._fields).sort("source")

    # Each way of naming files is made when something is first looked for by it: many folders need few.

    def _documents(self) -> Iterator[_Document]:
        return map(_Document._make, self._columns.iter_rows())

    @cached_property
    def _written(self) -> _Names:
        return _Names.of(self._documents())

    @cached_property
    def _addresses(self) -> _Names:
        return self._written.respelled(slugs)

    def _spellings(self) -> Iterator[_Names]:
        yield self._written
        yield self._addresses

    @cached_property
    def _files(self) -> _Table:
        table = _Table()
        for document in self._documents():
            folder, base = posixpath.split(document.source)
            aliases = document.aliases or ()
            before = [placed("", alias) for alias in aliases if alias.lower().endswith(FILE_SUFFIXES)]
            for path in (document.source, posixpath.join(folder, undated(base)), *filter(None, before)):
                table.add(caseless(path), document.source)
        return table

    @cached_property
    def _titles(self) -> _Table:
        table = _Table()
        for document in self._documents():
            for name in (document.title, *(document.aliases or ())):
                table.add(fold_words(name), document.source)
        return table

    @cached_property
    def _stems(self) -> _Table:
        table = _Table()
        for source in self._columns["source"]:
            table.add(fold_words(parts(source)[2]), source)
        return table

    def match(self, source: str, reference: str, form: str | None = None) -> Match:
        """The file that `reference` means where it stands in the file `source`, in one of the forms of links or none.

        A URL means a place, like a browser's; other names are looked for in all folders. Only wikilinks and
        names in front matter, which have no form, may be titles.
        """
        if len(reference) > LONGEST:
            return Match(None, f"is a name longer than {LONGEST:,} characters")
        asked = posixpath.dirname(source), reference, form
        if (found := self._matches.get(asked)) is None:
            found = self._matches[asked] = self._match(*asked)
        return found

    def _match(self, folder: str, reference: str, form: str | None) -> Match:
        source = posixpath.join(folder, "")
        if form != "url":
            return _only(self._named(source, reference, form in (None, "wikilink")))
        path = split_url(reference)[0]
        found = self._linked(source, reference)
        if found or "/" in path:
            return _only(found)
        return _elsewhere(self._written.short.get(unquote(path), []))

    def by_title(self, title: str) -> str | None:
        """The only file of that title."""
        return _only(self._titles.get(fold_words(title), [])).target

    def _linked(self, source: str, url: str) -> list[str]:
        path, query = split_url(url)
        # A file's name may hold what looks like an escape.
        for spelled in dict.fromkeys((unquote(path), path)):
            found = self._with_query(source, spelled, query) if query else []
            if found := found or self._at(source, spelled.replace("\\", "/")):
                return found
        return []

    def _with_query(self, source: str, path: str, query: str) -> list[str]:
        name = f"{placed(source, path)}?{query}"
        return self._written.declared.get(name) or self._written.aliases.get(name, [])

    def _at(self, source: str, path: str) -> list[str]:
        """The files that a URL's path means; a word alone may be what a file declares as its name."""
        place = placed(source, path)
        if place is None or not path:
            return []
        if found := self._file(place):
            return found
        if path.startswith("/"):
            return _first(names.anywhere(None, place, whole=False) for names in self._spellings())
        if path.lower().endswith(FILE_SUFFIXES):
            return []
        found = _first(names.at(place) for names in self._spellings())
        return found if found or "/" in path else _first(names.word(path) for names in self._spellings())

    def _file(self, place: str) -> list[str]:
        return [place] if place in self._sources else self._files.get(caseless(place), [])

    def _named(self, source: str, name: str, titles: bool) -> list[str]:
        """The files of a name: all of it, else without a part behind `#`."""
        parted = without_part(name)
        for text in dict.fromkeys((name, parted)):
            for spelled in dict.fromkeys((text, unquote(text))) if text else ():
                found = self._by_path(source, spelled.replace("\\", "/"), whole=text != parted)
                if found := found or (self._by_title(spelled) if titles else []):
                    return found
        return []

    def _by_path(self, source: str, path: str, whole: bool) -> list[str]:
        here, top = placed(source, path), placed("", path)
        for place in (here, top):
            if place is not None and (found := self._file(place)):
                return found
        if path.startswith(_DOTTED) or top is None:
            return _first(names.at(here) for names in self._spellings()) if here is not None else []
        return _first(names.anywhere(here, top, whole) for names in self._spellings())

    def _by_title(self, title: str) -> list[str]:
        words = fold_words(title)
        return self._titles.get(words) or self._stems.get(words, [])


def _named(document: _Document) -> _Named:
    source, _, slug, permalink, aliases = document
    base = parts(source)[2]
    shown = [] if permalink is None else [place for place in (_place(permalink),) if place is not None]
    declared = [slug.strip("/"), *shown] if slug else shown
    short = dict.fromkeys((*short_names(source), *declared))
    posted = [] if undated(base) == base else [undated(base)]
    before = [bare(place) for alias in aliases or () if (place := placed("", alias))]
    return _Named([*places(source, slug), *shown], list(short), [*declared, *posted], before)


def _place(path: str) -> str | None:
    """The place that a file gives itself; a query is part of it."""
    address, query = split_url(path)
    place = placed("", address)
    return place if place is None else bare(place) + (f"?{query}" if query else "")


def _first(found: Iterator[list[str]]) -> list[str]:
    return next(filter(None, found), [])


def _only(files: list[str]) -> Match:
    if len(files) == 1:
        return Match(files[0])
    names = ", ".join(files[:3]) + (", …" if len(files) > 3 else "")
    return Match(None, f"matches {len(files)} files ({names})" if files else "matches no file with front matter")


def _elsewhere(files: list[str]) -> Match:
    """A word that is no more than the name of files in other folders means none of them."""
    return Match(None, f"matches {files[0]} only, in another folder") if len(files) == 1 else _only(files)
