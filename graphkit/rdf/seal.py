"""A folder under seal: a file in it holds the hashes of the others, so that damage is noticed before it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graphkit.files import sha256

SUMS: Final = "SHA256SUMS"
"""The seal, as `sha256sum --check` reads it."""
_UNREAD: Final = ("LOG", "LOCK", SUMS)
"""Files that RocksDB writes for people, or to keep others out."""


def seal(folder: Path) -> None:
    """Write down what every file of a folder holds."""
    (folder / SUMS).write_text("".join(_sums(folder)), encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a folder holds what it held when it was sealed: no more, no less."""
    try:
        return (folder / SUMS).read_text(encoding="utf-8") == "".join(_sums(folder))
    except (OSError, UnicodeDecodeError):
        return False


def _sums(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.name not in _UNREAD:
            yield f"{sha256(path)}  {path.name}\n"
