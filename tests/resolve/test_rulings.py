"""Rulings: how judgements and rules meet, and that many of them take no time."""

from __future__ import annotations

import pytest

from graphkit.judgements import Judgement, Judgements
from graphkit.resolve.rulings import rulings
from graphkit.resolve.topics import topic_folds
from tests.growth import TIMES, linear


def test_judgements_on_topics_and_plurals_meet() -> None:
    def folds(names: list[str], *rows: tuple[str, str, str]) -> list[str]:
        table = [Judgement(verdict, f"topic:{one}", f"topic:{other}") for verdict, one, other in rows]
        return list(topic_folds(names, rulings(Judgements(tuple(table)), "topic")).values())

    three = ["window", "windows", "os"]
    assert folds(three, ("same", "windows", "os")) == ["os", "os", "os"]
    assert folds(three, ("different", "windows", "os")) == ["window", "window", "os"]
    assert folds(three, ("same", "windows", "os"), ("different", "window", "windows")) == ["window", "os", "os"]
    assert folds(["AI", "os"], ("same", "OS", "Ai")) == ["ai", "ai"]
    assert folds(["policy", "policies", "x"], ("same", "x", "policies")) == ["policy", "policy", "policy"]


def test_same_of_what_the_rules_join_leaves_their_key() -> None:
    for kind, one, other, key in (
        ("topic", "topic:AI", "topic:ai", "ai"),
        ("article", "https://a.example/x", "http://www.a.example/x/", "a.example/x"),
    ):
        found = rulings(Judgements((Judgement("same", one, other, line=2),)), kind)
        assert (list(found.same), dict(found.exact)) == ([(2, key, key)], {})


@pytest.mark.parametrize("kind", ["article", "provider", "topic"])
@pytest.mark.parametrize("shape", ["chain", "star", "pairs"])
def test_work_grows_with_the_judgements(kind: str, shape: str) -> None:
    def row(verdict: str, place: int) -> Judgement:
        one = {"chain": place, "star": 0, "pairs": 2 * place}[shape]
        other = 2 * place + 1 if shape == "pairs" else place + 1
        one_name, other_name = (f"{kind}:{verdict[0]}{number}.example/x" for number in (one, other))
        return Judgement(verdict, one_name, other_name, line=place)

    rows = tuple(row(verdict, place) for place in range(1, 10_001) for verdict in ("same", "different"))

    def ruled(size: int) -> None:
        found = rulings(Judgements(rows[: 2 * size]), kind)
        assert len(found.same) == len(found.different) == size

    assert linear(ruled, len(rows) // 2 // TIMES)
