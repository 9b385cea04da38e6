"""Real clients get right answers: SPARQLWrapper, rdflib's SPARQLStore, Comunica, curl."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TSV, TURTLE, XML, SPARQLWrapper

from tests.exporters.samples import need
from tests.serve.running import Running

COMUNICA = Path(__file__).parent.parent / "comunica"
PREFIXES = "PREFIX gk: <https://w3id.org/graphkit/ns#> PREFIX schema: <https://schema.org/> "
NAMES = PREFIXES + "SELECT ?name WHERE { ?p a gk:Provider ; schema:name ?name } ORDER BY ?name"
TRIPLES = PREFIXES + "CONSTRUCT { ?p schema:name ?name } WHERE { ?p a gk:Provider ; schema:name ?name }"


@pytest.fixture(scope="module")
def names(built: Path) -> list[str]:
    """What rdflib's own engine finds in the Turtle file."""
    found = rdflib.Graph().parse(built / "graph.ttl").query(NAMES)
    return [str(row[0]) for row in found]  # type: ignore[index]


def wrapper(server: Running, query: str, form: str) -> SPARQLWrapper:
    asked = SPARQLWrapper(f"{server.url}/sparql", returnFormat=form)
    asked.setQuery(query)
    return asked


def test_sparqlwrapper_reads_json(server: Running, names: list[str]) -> None:
    found = wrapper(server, NAMES, JSON).queryAndConvert()
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == names


@pytest.mark.parametrize("how", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_posts(server: Running, names: list[str], how: str) -> None:
    asked = wrapper(server, NAMES, JSON)
    asked.setMethod(POST)
    asked.setRequestMethod(how)
    assert [row["name"]["value"] for row in asked.queryAndConvert()["results"]["bindings"]] == names


def test_sparqlwrapper_reads_xml_csv_tsv_and_turtle(server: Running, names: list[str]) -> None:
    document = wrapper(server, NAMES, XML).queryAndConvert()
    assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == names
    assert wrapper(server, NAMES, CSV).queryAndConvert().decode().count("\n") == len(names) + 1
    assert wrapper(server, NAMES, TSV).queryAndConvert().decode().count("\n") >= len(names)
    graph = rdflib.Graph().parse(data=wrapper(server, TRIPLES, TURTLE).queryAndConvert())
    assert sorted(map(str, graph.objects())) == names


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(server: Running, names: list[str], method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql", method=method))
    assert [str(row[0]) for row in graph.query(NAMES)] == names  # type: ignore[index]
    predicate = rdflib.URIRef("https://schema.org/name")
    assert sorted(str(found) for found in graph.objects(None, predicate)) == names


def test_comunica(server: Running, names: list[str]) -> None:
    need(COMUNICA / "node_modules" / "@comunica" / "query-sparql", COMUNICA / "prepare.sh")
    node = shutil.which("node")
    need(Path(node or "node"), COMUNICA / "prepare.sh")
    command = [str(node), COMUNICA / "ask.mjs", f"{server.url}/sparql", NAMES, "name"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(done.stdout) == names


def test_curl(server: Running, names: list[str]) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl here")
    address = f"{server.url}/sparql"

    def ask(*arguments: str) -> str:
        done = subprocess.run([curl, "-fsS", *arguments, address], capture_output=True, text=True, check=True)
        return done.stdout

    accept = ("-H", "Accept: text/csv")
    for asked in (
        ask(*accept, "--get", "--data-urlencode", f"query={NAMES}"),
        ask(*accept, "--data-urlencode", f"query={NAMES}"),
        ask(*accept, "-H", "Content-Type: application/sparql-query", "--data", NAMES),
        ask(*accept, "--http1.0", "--get", "--data-urlencode", f"query={NAMES}"),
    ):
        assert len(asked.splitlines()) == len(names) + 1
    assert "sd:Service" in ask()
