"""Writing under faults: whatever happens, the folder holds the old set or the new, and what others put there."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

import graphkit as gk
from graphkit import exchange, files
from graphkit.errors import OutputError
from graphkit.exporters import EXPORTERS
from graphkit.files import file_set
from graphkit.locks import locked
from tests.conftest import ROOT
from tests.exporters.samples import sample_graph


def _text(content: bytes) -> Callable[[BinaryIO], None]:
    return lambda out: out.writelines([content])


def _save(target: Path, content: bytes, *names: str) -> None:
    with file_set(target, as_one=True) as drafts:
        for name in names:
            drafts.add(name, _text(content))
        drafts.commit()


def _content(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()}


def _no_exchange(one: Path, other: Path) -> bool:
    return False


@pytest.fixture(params=["as one", "one by one"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "one by one":
        monkeypatch.setattr(files, "exchange", _no_exchange)


@pytest.mark.usefixtures("_both_ways")
def test_files_of_others_survive(tmp_path: Path) -> None:
    target = tmp_path / "out"
    _save(target, b"old", "a", "b")
    (target / "mine.txt").write_bytes(b"mine")
    (target / "link").symlink_to("/nowhere")
    (target / ".store").mkdir()
    (target / ".store" / "deep").mkdir()
    (target / ".store" / "deep" / "kept").write_bytes(b"kept")
    before = (target / "mine.txt").stat()
    _save(target, b"new", "a", "b")
    assert _content(target) == {"a": b"new", "b": b"new", "mine.txt": b"mine"}
    assert os.path.samestat(before, (target / "mine.txt").stat())
    assert (target / "link").readlink() == Path("/nowhere")
    assert (target / ".store" / "deep" / "kept").read_bytes() == b"kept"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_in_the_target_stays_the_same(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "photos").mkdir(parents=True)
    before = (target / "photos").stat(), target.stat()
    _save(target, b"new", "a")
    assert os.path.samestat(before[0], (target / "photos").stat()) and os.path.samestat(before[1], target.stat())
    assert _content(target) == {"a": b"new"}


def test_the_folder_that_one_stands_in_is_not_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    _save(target, b"old", "a")
    monkeypatch.chdir(target)
    _save(Path(), b"new", "a")
    assert Path("a").read_bytes() == b"new"


def test_mode_and_links_to_the_folder_stay(tmp_path: Path) -> None:
    target = tmp_path / "out"
    _save(target, b"old", "a")
    target.chmod(0o750)
    (tmp_path / "link").symlink_to(target)
    _save(tmp_path / "link", b"new", "a")
    assert target.stat().st_mode & 0o7777 == 0o750 and (tmp_path / "link").is_symlink()
    assert _content(target) == {"a": b"new"}


def test_what_others_write_in_the_last_moment_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    _save(target, b"old", "a")
    (target / "notes").write_bytes(b"first")
    swap = exchange.exchange

    def late(one: Path, other: Path) -> bool:
        (target / "late").write_bytes(b"late")
        (target / "saved").write_bytes(b"second")
        (target / "saved").replace(target / "notes")
        return swap(one, other)

    monkeypatch.setattr(files, "exchange", late)
    _save(target, b"new", "a")
    assert _content(target) == {"a": b"new", "late": b"late", "notes": b"second"}


def test_the_second_writer_is_told_at_once_who_the_first_is(tmp_path: Path) -> None:
    target = tmp_path / "out"
    code = f"from graphkit.locks import locked; from pathlib import Path\nwith locked(Path({str(target)!r})): print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as first:
        assert first.stdout and first.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match=rf"is being written by process {first.pid} on "):
            _save(target, b"new", "a")
        first.kill()
    _save(target, b"new", "a")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_build_says_at_once_that_another_is_under_way(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "graphkit", "build", ROOT / "seeds", "-o", tmp_path / "out"]
    with locked(tmp_path / "out"):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and f"is being written by process {os.getpid()} on " in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_half_moved_set_is_finished_by_the_next_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    _save(target, b"old", "a", "b", "manifest.json")
    monkeypatch.setattr(files, "exchange", _no_exchange)
    replace = Path.replace

    def killed(self: Path, other: Path) -> Path:
        if other.name == "b":
            raise KeyboardInterrupt
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        _save(target, b"new", "a", "b", "manifest.json")
    monkeypatch.undo()
    assert _content(target) == {"a": b"new", "b": b"old", "manifest.json": b"old"}
    with file_set(target, as_one=True):
        assert _content(target) == {"a": b"new", "b": b"new", "manifest.json": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES])
def test_the_old_set_stands_when_the_exchange_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "out"
    _save(target, b"old", "a", "b")

    def fail(*_: object) -> bool:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files, "exchange", fail)
    with pytest.raises(OutputError, match="as before"):
        _save(target, b"new", "a", "b")
    assert _content(target) == {"a": b"old", "b": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse to write more into a file: EFBIG, since Python ignores SIGXFSZ."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", EXPORTERS)
def test_no_library_hides_that_there_is_no_room(name: str, tmp_path: Path) -> None:
    target, graph = tmp_path / "out", sample_graph()
    sizes = [fact.bytes for fact in gk.export(graph, target, [name]).values()]
    before = _content(target)
    for size in (0, 1, *(most - 1 for most in sizes), *(most // 2 for most in sizes)):
        with _files_of_at_most(size), pytest.raises(OutputError, match=r"File too large.*as before"):
            gk.export(graph, target, [name])
        assert _content(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_drafts_of_the_dead_are_taken_away_and_those_of_other_folders_are_not(tmp_path: Path) -> None:
    for name in (".out.draft-0", ".other.draft-0"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_bytes(b"half")
    _save(tmp_path / "out", b"new", "a")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.draft-0", "out"]


@pytest.mark.skipif(sys.platform != "linux", reason="kills.py knows Linux")
def test_faults_at_random_moments_leave_the_old_set_or_the_new() -> None:
    command = [sys.executable, ROOT / "benchmarks" / "kills.py", "--kills", "4", "--interrupts", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition(" trials")[0] for line in done.stdout.splitlines()] == [
        "kills: 4",
        "interrupts: 2",
        "space: 0",
    ]
