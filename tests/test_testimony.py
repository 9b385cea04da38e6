"""What files disagree on, and what they speak of that nobody collected."""

from __future__ import annotations

import pytest

import graphkit as gk
from graphkit.errors import UnknownNameError
from graphkit.settings import Settings
from graphkit.testimony import drift, wanted
from tests.conftest import Folder

PAGE = "---\ntitle: {}\ndate: 2021-01-{:02}\nwebUrl: https://{}.example/x\nprovider: {{name: P{}, domain: {}.example}}\nrelated:\n{}---\n"
STORY = "- {{title: {}, webUrl: https://story.example/s, publishedDateTime: {}, provider: {{name: {}, domain: story.example}}}}\n"


def page(number: int, related: str) -> str:
    return PAGE.format(f"Page {number}", number, f"p{number}", number, f"p{number}", related)


def test_drift_tells_each_value_and_when_files_said_so(folder: Folder) -> None:
    told = [
        ("Old title", "2021-01-01", "Story"),
        ("Old title", "2021-01-01", "Story"),
        ("New title", "2021-01-03", "Other"),
    ]
    root = folder({f"{number}.md": page(number, STORY.format(*words)) for number, words in enumerate(told, 1)})
    table = drift(*gk.build(root))
    days = [
        (field, value, str(first.date()), str(last.date()), files)
        for _, field, value, first, last, files, *_ in table.rows()
    ]
    assert days == [
        ("title", "Old title", "2021-01-01", "2021-01-02", 2),
        ("title", "New title", "2021-01-03", "2021-01-03", 1),
        ("provider", "Story", "2021-01-01", "2021-01-02", 2),
        ("provider", "Other", "2021-01-03", "2021-01-03", 1),
        ("published", "2021-01-01T00:00:00Z", "2021-01-01", "2021-01-02", 2),
        ("published", "2021-01-03T00:00:00Z", "2021-01-03", "2021-01-03", 1),
    ]
    assert set(table["article"]) == {"New title"}
    assert drift(*gk.build(root), "title").height == 2
    with pytest.raises(UnknownNameError, match="choose one of: title, provider"):
        drift(*gk.build(root), "headline")


def test_drift_of_the_seeds(seeds: tuple[gk.Graph, gk.Report]) -> None:
    assert drift(*seeds).select("field", "value").rows() == [("quality", "39"), ("quality", "19")]


def test_wanted_ranks_what_would_tie_most(folder: Folder) -> None:
    story, rare = "- https://story.example/s\n", "- https://rare.example/r\n"
    files = {f"{number}.md": page(number, story) for number in (1, 2, 3)}
    files["2.md"] = page(2, story + rare + "- https://p1.example/x\n")
    table = wanted(gk.build(folder(files))[0])
    assert table.select("in_links", "publishers", "joins", "id").rows() == [
        (3, 3, 2, "article:story.example/s"),
        (1, 1, 1, "article:rare.example/r"),
    ]
    assert wanted(gk.build(folder(files))[0], 1).height == 1


def test_links_count_as_wanted_on_request(folder: Folder) -> None:
    root = folder({"a.md": "---\ntitle: A\n---\n[x](https://away.example/x)\n"})
    assert wanted(gk.build(root)[0]).is_empty()
    assert wanted(gk.build(root, Settings(external_links=True))[0])["id"].to_list() == ["article:away.example/x"]


def test_nothing_is_wanted_of_nothing(folder: Folder) -> None:
    graph, report = gk.build(folder({"a.md": "---\ntitle: A\n---\n"}))
    assert wanted(graph).is_empty()
    assert drift(graph, report).is_empty()
