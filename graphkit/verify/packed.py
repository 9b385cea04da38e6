"""The files of one export, packed or not."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from graphkit.compression import unpacked


@dataclass(frozen=True)
class Files:
    """Where the files of an export lie; `packed` is how their names go on, `.gz` or `.zst`."""

    folder: Path
    packed: str = ""

    def path(self, name: str) -> Path:
        """The file of this name."""
        return self.folder / f"{name}{self.packed}"

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Its content, unpacked."""
        return unpacked(self.path(name))
