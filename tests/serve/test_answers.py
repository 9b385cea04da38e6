"""Answers that were given before: the same for the same query, and made anew for what changes each time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import graphkit as gk
from graphkit.serve import frames
from tests.serve.running import Running, running
from tests.serve.test_lifecycle import until

# A blank node has another label in each answer that is made.
FRESH = "SELECT (BNODE() AS ?b) WHERE {}"


def label(server: Running, more: str = "", **headers: str) -> str:
    return server.ask(FRESH + more, **headers).text


def test_the_same_query_has_the_answer_it_had(server: Running) -> None:
    first = label(server)
    assert [label(server) for _ in range(5)] == [first] * 5
    others = [label(server, " # other"), label(server, accept="text/csv"), label(server, accept="text/csv")]
    assert first not in others and others[1] == others[2]


def test_what_changes_each_time_is_made_each_time(server: Running) -> None:
    for function in ("RAND()", "UUID()", "struuid()", "NOW()"):
        assert len({server.ask(f"SELECT ({function} AS ?x) WHERE {{}}").text for _ in range(4)}) == 4


def test_who_asks_at_the_same_time_has_the_same_answer(server: Running) -> None:
    slow = "SELECT (BNODE() AS ?b) (COUNT(*) AS ?n) WHERE { ?a ?p ?o . ?b gk:kind ?u } GROUP BY ?none"
    with ThreadPoolExecutor(8) as several:
        answers = list(several.map(lambda _: server.ask(slow).text, range(8)))
    assert len(set(answers)) == 1 and '"n"' in answers[0]


def test_who_waits_is_told_of_the_same_failure(server: Running) -> None:
    with ThreadPoolExecutor(4) as several:
        replies = list(several.map(lambda _: server.ask("SELECT nonsense # of four"), range(4)))
    assert {(reply.status, reply.text) for reply in replies} == {(400, replies[0].text)}


def test_a_long_answer_is_not_kept(server: Running) -> None:
    values = " ".join(f'"{number:05}{"-" * 95}"' for number in range(60))
    long = f"SELECT (BNODE() AS ?x) ?a ?b {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}"
    first, second = server.ask(long), server.ask(long)
    assert len(first.body) > frames.WHOLE and first.body != second.body


def test_another_graph_has_other_answers(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: First\n---\n")
    gk.save(*gk.build(folder), tmp_path / "built")
    with running(tmp_path / "built", "--watch") as server:
        before = label(server)
        (folder / "b.md").write_text("---\ntitle: Second\n---\n")
        gk.save(*gk.build(folder), tmp_path / "built")
        assert until(lambda: label(server) != before)


def test_queries_too_large_together_are_answered_one_after_the_other(built: Path) -> None:
    large = "SELECT ?a ?b WHERE { ?a ?p ?o . ?b gk:kind ?u } ORDER BY ?u LIMIT 1 # "
    with running(built, "--memory", "64") as server, ThreadPoolExecutor(4) as several:
        assert [*several.map(lambda number: server.ask(f"{large}{number}").status, range(4))] == [200] * 4
