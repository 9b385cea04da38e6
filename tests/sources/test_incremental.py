"""A build that reads only what has changed equals a clean one, byte for byte, and reads no more than that."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as running
from hypothesis import strategies as st

from graphkit.cli import main
from graphkit.settings import Settings
from graphkit.sources import incremental, read_folder
from graphkit.sources.cache import CACHE_FILE, Cache
from graphkit.sources.harvest import Harvest
from graphkit.sources.incremental import Survey
from tests.conftest import ROOT, SEEDS

BROKEN, NO_ARTICLE = "---\ntitle: [\n---\n", "just text\n"
OTHER = "---\ntitle: Other\nwebUrl: https://a.example/other\nrelated: [a.md]\n---\n[a](a.md) [m](mailto:x)\n"


def _build(folder: Path, target: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["build", str(folder), "-o", str(target), "-f", "csv", *options])
    assert result.exit_code in (0, 1), result.output
    return result.output


def _content(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in target.iterdir() if path.name != CACHE_FILE}


def _age(folder: Path) -> None:
    """Make all files older than the time in which a change may go unseen."""
    for path in folder.rglob("*"):
        os.utime(path, ns=(10**18, 10**18), follow_symlinks=False)


Edit = Callable[[Path, int], None]


def _add(folder: Path, number: int) -> None:
    (folder / f"new{number}.md").write_text(OTHER.replace("other", f"other{number % 3}"))


def _change(folder: Path, number: int) -> None:
    path = _one(folder, number)
    path.write_text(path.read_text().replace("title: ", "title: Changed ", 1) + "[x](a.md)")


def _same_size_and_time(folder: Path, number: int) -> None:
    path = _one(folder, number)
    status = path.stat()
    path.write_text(path.read_text().swapcase() if number % 2 else path.read_text().replace("e", "a"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _move(folder: Path, number: int) -> None:
    path = _one(folder, number)
    path.rename(folder / f"moved{number}{path.name}")


def _delete(folder: Path, number: int) -> None:
    if len(list(folder.glob("*.md"))) > 2:
        _one(folder, number).unlink()


def _touch(folder: Path, number: int) -> None:
    os.utime(_one(folder, number))


def _swap(folder: Path, number: int) -> None:
    one, other = _one(folder, number), _one(folder, number + 1)
    one.rename(folder / "swap")
    other.rename(one)
    (folder / "swap").rename(other)


def _break(folder: Path, number: int) -> None:
    (folder / f"broken{number % 2}.md").write_text(BROKEN if number % 3 else NO_ARTICLE)


def _link(folder: Path, number: int) -> None:
    path = folder / f"link{number % 2}.md"
    path.unlink(missing_ok=True)
    path.symlink_to("elsewhere") if number % 3 else os.mkfifo(path)


def _one(folder: Path, number: int) -> Path:
    paths = sorted(path for path in folder.glob("*.md") if path.is_file() and not path.is_symlink())
    return paths[number % len(paths)]


EDITS = (_add, _change, _same_size_and_time, _move, _delete, _touch, _swap, _break, _link)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("incremental")


@running(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    rounds=st.lists(
        st.tuples(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 20)), max_size=4), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_edited_the_files_are_those_of_a_clean_build(
    scratch: Path, rounds: list[tuple[list[tuple[Edit, int]], bool]]
) -> None:
    folder, kept, clean = scratch / "articles", scratch / "kept", scratch / "clean"
    for path in (folder, kept, clean):
        shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(SEEDS, folder)
    _build(folder, kept, "--fresh-layout")
    for edits, aged in rounds:
        for edit, number in edits:
            edit(folder, number)
        if aged:
            _age(folder)
        _build(folder, kept, "--fresh-layout")
        shutil.rmtree(clean, ignore_errors=True)
        _build(folder, clean, "--no-cache")
        assert _content(kept) == _content(clean)


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path]:
    """The seeds, built, with files that are older than the build."""
    folder, target = tmp_path / "articles", tmp_path / "out"
    shutil.copytree(SEEDS, folder)
    _add(folder, 1)
    _break(folder, 1)
    _build(folder, target)
    return folder, target


def _survey(folder: Path, target: Path) -> Survey:
    return Survey.of(folder, target, Settings())


def _settled(folder: Path, target: Path) -> None:
    """Let the cache see that files have come to rest: as if they were older than the build."""
    survey = _survey(folder, target)
    survey._began += 10**10
    survey.refresh()


def test_nothing_changed_reads_no_file_and_writes_none(built: tuple[Path, Path]) -> None:
    folder, target = built
    before = {path: path.stat().st_mtime_ns for path in target.iterdir() if path.name != CACHE_FILE}
    survey = _survey(folder, target)
    assert survey.is_same and survey.fresh == [] and survey.looked_into == 7
    _settled(folder, target)
    assert _survey(folder, target).looked_into == 0
    assert "up to date: none of 7 files" in _build(folder, target)
    assert before == {path: path.stat().st_mtime_ns for path in target.iterdir() if path.name != CACHE_FILE}


def test_only_what_changed_is_read(built: tuple[Path, Path]) -> None:
    folder, target = built
    _settled(folder, target)
    _change(folder, 2)
    _touch(folder, 3)
    _add(folder, 2)
    survey = _survey(folder, target)
    assert (len(survey.fresh), survey.kept.len(), survey.looked_into) == (2, 6, 1)
    harvest, clean = read_folder(folder, Settings(), survey=survey), read_folder(folder, Settings())
    for name in ("sightings", "malformed", "files"):
        assert getattr(harvest, name).equals(getattr(clean, name))
    assert harvest.problems == clean.problems and harvest.counts == clean.counts


@pytest.mark.parametrize("name", [CACHE_FILE, "sightings.parquet"])
def test_damage_is_said_and_nothing_of_it_is_believed(built: tuple[Path, Path], name: str) -> None:
    folder, target = built
    whole = _content(target)
    data = bytearray((target / name).read_bytes())
    data[len(data) // 2] ^= 1
    (target / name).write_bytes(data)
    assert "every file is read anew" in _build(folder, target)
    assert _content(target) == whole


def test_other_settings_formats_and_judgements_build_again(built: tuple[Path, Path]) -> None:
    folder, target = built
    assert "up to date" in _build(folder, target)
    assert "up to date" not in _build(folder, target, "-f", "json")
    assert "up to date" not in _build(folder, target)
    (folder / "graphkit.toml").write_text('base_url = "https://my.example/"\n')
    said = _build(folder, target)
    assert "up to date" not in said and "as they were" not in said
    assert "up to date" in _build(folder, target)
    (folder / "judgements.csv").write_text("verdict,one,other,why,date\n")
    assert "0 files of 7 read" in _build(folder, target)
    (target / "nodes.csv").write_text("changed")
    assert "up to date" not in _build(folder, target)


def test_without_a_cache_none_is_read_or_left(built: tuple[Path, Path]) -> None:
    folder, target = built
    assert "as they were" not in _build(folder, target, "--no-cache")
    assert not (target / CACHE_FILE).exists()
    assert Cache.opened(target, Settings()).files.is_empty()


def test_a_file_that_goes_while_it_is_looked_at(built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, target = built
    real = incremental.listed

    def lost(root: Path) -> object:
        found = real(root)
        (folder / "new1.md").unlink()
        return found

    monkeypatch.setattr(incremental, "listed", lost)
    survey = _survey(folder, target)
    assert survey.fresh == ["new1.md"]
    harvest = read_folder(folder, Settings(), survey=survey)
    assert [problem.code for problem in harvest.problems if problem.source == "new1.md"] == ["unreadable"]


@pytest.mark.parametrize("few", [[], [0], [4], [1, 3], [0, 1, 2, 3, 4]])
@pytest.mark.parametrize("turned", [False, True])
def test_new_sightings_among_old_ones_are_in_order(few: list[int], turned: bool) -> None:
    whole = read_folder(SEEDS, Settings())
    sources = whole.sightings["source"].unique().sort().gather(few).implode()
    parts = [
        Harvest(
            whole.sightings.filter(chosen).sort("item", descending=turned),
            whole.malformed.clear(),
            whole.files.clear(),
            (),
            {},
        )
        for chosen in (~pl.col("source").is_in(sources), pl.col("source").is_in(sources))
    ]
    assert Harvest.joined(parts).sightings.equals(whole.sightings)


@pytest.mark.usefixtures("ctrl_c")
def test_watching_builds_after_a_change_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    folder, target = tmp_path / "articles", tmp_path / "out"
    shutil.copytree(SEEDS, folder)
    command = [sys.executable, "-m", "graphkit", "build", folder, "-o", target, "-f", "csv", "--watch"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as build:
        assert build.stderr
        lines = iter(build.stderr.readline, "")
        assert any("watching" in line for line in lines)
        _add(folder, 7)
        assert any("1 file of 6 read" in line for line in lines)
        assert any("files in" in line for line in lines)
        build.send_signal(signal.SIGINT)
        assert [line for line in lines if "names in RDF" not in line] == ["no longer watching\n"]
    assert build.returncode == 0


def test_a_name_that_is_no_text_is_read_once(folder: Callable[..., Path], tmp_path: Path) -> None:
    articles = folder({"md": OTHER, "a.md": OTHER})
    Path(os.fsdecode(os.fsencode(articles) + b"/caf\xe9.md")).write_text(OTHER)
    _age(articles)
    assert "2 documents" in _build(articles, tmp_path / "out")
    assert "none of 2 files" in _build(articles, tmp_path / "out")
    (articles / "a.md").write_text(BROKEN)
    assert "1 documents" in _build(articles, tmp_path / "out")
