"""Which files of a folder are read: regular ones with a known suffix, links not followed."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from graphkit.errors import SourceError
from graphkit.files import read_regular
from graphkit.model import Problem
from graphkit.settings import Limits

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
SUFFIXES = frozenset({".md", ".markdown", ".mdx", ".txt", ".html", ".yaml", ".yml"})
_ENDS = tuple(sorted(SUFFIXES))
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
    found: list[tuple[str, os.DirEntry[str]]] = []
    problems: list[Problem] = []
    _walk(folder, "", found, problems)
    return sorted(found, key=itemgetter(0)), problems


def _walk(folder: Path, below: str, found: list[tuple[str, os.DirEntry[str]]], problems: list[Problem]) -> None:
    try:
        entries = list(os.scandir(folder / below))
    except OSError as error:
        if not below:
            raise SourceError(folder, 0, f"cannot be listed: {error.strerror}", "no-folder") from error
        problems.append(Problem(shown(below), 1, "unreadable", f"cannot be listed: {error.strerror}", severity="error"))
        return
    for entry in entries:
        name = entry.name
        if not is_looked_at(name):
            continue
        if entry.is_file(follow_symlinks=False):
            if is_article(name):
                found.append((below + name, entry))
        elif entry.is_dir(follow_symlinks=False):
            _walk(folder, f"{below}{name}/", found, problems)
        elif what := _passed_by(entry):
            problems.append(Problem(shown(below + name), 1, "not-regular", f"{what}; passed over"))


def is_looked_at(name: str) -> bool:
    """Whether a file or folder of this name may hold articles."""
    return not (name.startswith(".") or name.endswith("~") or name in NO_ARTICLES)


def is_article(name: str) -> bool:
    """Whether a file of this name is read."""
    return name.lower().endswith(_ENDS)


def _passed_by(entry: os.DirEntry[str]) -> str:
    """What an entry is that is neither file nor folder; empty if nobody would take it for an article."""
    if entry.is_symlink() and (_leads_to_folder(entry) or entry.name.lower().endswith(_ENDS)):
        return "a link; links are not followed"
    return "not a regular file" if entry.name.lower().endswith(_ENDS) and not entry.is_symlink() else ""


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
    if _is_plain(path):
        return path
    text = os.fsencode(path.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def all_shown(paths: Sequence[str]) -> Sequence[str]:
    """`shown` for many paths, of which most need nothing."""
    return paths if _is_plain("".join(paths)) else [shown(path) for path in paths]


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "\\" not in text


def read_bytes(path: Path | str, source: str, limits: Limits) -> bytes:
    """The content of a regular file no larger than the limit; raises SourceError."""
    return read_regular(path, source, limits.file_bytes, limit="limits.file_bytes")
