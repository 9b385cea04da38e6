"""The commands, as a user types them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

import graphkit as gk
from graphkit.cli import main
from graphkit.exporters import DEFAULT, EXPORTERS
from tests.conftest import ROOT, SEEDS, Folder
from tests.serve.running import running


def run(*args: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=text, catch_exceptions=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph directory of the seeds."""
    target = tmp_path_factory.mktemp("built")
    assert run("build", SEEDS, "-o", target).exit_code == 0
    return target


def examples() -> list[str]:
    """Every line of every `Example:` in the help of a command."""
    lines = []
    for command in [main, *main.commands.values()]:
        found = re.search(r"Example:\n((?: {2}.*\n?)+)", re.sub(r"\n {4}", "\n", command.help or ""))
        assert found, f"{command.name} shows no example"
        lines += [line.strip() for line in found[1].splitlines() if line.strip()]
    return lines


@pytest.mark.parametrize("line", [line for line in examples() if line.startswith("graphkit serve")])
def test_the_examples_of_serve_answer_until_they_are_ended(line: str, built: Path, tmp_path: Path) -> None:
    places = {"exports": built, "seeds": SEEDS}
    _, _, place, *options = line.split()
    with running(places[place], *options, "--port", "0") as server:
        assert server.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
        assert server.end() == 0


# `serve` is above, `spark-build` in tests/spark: it needs a cluster.
@pytest.mark.parametrize("line", [line for line in examples() if line.split()[1] not in ("serve", "spark-build")])
def test_the_examples_of_the_help_run(line: str, built: Path, tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    (tmp_path / "exports").symlink_to(built)
    command = line.replace("graphkit ", f"{sys.executable} -m graphkit ", 1).replace("-o exports", "-o out")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


def test_help_names_every_command() -> None:
    text = run("--help").output
    assert all(name in text for name in main.commands)
    assert run("--version").output.startswith("graphkit, version ")


def test_build_says_what_it_did(tmp_path: Path) -> None:
    result = run("build", SEEDS, "-o", tmp_path / "out")
    assert result.stdout == ""
    assert "5 documents, 27 sightings; 45 nodes (22 articles, 21 providers, 2 topics), 54 edges" in result.stderr
    assert "ledger: 59 declared relations: 33 resolved, 21 cited, 5 merged" in result.stderr
    assert "graph.html in a browser" in result.stderr
    expected = {file for form in DEFAULT for file in EXPORTERS[form]}
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == expected | {f"{name}.parquet" for name in ("sightings", "keys", "ledger", "files")} | {
        "manifest.json",
        ".cache",
    }


def test_build_writes_the_formats_that_are_asked_for(tmp_path: Path) -> None:
    run("build", SEEDS, "-o", tmp_path / "out", "--format", "gexf", "-f", "csv")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"graph.gexf", "nodes.csv", "edges.csv", "nodes.parquet", "manifest.json"} <= names
    assert "graph.html" not in names


def test_preview_images_only_on_request(tmp_path: Path) -> None:
    run("build", SEEDS, "-o", tmp_path / "with", "-f", "html", "--images")
    run("build", SEEDS, "-o", tmp_path / "without", "-f", "html")
    wanted = [b" https:; " in (tmp_path / name / "graph.html").read_bytes() for name in ("with", "without")]
    assert wanted == [True, False]
    assert b" https:; " in run("export", tmp_path / "with", "-f", "html", "-o", "-").stdout_bytes
    assert b" https:; " in run("export", tmp_path / "without", "-f", "html", "-o", "-", "--images").stdout_bytes
    assert "images" not in json.loads((tmp_path / "without" / "manifest.json").read_text())


def test_stats(built: Path) -> None:
    stats = json.loads(run("stats", built, "--json").stdout)
    counts = stats["counts"]
    assert (counts["sightings"], counts["article"], counts["collected"], counts["cited"]) == (27, 22, 5, 17)
    assert (counts["provider"], counts["topic"], counts["nodes"], counts["edges"]) == (21, 2, 45, 54)
    assert (counts["related"], counts["published_by"], counts["about"]) == (22, 22, 10)
    assert stats["components"] == {"count": 4, "largest": [10, 5, 4, 3]}
    table = run("stats", built).stdout
    assert re.search(r"counts\.sightings\s+27\b", table) and re.search(r"components\.largest\s+10, 5, 4, 3", table)
    assert ["components.largest", "10, 5, 4, 3"] in list(csv.reader(io.StringIO(run("stats", built, "--csv").stdout)))


def test_rank(built: Path) -> None:
    rows = json.loads(run("rank", built, "--metric", "in_degree", "--kind", "provider", "-n", "2", "--json").stdout)
    assert [(row["place"], row["in_degree"], row["id"]) for row in rows] == [
        (1, 2, "provider:biometricupdate.com"),
        (2, 1, "provider:backpacker.com"),
    ]
    best = json.loads(run("rank", built, "-n", "22", "--json").stdout)
    assert [row["pagerank"] for row in best] == sorted((row["pagerank"] for row in best), reverse=True)
    assert len(run("rank", built, "-n", "3").stdout.splitlines()) == 4


def test_clusters(built: Path) -> None:
    rows = json.loads(run("clusters", built, "--json").stdout)
    assert sum(row["nodes"] for row in rows) == 45
    assert [row["nodes"] for row in rows] == sorted((row["nodes"] for row in rows), reverse=True)
    assert all(row["label"] and row["top"] for row in rows if row["articles"])


def test_search_neighbors_and_path(built: Path) -> None:
    assert [row["label"] for row in json.loads(run("search", "kréo", built, "--json").stdout)] == []
    assert [
        row["label"] for row in json.loads(run("search", "krdo", built, "--kind", "provider", "--json").stdout)
    ] == ["KRDO"]
    near = json.loads(
        run(
            "neighbors",
            "https://www.scmp.com/tech/tech-trends/article/3131442/increasing-use-facial-recognition-technology-china-faces-backlash?utm_source=x",
            built,
            "--json",
        ).stdout
    )
    assert {(row["direction"], row["kind"]) for row in near} == {
        ("out", "related"),
        ("out", "published_by"),
        ("out", "about"),
        ("in", "related"),
    }
    steps = json.loads(run("path", "KnowTechie", "KRDO", built, "--json").stdout)
    assert [step["edge"] for step in steps] == ["← published_by", "← related", "related →", "published_by →"]
    assert run("path", "KnowTechie", "Forbes", built, "--kind", "related").exit_code == 1
    assert "no path" in run("path", "KnowTechie", "Forbes", built, "--kind", "related").stderr


def test_query_from_argument_file_and_stdin(built: Path, tmp_path: Path) -> None:
    sparql = "SELECT (COUNT(*) AS ?n) WHERE { ?a a gk:Article }"
    file = tmp_path / "q.rq"
    file.write_text(sparql)
    for args in ([sparql, built], ["--file", file, built], ["--file", "-", built], [sparql, built / "graph.ttl"]):
        (row,) = json.loads(run("query", *args, "--json", text=sparql).stdout)["results"]["bindings"]
        assert row["n"] == {"type": "literal", "value": "22", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert run("query", sparql, SEEDS, "--csv").stdout.split() == ["n", "22"]


def test_export_of_a_graph_directory_equals_that_of_the_folder(built: Path, tmp_path: Path) -> None:
    run("export", built, "-f", "graphml", "-f", "csv", "-o", tmp_path / "one")
    run("export", SEEDS, "-f", "graphml", "-f", "csv", "-o", tmp_path / "two")
    for name in ("graph.graphml", "nodes.csv", "edges.csv"):
        content = (tmp_path / "one" / name).read_bytes()
        assert content == (tmp_path / "two" / name).read_bytes() == (built / name).read_bytes()


def test_export_to_stdout(built: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "graphkit", "export", built, "-f", "ttl", "-o", "-"],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout == (built / "graph.ttl").read_bytes()
    result = run("export", built, "-f", "csv", "-o", "-")
    assert result.exit_code == 2 and "stdout takes one file, these are 2" in result.stderr


def test_check(folder: Folder) -> None:
    root = folder({"a.md": "---\ntitle: A\ndate: 2021-02-30\n---\n"})
    assert run("check", root).exit_code == 0
    assert run("check", root, "--strict").exit_code == 1
    assert run("check", root).stdout.startswith("a.md:3: warning [bad-date] date: not a date: '2021-02-30'")
    assert json.loads(run("check", root, "--json").stdout)["problems"][0]["line"] == 3
    assert "quality is '19' (the newest document), elsewhere '39'" in run("check", SEEDS).stdout


def test_errors_in_the_data_build_the_rest_and_exit_1(folder: Folder, tmp_path: Path) -> None:
    root = folder({"good.md": "---\ntitle: G\n---\n", "bad.md": "---\ntitle: [\n---\n"})
    result = run("build", root, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "bad.md:3: error [yaml] title: the front matter is not valid YAML" in result.stderr
    assert json.loads(run("stats", tmp_path / "out", "--json").stdout)["counts"]["article"] == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["build", "nowhere"], "error: nowhere: does not exist; name a folder of article files"),
        (["build", SEEDS, "-f", "xyz", "-o", "{tmp}/o"], "error: unknown format 'xyz'; choose one of: csv, gexf, graphml, html, json, jsonld, nq, nt, parquet, pyvis, trig, ttl, ttl12"),
        (["build", SEEDS, "-o", "/dev/null/x"], "error: /dev/null/x: cannot be written"),
        (["build", SEEDS, "-o", SEEDS / "exports"], "lies inside"),
        (["export", SEEDS, "-o", SEEDS / "exports"], "lies inside"),
        (["build", SEEDS, "-o", "-"], "build writes a folder"),
        (["build", SEEDS, "--config", "nowhere.toml"], "error: nowhere.toml: "),
        (["rank", "{built}", "--metric", "fame"], "error: unknown metric 'fame'; choose one of: authority, betweenness"),
        (["rank", "{built}", "--kind", "person"], "error: unknown kind 'person'; choose one of: article, provider, topic, all"),
        (["neighbors", "nobody", "{built}"], "error: unknown node 'nobody'"),
        (["neighbors", "facial recognition", "{built}"], "error: unknown node 'facial recognition'; choose one of: article:"),
        (["path", "KRDO", "Forbes", "{built}", "--kind", "likes"], "error: unknown kind 'likes'; choose one of: related"),
        (["query", "SELECT", "{built}"], "error: "),
        (["query"], "error: no query"),
        (["query", "{built}"], "error: no query"),
        (["search", "x", "{built}", "--kind", "person"], "error: unknown kind 'person'; choose one of: article, provider, topic"),
        (["stats", "{tmp}/none"], "does not exist"),
        (["query", "ASK {{}}", "{tmp}/none.ttl"], "none.ttl: cannot be read: "),
        (["query", "SELECT * {{ ?s nope:a ?o }}", "{built}"], "error: 1:15: not valid SPARQL near"),
        (["query", "--named", "nope", "{built}"], "error: unknown question 'nope'; choose one of: bridges, links-to, "),
        (["query", "--named", "topic", "{built}"], "error: the question 'topic' needs 'topic'"),
        (["query", "ASK {{}}", "{built}", "--set", "x"], "error: --set 'x': write it as --set name=value"),
        (["query", "DESCRIBE gk:x", "{built}", "--json"], "error: CONSTRUCT and DESCRIBE answer in Turtle, not in JSON"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_exit_2(args: list[str], said: str, built: Path, tmp_path: Path) -> None:
    result = run(*(str(arg).format(built=built, tmp=tmp_path) for arg in args))
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1 and result.stdout == ""


def test_a_folder_of_nothing_leaves_the_old_exports(folder: Folder, tmp_path: Path) -> None:
    run("build", SEEDS, "-o", tmp_path / "out", "-f", "csv")
    before = (tmp_path / "out" / "nodes.csv").read_bytes()
    root = folder({"readme.md": "no front matter"})
    result = run("build", root, "-o", tmp_path / "out")
    assert result.exit_code == 2 and "nothing written: files read end in .html .markdown" in result.stderr
    assert (tmp_path / "out" / "nodes.csv").read_bytes() == before
    (root / "broken.md").write_text("---\n[\n---\n")
    result = run("build", root, "-o", tmp_path / "out")
    assert result.exit_code == 1 and "broken.md:3: error [yaml]" in result.stderr
    for command in (["rank"], ["clusters"], ["stats"], ["search", "x"]):
        assert run(*command, root).exit_code == 0


def test_a_name_that_several_nodes_bear(folder: Folder) -> None:
    root = folder({"x/a.md": "---\ntitle: Same\n---\n", "y/a.md": "---\ntitle: same\n---\n"})
    result = run("neighbors", "Same", root)
    assert result.exit_code == 2
    assert (
        result.stderr
        == "error: 2 nodes are called 'Same'; name one by its id: article:file:x/a.md, article:file:y/a.md\n"
    )


def test_a_reader_that_has_enough(built: Path) -> None:
    command = f"{sys.executable} -m graphkit export {built} -f ttl -o - | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[1] == "0" and done.stderr == ""


def test_control_characters_never_reach_the_terminal(folder: Folder, tmp_path: Path) -> None:
    root = folder({"a\x1b[31m.md": '---\ntitle: "a\\e[31mred"\ndate: "\\e[31m"\n---\n'})
    for args in (
        ["build", root, "-o", tmp_path / "out"],
        ["check", root],
        ["rank", tmp_path / "out"],
        ["search", "red", tmp_path / "out"],
    ):
        result = run(*args)
        assert "\x1b" not in result.output
    assert "\\x1b[31m.md:3: warning" in run("check", root).output


def test_help_needs_no_heavy_library() -> None:
    code = "import sys; import graphkit.cli; print([m for m in ('polars', 'numpy', 'scipy', 'rdflib', 'networkx', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def _asked(question: str, built: Path, *args: str) -> list[dict[str, str]]:
    rows = json.loads(run("query", "--named", question, *args, built, "--json").stdout)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def test_which_publishers_are_most_referred_to(built: Path) -> None:
    graph = gk.open_graph(built)
    referred = graph.providers()
    counts: Counter[str] = Counter()
    for target, weight in referred.edges.select("target", "weight").iter_rows():
        counts[referred.nodes["label"][target]] += int(weight)
    rows = _asked("publishers", built)
    assert {row["publisher"]: int(row["references"]) for row in rows} == counts
    assert [int(row["references"]) for row in rows] == sorted(counts.values(), reverse=True)


def test_articles_on_a_topic_by_date(built: Path) -> None:
    nodes = gk.open_graph(built).nodes
    expected = nodes.filter(nodes["status"] == "collected").sort("published")
    rows = _asked("topic", built, "--set", "topic=computer vision")
    assert [row["headline"] for row in rows] == expected["label"].to_list()
    assert [row["date"] for row in rows] == [
        moment.isoformat().replace("+00:00", "Z") for moment in expected["published"]
    ]
    assert [row["url"] for row in rows] == expected["url"].to_list()


def test_two_steps_of_related(built: Path) -> None:
    related = gk.open_graph(built).articles().to_networkx().to_undirected()
    labels = dict(related.nodes(data="label"))
    start = max(related, key=lambda node: sum(len(related[via]) - 1 for via in related[node]))
    ways = Counter(labels[end] for via in related[start] for end in related[via] if end != start)
    rows = _asked("two-steps", built, "--set", f"article={start}")
    assert {row["headline"]: int(row["ways"]) for row in rows} == ways
    assert len(ways) > 5
    assert [int(row["ways"]) for row in rows] == sorted(ways.values(), reverse=True)


def test_the_ledger_is_checked_against_what_the_files_declare(built: Path, tmp_path: Path) -> None:
    assert run("ledger", built, "--outcome", "merged", "--csv").stdout.count("\n") == 6
    said = run("ledger", built).stderr
    assert "related: 1 resolved, 21 cited; 22 in all, as many as the files declare" in said
    copy = shutil.copytree(built, tmp_path / "copy")
    ledger = pl.read_parquet(copy / "ledger.parquet")
    ledger[1:].write_parquet(copy / "ledger.parquet")
    assert "is not what manifest.json says" in run("ledger", copy).stderr
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"].pop("ledger.parquet")
    (copy / "manifest.json").write_text(json.dumps(manifest))
    short = run("ledger", copy)
    assert short.exit_code == 1
    assert "but the files declare" in short.stderr
    (copy / "manifest.json").write_text(json.dumps({**manifest, "declared": {}}))
    assert run("ledger", copy).exit_code == 1
    (copy / "ledger.parquet").unlink()
    assert "ledger.parquet: cannot be read; build the graph again" in run("ledger", copy).stderr
    unknown = run("ledger", built, "--outcome", "lost")
    assert (unknown.exit_code, "choose one of: resolved, cited" in unknown.stderr) == (2, True)


def test_keys_without_sightings_are_a_damaged_graph(built: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(built, tmp_path / "copy")
    pl.read_parquet(copy / "sightings.parquet")[:3].write_parquet(copy / "sightings.parquet")
    manifest = json.loads((copy / "manifest.json").read_text())
    del manifest["files"]["sightings.parquet"]  # else its hash would tell
    (copy / "manifest.json").write_text(json.dumps(manifest))
    result = run("why", "KnowTechie", "KRDO", copy)
    assert result.exit_code == 2
    assert "keys.parquet: speaks of sightings that are not there" in result.stderr
