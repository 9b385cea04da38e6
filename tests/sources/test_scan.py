"""Which files are read, and by how many processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graphkit.errors import SourceError
from graphkit.settings import Limits, Settings
from graphkit.sources import read_folder
from graphkit.sources.scan import scan
from tests.conftest import Folder
from tests.generate import generate


def test_suffixes_hidden_files_and_folders(folder: Folder) -> None:
    names = [
        "a.md",
        "b.MARKDOWN",
        "c.mdx",
        "d.txt",
        "e.html",
        "f.yaml",
        "g.yml",
        "sub/h.md",
        "i.csv",
        ".j.md",
        ".k/l.md",
        "m.md~",
        "n",
    ]
    root = folder(dict.fromkeys(names, "x"))
    (root / "dir.md").mkdir()
    assert scan(root)[0] == ["a.md", "b.MARKDOWN", "c.mdx", "d.txt", "e.html", "f.yaml", "g.yml", "sub/h.md"]


def test_links_and_fifos_are_said_and_not_followed(folder: Folder, tmp_path: Path) -> None:
    root = folder({"good.md": "---\ntitle: G\n---\n"})
    (root / "link.md").symlink_to("/etc/passwd")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.md")
    result = read_folder(root, Settings())
    assert result.sightings["title"].to_list() == ["G"]
    assert [(problem.source, problem.code) for problem in result.problems] == [
        ("link.md", "not-regular"),
        ("loop", "not-regular"),
        ("pipe.md", "not-regular"),
    ]


@pytest.mark.parametrize("name", ["missing", "file.md"])
def test_a_folder_that_is_none(folder: Folder, name: str) -> None:
    root = folder({"file.md": "x"})
    with pytest.raises(SourceError, match="name a folder of article files"):
        read_folder(root / name, Settings())


def test_an_empty_folder(folder: Folder) -> None:
    result = read_folder(folder({}), Settings())
    assert result.sightings.is_empty() and result.counts["files"] == 0


def test_counts_of_files(folder: Folder) -> None:
    root = folder(
        {"a.md": "---\ntitle: A\n---\n", "b.md": "no front matter", "c.md": "---\n[\n---\n", "d.yml": "- a list"}
    )
    result = read_folder(root, Settings())
    assert {name: result.counts[name] for name in ("files", "documents", "passed_over", "rejected")} == {
        "files": 4,
        "documents": 1,
        "passed_over": 2,
        "rejected": 1,
    }


def test_a_file_over_the_limit(folder: Folder) -> None:
    root = folder({"a.md": "---\ntitle: A\n---\n" + "x" * 100})
    result = read_folder(root, Settings(limits=Limits(file_bytes=50)))
    assert [(problem.code, problem.severity) for problem in result.problems] == [("size", "error")]


def test_a_file_that_cannot_be_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder({"a.md": "---\ntitle: A\n---\n", "b.md": "---\ntitle: B\n---\n"})
    real = os.open

    def refuse(path: Path, *rest: int) -> int:
        if str(path).endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest)

    monkeypatch.setattr(os, "open", refuse)
    result = read_folder(root, Settings())
    assert result.sightings["title"].to_list() == ["B"]
    assert str(result.problems[0]) == "a.md:1: error [unreadable] cannot be read: Permission denied"


def test_a_name_that_is_not_utf_8(folder: Folder) -> None:
    root = folder({})
    (root / os.fsdecode(b"caf\xe9.md")).write_text("---\ntitle: T\n---\n")
    assert read_folder(root, Settings()).sightings["source"].to_list() == ["caf\\xe9.md"]


def test_names_that_look_alike_stay_apart(folder: Folder) -> None:
    root = folder({})
    for name in (b"a\xff.md", b"a\\xff.md", b"e\x01.md", b"e\x02.md"):
        (root / os.fsdecode(name)).write_text("---\ntitle: T\n---\n")
    assert read_folder(root, Settings()).sightings["source"].to_list() == [
        "a\\\\xff.md",
        "a\\xff.md",
        "e\\x01.md",
        "e\\x02.md",
    ]


def test_the_number_of_workers_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphkit.sources._START", 0.0)
    root = generate(tmp_path / "many", 2500)
    (root / "broken.md").write_text("---\n[\n---\n")
    one, two = read_folder(root, Settings(), 1), read_folder(root, Settings(), 2)
    assert one.sightings.equals(two.sightings) and one.malformed.equals(two.malformed)
    assert one.problems == two.problems and one.counts == two.counts
    assert one.counts["documents"] == 2500
