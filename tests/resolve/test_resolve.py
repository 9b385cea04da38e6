"""Resolve: identities, merged fields, publishers, topics, edges and the ledger."""

from __future__ import annotations

import polars as pl
import pytest

from graphkit.errors import GraphkitError
from graphkit.graph import Graph
from graphkit.model import DISAGREEMENTS, EDGES, LEDGER, NODES
from graphkit.resolve import Resolved, check_ledger, resolve
from graphkit.resolve.publishers import registrable
from graphkit.settings import Settings
from graphkit.sources import Harvest, read_folder
from tests.conftest import Folder


def resolved(folder: Folder, drafts: bool = True, **headers: str) -> tuple[Harvest, Resolved]:
    files = {f"{name.replace('__', '/')}.md": f"---\n{text}\n---\n" for name, text in headers.items()}
    harvest = read_folder(folder(files), Settings())
    result = resolve(harvest.sightings, harvest.malformed, Settings(drafts=drafts))
    check_ledger(result.ledger, result.graph, harvest.counts)
    return harvest, result


def ids(graph: Graph, kind: str) -> list[str]:
    return graph.nodes.filter(pl.col("kind") == kind)["id"].to_list()


def ends(graph: Graph, kind: str) -> list[tuple[str, str]]:
    named = graph.nodes["id"]
    rows = graph.edges.filter(pl.col("kind") == kind)
    return list(zip(named.gather(rows["source"]), named.gather(rows["target"]), strict=True))


def outcomes(result: Resolved, kind: str = "related") -> list[str]:
    return result.ledger.filter(pl.col("kind") == kind)["outcome"].to_list()


def test_one_article_under_many_urls(folder: Folder) -> None:
    _, result = resolved(
        folder,
        a="title: A\nwebUrl: https://x.example/a\nampWebUrl: https://amp.x.example/other/a",
        b="title: B\nwebUrl: https://x.example/b\nrelated: ['https://x.example/a?utm_source=b', 'http://www.x.example/other/a/amp']",
    )
    assert ids(result.graph, "article") == ["article:x.example/a", "article:x.example/b"]
    assert ends(result.graph, "related") == [("article:x.example/b", "article:x.example/a")]
    assert outcomes(result) == ["resolved", "merged"]


def test_chains_of_keys_are_one_article(folder: Folder) -> None:
    _, result = resolved(
        folder,
        a="title: T\nwebUrl: https://x.example/1\noriginalUrl: https://y.example/2",
        b="title: T\nwebUrl: https://y.example/2\noriginalUrl: https://z.example/3",
        c="title: T\nwebUrl: https://z.example/3",
    )
    assert ids(result.graph, "article") == ["article:x.example/1"]
    assert [problem.code for problem in result.problems] == ["duplicate", "duplicate"]


def test_a_landing_page_ties_nothing(folder: Folder) -> None:
    headers = {
        f"n{day:02}": f"title: Title {day}\ndate: 2024-01-{day:02}\nurl: https://x.example/latest"
        for day in range(1, 13)
    }
    _, result = resolved(folder, **headers)
    assert len(ids(result.graph, "article")) == 12
    assert "shared-key" in {problem.code for problem in result.problems}


def test_a_bare_host_is_no_article(folder: Folder) -> None:
    _, result = resolved(folder, a="title: A\nurl: https://x.example/", b="title: B\nurl: https://x.example")
    assert ids(result.graph, "article") == ["article:file:a.md", "article:file:b.md"]


@pytest.mark.parametrize(
    "reference",
    ["b.md", "./b.md", "posts/b.md", "/posts/b.md", "posts/b", "b", "my-slug", "/blog/b/", "blog/b", "The Title of B", '"[[The title of B]]"'],
)  # fmt: skip
def test_paths_slugs_permalinks_and_titles_name_a_file(folder: Folder, reference: str) -> None:
    _, result = resolved(
        folder,
        posts__a=f"title: A\nrelated: [{reference}]",
        posts__b="title: The Title of B\nslug: my-slug\npermalink: /blog/b/",
    )
    assert ends(result.graph, "related") == [("article:file:posts/a.md", "article:file:posts/b.md")]
    assert outcomes(result) == ["resolved"]


def test_a_jekyll_post_goes_by_its_slug(folder: Folder) -> None:
    _, result = resolved(
        folder, _x="title: X\nrelated: [my-post]", p="title: P", **{"_posts__2024-01-02-my-post": "title: M"}
    )
    assert ends(result.graph, "related") == [("article:file:_x.md", "article:file:_posts/2024-01-02-my-post.md")]


def test_a_name_of_no_file_or_of_two_is_kept_and_said(folder: Folder) -> None:
    _, result = resolved(folder, a="title: A\nrelated: [nowhere, same]", x__same="title: S1", y__same="title: S2")
    assert outcomes(result) == ["cited", "cited"]
    messages = [problem.message for problem in result.problems if problem.code == "unmatched"]
    assert messages == [
        "'nowhere' matches no file with front matter; write a path, slug or title of one",
        "'same' matches 2 files (x/same.md, y/same.md); write a path, slug or title of one",
    ]
    assert len(result.graph.edges) == 2


def test_without_urls_publisher_title_and_date_decide(folder: Folder) -> None:
    same = "{title: Same Title, date: 2024-01-02, provider: P}"
    _, result = resolved(
        folder,
        a=f"title: A\nrelated: [{same}]",
        b=f"title: B\nrelated: [{same}, {{title: Same Title, date: 2024-01-03, provider: P}}]",
        c="title: same title!\ndate: 2024-01-02\nprovider: P",
    )
    assert ends(result.graph, "related") == [
        ("article:file:a.md", "article:file:c.md"),
        ("article:file:b.md", "article:file:c.md"),
        ("article:file:b.md", "article:title:p|same title|2024-01-03"),
    ]


def test_a_title_alone_means_the_file_that_bears_it(folder: Folder) -> None:
    _, result = resolved(
        folder,
        a="title: A\nrelated: [{title: The Other}, {title: Twice}]",
        b="title: the other",
        c="title: Twice",
        d="title: Twice",
    )
    assert ends(result.graph, "related") == [
        ("article:file:a.md", "article:file:b.md"),
        ("article:file:a.md", "article:title:|twice|"),
    ]


def test_a_slug_goes_before_a_title(folder: Folder) -> None:
    _, result = resolved(folder, a="title: A\nrelated: [setup]", b="title: B\nslug: setup", c="title: Setup")
    assert ends(result.graph, "related") == [("article:file:a.md", "article:file:b.md")]


def test_an_index_page_goes_by_its_folder(folder: Folder) -> None:
    _, result = resolved(
        folder,
        a="title: A\nrelated: [/posts/first, second]",
        posts__first__index="title: F",
        posts__second___index="title: S",
    )
    assert [target for _, target in ends(result.graph, "related")] == [
        "article:file:posts/first/index.md",
        "article:file:posts/second/_index.md",
    ]


def test_two_notes_of_one_title_stay_two(folder: Folder) -> None:
    _, result = resolved(folder, x__notes="title: Notes", y__notes="title: Notes")
    assert len(ids(result.graph, "article")) == 2


def test_the_word_that_counts(folder: Folder) -> None:
    mention = "related: [{{webUrl: https://x.example/a, title: {}, quality: {}, date: {}}}]"
    _, result = resolved(
        folder,
        a="title: Old\ndate: 2024-01-01\nurl: https://o.example/1\n" + mention.format("From old", 1, "2023-01-01"),
        b="title: New\ndate: 2024-02-01\nurl: https://o.example/2\n"
        + mention.format("From new", 2, "2023-01-02T03:04:05Z"),
        c="title: Own\nurl: https://x.example/a\naliases: [/old/address, Nickname]",
    )
    node = result.graph.nodes.row(result.graph.row("article:x.example/a"), named=True)
    assert (node["label"], node["quality"], node["status"], node["sightings"]) == ("Own", 2.0, "collected", 3)
    assert sorted(node["names"]) == ["From new", "From old", "Nickname"]
    assert result.disagreements.rows() == [
        ("article:x.example/a", "published", "2023-01-02T03:04:05Z", ["2023-01-01T00:00:00Z"], "the newest document"),
        ("article:x.example/a", "quality", "2", ["1"], "the newest document"),
        ("article:x.example/a", "title", "Own", ["From new", "From old"], "its own document"),
    ]
    assert dict(result.disagreements.schema) == DISAGREEMENTS


def test_an_article_is_not_related_to_itself(folder: Folder) -> None:
    _, result = resolved(folder, a="title: A\nurl: https://x.example/a\nrelated: ['https://x.example/a?utm_source=me']")
    assert result.graph.edges.is_empty() and outcomes(result) == ["self"]
    assert (
        str(result.problems[0])
        == "a.md:4: warning [self] related: an article is not related to itself: 'https://x.example/a?utm_source=me'"
    )


def test_cycles_are_kept(folder: Folder) -> None:
    _, result = resolved(folder, a="title: A\nrelated: [b]", b="title: B\nrelated: [a]")
    assert len(result.graph.edges) == 2


def test_edges_carry_weight_rank_dates_and_evidence(folder: Folder) -> None:
    harvest, result = resolved(
        folder,
        a="title: A\ndate: 2024-01-01\nurl: https://x.example/a\nrelated: ['https://x.example/z', 'https://x.example/b']",
        a2="title: A\ndate: 2024-03-01\nurl: https://x.example/a\nrelated: ['https://x.example/b']",
    )
    edge = next(row for row in result.graph.edges.iter_rows(named=True) if row["weight"] == 2)
    assert (edge["rank"], edge["first"].month, edge["last"].month) == (1, 1, 3)
    assert harvest.sightings["source"].gather(edge["evidence"]).to_list() == ["a.md", "a2.md"]


def test_a_domain_with_one_name_in_near_spellings(folder: Folder) -> None:
    _, result = resolved(
        folder,
        a="title: A\nurl: https://www.post.example/1\nprovider: The Daily Post",
        b="title: B\nurl: https://post.example/2\nprovider: Daily-Post",
        c="title: C\nurl: https://m.post.example/3\nprovider: {name: Daily Post, domain: www.post.example}",
        d="title: D\nprovider: Daily Post",
    )
    assert ids(result.graph, "provider") == ["provider:post.example"]
    node = result.graph.nodes.row(result.graph.row("provider:post.example"), named=True)
    assert (node["label"], node["domain"], node["sightings"]) == ("Daily Post", "post.example", 4)
    assert set(node["names"]) == {"The Daily Post", "Daily-Post"}


def test_a_platform_carries_many_publishers(folder: Folder) -> None:
    _, result = resolved(
        folder,
        a="title: A\nurl: https://youtube.com/watch?v=1\nprovider: GitHub",
        b="title: B\nurl: https://youtube.com/watch?v=2\nprovider: DotNet",
        c="title: C\nurl: https://youtu.be/3\nprovider: github",
    )
    assert ids(result.graph, "provider") == ["provider:youtube.com/dotnet", "provider:youtube.com/github"]
    assert len(ids(result.graph, "article")) == 3


@pytest.mark.parametrize(
    ("place", "domain"),
    [
        ("https://blogs.bbc.co.uk/x", "bbc.co.uk"),
        ("www.scmp.com", "scmp.com"),
        ("me.github.io", "me.github.io"),
        ("localhost", "localhost"),
        ("https://[::1]/x", "[::1]"),
        ("10.0.0.1", "10.0.0.1"),
        ("no host at all", ""),
        ("", ""),
    ],
)
def test_registrable_domains(place: str, domain: str) -> None:
    assert registrable(place) == domain


def test_topics_fold_case_punctuation_and_plurals(folder: Folder) -> None:
    _, result = resolved(
        folder,
        a="title: A\ntopics: [AI Models, C#, HTTPS, ai-models]",
        b="title: B\ntopics: [AI Model, C++, HTTP, AI Models]",
    )
    topics = result.graph.nodes.filter(pl.col("kind") == "topic")
    assert dict(topics.select("id", "label").iter_rows()) == {
        "topic:ai model": "AI Models",
        "topic:c#": "C#",
        "topic:c++": "C++",
        "topic:http": "HTTP",
        "topic:https": "HTTPS",
    }
    assert sorted(outcomes(result, "about")) == ["merged"] * 2 + ["resolved"] * 6


def test_drafts_are_left_out_on_request_and_accounted_for(folder: Folder) -> None:
    headers = {
        "a": "title: A\ndraft: true\nurl: https://x.example/a\nprovider: P\ntopics: [t]\nrelated: ['https://x.example/b']",
        "b": "title: B\nurl: https://x.example/b",
    }
    _, kept = resolved(folder, **headers)
    assert len(kept.graph.edges) == 3
    harvest, left = resolved(folder, drafts=False, **headers)
    assert left.graph.nodes["label"].to_list() == ["B"]
    assert left.ledger["outcome"].to_list() == ["filtered"] * 3
    assert harvest.counts["related"] == 1


def test_a_ledger_that_lost_a_relation_is_a_fault(folder: Folder) -> None:
    harvest, result = resolved(folder, a="title: A\nrelated: ['https://x.example/b']")
    with pytest.raises(GraphkitError, match="fault of graphkit"):
        check_ledger(result.ledger.head(0), result.graph, harvest.counts)
    with pytest.raises(GraphkitError, match="fault of graphkit"):
        check_ledger(result.ledger, Graph(result.graph.nodes, result.graph.edges.head(0)), harvest.counts)


def test_the_tables_have_their_schemas(folder: Folder) -> None:
    for headers in ({}, {"a": "title: A\nrelated: [{title: X}, {}]\ntopics: [t]\nprovider: P"}):
        _, result = resolved(folder, **headers)
        assert dict(result.graph.nodes.schema) == NODES
        assert dict(result.graph.edges.schema) == EDGES
        assert dict(result.ledger.schema) == LEDGER
