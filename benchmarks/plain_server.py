"""What one would write first: pyoxigraph behind Python's own HTTP server, a thread per request, no limits.

python benchmarks/plain_server.py graph.ttl 8001
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

STORE = pyoxigraph.Store()
PREFIXES = {
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "gk": "https://w3id.org/graphkit/ns#",
}


class Endpoint(BaseHTTPRequestHandler):
    """Answers GET and POST in SPARQL's JSON."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        fields = parse_qs(urlsplit(self.path).query)
        self.answer(fields.get("query", [""])[0])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        direct = self.headers.get("content-type", "").startswith("application/sparql-query")
        self.answer(body if direct else parse_qs(body).get("query", [""])[0])

    def answer(self, sparql: str) -> None:
        try:
            found = STORE.query(sparql, prefixes=PREFIXES)
            if isinstance(found, pyoxigraph.QueryTriples):
                body = found.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES)
            else:
                body = found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
            status = 200
        except (SyntaxError, ValueError, OSError) as error:
            status, body = 400, str(error).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    STORE.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.TURTLE)
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Endpoint).serve_forever()
