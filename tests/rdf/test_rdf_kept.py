"""The store that a large graph directory keeps: whole or not at all, and never an old one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import graphkit as gk
from graphkit.query import ask
from graphkit.rdf import kept
from graphkit.rdf.kept import FOLDER, open_directory
from graphkit.rdf.seal import SUMS, is_whole
from tests.conftest import ROOT

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: tuple[gk.Graph, gk.Report]) -> Path:
    """A graph directory of the seeds, which counts as large."""
    monkeypatch.setattr(kept, "LARGE", 10)
    gk.save(*seeds, tmp_path / "built", ["ttl"])
    return tmp_path / "built"


def stores(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).iterdir())


def test_a_small_graph_keeps_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGE", 1000)
    open_directory(folder)
    assert not (folder / FOLDER).exists()


def test_it_is_built_once_and_answers_like_memory(folder: Path) -> None:
    said: list[str] = []
    first = ask(open_directory(folder, lambda step, *_: said.append(step)), COUNT)
    again = ask(open_directory(folder, lambda step, *_: said.append(step)), COUNT)
    assert first == again == ask(kept._in_memory(folder / "graph.ttl"), COUNT)
    assert len(said) == len(stores(folder)) == 1


def test_another_build_has_another_store_and_the_old_one_goes(folder: Path, tmp_path: Path) -> None:
    open_directory(folder)
    (before,) = stores(folder)
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.md").write_text("---\ntitle: A\n---\n")
    gk.save(*gk.build(articles), folder)
    kept.LARGE = 1
    assert ask(open_directory(folder), "SELECT ?t { ?a schema:headline ?t }").rows == [("A",)]
    (after,) = stores(folder)
    assert before != after


def test_without_turtle_the_tables_answer(folder: Path) -> None:
    expected = ask(open_directory(folder), COUNT)
    (folder / "graph.ttl").write_text("edited by hand")
    assert ask(kept._in_memory(kept._source(folder, kept._facts(folder))), COUNT) == expected
    (folder / "graph.ttl").unlink()
    assert ask(open_directory(folder), COUNT) == expected


def _flip(path: Path) -> None:
    """One bit of a file as a disk may have forgotten it: with the old size and date."""
    before, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _largest(store: Path) -> Path:
    return max(store.glob("*.sst"), key=lambda path: path.stat().st_size)


DAMAGES = {
    "a bit": lambda store: _flip(_largest(store)),
    "a file less": lambda store: _largest(store).unlink(),
    "a file more": lambda store: (store / "000099.log").write_bytes(b"x"),
    "half a file": lambda store: os.truncate(_largest(store), 1000),
    "another file": lambda store: (store / "CURRENT").write_text("nonsense"),
    "a broken seal": lambda store: (store / SUMS).write_bytes(b"\xff"),
    "no seal": lambda store: (store / SUMS).unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_never_opened_but_said_and_replaced(
    folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    expected = ask(open_directory(folder), COUNT)
    (name,) = stores(folder)
    DAMAGES[damage](folder / FOLDER / name)
    assert ask(open_directory(folder), COUNT) == expected
    assert [record.getMessage() for record in caplog.records] == [
        f"the store {str(folder / FOLDER / name)!r} is damaged; the triples are stored anew"
    ]
    assert is_whole(folder / FOLDER / name)
    assert ask(open_directory(folder), COUNT) == expected
    assert stores(folder) == [name] and len(caplog.records) == 1


def test_a_damaged_store_that_cannot_go_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = ask(open_directory(folder), COUNT)
    (name,) = stores(folder)
    _flip(_largest(folder / FOLDER / name))

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(kept.shutil, "rmtree", refused)
    assert ask(open_directory(folder), COUNT) == expected
    assert kept.place_of(folder) is None


def test_the_seal_is_one_that_others_can_check(folder: Path) -> None:
    open_directory(folder)
    (name,) = stores(folder)
    command = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    done = subprocess.run(command, cwd=folder / FOLDER / name, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("size", ["the same", "another"])
def test_turtle_that_is_not_what_the_build_wrote_is_said(
    folder: Path, size: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LARGE", 10**9)
    expected = ask(open_directory(folder), COUNT)
    text = (folder / "graph.ttl").read_text()
    (folder / "graph.ttl").write_text(text.replace("Article", "Artikel") if size == "the same" else "")
    assert ask(open_directory(folder), COUNT) == expected
    assert "is not what the build wrote; the tables are asked instead" in caplog.text


def test_where_nothing_can_be_written_memory_will_do(folder: Path) -> None:
    (folder / FOLDER).write_text("a file is in the way")
    assert ask(open_directory(folder), COUNT).rows[0][0] > 1000  # type: ignore[operator]


def test_a_failure_leaves_no_draft(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(kept, "fill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        open_directory(folder)
    assert stores(folder) == []


def test_drafts_of_killed_processes_go_those_of_others_stay(folder: Path) -> None:
    for name, age in (("draft-old", 7200), ("draft-new", 0)):
        path = folder / FOLDER / name
        path.mkdir(parents=True)
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    open_directory(folder)
    assert "draft-new" in stores(folder) and "draft-old" not in stores(folder)


def test_processes_may_race(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from graphkit.rdf import kept; from graphkit.query import ask; kept.LARGE = 10\n"
        f"print(ask(kept.open_directory(Path(sys.argv[1])), {COUNT!r}).rows[0][0])"
    )
    racers = [
        subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(4)
    ]
    answers = {racer.communicate(timeout=60)[0].strip() for racer in racers}
    assert len(answers) == 1 and int(answers.pop()) > 1000
    assert len(stores(folder)) == 1


@pytest.mark.parametrize("manifest", ["", "[]", '{"files": 1}', '{"files": {"graph.ttl": {}}}'])
def test_a_manifest_that_says_nothing(folder: Path, manifest: str) -> None:
    (folder / "manifest.json").write_text(manifest)
    try:
        json.loads(manifest)["counts"]
    except (ValueError, TypeError, KeyError):
        assert kept._facts(folder) == {}
