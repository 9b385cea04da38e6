"""Attacks on a SPARQL server, and how to tell that one got through. Add a probe: a function with `@probe`.

A probe returns what went wrong, or nothing. They know HTTP and SPARQL only, so they run against any server.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

SIMPLE = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
WORST = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
EVIL = "https://evil.example"
FORM = "application/x-www-form-urlencoded"
GRAPH = "http://example.org/probe"


@dataclass
class Target:
    """A server on this machine: its port, its endpoint, the time limit it claims, seconds for a simple query."""

    port: int
    path: str = "/sparql"
    seconds: float = 3.0
    patience: float = 1.0

    def get(self, sparql: str, timeout: float = 20, **headers: str) -> tuple[int, bytes]:
        """Ask by GET; raises OSError or HTTPException when there is no whole answer."""
        return self.send("GET", f"{self.path}?{urlencode({'query': sparql})}", None, timeout, headers)

    def post(self, body: bytes, kind: str, timeout: float = 20, **headers: str) -> tuple[int, bytes]:
        """Post a body of a media type."""
        return self.send("POST", self.path, body, timeout, {"content-type": kind, **headers})

    def send(
        self, method: str, path: str, body: bytes | None, timeout: float, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        named = {"accept": "application/sparql-results+json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def raw(self, data: bytes, timeout: float = 5) -> socket.socket:
        """A connection on which some bytes were sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout)
        with contextlib.suppress(OSError):
            connection.sendall(data)
        return connection

    def simple_seconds(self) -> float:
        """How long a simple query takes; infinity when there is no right answer within 10 s."""
        begun = time.monotonic()
        try:
            status, body = self.get(SIMPLE, timeout=10)
        except (OSError, http.client.HTTPException):
            return float("inf")
        return time.monotonic() - begun if status == 200 and b'"bindings"' in body else float("inf")


Probe = Callable[[Target], str | None]
PROBES: dict[str, Probe] = {}


def probe(function: Probe) -> Probe:
    """Register a probe under its name."""
    PROBES[function.__name__.replace("_", " ")] = function
    return function


def attempt(ask: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    """An answer, or status 0 when the server cuts or keeps silent."""
    try:
        return ask()
    except (OSError, http.client.HTTPException):
        return 0, b""


def unless(wrong: bool, what: str) -> str | None:
    return what if wrong else None


# Who asks.


@probe
def dns_rebinding(target: Target) -> str | None:
    status, _ = attempt(lambda: target.get(SIMPLE, host="evil.example"))
    return unless(status == 200, "answers to any name")


@probe
def rebinding_with_port(target: Target) -> str | None:
    status, _ = attempt(lambda: target.get(SIMPLE, host=f"localhost.evil.example:{target.port}"))
    return unless(status == 200, "answers to a name that begins with localhost")


@probe
def cross_origin_fetch(target: Target) -> str | None:
    status, _ = attempt(lambda: target.get(SIMPLE, origin=EVIL))
    return unless(status == 200, "answers pages of other origins")


@probe
def cross_origin_null(target: Target) -> str | None:
    status, _ = attempt(lambda: target.get(SIMPLE, origin="null"))
    return unless(status == 200, "answers pages without an origin")


@probe
def cross_site_image(target: Target) -> str | None:
    headers = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}
    status, _ = attempt(lambda: target.get(SIMPLE, **headers))
    return unless(status == 200, "computes for images of other sites")


@probe
def cross_origin_form(target: Target) -> str | None:
    body = urlencode({"query": SIMPLE}).encode()
    status, _ = attempt(lambda: target.post(body, FORM, origin=EVIL))
    return unless(status == 200, "takes forms of other origins")


@probe
def path_traversal(target: Target) -> str | None:
    paths = (
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/id/..%2f..%2fetc/passwd",
        "//etc/passwd",
    )
    bodies = [attempt(lambda path=path: target.send("GET", path, None, 5, {}))[1] for path in paths]
    return unless(any(b"root:" in body for body in bodies), "reads files")


# What a query may reach.


@contextlib.contextmanager
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An HTTP address on this machine, and what came in there."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        open_ = True

        def listen() -> None:
            while open_:
                with contextlib.suppress(OSError):
                    connection, _ = server.accept()
                    with connection:
                        connection.settimeout(0.5)
                        heard.append(b"connected")
                        with contextlib.suppress(OSError):
                            connection.recv(4096)
                        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x", heard
        finally:
            time.sleep(0.1)
            open_ = False
            thread.join()


def reaches(target: Target, *queries: str) -> str | None:
    """Whether one of the queries makes the server talk to `URL`."""
    with listener() as (address, heard):
        for query in queries:
            attempt(lambda query=query: target.get(query.replace("URL", address), timeout=8))
        return unless(bool(heard), "sends requests")


@probe
def service(target: Target) -> str | None:
    return reaches(target, "SELECT * { SERVICE <URL> { ?s ?p ?o } }", "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }")


@probe
def service_in_disguise(target: Target) -> str | None:
    return reaches(
        target,
        "SELECT * { sErViCe<URL>{ ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { #'\nSERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { ?x ?y '''it''s''' SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { ?x ?y 1SERVICE<URL>{ ?s ?p ?o } }",
        "PREFIX service: <URL> SELECT * { SERVICE service: { ?s ?p ?o } }",
        'SELECT * { ?x ?y "\\" SERVICE <URL> {" SERVICE <URL> { ?s ?p ?o } }',
        "SELECT * { FILTER(1<2) FILTER(3>2) FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    )


@probe
def service_by_variable(target: Target) -> str | None:
    return reaches(target, "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }")


@probe
def fetch_by_from(target: Target) -> str | None:
    return reaches(target, "SELECT * FROM <URL> { ?s ?p ?o }", "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }")


@probe
def fetch_by_protocol(target: Target) -> str | None:
    with listener() as (address, heard):
        for name in ("default-graph-uri", "named-graph-uri"):
            path = f"{target.path}?{urlencode({'query': SIMPLE, name: address})}"
            attempt(lambda path=path: target.send("GET", path, None, 8, {}))
        return unless(bool(heard), "sends requests")


@probe
def file_by_from(target: Target) -> str | None:
    ours = Path(__file__).parent / "w3c" / "data1.nt"
    _, body = attempt(lambda: target.get(f"SELECT * FROM <{ours.as_uri()}> {{ ?s ?p ?o }}"))
    return unless(b"kasei.us" in body, "reads local files")


@probe
def load(target: Target) -> str | None:
    with listener() as (address, heard):
        attempt(lambda: target.post(urlencode({"update": f"LOAD <{address}>"}).encode(), FORM))
        attempt(lambda: target.post(f"LOAD <{address}>".encode(), "application/sparql-update"))
        attempt(lambda: target.get(f"LOAD <{address}>"))
        return unless(bool(heard), "sends requests")


@probe
def update(target: Target) -> str | None:
    text = f"INSERT DATA {{ <{GRAPH}> <{GRAPH}> <{GRAPH}> }}"
    attempt(lambda: target.post(urlencode({"update": text}).encode(), FORM))
    attempt(lambda: target.post(text.encode(), "application/sparql-update"))
    attempt(lambda: target.get(text))
    _, body = attempt(lambda: target.get(f"ASK {{ <{GRAPH}> ?p ?o }}"))
    return unless(b"true" in body, "changes the data")


# What a query may cost.


def ends(target: Target, sparql: str) -> str | None:
    """Whether the answer comes in about the time that is allowed."""
    begun = time.monotonic()
    attempt(lambda: target.post(sparql.encode(), "application/sparql-query", timeout=4 * target.seconds + 5))
    taken = time.monotonic() - begun
    return unless(taken > target.seconds + 3, f"busy for {taken:.0f} s and more")


@probe
def cartesian_product(target: Target) -> str | None:
    return ends(target, WORST)


@probe
def order_by_over_a_product(target: Target) -> str | None:
    return ends(target, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c ?i")


@probe
def concat_doubling(target: Target) -> str | None:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34))
    return ends(target, f'SELECT (STRLEN(?x34) AS ?n) {{ BIND("0123456789abcdef" AS ?x0) {steps} }}')


@probe
def group_concat_of_a_product(target: Target) -> str | None:
    return ends(target, "SELECT (GROUP_CONCAT(STR(?c)) AS ?t) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@probe
def every_path(target: Target) -> str | None:
    return ends(target, "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d }")


@probe
def distinct_product(target: Target) -> str | None:
    return ends(target, "SELECT DISTINCT ?a ?d ?g ?c ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@probe
def regex_bomb(target: Target) -> str | None:
    return ends(target, f'SELECT * {{ ?a ?b ?c FILTER(REGEX("{"a" * 5000}!", "^((a*)*)*$")) }}')


@probe
def regex_too_large(target: Target) -> str | None:
    return ends(target, 'SELECT * { ?a ?b ?c FILTER(REGEX(STR(?c), "((((\\\\w{99}){99}){99}){99})")) }')


@probe
def construct_a_product(target: Target) -> str | None:
    return ends(target, "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")


# What a parser may be fed.


@probe
def braces_3000(target: Target) -> str | None:
    return ends(target, "SELECT * " + "{" * 3_000 + "}" * 3_000)


@probe
def optionals_3000(target: Target) -> str | None:
    return ends(target, "SELECT * {" + "OPTIONAL {" * 3_000 + "}" * 3_001)


@probe
def parentheses_200(target: Target) -> str | None:
    return ends(target, "SELECT * { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }")


@probe
def not_50000(target: Target) -> str | None:
    return ends(target, "SELECT * { FILTER(" + "!" * 50_000 + "true) }")


@probe
def or_20000(target: Target) -> str | None:
    return ends(target, "ASK { FILTER(" + "||".join(["1"] * 20_000) + ") }")


@probe
def union_9000(target: Target) -> str | None:
    return ends(target, "ASK { " + "UNION".join(["{}"] * 9_000) + " }")


@probe
def path_parentheses_20000(target: Target) -> str | None:
    return ends(target, "ASK { ?s " + "(" * 20_000 + "<x:y>" + ")" * 20_000 + " ?o }")


@probe
def megabyte_query(target: Target) -> str | None:
    return ends(target, f"ASK {{ VALUES ?x {{ {' '.join(['1'] * 600_000)} }} }}")


@probe
def not_text(target: Target) -> str | None:
    for body in (b"\xff\xfe\x00", b"ASK {\x00}", "ASK { ?s ?p '\ud800' }".encode("utf-8", "surrogatepass")):
        attempt(lambda body=body: target.post(body, "application/sparql-query"))
    return None


# What HTTP may carry.


def head(target: Target, *lines: str, method: str = "POST") -> bytes:
    first = (f"{method} {target.path} HTTP/1.1", f"Host: 127.0.0.1:{target.port}")
    return "\r\n".join([*first, *lines, "", ""]).encode()


@probe
def slowloris(target: Target) -> str | None:
    sockets = [target.raw(head(target)[:-2] + b"X-A: b\r\n") for _ in range(300)]
    taken = target.simple_seconds()
    for one in sockets:
        one.close()
    return unless(taken > target.patience, "waits for heads that do not end")


@probe
def slow_bodies(target: Target) -> str | None:
    start = head(target, "Content-Type: application/sparql-query", "Content-Length: 1000")
    sockets = [target.raw(start + b"A") for _ in range(100)]
    taken = target.simple_seconds()
    for one in sockets:
        one.close()
    return unless(taken > target.patience, "waits for bodies that do not end")


def refused(target: Target, data: bytes, seconds: float = 5) -> bool:
    """Whether the server answers with an error or hangs up, though the request has not ended."""
    connection = target.raw(data)
    connection.settimeout(seconds)
    try:
        first = connection.recv(4096)
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        connection.close()
    return not first or first.split()[1][:1] in (b"4", b"5")


@probe
def length_99_gigabytes(target: Target) -> str | None:
    data = head(target, "Content-Type: application/sparql-query", "Content-Length: 99000000000")
    return unless(not refused(target, data + b"A" * 1000), "waits for 99 GB")


@probe
def endless_chunks(target: Target) -> str | None:
    data = head(target, "Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
    chunk = b"10000\r\n" + b"A" * 65_536 + b"\r\n"
    return unless(not refused(target, data + chunk * 320), "takes a body without an end")


@probe
def body_of_a_get(target: Target) -> str | None:
    data = head(target, "Content-Length: 99000000000", method="GET")
    return unless(not refused(target, data + b"A" * 1000), "waits for 99 GB")


@probe
def header_flood(target: Target) -> str | None:
    lines = [f"X-{number}: {'a' * 1000}" for number in range(2_000)]
    return unless(not refused(target, head(target, *lines, method="GET")), "takes 2 MB of headers")


@probe
def no_http(target: Target) -> str | None:
    for data in (
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00" * 5000,
        b"GET /%zz HTTP/1.1\r\n\r\n",
    ):
        target.raw(data).close()
    return None


@probe
def answers_that_nobody_reads(target: Target) -> str | None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    data = f"GET {target.path}?query={query} HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\n\r\n".encode()
    sockets = [target.raw(data) for _ in range(20)]
    time.sleep(1)
    taken = target.simple_seconds()
    for one in sockets:
        one.close()
    return unless(taken > target.patience, "waits for clients that do not read")


@probe
def cut_answers(target: Target) -> str | None:
    try:
        status, body = target.get("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=4 * target.seconds + 5)
    except (OSError, http.client.HTTPException):
        return None
    return unless(status == 200 and not body.rstrip().endswith(b"}"), "an answer that was cut looks whole")


@probe
def clients_that_leave(target: Target) -> str | None:
    data = f"GET {target.path}?query={quote(WORST)} HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\n\r\n".encode()
    for _ in range(20):
        target.raw(data).close()
    return None


@probe
def eight_at_once(target: Target) -> str | None:
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(attempt, lambda: target.get(WORST, timeout=6 * target.seconds)) for _ in range(8)]
        time.sleep(1)
        during = max(target.simple_seconds() for _ in range(3))
        for one in asked:
            one.result()
    return unless(during > target.patience, "long queries keep short ones waiting")
