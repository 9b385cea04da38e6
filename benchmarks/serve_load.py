"""Load: clients that ask named questions, each with the next one as soon as it has an answer.

    python benchmarks/serve_load.py GRAPH_DIRECTORY [ENVIRONMENT_WITH_PEERS] [--clients 16] [--seconds 60]

GRAPH_DIRECTORY is what a folder of `tests/generate.py` was built into. The environment holds `oxigraph` and
`rdflib-endpoint` with `oxrdflib` from PyPI. Oxigraph's server reads the very store that graphkit keeps; the
same queries, the prefixes declared, go to every server, in the same order. `--points` asks for single articles
instead; `--fresh` makes every query another text, so that no answer is one that was given before. Whatever is
not status 200 with a whole body is an error.
"""

from __future__ import annotations

import argparse
import http.client
import random
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import polars as pl
from servers import Server, servers, started

from graphkit.questions import QUESTIONS
from graphkit.rdf.kept import place_of
from graphkit.serve.pages import example
from tests.serve.memory import Gauge
from tests.serve.probes import Target
from tests.serve.running import descendants

TOPICS = 40
PREFIX = "PREFIX schema: <https://schema.org/> PREFIX dcterms: <http://purl.org/dc/terms/> "


def mixed(chance: random.Random, articles: int) -> tuple[str, str]:
    """A named question and its text; values vary."""
    name = chance.choice(sorted(QUESTIONS))
    question = QUESTIONS[name]
    text = example(question)
    values = {"topic": f"Topic {chance.randrange(1, TOPICS)}", "article": point_url(chance, articles)}
    for parameter, meaning in question.parameters.items():
        text = text.replace(f'"{meaning}"', f'"{values[parameter]}"')
    return name, text


def point(chance: random.Random, articles: int) -> tuple[str, str]:
    """What an article is and what it relates to."""
    address = point_url(chance, articles)
    pattern = f"?a schema:url <{address}> ; schema:headline ?t OPTIONAL {{ ?a dcterms:relation ?b }}"
    return "point", f"{PREFIX}SELECT ?a ?t ?b WHERE {{ {pattern} }}"


def point_url(chance: random.Random, articles: int) -> str:
    number = chance.randrange(articles)
    return f"https://www.paper{number % 37}.example/news/{number}?utm_source=feed"


class Client(threading.Thread):
    """Asks until time is up, on one connection."""

    def __init__(self, target: Target, number: int, until: float, options: argparse.Namespace) -> None:
        super().__init__()
        self.target, self.number, self.until, self.options = target, number, until, options
        self.chance = random.Random(number)
        self.seconds: list[tuple[str, float]] = []
        self.errors: Counter[str] = Counter()

    def run(self) -> None:
        connection = self.connect()
        ask = point if self.options.points else mixed
        while time.monotonic() < self.until:
            name, text = ask(self.chance, self.options.articles)
            if self.options.fresh:
                text += f"\n# {self.number}-{self.chance.random()}"
            begun = time.monotonic()
            try:
                headers = {"Accept": "application/sparql-results+json"}
                connection.request("GET", f"{self.target.path}?query={quote(text)}", headers=headers)
                answer = connection.getresponse()
                body = answer.read()
                wrong = "" if answer.status == 200 and body.rstrip().endswith(b"}") else f"{name}: {answer.status}"
                if answer.will_close:
                    connection = self.connect()
            except (OSError, http.client.HTTPException) as error:
                wrong = f"{name}: {type(error).__name__}"
                connection = self.connect()
            if wrong:
                self.errors[wrong] += 1
            else:
                self.seconds.append((name, time.monotonic() - begun))

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.target.port, timeout=4 * self.options.timeout)


def measure(server: Server, directory: Path, options: argparse.Namespace) -> str:
    with (
        started(server, directory, options.timeout, patience=options.patience) as (target, process),
        Gauge(lambda: descendants(process.pid)) as gauge,
    ):
        begun = time.monotonic()
        until = begun + options.seconds
        clients = [Client(target, n, until, options) for n in range(options.clients)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        taken = time.monotonic() - begun
    found = sorted(seconds for client in clients for _, seconds in client.seconds)
    errors = sum((client.errors for client in clients), Counter())
    if options.verbose:
        per: dict[str, list[float]] = {}
        for client in clients:
            for name, seconds in client.seconds:
                per.setdefault(name, []).append(seconds)
        for name, some in sorted(per.items()):
            print(f"  {server.name} {name}: {len(some)}, median {sorted(some)[len(some) // 2]:.3f} s", flush=True)
        print(f"  {server.name} errors: {dict(errors)}", flush=True)
    at = [found[min(len(found) - 1, int(len(found) * part))] if found else float("nan") for part in (0.5, 0.99)]
    rate = len(found) / taken
    return (
        f"| {server.name} | {len(found)} | {errors.total()} | {rate:.1f} | {at[0]:.3f} | {at[1]:.3f} "
        f"| {gauge.peak / 2**20:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("peers", type=Path, nargs="?")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--timeout", type=float, default=10)
    parser.add_argument("--patience", type=float, default=3600, help="seconds until a server must answer")
    parser.add_argument("--points", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.articles = pl.scan_parquet(options.directory / "nodes.parquet").filter(status="collected").collect().height
    compared = [one for one in servers(options.timeout, options.peers) if one.name != "plain pyoxigraph"]
    if options.peers and (place := place_of(options.directory)):
        bind = ("-l", str(place), "-b", "127.0.0.1:{port}")
        compared.insert(
            1, Server("oxigraph serve", (f"{options.peers}/bin/oxigraph", "serve-read-only", *bind), "/query")
        )
        # Its own store takes over 11 GB for 100,000 articles; oxrdflib gives it Oxigraph's, in memory.
        on_oxigraph = (*compared[-1].command, "--store", "oxigraph")
        compared.append(Server("rdflib-endpoint on Oxigraph", on_oxigraph, "/"))
    print("| server | answers | errors | answers/s | median s | p99 s | memory MB |\n|---|---|---|---|---|---|---|")
    for server in compared:
        if options.only in server.name:
            print(measure(server, options.directory, options), flush=True)


if __name__ == "__main__":
    main()
