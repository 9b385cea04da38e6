"""Which files of a folder are read: regular ones with a known suffix, links not followed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from graphkit.errors import SourceError
from graphkit.files import read_regular
from graphkit.model import Problem
from graphkit.settings import Limits

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
SUFFIXES = frozenset({".md", ".markdown", ".mdx", ".txt", ".html", ".yaml", ".yml"})
NOTES = frozenset({".md", ".markdown", ".mdx"})
"""Suffixes of files that are articles without front matter, too, where `bare_notes` says so."""
WHOLE = frozenset({".yaml", ".yml"})
"""Suffixes of files that are front matter from end to end when no fence says otherwise."""


NO_ARTICLES = frozenset(
    "_config.yml _config.yaml _data _includes _layouts _sass _site node_modules".split(),
)
"""Names of files and folders that belong to a site and hold no articles: they are not looked at."""


def scan(folder: Path) -> tuple[list[str], list[Problem]]:
    """Paths of the article files below `folder`, relative to it and sorted, and what was passed by.

    Raises SourceError when the folder is not there or cannot be listed.
    """
    entries, problems = listed(folder)
    return [path for path, _ in entries], problems


def listed(folder: Path) -> tuple[list[tuple[str, os.DirEntry[str]]], list[Problem]]:
    """As `scan`, each path with what the system knows of the file."""
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise SourceError(folder, 0, f"{what}; name a folder of article files", "no-folder")
    problems: list[Problem] = []
    return sorted(_walk(folder, "", problems), key=lambda found: found[0]), problems


def _walk(folder: Path, below: str, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(folder / below), key=lambda entry: entry.name)
    except OSError as error:
        if not below:
            raise SourceError(folder, 0, f"cannot be listed: {error.strerror}", "no-folder") from error
        problems.append(Problem(shown(below), 1, "unreadable", f"cannot be listed: {error.strerror}", severity="error"))
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith("~") or entry.name in NO_ARTICLES:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, path + "/", problems)
        elif entry.is_symlink() and _leads_to_folder(entry):
            problems.append(Problem(shown(path), 1, "not-regular", "a link; links are not followed; passed over"))
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES:  # noqa: PTH122 - a name of bytes, and quicker
            if entry.is_file(follow_symlinks=False):
                yield path, entry
            else:
                what = "a link; links are not followed" if entry.is_symlink() else "not a regular file"
                problems.append(Problem(shown(path), 1, "not-regular", f"{what}; passed over"))


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # a ring of links, or one into a place that is closed to us
        return False


def shown(path: str) -> str:
    """A path as text that every format can hold: bytes that are not UTF-8 and controls as `\\\\xNN`.

    >>> shown("a\\udcff.md")
    'a\\\\xff.md'
    """
    if path.isascii() and path.isprintable() and "\\" not in path:
        return path
    text = os.fsencode(path.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def read_bytes(path: Path | str, source: str, limits: Limits) -> bytes:
    """The content of a regular file no larger than the limit; raises SourceError."""
    return read_regular(path, source, limits.file_bytes, limit="limits.file_bytes")
