"""RDF measured: writing it, loading it, and eight of the usual questions, against rdflib, and DuckDB over the tables.

    python benchmarks/rdf.py GRAPH [--rdflib write,load,newest,…]       # a graph directory

Printed are CPU seconds of this process, and how many times as long the others take. graphkit makes the store that it
keeps beside the graph, and asks that. rdflib does what is named: it holds the same triples in its own memory and
answers with its own engine, which gets the questions in their plain form
(`benchmarks/plain_questions`), as it has no hash join; one that takes it longer than LIMIT seconds is stopped.
DuckDB answers the same question in SQL from nodes.parquet and edges.parquet: the lower bound, for a person who
knows the tables. Every answer is compared with ours.

    pip install duckdb pytz
"""

from __future__ import annotations

import argparse
import io
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from graphkit.exporters import turtle
from graphkit.graph import Graph
from graphkit.graph.directory import open_graph
from graphkit.query import ask, opened
from graphkit.questions import question
from graphkit.rdf import PREFIXES
from graphkit.rdf.kept import FOLDER

PLAIN = Path(__file__).parent / "plain_questions"
LIMIT = 30.0
RUNS = 3

SQL = {
    "publishers": """
        SELECT p.label, count(*) FROM refers r JOIN publisher t ON t.a = r.b JOIN n p ON p.row = t.p
        WHERE NOT EXISTS (SELECT 1 FROM publisher f WHERE f.a = r.a AND f.p = t.p) GROUP BY t.p, p.label""",
    "refers": """
        SELECT x.label, y.label, count(*) FROM refers r JOIN publisher f ON f.a = r.a JOIN publisher t ON t.a = r.b
        JOIN n x ON x.row = f.p JOIN n y ON y.row = t.p WHERE f.p <> t.p GROUP BY f.p, t.p, x.label, y.label""",
    "together": """
        SELECT x.label, y.label, c FROM (SELECT x.t AS t, y.t AS u, count(*) AS c FROM topic x
        JOIN topic y ON x.a = y.a AND x.t < y.t GROUP BY ALL HAVING c > 1 ORDER BY c DESC LIMIT 100)
        JOIN n x ON x.row = t JOIN n y ON y.row = u ORDER BY c DESC""",
    "topic": """
        SELECT t.label, a.published, a.label, a.url FROM n t JOIN topic o ON o.t = t.row JOIN n a ON a.row = o.a
        WHERE t.kind = 'topic' AND (lower(t.label) = lower($topic) OR
        list_contains(list_transform(t.names, lambda name: lower(name)), lower($topic))) ORDER BY a.published""",
    "newest": """
        SELECT a.published, a.label, p.label, a.url FROM n a LEFT JOIN publisher o ON o.a = a.row
        LEFT JOIN n p ON p.row = o.p WHERE a.kind = 'article' AND a.published IS NOT NULL
        ORDER BY a.published DESC, a.label LIMIT 100""",
    "bridges": """
        SELECT a.label, count(DISTINCT b.cluster) AS c, count(DISTINCT b.row) AS d
        FROM (SELECT a, b FROM refers UNION ALL SELECT b, a FROM refers) r
        JOIN n a ON a.row = r.a JOIN n b ON b.row = r.b WHERE a.cluster <> b.cluster
        GROUP BY a.row, a.label ORDER BY c DESC, d DESC LIMIT 100""",
    "wanted": """
        SELECT a.label, count(DISTINCT r.a) AS c, count(DISTINCT o.p) AS d, a.url FROM refers r JOIN n a ON a.row = r.b
        LEFT JOIN publisher o ON o.a = r.a WHERE a.status = 'cited'
        GROUP BY a.row, a.label, a.url ORDER BY c DESC, d DESC LIMIT 100""",
    "links-to": """
        SELECT DISTINCT a.label, a.published, p.label, a.url FROM refers r JOIN n x ON x.row = r.b
        JOIN n a ON a.row = r.a LEFT JOIN publisher o ON o.a = a.row LEFT JOIN n p ON p.row = o.p
        WHERE $article IN (x.id, x.label, x.url, x.original_url, x.amp_url, x.cdn_amp_url)""",
}
"""Question → the same in SQL, over `n` (nodes with their `row`) and the edges as `refers`, `publisher`, `topic`."""

VIEWS = """
    CREATE VIEW n AS SELECT *, file_row_number AS row FROM read_parquet('{0}/nodes.parquet', file_row_number = true);
    CREATE VIEW e AS SELECT source AS a, target AS b, kind FROM '{0}/edges.parquet';
    CREATE VIEW refers AS SELECT a, b FROM e WHERE kind IN ('related', 'links_to');
    CREATE VIEW publisher AS SELECT a, b AS p FROM e WHERE kind = 'published_by';
    CREATE VIEW topic AS SELECT a, b AS t FROM e WHERE kind = 'about'
"""

Rows = Sequence[Sequence[Any]]
Engine = Callable[[str, dict[str, str]], Rows]


def measured(work: Callable[[], Any], runs: int = 1) -> tuple[float, Any]:
    """The least CPU seconds of some runs, and the result."""
    best, result = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in Python code that takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def figures(rows: Rows) -> tuple[int, list[int]]:
    """What two answers to one question share, whatever the engine calls things and however it breaks ties."""
    return len(rows), sorted(int(value) for row in rows for value in row if isinstance(value, int))


def of_graphkit(store: Any) -> Engine:
    return lambda name, values: ask(store, question(name, values).sparql, values).rows


def of_duckdb(folder: Path) -> Engine:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.execute(VIEWS.format(folder))
    return lambda name, values: connection.execute(SQL[name], values).fetchall()


def of_rdflib(data: bytes, wanted: Sequence[str]) -> tuple[float | None, float | None, Engine]:
    """CPU seconds of writing and of loading, and the engine."""
    import rdflib

    loading, graph = measured(lambda: rdflib.Graph().parse(io.BytesIO(data), format="turtle"))
    writing = measured(lambda: graph.serialize(format="turtle"))[0] if "write" in wanted else None

    def answer(name: str, values: dict[str, str]) -> Rows:
        bound = {key: rdflib.Literal(value) for key, value in values.items()}
        with limited(LIMIT):
            found = graph.query((PLAIN / f"{name}.rq").read_text(), initNs=dict(PREFIXES), initBindings=bound)
            return [[term if term is None else term.toPython() for term in row] for row in found]

    return writing, loading if "load" in wanted else None, answer


def values_for(graph: Graph) -> dict[str, dict[str, str]]:
    """The topic and the article that most edges lead to."""
    most = {
        kind: graph.nodes.filter(pl.col("kind") == kind)
        .sort("in_degree", "id", descending=[True, False])
        .row(0, named=True)
        for kind in ("topic", "article")
    }
    return {"topic": {"topic": most["topic"]["label"]}, "links-to": {"article": most["article"]["id"]}}


def row(name: str, ours: float, theirs: float | None, bound: float | None) -> None:
    def against(seconds: float | None) -> str:
        return " " * 18 if seconds is None else f"{seconds:9.3f} {seconds / max(ours, 1e-4):7.1f}×"

    print(f"{name:12} {ours:9.3f}  {against(theirs)}  {against(bound)}", flush=True)


def main(folder: Path, wanted: Sequence[str]) -> None:
    """Every question to every engine."""
    graph, buffer = open_graph(folder), io.BytesIO()
    writing, _ = measured(lambda: turtle.write(graph, buffer))
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    loading, store = measured(lambda: opened(folder))
    print(f"{graph}, {len(store):,} triples, {len(buffer.getvalue()) / 1e6:.1f} MB of Turtle; CPU seconds\n")
    print(f"{'':12} {'graphkit':>9}  {'rdflib':>18}  {'DuckDB (Parquet)':>18}", flush=True)
    their_writing, their_loading, rdflib_answer = of_rdflib(buffer.getvalue(), wanted) if wanted else (None, None, None)
    ours, sql, values = of_graphkit(store), of_duckdb(folder), values_for(graph)
    row("write", writing, their_writing, None)
    row("load", loading, their_loading, None)
    for name in SQL:
        given = values.get(name, {})
        seconds, found = measured(partial(ours, name, given), RUNS)
        bound, answer = measured(partial(sql, name, given), RUNS)
        assert figures(answer) == figures(found), (name, figures(answer), figures(found))
        engine = rdflib_answer if name in wanted else None
        row(name, seconds, _rdflib_seconds(engine, name, given, found), bound)


def _rdflib_seconds(engine: Engine | None, name: str, given: dict[str, str], found: Rows) -> float | None:
    if engine is None:
        return None
    try:
        seconds, answer = measured(partial(engine, name, given))
    except TimeoutError:
        return LIMIT
    assert figures(answer) == figures(found), name
    return seconds


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rdflib", default="")
    options = parser.parse_args()
    main(options.folder, options.rdflib.split(",") if options.rdflib else [])
