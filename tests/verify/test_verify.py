"""`verify`: every export is read back, agreement is proved, and whatever is changed is found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphkit as gk
from graphkit.cli import main
from graphkit.errors import OutputError
from graphkit.exporters import EXPORTERS
from graphkit.graph import Graph
from graphkit.pipeline import export
from graphkit.verify import READERS, compare, verify
from tests.exporters.samples import empty_graph, hostile_graph, random_graphs, sample_graph, shuffled

FORMATS = list(EXPORTERS)
READ = [name for name in READERS if READERS[name].read]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, seeds: tuple[gk.Graph, gk.Report]) -> Path:
    """The exports of the seeds in every format."""
    target = tmp_path_factory.mktemp("verify") / "out"
    gk.save(*seeds, target, FORMATS)
    return target


@pytest.fixture
def exports(built: Path, tmp_path: Path) -> Path:
    """Exports of one's own, to be spoilt."""
    return Path(shutil.copytree(built, tmp_path / "out"))


def test_every_exporter_has_a_reader() -> None:
    assert set(READERS) == set(EXPORTERS)


def test_what_a_build_writes_is_one_graph(exports: Path) -> None:
    assert verify(exports).differences == ()
    assert verify(exports).formats == tuple(FORMATS)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("make", [empty_graph, sample_graph, hostile_graph])
def test_each_format_says_what_the_graph_says(name: str, make: Callable[[], Graph], tmp_path: Path) -> None:
    export(make(), tmp_path, [name])
    assert compare(tmp_path, name, make()) == []
    assert compare(tmp_path, name, shuffled(make())) == []


@pytest.mark.parametrize("name", READ)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=random_graphs())
def test_any_graph_comes_back_from_each_format(name: str, tmp_path: Path, graph: Graph) -> None:
    export(graph, tmp_path, [name])
    assert compare(tmp_path, name, graph) == []


# The label, a URL, a number, a date, a kind, an edge's end, a node and an edge: each said otherwise.
_CHANGES: dict[str, dict[str, tuple[str, str, str]]] = {
    "csv": {
        "a label": ("nodes.csv", "(?m)^(article:[^,]*,article,[^,\n]*)", r"\1x"),
        "a number": ("nodes.csv", r"0\.0(\d)", r"0.1\1"),
        "a node": ("nodes.csv", r"(?m)^topic:.*\n", ""),
        "an edge's end": ("edges.csv", "(?m)^e0,article:[^,]*", "e0,article:elsewhere"),
        "an edge": ("edges.csv", r"(?m)^e7,.*\n", ""),
        "an edge twice": ("edges.csv", r"(?m)^(e7,.*\n)", r"\1\1"),
    },
    "json": {
        "a label": ("graph.json", '"label": "', '"label": "x'),
        "a URL": ("graph.json", '"url": "https', '"url": "http'),
        "a number": ("graph.json", r'"pagerank": 0\.0', '"pagerank": 0.1'),
        "a date": ("graph.json", r'"published": "20(\d)', r'"published": "19\1'),
        "a kind of edge": ("graph.json", '"kind": "about"', '"kind": "related"'),
        "a node": ("graph.json", r'\n\{"id": "topic:.*\},', ""),
    },
    "graphml": {
        "a label": ("graph.graphml", '<data key="label">', '<data key="label">x'),
        "a URL": ("graph.graphml", '<data key="url">https', '<data key="url">http'),
        "a number": ("graph.graphml", '(<data key="degree">)', r"\g<1>1"),
        "a date": ("graph.graphml", '<data key="published">20', '<data key="published">19'),
        "an edge's end": ("graph.graphml", '(<edge id="e0" source=")[^"]*', r"\1article:elsewhere"),
        "a node": ("graph.graphml", '<node id="topic:.*</node>\n', ""),
        "an edge": ("graph.graphml", '<edge id="e7".*</edge>\n', ""),
    },
    "gexf": {
        "a label": ("graph.gexf", ' label="', ' label="x'),
        "a number": ("graph.gexf", '(<attvalue for="degree" value=")', r"\g<1>1"),
        "a place": ("graph.gexf", '(<viz:position x="-?)', r"\g<1>1"),
        "a weight": ("graph.gexf", 'weight="1', 'weight="2'),
        "a node": ("graph.gexf", '<node id="topic:.*</node>\n', ""),
        "an edge": ("graph.gexf", '<edge id="e7".*</edge>\n', ""),
    },
    "ttl": {
        "a label": ("graph.ttl", 'schema:headline "', 'schema:headline "x'),
        "a URL": ("graph.ttl", "schema:url <https", "schema:url <http"),
        "a number": ("graph.ttl", "gk:degree ", "gk:degree 1"),
        "a date": ("graph.ttl", 'schema:datePublished "20', 'schema:datePublished "19'),
        "a statement": ("graph.ttl", r" ;\n    schema:publisher [^\n]*", ""),
        "an edge": ("graph.ttl", r"(?s)<[^>]*edge/[0-9a-f]{24}>.*?\.\n\n", ""),
    },
}  # fmt: skip
CHANGES = [(form, what) for form, changes in _CHANGES.items() for what in changes]


@pytest.mark.parametrize(("form", "what"), CHANGES)
def test_a_change_is_found_and_named(form: str, what: str, exports: Path, seeds: tuple[gk.Graph, gk.Report]) -> None:
    name, pattern, other = _CHANGES[form][what]
    path = exports / name
    text, count = re.subn(pattern, other, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")
    found = compare(exports, form, seeds[0])
    assert found and all(line.startswith(f"{name}: ") and "\n" not in line for line in found)
    assert any(line.startswith(f"{name}: is not what the build wrote") for line in verify(exports).differences)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_byte_that_changes_anywhere_is_found(built: Path, tmp_path: Path, data: st.DataObject) -> None:
    exports = tmp_path / "out"
    shutil.copytree(built, exports, dirs_exist_ok=True)
    path = exports / data.draw(st.sampled_from(sorted(one.name for one in built.iterdir() if one.suffix != ".json")))
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        assert verify(exports).differences
    except OutputError as error:
        assert path.name in str(error)


@pytest.mark.parametrize("file", [file for files in EXPORTERS.values() for file in files])
def test_a_file_that_is_missing_or_empty_is_said(file: str, exports: Path) -> None:
    for spoil in (lambda path: path.write_bytes(b""), Path.unlink):
        spoil(exports / file)
        result = CliRunner().invoke(main, ["verify", str(exports)])
        assert result.exit_code in (1, 2) and file in result.stderr and "Traceback" not in result.stderr


def test_the_command_says_what_agrees(exports: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(exports)])
    assert result.exit_code == 0
    assert (
        "one graph; read back: csv, gexf, graphml, json, jsonld, nq, nt, trig, ttl, ttl12; by hash: html, parquet, pyvis"
        in result.stderr
    )


def test_the_command_says_the_first_differences_and_how_many_more(exports: Path) -> None:
    path = exports / "graph.graphml"
    path.write_text(path.read_text().replace('<data key="', '<data key="x'))
    result = CliRunner().invoke(main, ["verify", str(exports)])
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 21
    assert re.search(r"graph\.graphml: node '.*': kind is None, the tables say 'article'", result.stderr)
    assert f"more: graphkit verify {exports} --all" in result.stderr


def test_a_folder_without_a_build_is_no_traceback(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert result.exit_code == 2 and "manifest.json: cannot be read; build the graph first" in result.stderr


def test_a_stale_export_beside_a_build_is_found(exports: Path, seeds: tuple[gk.Graph, gk.Report]) -> None:
    export(sample_graph(), exports, ["gexf"])
    assert any(line.startswith("graph.gexf: node ") for line in verify(exports).differences)
