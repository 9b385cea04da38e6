"""W3C's SPARQL 1.1 Protocol tests against a real server: all 34 but the 7 that carry out updates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.serve.manifest import Case, Exchange, cases, dataset
from tests.serve.running import Reply, Running, running

CASES = cases()
RESULTS = {"application/sparql-results+json", "application/sparql-results+xml"}
TABLES = {*RESULTS, "text/csv", "text/tab-separated-values"}
TRIPLES = {"application/rdf+xml", "text/turtle", "application/n-triples"}
MEDIA = {"boolean": RESULTS, "tabular": TABLES, "RDF": TRIPLES}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data: Path = tmp_path_factory.mktemp("w3c") / "data.nq"
    data.write_text(dataset())
    with running(data) as server:
        yield server


def test_the_manifest_is_read_whole() -> None:
    assert (len(CASES), sum(case.updates for case in CASES)) == (34, 7)


@pytest.mark.parametrize("case", [case for case in CASES if not case.updates], ids=lambda case: case.name)
def test_w3c(endpoint: Running, case: Case) -> None:
    for one in case.exchanges:
        reply = endpoint.request(one.path, one.method, one.headers, one.body)
        assert str(reply.status)[0] in one.statuses, reply.text
        if one.form:
            assert reply.media in MEDIA[one.form]
        if one.boolean is not None:
            assert truth(reply) == one.boolean
        assert_refused_in_one_line(one, reply)


@pytest.mark.parametrize("case", [case for case in CASES if case.updates], ids=lambda case: case.name)
def test_no_update_is_carried_out(endpoint: Running, case: Case) -> None:
    update = case.exchanges[0]
    reply = endpoint.request(update.path, update.method, update.headers, update.body)
    assert reply.status in (400, 415) and "only read" in reply.text


def truth(reply: Reply) -> bool:
    if reply.media.endswith("json"):
        return bool(reply.json()["boolean"])
    return bool(etree.fromstring(reply.body).findtext("{*}boolean") == "true")


def assert_refused_in_one_line(one: Exchange, reply: Reply) -> None:
    if one.statuses == ("4",):
        assert reply.media == "text/plain" and reply.body.count(b"\n") == 1
