"""Compressed exports: what they hold is what stands uncompressed, and the same bytes come every time."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner

import graphkit as gk
from graphkit.cli import main
from graphkit.compression import packing, unpacked
from graphkit.errors import GraphkitError, SourceError, UnknownNameError
from graphkit.exporters import EXPORTERS, TEXT
from graphkit.query import ask, opened
from tests.conftest import SEEDS
from tests.exporters.samples import sample_graph

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FORMS = pytest.mark.parametrize("form", ["gz", "zst"])


def content(path: Path) -> bytes:
    """What is in a file, said by the libraries themselves."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else zstandard.decompress(data, max_output_size=2**26)


@FORMS
def test_every_text_format_is_what_it_is_uncompressed(form: str, tmp_path: Path) -> None:
    plain = gk.export(sample_graph(), tmp_path / "plain", EXPORTERS)
    packed = gk.export(sample_graph(), tmp_path / "packed", EXPORTERS, form)
    text = {file for name in TEXT for file in EXPORTERS[name]}
    assert set(packed) == {f"{file}.{form}" if file in text else file for file in plain}
    for file in text:
        assert content(tmp_path / "packed" / f"{file}.{form}") == (tmp_path / "plain" / file).read_bytes()


@FORMS
def test_the_same_bytes_every_time(form: str, tmp_path: Path) -> None:
    first = gk.export(sample_graph(), tmp_path / "one", TEXT, form)
    assert first == gk.export(sample_graph(), tmp_path / "two", TEXT, form)
    head = (
        (tmp_path / "one" / "graph.ttl.gz").read_bytes()[:10] if form == "gz" else b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
    )
    assert head[3:8] == bytes(5)  # no name, no time


@FORMS
def test_a_query_reads_the_file_and_the_directory(form: str, tmp_path: Path) -> None:
    ((expected,),) = ask(opened(gk.build(SEEDS)[0]), COUNT).rows
    assert (
        CliRunner().invoke(main, ["build", str(SEEDS), "-o", str(tmp_path), "-f", "ttl", "--compress", form]).exit_code
        == 0
    )
    (tmp_path / "nodes.parquet").unlink()  # so that the answer comes from the Turtle
    for source in (tmp_path, tmp_path / f"graph.ttl.{form}"):
        found = CliRunner().invoke(main, ["query", COUNT, str(source), "--csv"])
        assert found.stdout.split() == ["n", str(expected)]
    for name in ("manifest.json", "edges.parquet"):
        (tmp_path / name).unlink()
    assert len(opened(tmp_path)) > 1000


@FORMS
def test_it_goes_to_stdout(form: str) -> None:
    args = ["export", str(SEEDS), "-f", "nt", "--compress", form, "-o", "-"]
    data = CliRunner().invoke(main, args).stdout_bytes
    assert data[:4] == {"gz": b"\x1f\x8b\x08\x00", "zst": b"\x28\xb5\x2f\xfd"}[form]


@FORMS
@pytest.mark.parametrize(
    "spoil", [lambda data: data[: len(data) // 2], lambda data: b"text", lambda data: data[:-3] + b"xyz"]
)
def test_a_damaged_file_is_one_line(form: str, spoil: object, tmp_path: Path) -> None:
    gk.export(gk.build(SEEDS)[0], tmp_path, ["ttl"], form)
    path = tmp_path / f"graph.ttl.{form}"
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    found = CliRunner().invoke(main, ["query", COUNT, str(path)])
    assert found.exit_code == 2
    assert found.stderr.startswith(f"error: {path}: is damaged: ") and found.stderr.count("\n") == 1


@FORMS
def test_files_after_one_another_are_one(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"twice.{form}"
    for _ in range(2):
        out = io.BytesIO()
        with packing(form)(out) as packed:
            packed.write(b"text" * 100_000)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + out.getvalue())
    with unpacked(path) as file:
        assert file.read() == b"text" * 200_000


def test_a_compression_that_is_none_is_said_before_the_work() -> None:
    with pytest.raises(UnknownNameError, match="unknown compression 'rar'; choose one of: gz, zst"):
        gk.export(sample_graph(), "nowhere", ["ttl"], "rar")
    assert not Path("nowhere").exists()


def test_without_its_package_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    found = CliRunner().invoke(main, ["build", str(SEEDS), "-o", str(tmp_path / "out"), "--compress", "zst"])
    assert (found.exit_code, found.stderr) == (
        2,
        "error: zst needs a package; install it with: pip install 'graphkit[zst]'\n",
    )
    assert not (tmp_path / "out").exists()
    with pytest.raises(GraphkitError, match="zst needs a package"), unpacked(tmp_path / "a.zst"):
        pass


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.ttl\.gz: cannot be read"):
        opened(tmp_path / "none.ttl.gz")
