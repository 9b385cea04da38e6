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
from tests.conftest import ROOT, SEEDS

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph directory of the seeds, which counts as large."""
    monkeypatch.setattr(kept, "LARGE", 10)
    gk.save(*gk.build(SEEDS), tmp_path / "built")
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


def test_a_damaged_store_is_replaced(folder: Path) -> None:
    expected = ask(open_directory(folder), COUNT)
    (name,) = stores(folder)
    (folder / FOLDER / name / "CURRENT").write_text("nonsense")
    assert ask(open_directory(folder), COUNT) == expected
    assert ask(open_directory(folder), COUNT) == expected
    assert stores(folder) == [name]


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
