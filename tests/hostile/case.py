"""A hostile case: what stands in a folder beside one good article, and what must come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

GOOD = """---
title: "A plain good article"
excerpt: "Present in every case: must survive whatever its neighbour does."
originalUrl: https://good.example.org/plain
type: article
publishedDateTime: 2020-05-28T16:48:00Z
provider:
  name: Good Press
  domain: good.example.org
topics:
  - Gardening
related:
  - https://good.example.org/other
---
Body text.
"""
GOOD_FILE, GOOD_TITLE = "good.md", "A plain good article"


@dataclass(frozen=True)
class Case:
    """Files, and how many of them become articles; `outcomes.json` says what is told of them.

    `titles` are those of the articles, where they matter; `absent` stands in no export and no message;
    `make` puts into the folder what no table can hold; a `large` graph is not read back in every format.
    """

    name: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    articles: int = 1
    titles: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    make: Callable[[Path], object] | None = None
    large: bool = False

    def write(self, folder: Path) -> None:
        """Put the case, and the good article, into an empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in {GOOD_FILE: GOOD, **self.files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        if self.make:
            self.make(folder)


def header(*lines: str, body: str = "Body.\n") -> str:
    """An article: these lines between fences, and a body."""
    return "\n".join(["---", *lines, "---", body])


def titled(*lines: str, title: str = "Hostile", body: str = "Body.\n") -> str:
    """An article whose title stands in line 2 and whose further lines begin in line 3."""
    return header(f"title: {title}", *lines, body=body)


def one(name: str, text: str | bytes, *, articles: int = 1, title: str = "", absent: tuple[str, ...] = ()) -> Case:
    """A case of one file, `h.md`."""
    return Case(name, {"h.md": text}, articles, (title,) if title else (), absent)
