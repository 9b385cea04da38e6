"""Each IRI under the base answers: for people, and for programs in what they ask for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest
import rdflib
from lxml import etree

import graphkit as gk
from graphkit.exporters.turtle import write
from graphkit.rdf.iris import BASE, node_iri
from tests.conftest import SEEDS
from tests.serve.running import Running, running

SCHEMA = rdflib.Namespace("https://schema.org/")


def path_of(iri: str) -> str:
    return "/id/" + quote(iri.removeprefix(BASE), safe="/%:@!$&'()*+,;=~")


def test_every_node_answers_in_every_form(server: Running, built: Path) -> None:
    whole = rdflib.Graph().parse(built / "graph.ttl")
    nodes = gk.open_graph(built).nodes
    for node in nodes.group_by("kind").head(4)["id"]:
        iri = node_iri(node)
        said = set(whole.predicate_objects(rdflib.URIRef(iri)))
        for media, form in (
            ("text/turtle", "turtle"),
            ("application/ld+json", "json-ld"),
            ("application/n-triples", "nt"),
        ):
            reply = server.request(path_of(iri), headers={"Accept": media})
            assert (reply.status, reply.media) == (200, media)
            graph = rdflib.Graph().parse(data=reply.body, format=form)
            assert len(set(graph.predicate_objects(rdflib.URIRef(iri)))) == len(said)
        page = server.request(path_of(iri), headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.media == "text/html" and etree.HTML(page.text).findtext(".//h1")


def test_links_lead_to_pages(server: Running) -> None:
    first = server.request("/id/provider/knowtechie.com", headers={"Accept": "text/html"})
    links = etree.HTML(first.text).xpath("//dd/a[starts-with(@href, '/id/')]/@href")
    assert links
    for link in links:
        assert server.request(link, headers={"Accept": "text/html"}).status == 200


def test_the_dataset_and_what_is_not_there(server: Running) -> None:
    turtle = server.request("/id/dataset", headers={"Accept": "text/turtle"})
    assert "void:Dataset" in turtle.text
    for path in ("/id/", "/id/nothing/here", "/id/provider/", "/id/%3E%20%7D%20%23", "/id/%ff%fe"):
        assert server.request(path, headers={"Accept": "text/turtle"}).status == 404
    assert server.request("/id/dataset", headers={"Accept": "image/png"}).status == 406


HOSTILE = ("<script>alert(1)</script>\"'&", "a/b?c#d%zz", "künstliche intelligenz 人", "..", "x'onmouseover='alert(1)")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nodes = pl.DataFrame(
        {
            "id": [f"topic:{text}" for text in HOSTILE],
            "kind": ["topic"] * len(HOSTILE),
            "label": HOSTILE,
            "url": ['https://example.com/"><script>alert(1)</script>'] * len(HOSTILE),
        }
    )
    edges = {"source_id": nodes["id"], "target_id": nodes["id"].reverse(), "kind": ["related"] * len(HOSTILE)}
    path = tmp_path_factory.mktemp("hostile") / "graph.ttl"
    with path.open("wb") as out:
        write(gk.Graph.of(nodes, pl.DataFrame(edges)), out)
    return path


def test_hostile_names_are_found_and_shown_as_text(hostile: Path) -> None:
    with running(hostile) as server:
        for text in HOSTILE:
            reply = server.request(path_of(node_iri(f"topic:{text}")), headers={"Accept": "text/html"})
            assert reply.status == 200
            page = etree.HTML(reply.text)
            assert page.findtext(".//h1") == text
            assert not page.xpath("//script") and not page.xpath("//@onmouseover")
            assert all(href.startswith(("/", "https://", "http://")) for href in page.xpath("//a/@href"))


def test_names_of_your_own_are_served_below_id(tmp_path: Path) -> None:
    graph, report = gk.build(SEEDS)
    named = graph.with_manifest({**graph.manifest, "base_iri": "https://kg.example/of/"})
    gk.save(named, report, tmp_path / "built", ["ttl"])
    with running(tmp_path / "built") as server:
        said = server.request("/id/provider/knowtechie.com", headers={"Accept": "text/turtle"})
        assert (said.status, "https://kg.example/of/provider/knowtechie.com" in said.text) == (200, True)
        found = server.request("/api/search?q=knowtechie&kind=provider").json()["results"]
        assert [one["iri"] for one in found] == ["https://kg.example/of/provider/knowtechie.com"]
        whole = server.ask("SELECT ?a { ?a a gk:Article }", **{"default-graph-uri": "https://kg.example/of/dataset"})
        assert len(whole.column("a")) == 22
        assert "<https://kg.example/of/dataset>" in server.request("/sparql").text


def test_a_compressed_directory_is_served(tmp_path: Path) -> None:
    gk.save(*gk.build(SEEDS), tmp_path / "built", ["ttl"], compress="gz")
    with running(tmp_path / "built") as server:
        assert len(server.ask("SELECT ?a { ?a a gk:Article }").column("a")) == 22
