"""A worker on a pipe of its own: frames go in and come out."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pyoxigraph
import pytest

from graphkit.rdf.iris import BASE
from graphkit.serve import frames
from graphkit.serve.worker import CHUNK, RESULTS, TRIPLES, work

QUERY = {"base": BASE, "default": [], "named": [], "whole": [f"{BASE}dataset"], "results": "json", "triples": "ttl"}


@pytest.fixture
def pipe() -> Iterator[socket.socket]:
    store = pyoxigraph.Store()
    store.load(b'<x:a> <x:b> "1\\r\\u0001" . <x:g> { <x:a> <x:b> "2" }', pyoxigraph.RdfFormat.TRIG)
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=work, args=(store, theirs, {"x": "x:"}))
    thread.start()
    with ours, theirs:
        yield ours
        ours.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        assert not thread.is_alive()


def ask(pipe: socket.socket, sparql: str, **more: Any) -> tuple[str, bytes, str]:
    """The form, the data and how it ended."""
    pipe.sendall(frames.packed(frames.QUERY, json.dumps({**QUERY, "sparql": sparql, **more}).encode()))
    form, data = "", b""
    while True:
        received = frames.receive(pipe)
        assert received is not None
        kind, payload = received
        if kind == frames.HEAD:
            form = payload.decode()
        elif kind == frames.DATA:
            assert len(payload) <= 2 * CHUNK
            data += payload
        else:
            return form, data, "" if kind == frames.END else json.loads(payload)["code"]


@pytest.mark.parametrize("form", RESULTS)
def test_results(pipe: socket.socket, form: str) -> None:
    found, data, end = ask(pipe, "SELECT ?o { ?s x:b ?o }", results=form)
    assert (found, end) == (form, "") and b"1" in data
    assert form != "xml" or "1&#xD;\ufffd" in data.decode()


@pytest.mark.parametrize("form", TRIPLES)
def test_triples(pipe: socket.socket, form: str) -> None:
    found, data, end = ask(pipe, "CONSTRUCT { ?s ?p 5 } { ?s ?p ?o }", triples=form)
    assert (found, end) == (form, "") and b"5" in data


def test_what_is_said_of_a_subject_stands_together(pipe: socket.socket) -> None:
    construct = "CONSTRUCT { ?s x:one 1 ; x:two 2 . x:z ?p ?o } { VALUES (?s ?p ?o) { (x:b x:p 1) (x:a x:p 2) } }"
    _, data, _ = ask(pipe, f"PREFIX x: <x:> {construct}")
    subjects = [line.split()[0] for line in data.decode().splitlines() if line.startswith("x:")]
    assert subjects == ["x:a", "x:b", "x:z"]


def test_faults_leave_the_worker_fit(pipe: socket.socket) -> None:
    assert ask(pipe, "SELECT nonsense")[2] == "syntax"
    assert ask(pipe, "ASK {}", results=None)[2] == "format"
    assert ask(pipe, "ASK {}", default=["no IRI"])[2] == "failed"
    assert ask(pipe, "ASK {}")[1:] == (b'{"head":{},"boolean":true}', "")


def test_datasets(pipe: socket.socket) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for dataset, found in (([f"{BASE}dataset"], 1), (["x:g"], 1), ([f"{BASE}dataset", "x:g"], 2), (["x:none"], 0)):
        assert f'"value":"{found}"'.encode() in ask(pipe, count, default=dataset)[1]
    assert b'"value":"0"' in ask(pipe, count, named=["x:g"])[1]


def test_a_long_answer_comes_in_pieces(pipe: socket.socket) -> None:
    values = " ".join(f'"{number:05}{"-" * 95}"' for number in range(40))
    sparql = f"SELECT ?a ?b ?c {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} VALUES ?c {{ 1 2 }} }}"
    form, data, end = ask(pipe, sparql)
    assert (form, end) == ("json", "") and len(json.loads(data)["results"]["bindings"]) == 3200
