"""What a worker may not do even if a query gets past the gate: talk to anybody, open a file, take more memory."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT
from tests.serve.probes import listener

PROGRAM = """
import sys, pyoxigraph
from graphkit.serve.limits import confine
store = pyoxigraph.Store()
if sys.argv[1] == "confined":
    confine(64 * 2**20)
try:
    list(store.query(sys.argv[2]))
except (OSError, RuntimeError) as error:
    print(error)
try:
    open("/etc/hostname").close()
    print("opened")
except OSError:
    print("refused")
"""


def run(how: str, sparql: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, how, sparql]
    environment = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)


def test_no_connection_and_no_file_below_the_gate() -> None:
    with listener() as (address, heard):
        sparql = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
        assert run("confined", sparql).stdout.endswith("refused\n")
        assert heard == []
        assert run("free", sparql).stdout.endswith("opened\n")
        assert heard  # so the address could have been reached


def test_no_more_memory_than_allowed() -> None:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(24))
    sparql = f'SELECT (STRLEN(?x24) AS ?n) {{ BIND("0123456789abcdef" AS ?x0) {steps} }}'
    assert run("confined", sparql).returncode < 0
    assert run("free", sparql).returncode == 0
