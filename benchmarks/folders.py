"""Races over files like the seeds: reading them, and the whole road beside the one that tutorials make."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from racing import Race

from benchmarks import naive, reading
from benchmarks.articles import write_articles

FILES = 2_000


def files(source: Path) -> Path:
    """A folder of FILES articles beside the graph; made once."""
    folder = source.parent / f"articles-{FILES}"
    return folder if folder.is_dir() else write_articles(folder, FILES)


def built(folder: Path) -> Any:
    """Every export but the page, which the naive road has not."""
    import graphkit as gk

    with tempfile.TemporaryDirectory() as target:
        return gk.save(*gk.build(folder), target, ["csv", "gexf", "graphml", "json", "ttl"])


def built_naively(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as target:
        naive.main(folder, Path(target), None)


RACES = {
    "reading": Race(
        f"{FILES:,} files to columns",
        {
            "graphkit": (files, reading.ours),
            "PyYAML's C loader, the same road": (files, reading.same_road),
            "PyYAML's C loader, parsing only": (files, reading.bare),
        },
    ),
    "building": Race(
        f"{FILES:,} files to exports",
        {"graphkit": (files, built), "frontmatter, networkx, rdflib": (files, built_naively)},
    ),
}
