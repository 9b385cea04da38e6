"""The files that were met: each with its end, its size and the hash of what was read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import polars as pl
import pytest

import graphkit as gk
from graphkit.errors import OutputError
from graphkit.graph.directory import open_evidence
from graphkit.model import FILES
from graphkit.settings import Limits, Settings
from graphkit.sources import read_folder
from tests.conftest import SEEDS, Folder
from tests.generate import generate

CONTENT = {
    "a.md": b"---\ntitle: A\n---\n",
    "b.md": b"no front matter",
    "c.md": b"---\ntitle: [unclosed\n---\n",
    "d.md": b"---\ntitle: D\n---\n" + b"x" * 100,
}


def test_every_file_has_its_end_and_its_hash(folder: Folder) -> None:
    root = folder(CONTENT)
    os.mkfifo(root / "e.md")
    found = read_folder(root, Settings(limits=Limits(file_bytes=100)))
    assert found.files.schema == FILES
    states = dict(found.files.select("source", "state").iter_rows())
    assert states == {
        "a.md": "document",
        "b.md": "passed_over",
        "c.md": "rejected",
        "d.md": "rejected",
        "e.md": "rejected",
    }
    for source, _, size, sha256 in found.files.iter_rows():
        read = source in ("a.md", "b.md", "c.md")
        data = CONTENT.get(source, b"")
        assert (size, sha256) == ((len(data), hashlib.sha256(data).hexdigest()) if read else (None, None))
    assert found.files.height == found.counts["files"]


def test_processes_find_the_same_files(tmp_path: Path) -> None:
    root = generate(tmp_path / "many", 300)
    one, two = read_folder(root, Settings()), read_folder(root, Settings(), workers=2)
    assert one.files.equals(two.files) and one.files.height == 300


def test_the_graph_directory_keeps_them(tmp_path: Path) -> None:
    graph, report = gk.build(SEEDS)
    gk.save(graph, report, tmp_path, ["csv"])
    assert open_evidence(tmp_path).files.equals(report.files)
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("*.md")}
    assert dict(report.files.select("source", "sha256").iter_rows()) == hashes


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: pl.DataFrame({"source": ["a"]}).write_parquet(path)])
def test_a_directory_of_an_older_graphkit_is_said(tmp_path: Path, spoil: object) -> None:
    gk.save(*gk.build(SEEDS), tmp_path, ["csv"])
    spoil(tmp_path / "files.parquet")  # type: ignore[operator]
    with pytest.raises(OutputError, match=r"files\.parquet: .*build (the graph )?again"):
        open_evidence(tmp_path)
