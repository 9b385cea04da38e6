"""Grades: the records are the answer key, and nothing grows with the square of anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from graphkit.model import LINK, SIGHTINGS
from graphkit.resolve.grade import GRADES, MISSED, grade, missed
from tests.growth import TIMES, linear

Row = dict[str, Any]


def record(title: str | None = None, source: str = "a.md", **urls: Any) -> Row:
    return {"source": source, "line": 1, "relation": "document", "title": title, **urls}


def grades(*rows: Row) -> dict[str, Row]:
    found = grade(pl.DataFrame(list(rows), schema=SIGHTINGS))
    assert found.schema == GRADES
    return {row["rule"]: row for row in found.iter_rows(named=True)}


SCMP = record(
    "On faces",
    web_url="https://www.a.example/x",
    amp_url="https://amp.a.example/x",
    cdn_amp_url="https://amp-a-example.cdn.ampproject.org/c/s/amp.a.example/x",
    other_urls=["https://a.example/x?utm_source=y", "https://www.a.example/x"],
)


def test_the_urls_of_a_record_must_meet() -> None:
    found = grades(SCMP)
    assert list(found) == ["www", "amp host", "amp cache", "tracking", "all"]
    assert (found["all"]["pairs"], found["all"]["met"], found["all"]["recall"]) == (3, 3, 1.0)
    assert (found["amp host"]["pairs"], found["amp cache"]["pairs"], found["tracking"]["pairs"]) == (2, 1, 1)


def test_what_does_not_meet_is_counted_and_shown() -> None:
    row = record(web_url="https://www.a.example/story/7/", amp_url="https://amp.a.example/amp/7")
    found = grades(row, SCMP)
    assert (found["all"]["pairs"], found["all"]["met"], found["all"]["recall"]) == (4, 3, 0.75)
    assert (found["amp path"]["met"], found["amp path"]["recall"]) == (0, 0.0)
    table = missed(pl.DataFrame([row, SCMP], schema=SIGHTINGS))
    assert table.schema == MISSED
    assert table.rows() == [
        ("a.md", 1, row["web_url"], row["amp_url"], "a.example/story/7", "a.example/7", ""),
    ]


def test_a_url_that_names_no_article_meets_nothing() -> None:
    row = record(web_url="https://a.example/", original_url="https://www.a.example/")
    assert grades(row)["all"] == {
        **dict.fromkeys(GRADES, 0),
        "rule": "all",
        "pairs": 1,
        "recall": 0.0,
        "precision": None,
    }
    assert missed(pl.DataFrame([row], schema=SIGHTINGS))["reason"].to_list() == ["a bare host"]


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [("On Faces!", "on faces", "confirmed"), ("On faces", "On cats", "contradicted"), ("On faces", None, "unknown")],
)
def test_titles_judge_what_the_rules_join(one: str, other: str | None, verdict: str) -> None:
    found = grades(record(one, web_url="https://a.example/x"), record(other, web_url="http://a.example/x"))
    assert {column: found["scheme"][column] for column in ("joined", verdict)} == {"joined": 1, verdict: 1}
    assert found["scheme"]["precision"] == {"confirmed": 1.0, "contradicted": 0.0}.get(verdict)
    assert found["scheme"]["pairs"] == 0
    assert found["scheme"]["recall"] is None


def test_a_record_that_carries_both_urls_confirms_what_titles_deny() -> None:
    both = record("On cats", web_url="https://a.example/x", amp_url="https://a.example/x/amp")
    found = grades(both, record("On faces", web_url="https://a.example/x/amp"))
    assert (found["amp path"]["confirmed"], found["amp path"]["contradicted"]) == (1, 0)


def test_links_have_urls_and_no_title() -> None:
    link = {**record("a word in a text", web_url="http://a.example/x"), "relation": LINK}
    found = grades(record("On faces", web_url="https://a.example/x"), link)
    assert (found["scheme"]["joined"], found["scheme"]["unknown"]) == (1, 1)


def test_no_records_no_grades() -> None:
    empty = pl.DataFrame(schema=SIGHTINGS)
    assert grade(empty).rows() == [("all", 0, 0, None, 0, 0, 0, 0, None)]
    assert missed(empty).is_empty()


def test_many_urls_of_one_key_cost_one_pair_each() -> None:
    rows = [record(f"Title {place}", web_url=f"https://a.example/x?utm_source={place}") for place in range(5_000)]

    def graded(size: int) -> None:
        assert grades(*rows[:size])["tracking"]["joined"] == size - 1

    assert linear(graded, len(rows) // TIMES)


def test_two_titles_of_one_second_are_one_article() -> None:
    told = datetime(2021, 4, 28, 16, 8, tzinfo=UTC)
    rows = [
        record(title, f"{title}.md", web_url=url, published=told)
        for title, url in (("Old", "https://a.example/x"), ("New", "https://a.example/x?utm_source=y"))
    ]
    assert grades(*rows)["all"]["confirmed"] == 1
    day = [{**row, "published": told.replace(hour=0, minute=0)} for row in rows]
    assert grades(*day)["all"]["contradicted"] == 1
