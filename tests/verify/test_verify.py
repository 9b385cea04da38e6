"""`verify`: every export is read back, agreement is proved, and whatever is changed is found."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphkit as gk
from graphkit.cli import main
from graphkit.compression import COMPRESSIONS
from graphkit.errors import OutputError
from graphkit.exporters import EXPORTERS, TEXT
from graphkit.graph import Graph
from graphkit.graph.directory import open_evidence
from graphkit.pipeline import export
from graphkit.query import ask
from graphkit.rdf import kept
from graphkit.rdf.kept import open_directory
from graphkit.verify import READERS, compare, verify
from tests.exporters.samples import ENDS, empty_graph, hostile_graph, random_graphs, sample_graph, shuffled

FORMATS = list(EXPORTERS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, seeds: tuple[gk.Graph, gk.Report]) -> Path:
    """The exports of the seeds in every format."""
    target = tmp_path_factory.mktemp("verify") / "out"
    gk.save(*seeds, target, FORMATS)
    return target


@pytest.fixture(scope="module")
def each(built: Path, seeds: tuple[gk.Graph, gk.Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the seeds, a folder per format."""
    folder = tmp_path_factory.mktemp("each")
    for name in FORMATS:
        gk.save(*seeds, folder / name, [name])
    return folder


@pytest.fixture
def exports(built: Path, tmp_path: Path) -> Path:
    """Exports of one's own, to be spoilt."""
    return Path(shutil.copytree(built, tmp_path / "out"))


def test_every_exporter_has_a_reader() -> None:
    assert set(READERS) == set(EXPORTERS)


@pytest.mark.parametrize("name", [b"out[1]", b"*", b"caf\xe9", b"esc\x1b[31m\n", b"~"])
def test_a_folder_of_any_name_is_read(name: bytes, exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that take the name of a file for a pattern, or want it to be text, find nothing there."""
    folder = exports.rename(os.fsdecode(os.fsencode(exports.parent) + b"/" + name))
    assert verify(folder).differences == () and not verify(folder).hashed
    assert open_evidence(folder).ledger.height
    query = "ASK { ?article schema:headline ?title }"
    assert ask(open_directory(folder), query).rows == [(True,)]
    monkeypatch.setattr(kept, "LARGE", 1)
    assert ask(open_directory(folder), query).rows == [(True,)]
    assert (folder / kept.FOLDER).is_dir()


def test_what_a_build_writes_is_one_graph(exports: Path) -> None:
    assert verify(exports).differences == ()
    assert (verify(exports).read, verify(exports).hashed) == (tuple(FORMATS), ())


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("make", [empty_graph, sample_graph, hostile_graph])
def test_each_format_says_what_the_graph_says(name: str, make: Callable[[], Graph], tmp_path: Path) -> None:
    export(make(), tmp_path, [name])
    assert compare(tmp_path, name, make()) == []
    assert compare(tmp_path, name, shuffled(make())) == []


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=random_graphs())
def test_any_graph_comes_back_from_each_format(name: str, tmp_path: Path, graph: Graph) -> None:
    export(graph, tmp_path, [name])
    assert compare(tmp_path, name, graph) == []


@pytest.mark.parametrize("number", [3.4e38, 3.4028235e38, 3.4028236e38])
def test_numbers_that_just_fit_the_page_are_asked_for(number: float, tmp_path: Path) -> None:
    nodes = pl.DataFrame({"id": ["a", "b"], "kind": ["article", "article"], "pagerank": [number, -number]})
    graph = Graph.of(nodes, pl.DataFrame(schema=ENDS))
    export(graph, tmp_path, ["html"])
    assert compare(tmp_path, "html", graph) == []


def test_numbers_that_the_page_must_round_as_far_as_it_ever_does_are_good(tmp_path: Path) -> None:
    """Between two neighbours of sixteen bits, and a little to both sides, where single precision adds its own rounding."""
    halves = [(1 + step * 2**-16) * 2**power for step in (1, 3, 57, 2**16 - 1) for power in (-100, -16, -1, 0, 9)]
    numbers = [half * (1 + off) for half in halves for off in (-(2**-25), -(2**-40), 0, 2**-40, 2**-25)]
    ids = [f"article:{number:03}" for number in range(len(numbers))]
    nodes = pl.DataFrame({"id": ids, "kind": ["article"] * len(ids), "pagerank": numbers})
    graph = Graph.of(nodes, pl.DataFrame(schema=ENDS))
    export(graph, tmp_path, ["html"])
    assert compare(tmp_path, "html", graph) == []
    other = graph.with_columns(graph.nodes.select(pl.col("pagerank") * (1 + 2**-13)))
    assert len(compare(tmp_path, "html", other)) == 5


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
    "pyvis": {
        "a label": ("graph.pyvis.html", '"name":"', '"name":"x'),
        "a URL": ("graph.pyvis.html", '"url":"https', '"url":"http'),
        "a number": ("graph.pyvis.html", r'"pagerank":0\.0', '"pagerank":0.1'),
        "a date": ("graph.pyvis.html", r'"published":"20(\d)', r'"published":"19\1'),
        "a kind of edge": ("graph.pyvis.html", '("from":[^{]*"kind":)"related"', r'\1"about"'),
        "an edge's end": ("graph.pyvis.html", '("from":[^{]*"to":)"[^"]*"', r'\1"elsewhere"'),
        "the counts": ("graph.pyvis.html", '"edges":(\\d+),', r'"edges":1\1,'),
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

_SWAPS: dict[str, dict[str, tuple[str, str]]] = {
    "parquet": {
        "a label": ("nodes", "label || 'x' AS label"),
        "a number": ("nodes", "pagerank + 0.5 AS pagerank"),
        "a date": ("nodes", "published + INTERVAL 1 SECOND AS published"),
        "a truth": ("nodes", "NOT draft AS draft"),
        "an edge's end": ("edges", "CAST(target + 1 AS UINTEGER) AS target"),
    },
    "html": {
        "a label": ("graph", "label"),
        "a place": ("graph", "x"),
        "a day": ("graph", "day"),
        "a kind": ("graph", "kind"),
        "a status": ("graph", "flags"),
        "a cluster": ("graph", "cluster"),
        "an edge's end": ("graph", "target"),
        "an edge's start": ("graph", "out"),
        "a kind of edge": ("graph", "edgeKind"),
        "a weight": ("graph", "weight"),
        "a number": ("metrics", "pagerank"),
        "a URL": ("details-0", '"https://'),
        "a date as written": ("details-0", '"2021-'),
        "a rank": ("details-0", '"rank":['),
    },
}
CHANGES = [(form, what) for form, changes in _CHANGES.items() for what in changes]


@pytest.mark.parametrize(("form", "what"), CHANGES)
def test_a_change_is_found_and_named(
    form: str, what: str, each: Path, tmp_path: Path, seeds: tuple[gk.Graph, gk.Report]
) -> None:
    name, pattern, other = _CHANGES[form][what]
    exports = Path(shutil.copytree(each / form, tmp_path / "out"))
    path = exports / name
    text, count = re.subn(pattern, other, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")
    found = compare(exports, form, seeds[0])
    assert found and all(line.startswith(f"{name}: ") and "\n" not in line for line in found)
    assert any(line.startswith(f"{name}: is not what the build wrote") for line in verify(exports).differences)


@pytest.mark.parametrize("what", _SWAPS["html"])
def test_a_change_in_a_block_of_the_page_is_found(what: str, exports: Path, seeds: tuple[gk.Graph, gk.Report]) -> None:
    block, part = _SWAPS["html"][what]
    path = exports / "graph.html"
    page = path.read_bytes()
    start = page.index(f'id="{block}">'.encode()) + len(block) + 5
    end = page.index(b"<", start)
    data = bytearray(gzip.decompress(base64.b64decode(page[start:end])))
    at = data.index(part.encode()) + len(part) if block.startswith("details") else _first_of(data, part)
    data[at] = ord("1") if data[at] != ord("1") else ord("2")
    path.write_bytes(page[:start] + base64.b64encode(gzip.compress(data)) + page[end:])
    found = compare(exports, "html", seeds[0])
    assert found and all(line.startswith("graph.html: ") and "\n" not in line for line in found)


def _first_of(container: bytes, column: str) -> int:
    """Where the values of a column begin; of a text, its bytes, and of a number of several bytes, the highest."""
    length = int.from_bytes(container[:4], "little")
    entries = json.loads(container[4 : 4 + length])["columns"]
    entry = entries.get(column) or entries[f"{column}.text"]
    body = -(-(4 + length) // 8) * 8
    last_plane = entry["size"] - entry["size"] // {"bytes": 1, "u8": 1, "u16": 2}.get(entry["type"], 4)
    return int(body + entry["at"] + (0 if entry["type"] in ("bytes", "u8") else last_plane))


@pytest.mark.parametrize("what", _SWAPS["parquet"])
def test_a_change_in_a_table_is_found(what: str, exports: Path, seeds: tuple[gk.Graph, gk.Report]) -> None:
    name, change = _SWAPS["parquet"][what]
    path, column = exports / f"{name}.parquet", change.rpartition(" ")[2]
    other = duckdb.sql(f"SELECT * REPLACE ({change}) FROM read_parquet('{path}')")
    other.write_parquet(str(path.with_suffix(".new")))
    path.with_suffix(".new").replace(path)
    found = compare(exports, "parquet", seeds[0])
    assert found and all(f": {column} is " in line for line in found)
    with pytest.raises(OutputError, match=f"{name}.parquet"):
        verify(exports)


def test_without_duckdb_parquet_is_checked_by_its_hash(
    each: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Path(shutil.copytree(each / "json", tmp_path / "out"))
    monkeypatch.setattr("graphkit.verify.find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["verify", str(exports)])
    assert "read back: json; by hash: parquet (pip install 'graphkit[verify]' reads them back, too)" in result.stderr
    (exports / "edges.parquet").write_bytes(b"PAR1")
    assert "edges.parquet" in CliRunner().invoke(main, ["verify", str(exports)]).stderr


@pytest.mark.parametrize("packed", COMPRESSIONS)
def test_packed_exports_are_read_back(packed: str, seeds: tuple[gk.Graph, gk.Report], tmp_path: Path) -> None:
    gk.save(*seeds, tmp_path, TEXT, compress=packed)
    verdict = verify(tmp_path)
    assert set(verdict.read) == {*(f"{name}.{packed}" for name in TEXT), "parquet"} and verdict.differences == ()
    export(sample_graph(), tmp_path, ["csv"], packed)
    assert compare(tmp_path, "csv", seeds[0], f".{packed}")[0].startswith(f"nodes.csv.{packed}: node ")
    path = tmp_path / f"graph.gexf.{packed}"
    path.write_bytes(path.read_bytes()[:-9])
    assert compare(tmp_path, "gexf", seeds[0], f".{packed}")[0].startswith(f"{path.name}: cannot be read: ")


def test_a_large_graph_is_proved_as_far_as_the_pyvis_page_draws_it(tmp_path: Path) -> None:
    count = 3_500
    ids = [f"article:{row:04}" for row in range(count)]
    nodes = pl.DataFrame({"id": ids, "kind": ["article"] * count, "label": ids})
    ends = [(ids[row], ids[(row * step + step) % count], "related") for row in range(count) for step in (2, 3, 5)]
    graph = Graph.of(nodes, pl.DataFrame(ends, schema=["source_id", "target_id", "kind"], orient="row").unique())
    export(graph, tmp_path, ["pyvis", "html"])
    assert compare(tmp_path, "pyvis", graph) == compare(tmp_path, "html", graph) == []
    path = tmp_path / "graph.pyvis.html"
    path.write_text(re.sub('"name":"article:0', '"name":"article:9', path.read_text(), count=1))
    assert any(": label is 'article:9" in line for line in compare(tmp_path, "pyvis", graph))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_byte_that_changes_anywhere_is_found(each: Path, tmp_path: Path, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMATS))
    exports = Path(shutil.copytree(each / form, tmp_path / form, dirs_exist_ok=True))
    path = exports / data.draw(st.sampled_from([*EXPORTERS[form], "ledger.parquet"]))
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        assert verify(exports).differences
    except OutputError as error:
        assert path.name in str(error)


@pytest.mark.parametrize(("form", "file"), [(form, file) for form, files in EXPORTERS.items() for file in files])
def test_a_file_that_is_missing_or_empty_is_said(form: str, file: str, each: Path, tmp_path: Path) -> None:
    exports = Path(shutil.copytree(each / form, tmp_path / "out"))
    for spoil in (lambda path: path.write_bytes(b""), Path.unlink):
        spoil(exports / file)
        result = CliRunner().invoke(main, ["verify", str(exports)])
        assert result.exit_code in (1, 2) and file in result.stderr and "Traceback" not in result.stderr


def test_the_command_says_what_agrees(exports: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(exports)])
    assert result.exit_code == 0
    assert (
        "one graph; read back: csv, gexf, graphml, html, json, jsonld, nq, nt, parquet, pyvis, trig, ttl, ttl12\n"
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
