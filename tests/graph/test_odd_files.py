"""What stands in a graph directory in place of a file, a pipe or a device, is not waited for and not read to its end."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import graphkit as gk
from graphkit.cli import main
from graphkit.errors import OutputError
from graphkit.graph.directory import open_evidence
from graphkit.verify import verify
from tests.conftest import SEEDS

ODD: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a number": lambda path: path.write_bytes(b"5"),
    "a list for a mapping": lambda path: path.write_bytes(b'{"counts": [1]}'),
    "brackets": lambda path: path.write_bytes(b"[" * 100_000),
}


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes of the seeds, with its cache."""
    target = tmp_path_factory.mktemp("odd") / "out"
    assert CliRunner().invoke(main, ["build", str(SEEDS), "-o", str(target), "-f", "csv"]).exit_code == 0
    return target


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["manifest.json", "nodes.parquet", "keys.parquet"])
def test_who_opens_the_directory_is_told_which_file(name: str, odd: str, built: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built, tmp_path / "out"))
    (folder / name).unlink()
    ODD[odd](folder / name)
    with pytest.raises(OutputError, match=name):
        open_evidence(folder) if name == "keys.parquet" else gk.open_graph(folder)
    try:
        assert any(line.startswith(f"{name}: ") for line in verify(folder).differences)
    except OutputError as error:
        assert name in str(error)


@pytest.mark.parametrize("odd", ["a pipe", "a device", "a link to itself"])
@pytest.mark.parametrize("names", [["manifest.json"], ["nodes.parquet", "sightings.parquet", ".cache"]])
def test_a_build_puts_files_in_their_place(names: list[str], odd: str, built: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built, tmp_path / "out"))
    for name in names:
        (folder / name).unlink()
        ODD[odd](folder / name)
    result = CliRunner().invoke(main, ["build", str(SEEDS), "-o", str(folder), "-f", "csv"])
    assert result.exit_code == 0, result.stderr
    assert verify(folder).differences == () and (folder / ".cache").is_file()


@pytest.mark.parametrize("place", ["articles", "exports"])
def test_links_in_a_ring_are_no_folder(place: str, tmp_path: Path) -> None:
    (ring := tmp_path / "ring").symlink_to("ring")
    folder, target = (ring, tmp_path / "out") if place == "articles" else (SEEDS, ring)
    result = CliRunner().invoke(main, ["build", str(folder), "-o", str(target), "-f", "csv"])
    assert result.exit_code == 2 and result.stderr.splitlines()[-1].startswith(f"error: {ring}: ")
    assert ring.is_symlink() and list(tmp_path.iterdir()) == [ring]
