"""What writing leaves when its process is killed: drafts to take away, whole sets to put in place."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graphkit.locks import beside

MANIFEST: Final = "manifest.json"
"""The file that says what the others hold: moved last, so that hashes tell a half-moved set."""

_DRAFT, _WHOLE = "draft", "whole"


def draft_for(target: Path, *, outside: bool) -> Path:
    """A fresh hidden folder beside or inside `target`."""
    place = beside(target) if outside else target
    draft = place / f".{target.name}.{_DRAFT}-{secrets.token_hex(4)}"
    draft.mkdir()
    return draft


def put_in_place(draft: Path, target: Path) -> None:
    """Move every file of a whole draft into the target; who is killed meanwhile is succeeded by `recover`."""
    whole = draft.with_name(draft.name.replace(f".{_DRAFT}-", f".{_WHOLE}-"))
    draft.rename(whole)
    _move_all(whole, target)


def recover(target: Path) -> None:
    """Finish or take away what killed writers of this folder left; only for who holds its lock."""
    for whole in _left(target, _WHOLE):
        _move_all(whole, target)
    for draft in _left(target, _DRAFT):
        remove(draft)


def remove(path: Path) -> None:
    """Delete a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _move_all(whole: Path, target: Path) -> None:
    for path in sorted(whole.iterdir(), key=lambda path: (path.name == MANIFEST, path.name)):
        path.replace(target / path.name)
    whole.rmdir()


def _left(target: Path, stage: str) -> Iterator[Path]:
    for place in {beside(target), target}:
        yield from sorted(path for path in place.iterdir() if path.name.startswith(f".{target.name}.{stage}-"))
