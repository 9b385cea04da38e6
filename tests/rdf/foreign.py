"""Readers of RDF that nobody here wrote, which print what they find as N-Quads: rapper, N3.js, Apache Jena's riot."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph

from tests.exporters.samples import need

HERE = Path(__file__).parent
N3, JENA = HERE / "n3", HERE / "jena"
Quads = set[pyoxigraph.Quad]


def by_oxigraph(paths: Sequence[Path]) -> Quads:
    """What Oxigraph reads in these files, all together."""
    return {
        quad
        for path in paths
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.from_extension(path.suffix[1:]))
    }


def by_n3(paths: Sequence[Path]) -> Quads:
    """What N3.js reads; it knows no JSON-LD."""
    need(N3 / "node_modules" / "n3", N3 / "prepare.sh")
    need(Path(shutil.which("node") or "node"), N3 / "prepare.sh")
    return _printed(["node", str(N3 / "read.js"), *map(str, paths)])


def by_riot(paths: Sequence[Path]) -> Quads:
    """What Jena's riot reads; a warning is a failure."""
    libraries = JENA / "target" / "lib"
    need(libraries, JENA / "prepare.sh")
    need(Path(shutil.which("java") or "java"), JENA / "prepare.sh")
    command = ["java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{libraries}/*", "riotcmd.riot"]
    # It takes the name of a file that it does not know for RDF/XML.
    syntax = ["--syntax=turtle"] if {path.suffix for path in paths} == {".ttl12"} else []
    return _printed([*command, "--output=nquads", "--check", *syntax, *map(str, paths)])


def by_rapper(paths: Sequence[Path]) -> Quads:
    """What raptor's rapper reads; it knows no JSON-LD worth the name."""
    need(Path(shutil.which("rapper") or "rapper"), Path("the package raptor2-utils"))
    forms = {".ttl": "turtle", ".nt": "ntriples", ".nq": "nquads", ".trig": "trig"}
    command = ["rapper", "-q", "-o", "nquads", "-i"]
    found = [_printed([*command, forms[path.suffix], str(path), "http://base.invalid/"]) for path in paths]
    return set().union(*found)


def _printed(command: list[str]) -> Quads:
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return set(pyoxigraph.parse(done.stdout, pyoxigraph.RdfFormat.N_QUADS))
