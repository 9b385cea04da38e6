"""The endpoint: formats by what is asked, statuses by what is wrong, answers that are whole or cut."""

from __future__ import annotations

import csv
import http.client
import io
import socket
from pathlib import Path

import pytest
import rdflib
from lxml import etree

from tests.serve.running import Running, running

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SELECT = "SELECT ?name { ?p a gk:Provider ; schema:name ?name } ORDER BY ?name"
CONSTRUCT = "CONSTRUCT { ?p schema:name ?name } WHERE { ?p a gk:Provider ; schema:name ?name }"
PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RDF = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}


def names(built: Path) -> list[str]:
    graph = rdflib.Graph().parse(built / "graph.ttl")
    found = graph.query("SELECT ?name { ?p a gk:Provider ; schema:name ?name } ORDER BY ?name")
    return [str(row[0]) for row in found]  # type: ignore[index]


def test_select_in_every_format(server: Running, built: Path) -> None:
    wanted = names(built)
    assert server.ask(SELECT).column("name") == wanted
    table = csv.reader(io.StringIO(server.ask(SELECT, "text/csv").text))
    assert [row[0] for row in table] == ["name", *wanted]
    rows = server.ask(SELECT, "text/tab-separated-values").text.splitlines()
    assert rows == ["?name", *(f'"{name}"' for name in wanted)]
    tree = etree.fromstring(server.ask(SELECT, "application/sparql-results+xml").body)
    assert tree.xpath("//*[local-name()='literal']/text()") == wanted


@pytest.mark.parametrize(
    ("accept", "yes", "no"),
    [
        ("application/sparql-results+json", '"boolean":true', '"boolean":false'),
        ("application/sparql-results+xml", "<boolean>true</boolean>", "<boolean>false</boolean>"),
        ("text/csv", "true", "false"),
        ("text/tab-separated-values", "true", "false"),
    ],
)
def test_ask_in_every_format(server: Running, accept: str, yes: str, no: str) -> None:
    for sparql, wanted in (("ASK { ?s a gk:Provider }", yes), ("ASK { ?s a gk:Nothing }", no)):
        reply = server.ask(sparql, accept)
        assert (reply.status, reply.media) == (200, accept)
        assert wanted in reply.text


@pytest.mark.parametrize("media", RDF)
def test_triples_in_every_format(server: Running, built: Path, media: str) -> None:
    reply = server.ask(CONSTRUCT, media)
    assert (reply.status, reply.media) == (200, media)
    graph = rdflib.Dataset().parse(data=reply.body, format=RDF[media])
    found = sorted(str(quad[2]) for quad in graph.quads((None, None, None, None)))
    assert found == sorted(names(built))


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/xml;q=0.5, text/csv;q=0.9", "text/csv"),
        ("text/turtle, application/sparql-results+xml;q=0.1", "application/sparql-results+xml"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_the_client_has_its_choice(server: Running, accept: str, media: str) -> None:
    assert server.ask(SELECT, accept).media == media


@pytest.mark.parametrize(
    ("sparql", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")]
)
def test_no_format_that_suits(server: Running, sparql: str, accept: str) -> None:
    reply = server.ask(sparql, accept)
    assert reply.status == 406 and "choose one of" in reply.text


@pytest.mark.parametrize(
    ("sparql", "line"),
    [
        ("SELECT * {\n ?s foo ?o }", "2:9: not valid SPARQL near '?o }'"),
        ("SELECT * { ?s ?p", "1:17: not valid SPARQL at the end of the line"),
        ("SELECT * { SERVICE <http://x.example/> { } }", "1:12: SERVICE is not allowed"),
        ("INSERT DATA { }", "1:1: INSERT is not allowed"),
        ("{" * 3000, "1:33: brackets nest deeper"),
        ("SELECT * { ?s nope:p ?o }", "not valid SPARQL"),
    ],
)
def test_a_wrong_query_is_refused_with_its_place(server: Running, sparql: str, line: str) -> None:
    reply = server.ask(sparql)
    assert (reply.status, reply.media, reply.text.count("\n")) == (400, "text/plain", 1)
    assert line in reply.text


def test_methods_and_media_types(server: Running) -> None:
    assert server.request("/sparql", "PUT").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert server.request("/sparql", "DELETE").status == 405
    assert server.request("/sparql", "POST", {"Content-Type": "text/plain"}, b"ASK {}").status == 415
    assert server.request("/sparql", "POST", {"Content-Type": "application/sparql-query"}, b"A" * 300_000).status == 413
    assert server.request("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D").status == 400
    assert server.request("/", "POST", {"Content-Length": "0"}).status == 405


def test_head_has_no_body(server: Running) -> None:
    reply = server.request("/sparql?query=ASK%20%7B%7D", "HEAD")
    assert (reply.status, reply.body) == (200, b"") and int(reply.headers["content-length"]) > 0


def test_the_dataset_names_the_graph(server: Running) -> None:
    whole = "https://graphkit.invalid/id/dataset"
    everything = server.ask(COUNT).column("n")
    assert server.ask(COUNT, **{"default-graph-uri": whole}).column("n") == everything
    assert server.ask(COUNT, **{"default-graph-uri": "https://example.org/other"}).column("n") == ["0"]
    assert server.ask("SELECT (COUNT(*) AS ?n) FROM <https://example.org/other> { ?s ?p ?o }").column("n") == ["0"]
    assert server.ask(COUNT, **{"default-graph-uri": "no IRI"}).status == 400


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_the_service_description(server: Running, media: str) -> None:
    reply = server.request("/sparql", headers={"Accept": media})
    graph = rdflib.Graph().parse(data=reply.body, format=RDF[media])
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert str(graph.value(service, sd.endpoint)) == f"http://{server.host}/sparql"
    assert len(set(graph.objects(service, sd.resultFormat))) == 10


def test_xml_stays_well_formed(server: Running) -> None:
    sparql = r'SELECT ?t { BIND("a\u0001b\rc\uFFFFd & <e>" AS ?t) }'.replace(r"\u0001", "\x01").replace(
        r"\uFFFF", "\uffff"
    )
    tree = etree.fromstring(server.ask(sparql, "application/sparql-results+xml").body)
    assert tree.xpath("//*[local-name()='literal']/text()") == ["a\ufffdb\rc\ufffdd & <e>"]


def test_a_long_query_is_ended_and_says_why(server: Running) -> None:
    reply = server.ask(f"SELECT (COUNT(*) AS ?n) {PRODUCT[9:]}")
    assert reply.status == 408 and "longer than 3 s" in reply.text and "LIMIT" in reply.text
    assert server.ask("ASK { }").status == 200


def test_a_large_query_is_ended_and_says_why(server: Running) -> None:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(26))
    reply = server.ask(f'SELECT (STRLEN(?x26) AS ?n) {{ BIND("0123456789abcdef" AS ?x0) {steps} }}')
    assert reply.status == 507 and "128 MB" in reply.text
    assert server.ask("ASK { }").status == 200


def test_an_answer_that_is_cut_does_not_look_whole(server: Running) -> None:
    with pytest.raises(http.client.IncompleteRead):
        server.ask(PRODUCT)


def test_http_1_0_gets_whole_answers_only(server: Running) -> None:
    def old(query: str) -> bytes:
        with socket.create_connection(("127.0.0.1", server.port), 20) as connection:
            path = "/sparql?query=" + query.replace(" ", "%20")
            connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {server.host}\r\n\r\n".encode())
            return b"".join(iter(lambda: connection.recv(65536), b""))

    assert b" 200 " in old("ASK { ?s ?p ?o }").splitlines()[0]
    assert old(PRODUCT).splitlines()[0].split()[1] in (b"408", b"505")


def test_a_long_answer_is_streamed_whole(server: Running) -> None:
    reply = server.ask("SELECT ?s ?p ?o ?x { ?s ?p ?o . ?x a gk:Article }", "text/csv")
    expected = int(server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?x a gk:Article }").column("n")[0])
    assert reply.headers.get("transfer-encoding") == "chunked"
    assert len(list(csv.reader(io.StringIO(reply.text)))) == expected + 1


def test_an_rdf_file_can_be_served(tmp_path: Path) -> None:
    data = tmp_path / "data.trig"
    data.write_text("<x:a> <x:b> 1 . <x:g> { <x:a> <x:b> 2 }")
    with running(data) as server:
        assert server.ask("SELECT ?o { ?s ?p ?o }").column("o") == ["1"]
        assert server.ask("SELECT ?o { GRAPH <x:g> { ?s ?p ?o } }").column("o") == ["2"]
        assert server.ask("SELECT ?o { ?s ?p ?o }", **{"default-graph-uri": "x:g"}).column("o") == ["2"]
        assert server.request("/api/node?id=a").status == 404
