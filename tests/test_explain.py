"""Why two mentions are one node, or not, and which files carry an edge."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import graphkit as gk
from graphkit.errors import UnknownNameError
from graphkit.explain import Explanation, why
from tests.conftest import Folder
from tests.test_judgements import PAPERS, judged

AMP = "---\ntitle: Amp\nrelated:\n- title: Its AMP page\n  ampWebUrl: https://amp.one.example/x?utm_source=feed\n---\nSee [one](https://one.example/x).\n"


def explained(root: Path, one: str, other: str) -> Explanation:
    graph, report = gk.build(root)
    return why(graph, report, one, other)


def test_a_chain_names_files_lines_urls_and_rules(folder: Folder) -> None:
    found = explained(folder(PAPERS), "https://one.example/x", "https://www.two.example/y/")
    assert found.nodes == ("article:two.example/y",)
    assert found.chain.select("key", "source", "line", "relation", "url").rows() == [
        ("one.example/x", "both.md", 4, "related 1", "https://one.example/x"),
        ("two.example/y", "both.md", 4, "related 1", "https://two.example/y"),
    ]


def test_one_key_of_several_urls_says_which_rules_made_it(folder: Folder) -> None:
    found = explained(folder({"one.md": PAPERS["one.md"], "amp.md": AMP}), "one.md", "https://amp.one.example/x")
    assert found.nodes == ("article:one.example/x",)
    rows = found.chain.select("key", "source", "url", "rules").rows()
    assert rows[0][:2] == ("file:one.md", "one.md")
    assert rows[1][:3] == ("one.example/x", "one.md", "https://one.example/x")
    same = explained(folder({}), "https://one.example/x", "https://amp.one.example/x")
    assert {row[0] for row in same.chain.select("url").rows()} == {
        "https://one.example/x",
        "https://amp.one.example/x?utm_source=feed",
    }
    amp = same.chain.filter(pl.col("url").str.contains("amp.")).row(0, named=True)
    assert set(amp["rules"].split(", ")) >= {"amp host", "tracking"}


def test_two_nodes_say_why_not_and_what_carries_their_edges(folder: Folder) -> None:
    found = explained(folder({"one.md": PAPERS["one.md"], "amp.md": AMP}), "Amp", "One")
    assert found.nodes == ("article:file:amp.md", "article:one.example/x")
    assert found.reasons == ("no file ties the keys of one to the keys of the other: file:amp.md and one.example/x",)
    assert found.edges.select("kind", "from", "source", "line", "text").rows() == [
        ("links_to", "article:file:amp.md", "amp.md", 7, "https://one.example/x"),
        ("related", "article:file:amp.md", "amp.md", 4, "https://amp.one.example/x?utm_source=feed"),
    ]


def test_judgements_are_links_of_a_chain_and_reasons(folder: Folder) -> None:
    two = {name: PAPERS[name] for name in ("one.md", "two.md")}
    same = explained(folder({**two, "judgements.csv": judged("same,one.md,two.md")}), "one.md", "two.md")
    assert same.chain.filter(relation="same").select("key", "source", "line").rows() == [
        ("file:one.md", "judgements.csv", 2),
        ("file:two.md", "judgements.csv", 2),
    ]
    rows = judged("different,https://one.example/x,https://two.example/y")
    apart = explained(folder({**PAPERS, "judgements.csv": rows}), "https://one.example/x", "https://two.example/y")
    assert apart.reasons == ("both.md:4 would tie two.example/y, but judgements.csv:2 says different",)


def test_publishers_have_edges_and_no_chain(seeds: tuple[gk.Graph, gk.Report]) -> None:
    found = why(
        *seeds, "article:knowtechie.com/photo-ninja-hides-your-face-from-online-facial-recognition", "KnowTechie"
    )
    assert found.reasons == ()
    assert found.edges["kind"].to_list() == ["published_by", "published_by"]
    with pytest.raises(UnknownNameError):
        why(*seeds, "KnowTechie", "no such thing")


def test_a_url_of_nobody_is_nobodys(folder: Folder) -> None:
    graph, report = gk.build(
        folder({**PAPERS, "judgements.csv": judged("same,https://gone.example/1,https://gone.example/2")})
    )
    for text in ("https://one.example/", "https://one.example/xy", "https://gone.example/1", "topic:x", "article:x"):
        with pytest.raises(UnknownNameError, match="unknown node"):
            why(graph, report, text, "One")


def test_a_cut_that_does_not_concern_the_two_is_no_reason(folder: Folder) -> None:
    files = {**PAPERS, "else.md": "---\ntitle: Else\n---\n"}
    rows = judged("different,https://one.example/x,https://two.example/y")
    root = folder({**files, "judgements.csv": rows})
    found = explained(root, "https://two.example/y", "else.md")
    assert found.reasons == ("no file ties the keys of one to the keys of the other: two.example/y and file:else.md",)
    assert "judgements.csv:2" in explained(root, "two.md", "one.md").reasons[0]


def test_urls_told_apart_by_judgement_say_so(folder: Folder) -> None:
    files = {
        "a.md": "---\ntitle: A\nwebUrl: https://a.example/x\n---\n",
        "b.md": "---\ntitle: B\nwebUrl: http://a.example/x/#top\n---\n",
        "judgements.csv": judged("different,https://a.example/x,https://a.example/x/"),
    }
    found = explained(folder(files), "https://a.example/x", "https://a.example/x/")
    assert found.nodes == ("article:a.example/x", "article:https://a.example/x/")
    assert found.reasons == ("judgements.csv tells them apart, though the rules make one key of both: a.example/x",)


def test_a_url_that_stands_in_no_file_shows_its_rules(folder: Folder) -> None:
    found = explained(folder(PAPERS), "http://www.one.example/x?utm_source=y", "one.md")
    assert found.asked == (("http://www.one.example/x?utm_source=y", "one.example/x", "scheme, www, tracking"),)


def test_a_long_chain_is_found_in_a_moment(folder: Folder) -> None:
    link = "- {{webUrl: https://a.example/{0}, originalUrl: https://a.example/{1}}}\n"
    items = "".join(link.format(number, number + 1) for number in range(3000))
    found = explained(
        folder({"a.md": f"---\ntitle: A\nrelated:\n{items}---\n"}), "https://a.example/0", "https://a.example/3000"
    )
    assert found.chain.height == 6000


def test_a_topic_is_one_by_its_spellings(folder: Folder) -> None:
    root = folder({"a.md": "---\ntitle: A\ntopics: [AI Model, ai-models]\n---\n"})
    found = explained(root, "topic:ai model", "AI Model")
    assert found.nodes == ("topic:ai model",)
    assert found.reasons[0] == "spelled 'AI Model', 'ai-models'"
