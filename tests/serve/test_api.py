"""The JSON interface: what it answers, what it refuses, and that its OpenAPI document says so."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest

import graphkit as gk
from graphkit.lookup import find_node, neighbours, search
from tests.serve.running import Reply, Running


def get(server: Running, name: str, **fields: str) -> Reply:
    return server.request(f"/api/{name}?{urlencode(fields)}")


def test_search(server: Running, built: Path) -> None:
    found = get(server, "search", q="facial recognition", limit="3").json()["results"]
    wanted = search(gk.open_graph(built), "facial recognition", 3)
    assert [row["id"] for row in found] == wanted["id"].to_list()
    assert found[0]["iri"].startswith("https://graphkit.invalid/id/article/")
    assert get(server, "search", q="ai", kind="topic").json()["results"][0]["kind"] == "topic"
    assert get(server, "search", q="no such words anywhere").json() == {"results": []}


def test_node_and_neighbours(server: Running, built: Path) -> None:
    graph = gk.open_graph(built)
    row = find_node(graph, "KnowTechie")
    node = get(server, "node", id="KnowTechie").json()
    assert (node["id"], node["domain"]) == ("provider:knowtechie.com", "knowtechie.com")
    article = get(server, "neighbours", id="KnowTechie").json()
    assert article["total"] == neighbours(graph, row).height == len(article["neighbours"])
    assert len(get(server, "neighbours", id=article["neighbours"][0]["id"], limit="1").json()["neighbours"]) == 1
    assert get(server, "node", id=node["iri"]).json() == node
    full = get(server, "node", id=article["neighbours"][0]["id"]).json()
    assert full["kind"] == "article" and isinstance(full.get("published", ""), str)


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("search", {}, 400),
        ("search", {"q": "a" * 501}, 400),
        ("search", {"q": "a", "limit": "0"}, 400),
        ("search", {"q": "a", "limit": "many"}, 400),
        ("search", {"q": "a", "kind": "nothing"}, 404),
        ("node", {"id": "article:nothing"}, 404),
        ("neighbours", {}, 400),
        ("nothing", {}, 404),
    ],
)
def test_refusals_are_json(server: Running, name: str, fields: dict[str, str], status: int) -> None:
    reply = get(server, name, **fields)
    assert (reply.status, reply.media) == (status, "application/json")
    assert list(reply.json()) == ["error"]


def test_the_openapi_document_says_what_there_is(server: Running) -> None:
    document = server.request("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert list(document["paths"]) == ["/api/search", "/api/node", "/api/neighbours"]
    for path, operations in document["paths"].items():
        needed = {one["name"]: "KnowTechie" for one in operations["get"]["parameters"] if one["required"]}
        assert server.request(f"{path}?{urlencode(needed)}").status == 200
        assert server.request(path).status == 400
    page = server.request("/api")
    assert page.media == "text/html" and all(path in page.text for path in document["paths"])
