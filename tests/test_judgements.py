"""Judgements: people overrule the rules of identity, and can take it back."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

import polars as pl
import pytest

import graphkit as gk
from graphkit.errors import JudgementError, UnknownNameError
from graphkit.judge import judge
from graphkit.judgements import FILE_NAME, Judgement, load_judgements
from tests.conftest import Folder

# One release that two papers ran: `both` ties their pages, as scrapers do.
PAPERS = {
    "one.md": "---\ntitle: One\nwebUrl: https://one.example/x\ndate: 2021-01-01\n---\n",
    "two.md": "---\ntitle: Two\nwebUrl: https://two.example/y\ndate: 2021-01-02\n---\n",
    "both.md": "---\ntitle: Both\nrelated:\n- title: Tied\n  webUrl: https://one.example/x\n  originalUrl: https://two.example/y\n---\n",
}


def judged(*rows: str) -> str:
    return "verdict,one,other,why,date\n" + "".join(f"{row}\n" for row in rows)


def articles(root: Path) -> list[str]:
    return [name.removeprefix("article:") for name in gk.build(root)[0].nodes["id"]]


def hashes(root: Path, target: Path) -> dict[str, str]:
    gk.save(*gk.build(root), target)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in target.iterdir()}


def test_different_splits_a_merge_and_taking_it_back_restores_the_bytes(folder: Folder, tmp_path: Path) -> None:
    root = folder(PAPERS)
    before = hashes(root, tmp_path / "before")
    assert articles(root) == ["file:both.md", "two.example/y"]
    judge(root, "https://one.example/x", "https://two.example/y", "different", "two papers", "2026-01-02")
    assert articles(root) == ["file:both.md", "one.example/x", "two.example/y"]
    assert hashes(root, tmp_path / "judged") != before
    (root / FILE_NAME).write_text("".join((root / FILE_NAME).read_text().splitlines(keepends=True)[:-1]))
    assert hashes(root, tmp_path / "after") == before


def test_same_joins_what_no_rule_would(folder: Folder) -> None:
    root = folder({name: PAPERS[name] for name in ("one.md", "two.md")})
    assert articles(root) == ["one.example/x", "two.example/y"]
    row = judge(root, "One", "two.md", "same", "one release, two papers", "2026-01-02")
    assert (root / FILE_NAME).read_text() == judged(
        'same,article:one.example/x,file:two.md,"one release, two papers",2026-01-02'
    )
    assert row.line == 2
    assert articles(root) == ["two.example/y"]


def test_different_cuts_a_chain_at_its_weakest_tie(folder: Folder) -> None:
    mentions = {
        f"{number}.md": f"---\ntitle: M{number}\nrelated:\n- webUrl: https://{number}.example/x\n  originalUrl: https://{number + 1}.example/x\n---\n"
        for number in range(1, 4)
    }
    root = folder(mentions)
    assert articles(root)[:1] == ["1.example/x"]
    (root / FILE_NAME).write_text(judged("different,https://1.example/x,https://4.example/x"))
    graph, report = gk.build(root)
    cut = report.keys.filter(pl.col("cut").is_not_null())
    assert cut.select("key", "cut").rows() == [("4.example/x", 2)]
    assert "article:1.example/x" in graph.nodes["id"].to_list()


def test_a_cut_does_not_depend_on_the_names_of_files(folder: Folder, tmp_path: Path) -> None:
    chain = [
        f"---\ntitle: M{number}\ndate: 2021-01-0{number}\nrelated:\n- webUrl: https://{number}.example/x\n  originalUrl: https://shared.example/x\n---\n"
        for number in range(1, 4)
    ]
    found = set()
    for order, names in enumerate(itertools.permutations("abc")):
        root = tmp_path / str(order)
        root.mkdir()
        for name, text in zip(names, chain, strict=True):
            (root / f"{name}.md").write_text(text)
        (root / FILE_NAME).write_text(
            judged(
                "different,https://1.example/x,https://2.example/x", "different,https://2.example/x,https://3.example/x"
            )
        )
        _graph, report = gk.build(root)
        ties = (
            report.keys.filter(pl.col("cut").is_null(), pl.col("url").is_not_null()).select("url", "article").unique()
        )
        found.add(tuple(sorted(ties.rows())))
    assert len(found) == 1


def test_urls_that_the_rules_join_can_be_told_apart(folder: Folder) -> None:
    root = folder(
        {
            "a.md": "---\ntitle: A\nwebUrl: https://m.a.example/x\n---\n",
            "b.md": "---\ntitle: B\nwebUrl: https://a.example/x\n---\n",
        }
    )
    assert articles(root) == ["a.example/x"]
    judge(root, "https://a.example/x", "https://m.a.example/x", "different", "m. is their magazine", "2026-01-02")
    assert articles(root) == ["a.example/x", "https://m.a.example/x"]


def test_files_of_one_url_can_be_told_apart(folder: Folder) -> None:
    page = "---\ntitle: {}\nwebUrl: https://a.example/live\ndate: 2021-01-0{}\n---\n"
    root = folder({"a.md": page.format("Monday", 1), "b.md": page.format("Tuesday", 2)})
    judge(root, "a.md", "b.md", "different", "a page that changes daily", "2026-01-02")
    graph, _ = gk.build(root)
    assert graph.nodes.select("id", "label").rows() == [
        ("article:a.example/live", "Tuesday"),
        ("article:file:a.md", "Monday"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["same,a.md,b.md", "different,b.md,a.md"], "judgements.csv:3: 'different' contradicts 'same' in line 2"),
        (["same,a.md,b.md", "different,a.md,c.md", "same,b.md,c.md"], "judgements.csv:3: 'different' contradicts 'same' in lines 2, 4"),
        (["different,https://a.example/x,https://a.example/x"], "judgements.csv:2: 'a.example/x' cannot differ from itself"),
        (["same,topic:ai,provider:a.example"], "judgements.csv:2: topic and provider are of two kinds"),
        (["same,https://a.example/,https://b.example/x"], "judgements.csv:2: a bare host names no article: 'https://a.example/'"),
        (["equal,a.md,b.md"], "judgements.csv:2: unknown verdict 'equal'; write same or different"),
        (["same,a.md"], "judgements.csv:2: 2 cells; write verdict,one,other,why,date"),
        (["same,a.md,"], "judgements.csv:2: a judgement names two articles, publishers or topics"),
        (["same,a.md,b.md,why,yesterday"], "judgements.csv:2: not a date: 'yesterday'; write it as 2021-08-31"),
        (['same,a.md,"b.md'], "judgements.csv:2: not CSV"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_names_its_line(folder: Folder, rows: list[str], said: str) -> None:
    root = folder({**PAPERS, FILE_NAME: judged(*rows)})
    with pytest.raises(JudgementError) as caught:
        gk.build(root)
    assert said in str(caught.value)


def test_judge_refuses_a_contradiction_and_writes_nothing(folder: Folder) -> None:
    root = folder({**PAPERS, FILE_NAME: judged("same,one.md,two.md")})
    with pytest.raises(JudgementError, match="contradicts 'same' in line 2"):
        judge(root, "one.md", "two.md", "different", "why", "2026-01-02")
    with pytest.raises(UnknownNameError):
        judge(root, "one.md", "no such article", "same", "why", "2026-01-02")
    with pytest.raises(JudgementError, match="not a date"):
        judge(root, "one.md", "two.md", "same", "why", "today")
    assert (root / FILE_NAME).read_text() == judged("same,one.md,two.md")


def test_a_judgement_on_nobody_is_said(folder: Folder) -> None:
    root = folder({**PAPERS, FILE_NAME: "# ours\n\n" + judged("same,one.md,https://gone.example/x,,")})
    _, report = gk.build(root)
    assert [str(problem) for problem in report.of_severity("warning")] == [
        "judgements.csv:4: warning [judgement] no file speaks of 'gone.example/x'; check it, or delete the line"
    ]


def test_publishers_and_topics_take_judgements(folder: Folder) -> None:
    page = "---\ntitle: {0}\nwebUrl: https://{1}/{0}\nprovider: {2}\ntopics: [{3}]\n---\n"
    files = {
        "a.md": page.format("A", "bbc.co.uk", "BBC", "AI"),
        "b.md": page.format("B", "bbc.com", "BBC News", "Artificial intelligence"),
        "c.md": page.format("C", "paper.example", "Daily Paper", "Windows"),
        "d.md": page.format("D", "paper.example", "Daily Papers", "Window"),
    }
    root = folder(files)
    kinds = gk.build(root)[0].nodes.group_by("kind").len().sort("kind").rows()
    assert kinds == [("article", 4), ("provider", 3), ("topic", 3)]
    judge(root, "provider:bbc.co.uk", "BBC News", "same", "one house", "2026-01-02")
    judge(root, "AI", "topic:artificial intelligence", "same", "one thing", "2026-01-02")
    rows = [
        "different,provider:paper.example/dailypaper,provider:paper.example/dailypapers",
        "different,topic:window,topic:windows",
    ]
    (root / FILE_NAME).write_text((root / FILE_NAME).read_text() + "\n".join(rows) + "\n")
    nodes = gk.build(root)[0].nodes.filter(pl.col("kind") != "article")
    assert nodes["id"].to_list() == [
        "provider:bbc.co.uk",
        "provider:paper.example/dailypaper",
        "provider:paper.example/dailypapers",
        "topic:ai",
        "topic:window",
        "topic:windows",
    ]


def test_the_file_is_read_as_people_write_it(folder: Folder) -> None:
    text = '\ufeffsame,one.md,two.md\r\n\r\n# a remark\r\ndifferent,one.md,both.md,"two\r\nlines"\r\n'
    rows = load_judgements(folder({**PAPERS, FILE_NAME: text})).rows
    assert [(row.line, row.verdict, row.why) for row in rows] == [(1, "same", ""), (4, "different", "two\nlines")]


def test_remarks_and_what_spreadsheets_leave(folder: Folder) -> None:
    text = '#,"unbalanced\n"# a remark, quoted",,\nVerdict,One,Other,Why,Date,,\nSame,one.md,two.md,"a\n# b",,,\n'
    assert load_judgements(folder({FILE_NAME: text})).rows == (Judgement("same", "one.md", "two.md", "a\n# b", "", 4),)
