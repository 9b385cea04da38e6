"""The query command: formats on stdout, questions by name, and errors that point at the place."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

import graphkit as gk
from graphkit.cli import main
from graphkit.questions import QUESTIONS
from tests.conftest import ROOT, SEEDS
from tests.serve.probes import WORST


def run(*args: str | Path, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *map(str, args)], input=text, catch_exceptions=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph directory of the seeds."""
    gk.save(*gk.build(SEEDS), target := tmp_path_factory.mktemp("built"))
    return target


def on_a_terminal(*args: str | Path) -> str:
    """What the command prints where stdout and stderr are a terminal."""
    here, there = pty.openpty()
    command = [sys.executable, "-m", "graphkit", "query", *map(str, args)]
    with subprocess.Popen(command, stdout=there, stderr=there, cwd=ROOT) as running:
        os.close(there)
        pieces = []
        try:
            while piece := os.read(here, 65536):
                pieces.append(piece)
        except OSError:  # Linux: the other end is closed
            pass
        running.wait(60)
    os.close(here)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def test_the_list_names_every_question() -> None:
    lines = run("--named", "list").stdout.splitlines()[1:]
    assert [line.split()[0] for line in lines] == list(QUESTIONS)
    assert all(one.title in line for one, line in zip(QUESTIONS.values(), lines, strict=True))


def test_a_terminal_sees_the_line_and_a_caret(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("SELECT *\n{ ?中 nope:a ?o }\n")
    assert on_a_terminal("--file", file, built) == (
        f"error: {file}:2:6: not valid SPARQL near 'nope:a ?o }}': Prefix not found\n  {{ ?中 nope:a ?o }}\n        ^\n"
    )


def test_elsewhere_an_error_is_one_line(built: Path) -> None:
    result = run("SELECT *\n{ ?s nope:a ?o }", built)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: 2:6: not valid SPARQL near 'nope:a ?o }': Prefix not found\n"


def test_no_answer_commands_the_terminal(built: Path) -> None:
    sparql = r'SELECT ("\u001b[31m\u202e" AS ?x) {}'.replace("\\u001b", "\x1b").replace("\\u202e", "\u202e")
    for form in ("--csv", "--tsv", "--json", "--xml"):
        assert "\x1b" not in (said := on_a_terminal(sparql, built, form)) and "\u202e" not in said


def test_turtle_that_is_foreign_is_read_and_wrong_turtle_says_its_line(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text("@prefix x: <https://x.example/> .\nx:a x:b 1 .")
    bad.write_text("@prefix x: <https://x.example/> .\n\nx:a x:b ; .\n nope:b x:c 1 .")
    assert run("SELECT ?o { ?s ?p ?o }", good, "--csv").stdout.split() == ["o", "1"]
    result = run("ASK {}", bad)
    assert (
        result.exit_code,
        f"{bad}:3: not valid Turtle" in result.stderr or f"{bad}:4: not valid Turtle" in result.stderr,
    ) == (2, True)


@pytest.mark.parametrize("name", ["graph.nt", "graph.nq", "graph.trig.gz"])
def test_every_rdf_file_can_be_asked(tmp_path: Path, name: str) -> None:
    form, _, packed = name.partition(".")[2].partition(".")
    gk.export(gk.build(SEEDS)[0], tmp_path, [form], packed or None)
    pattern = "?a schema:headline ?t" if form == "nt" else "GRAPH ?g { ?a schema:headline ?t }"
    found = run(f"SELECT ?t {{ {pattern} }}", tmp_path / name, "--csv").stdout.splitlines()
    assert len(found) == 23


def test_ctrl_c_ends_a_query(built: Path) -> None:
    # A test run in the background may have been told to ignore Ctrl-C.
    start = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import graphkit.__main__"
    command = [sys.executable, "-c", f"{start} as m; m.main()", "query", WORST, str(built)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True) as running:
        try:
            while not _computes(running.pid):
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            assert running.wait(20) == 1
        finally:
            running.kill()


def _computes(pid: int) -> bool:
    """Whether the process has taken two seconds of processor time: it has begun with the query by then."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) > 2 * os.sysconf("SC_CLK_TCK")


def test_a_query_ends_at_its_time(built: Path) -> None:
    """In a process of its own, whose end ends the query, too."""
    command = [sys.executable, "-m", "graphkit", "query", WORST, str(built), "--timeout", "0.2"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "error: the query took more than 0.2 s; ask for less, or allow it more time\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("exports", "SELECT * { ?s ?p ?o }"), "no query; give one"),
        (("--named", "publishers", "SELECT * { ?s ?p ?o }"), "a query and --named: give one of them"),
        (("--named", "publishers", "nowhere"), "nowhere: does not exist"),
    ],
)
def test_what_stands_in_the_wrong_place(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1


def test_triples_come_as_turtle(built: Path) -> None:
    text = run("CONSTRUCT { ?a schema:headline ?t } WHERE { ?a schema:headline ?t }", built).stdout
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == 22
    assert "@prefix schema:" in text


def test_a_byte_order_mark_is_no_part_of_a_query(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_bytes(b"\xef\xbb\xbfASK {}")
    assert run("--file", file, built, "--csv").stdout == "true\n"


def test_a_folder_and_its_graph_answer_alike(built: Path) -> None:
    sparql = "SELECT ?t { ?a schema:headline ?t } ORDER BY ?t"
    assert run(sparql, SEEDS, "--tsv").stdout == run(sparql, built, "--tsv").stdout != ""
