"""Who may ask: names, origins, sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.running import Running, running

QUERY = "/sparql?query=ASK%20%7B%7D"
FRIEND = "https://friend.example"


@pytest.fixture(scope="module")
def open_server(built: Path) -> Iterator[Running]:
    with running(built, "--allow-origin", FRIEND, "--allow-host", "graph.example") as found:
        yield found


def test_names(server: Running) -> None:
    for host in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST"):
        assert server.request(QUERY, headers={"Host": f"{host}:{server.port}"}).status == 200
    for host in (
        "localhost",
        f"evil.example:{server.port}",
        f"127.0.0.1.evil.example:{server.port}",
        "",
        "127.0.0.1:1",
    ):
        reply = server.request(QUERY, headers={"Host": host})
        assert reply.status == 421 and "--allow-host" in reply.text


def test_origins(server: Running) -> None:
    own = server.request(QUERY, headers={"Origin": f"http://{server.host}"})
    assert own.status == 200 and "access-control-allow-origin" not in own.headers
    for origin in ("https://evil.example", "null", f"http://localhost:{server.port + 1}"):
        assert server.request(QUERY, headers={"Origin": origin}).status == 403
    assert server.request("/", headers={"Origin": "https://evil.example"}).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_link_to_pages_and_to_nothing_else(server: Running, site: str) -> None:
    def status(path: str, mode: str) -> int:
        return server.request(path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}).status

    assert (status("/", "navigate"), status("/", "no-cors")) == (200, 403)
    assert (status(QUERY, "navigate"), status("/api/search?q=a", "navigate")) == (403, 403)


def test_what_is_allowed_is_allowed(open_server: Running) -> None:
    assert open_server.request(QUERY, headers={"Host": f"graph.example:{open_server.port}"}).status == 200
    friend = open_server.request(QUERY, headers={"Origin": FRIEND})
    assert (friend.status, friend.headers["access-control-allow-origin"]) == (200, FRIEND)
    assert "Origin" in friend.headers["vary"]
    assert open_server.request(QUERY, headers={"Origin": "https://evil.example"}).status == 403


def test_preflight(open_server: Running) -> None:
    asked = {
        "Origin": FRIEND,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    reply = open_server.request("/sparql", "OPTIONS", asked)
    assert reply.status == 204 and "POST" in reply.headers["access-control-allow-methods"]
    assert reply.headers["access-control-allow-origin"] == FRIEND


def test_every_answer_has_the_usual_headers(server: Running) -> None:
    for path in ("/", "/query", "/api", "/nothing", QUERY, "/static/page.css"):
        headers = server.request(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
