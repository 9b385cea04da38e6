"""Worker: answers one query after another over a pipe, streamed, until the pipe closes or somebody kills it."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import IO, Any, Final, cast

import pyoxigraph

from graphkit.serve import frames

CHUNK: Final = 64 * 1024
"""Bytes of an answer that are sent at once."""
_FEW: Final = 5_000

RESULTS: Final[Mapping[str, pyoxigraph.QueryResultsFormat]] = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
TRIPLES: Final[Mapping[str, pyoxigraph.RdfFormat]] = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
}

# What https://www.w3.org/TR/xml/#charsets leaves out, and the carriage return, which parsers turn into a line feed.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b-\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def work(store: pyoxigraph.Store, pipe: socket.socket, prefixes: Mapping[str, str]) -> None:
    """Answer queries until the other side hangs up."""
    while (received := frames.receive(pipe)) is not None:
        try:
            _answer(store, pipe, prefixes, json.loads(received[1]))
        except BrokenPipeError:
            return
        except SyntaxError as error:
            _fault(pipe, "syntax", str(error))
        except (OSError, RuntimeError, ValueError, MemoryError) as error:
            _fault(pipe, "failed", str(error) or type(error).__name__)


def _answer(store: pyoxigraph.Store, pipe: socket.socket, prefixes: Mapping[str, str], asked: Any) -> None:
    found = store.query(asked["sparql"], base_iri=asked["base"], prefixes=dict(prefixes), **_dataset(asked))
    triples = isinstance(found, pyoxigraph.QueryTriples)
    form = asked["triples" if triples else "results"]
    if form is None:
        _fault(pipe, "format", "triples" if triples else "results")
        return
    out = _Pieces(pipe, form)
    if isinstance(found, pyoxigraph.QueryTriples):
        _write_triples(found, out, form, prefixes)
    else:
        found.serialize(cast("IO[bytes]", _CleanXml(out) if form == "xml" else out), RESULTS[form])
    out.end()


def _write_triples(found: pyoxigraph.QueryTriples, out: Any, form: str, prefixes: Mapping[str, str]) -> None:
    called = None if form in ("nt", "nq") else dict(prefixes)
    pyoxigraph.serialize(_in_order(found), out, TRIPLES[form], prefixes=called)


def _in_order(found: Iterable[pyoxigraph.Triple]) -> Iterable[pyoxigraph.Triple]:
    """Few triples in order, what is said of a subject together, for people to read; many as they come."""
    triples = iter(found)
    first = list(islice(triples, _FEW))
    return chain(first, triples) if len(first) == _FEW else sorted(set(first), key=str)


def _dataset(asked: Any) -> dict[str, Any]:
    """The dataset that the request names, which goes before the query's own FROM; else nothing."""
    if not asked["default"] and not asked["named"]:
        return {}
    whole = pyoxigraph.DefaultGraph()
    return {
        "default_graph": [whole if iri in asked["whole"] else pyoxigraph.NamedNode(iri) for iri in asked["default"]],
        "named_graphs": [pyoxigraph.NamedNode(iri) for iri in asked["named"]],
    }


def _fault(pipe: socket.socket, code: str, message: str) -> None:
    pipe.sendall(frames.packed(frames.FAULT, json.dumps({"code": code, "message": message}).encode()))


class _Pieces:
    """The pipe as a file; the head goes out with the first piece, so that an early error can still be an error."""

    def __init__(self, pipe: socket.socket, form: str) -> None:
        self._pipe, self._head, self._piece = pipe, frames.packed(frames.HEAD, form.encode()), bytearray()

    def write(self, data: bytes) -> int:
        self._piece += data
        if len(self._piece) >= CHUNK:
            self._send()
        return len(data)

    def flush(self) -> None:
        """A piece goes out when it is full."""

    def _send(self, end: bytes = b"") -> None:
        self._pipe.sendall(self._head + frames.packed(frames.DATA, bytes(self._piece)) + end)
        self._head, self._piece = b"", bytearray()

    def end(self) -> None:
        """Send the rest, and say that the answer is whole."""
        self._send(frames.packed(frames.END))


class _CleanXml:
    """A file in front of another that keeps XML well-formed; the writer hands over whole characters."""

    def __init__(self, out: _Pieces) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        self._out.write(_NOT_XML.sub(b"\xef\xbf\xbd", bytes(data)).replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""
