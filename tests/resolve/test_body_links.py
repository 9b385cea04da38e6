"""Links in bodies: which article they mean, and how each of them ends in the ledger."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import graphkit as gk
from graphkit.errors import GraphkitError
from graphkit.model import LINKS_TO
from graphkit.pipeline import inspect, resolved
from graphkit.resolve import check_ledger, resolve
from graphkit.settings import Settings
from graphkit.sources import read_folder
from tests.conftest import SEEDS, Folder
from tests.generate import generate

TARGET = "---\ntitle: The Target\nslug: its-slug\npermalink: /blog/target/\naliases: [/old/place/, Nickname]\nexternal_url: https://www.b.example/x?utm_source=y\n---\n"


def links(root: Path, **settings: object) -> pl.DataFrame:
    report = inspect(root, Settings(**settings))  # type: ignore[arg-type]
    return report.ledger.filter(pl.col("kind") == LINKS_TO)


@pytest.mark.parametrize(
    "text",
    [
        "[t](target.md)",
        "[t](../posts/2021-03-04-target.md#part)",
        "[t](/posts/2021-03-04-target.md)",
        "[t](2021-03-04-target.html?x=1)",
        "[t](<../posts/2021-03-04-target.md>)",
        "[t](/posts/target/)",
        "[t](/2021/03/04/target.html)",
        "[t](/2021/03/04/Target/)",
        "[t](/news/posts/target)",
        "[t](its-slug)",
        "[t](/blog/target/)",
        "[t](/old/place/)",
        "[t](https://m.b.example/x/#top)",
        "<https://b.example/x>",
        '<a href="http://amp.b.example/x">t</a>',
        "[t][r]\n\n[r]: target.md",
        "[[The target]]",
        "[[the Target#part|that]]",
        "[[nickname]]",
        "[[2021-03-04-target]]",
        '[t]({{< ref "target.md" >}})',
        '[t]({{< relref "/posts/2021-03-04-target.md#part" >}})',
        "[t]({% post_url 2021-03-04-target %})",
        "[t]({% link posts/2021-03-04-target.md %})",
        "[t]({{ site.baseurl }}/blog/target/)",
    ],
)
def test_every_way_to_name_an_article_of_the_folder(folder: Folder, text: str) -> None:
    root = folder({"posts/2021-03-04-target.md": TARGET, "posts/from.md": f"---\ntitle: From\n---\n{text}\n"})
    assert links(root).select("outcome", "target", "line").rows() == [("resolved", "article:b.example/x", 4)]


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("[t](#part)", "self", "leads to the article itself"),
        ("[t](from.md)", "self", "leads to the article itself"),
        ("[t](nowhere.md)", "unmatched", "'nowhere.md' matches no file with front matter"),
        ("[[Nobody]]", "unmatched", "'Nobody' matches no file with front matter"),
        ("[t](The Target)", "", ""),
        ("[t](<The Target>)", "unmatched", "'The Target' matches no file with front matter"),
        ("[t](twin)", "unmatched", "'twin' matches 2 files (a/twin.md, b/twin.md)"),
        ("[t](https://c.example/y)", "filtered", "leads out of the folder; --external-links makes it an edge"),
        ("[t](https://b.example/)", "filtered", "leads out of the folder; --external-links makes it an edge"),
        ("[t](mailto:me@b.example)", "filtered", "leads to no web page, but to 'mailto:'"),
        ("[t](javascript:alert)", "malformed", "not a web address: 'javascript:' is not http or https"),
        ("[t](tel:123)", "filtered", "leads to no web page, but to 'tel:'"),
        ("[t]()", "malformed", "the URL is empty"),
        ("`[t](target.md)`", "", ""),
        ("    [t](target.md)", "", ""),
        ("<!-- [t](target.md) -->", "", ""),
    ],
)
def test_every_other_link_says_why_not(folder: Folder, text: str, outcome: str, reason: str) -> None:
    files = {"target.md": TARGET, "a/twin.md": "---\ntitle: A\n---\n", "b/twin.md": "---\ntitle: B\n---\n"}
    root = folder({**files, "from.md": f"---\ntitle: From\n---\n{text}\n"})
    assert links(root).select("outcome", "reason").rows() == ([(outcome, reason)] if outcome else [])


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[1](C%23.md)", "posts/C#.md"),
        ("[2](what%3F.md)", "posts/what?.md"),
        ("[i](readme.md)", None),
        ("[k](./about)", None),
        ("[l](license)", None),
        ("[b](../../zzz/c/b.md)", None),
        ("[[about]]", "other/about.md"),
        ('[r]({{< ref "readme.md" >}})', "other/readme.md"),
        ("[home](/)", "index.md"),
        ("[up](../)", "index.md"),
        ("[[#C]]", "posts/from.md"),
    ],
)
def test_a_link_means_its_place(folder: Folder, text: str, target: str | None) -> None:
    names = "posts/C posts/C# posts/what posts/what? other/readme other/about other/license c/b index"
    files = {f"{name}.md": f"---\ntitle: Untold {number}\n---\n" for number, name in enumerate(names.split())}
    ends = links(folder({**files, "posts/from.md": f"---\ntitle: From\n---\n{text}\n"}))
    assert ends["target"].to_list() == [target and f"article:file:{target}"]


def test_a_name_without_end_does_not_stall(folder: Folder) -> None:
    long = "a/" * 30_000 + "b"
    root = folder({"b.md": TARGET, "a.md": f"---\ntitle: A\nrelated: ['{long[:2000]}']\n---\n[[{long}]]\n"})
    said = f"'{long[:120]}' is a name longer than 1,024 characters"
    assert links(root).select("outcome", "reason").rows() == [("unmatched", said)]
    assert [problem.message for problem in inspect(root).problems if problem.code == "unmatched"] == [
        f"{said}; write a path, slug or title of one"
    ]


def test_unmatched_names_that_differ_behind_a_mark_stay_apart(folder: Folder) -> None:
    graph, _ = gk.build(folder({"a.md": '---\ntitle: A\nrelated: ["C# in depth", "C# for all"]\n---\n'}))
    assert graph.nodes.height == 3


def test_links_make_edges_once_and_keep_their_places(folder: Folder) -> None:
    body = "[one](b.md)\n\n[two](https://b.example/x)\n"
    graph, report = gk.build(folder({"b.md": TARGET, "a.md": f"---\ntitle: A\ndate: 2021-01-02\n---\n{body}"}))
    edge = graph.edges.filter(pl.col("kind") == LINKS_TO).row(0, named=True)
    told = report.sightings[edge["evidence"]].select("source", "line", "rank", "text").rows()
    assert told == [("a.md", 5, 1, "b.md"), ("a.md", 7, 2, "https://b.example/x")]
    assert (edge["weight"], edge["rank"], edge["first"].isoformat()) == (1.0, 1, "2021-01-02T00:00:00+00:00")
    assert report.ledger.filter(pl.col("kind") == LINKS_TO)["outcome"].to_list() == ["resolved", "merged"]


def test_external_links_become_cited_articles_on_request(folder: Folder) -> None:
    root = folder({"a.md": "---\ntitle: A\n---\n[x](https://c.example/y) [[Nobody]]\n"})
    assert gk.build(root)[0].nodes.height == 1
    graph, report = gk.build(root, Settings(external_links=True))
    assert graph.nodes.select("id", "label", "status").rows() == [
        ("article:c.example/y", "https://c.example/y", "cited"),
        ("article:file:a.md", "A", "collected"),
    ]
    assert report.ledger["outcome"].to_list() == ["cited", "unmatched"]


def test_a_link_changes_no_word_of_an_article(folder: Folder) -> None:
    files = {"b.md": TARGET, "a.md": "---\ntitle: A\ndate: 2022-01-01\n---\n"}
    before = gk.build(folder(files))[0].nodes
    files["a.md"] += "[t](https://amp.b.example/x?utm_campaign=z)\n"
    graph, report = gk.build(folder(files))
    columns = ["id", "label", "url", "status", "names", "original_url", "published"]
    assert graph.nodes.select(columns).equals(before.select(columns))
    assert report.disagreements.is_empty()


def test_with_the_address_of_the_site_its_own_links_are_paths(folder: Folder) -> None:
    root = folder(
        {
            "_posts/2021-03-04-t.md": "---\ntitle: T\n---\n",
            "graphkit.toml": 'base_url = "https://site.example/"',
            "a.md": "---\ntitle: A\n---\n[t](https://site.example/2021/03/04/t.html)\n",
        }
    )
    _, report = gk.build(root)
    assert report.ledger["outcome"].to_list() == ["resolved"]
    assert report.ledger["target"][0] == "article:file:_posts/2021-03-04-t.md"


def test_two_files_of_one_alias_stay_two(folder: Folder) -> None:
    note = "---\ntitle: {}\naliases: [Same]\n---\n"
    root = folder({"a.md": note.format("A"), "b.md": note.format("B"), "c.md": "---\ntitle: C\n---\n[[same]]\n"})
    graph, report = gk.build(root)
    assert graph.nodes.height == 3
    assert report.ledger["reason"].to_list() == ["'same' matches 2 files (a.md, b.md)"]


def test_an_absolute_alias_is_a_key_of_identity(folder: Folder) -> None:
    root = folder(
        {
            "a.md": "---\ntitle: A\nurl: https://a.example/new\nredirect_from: https://a.example/old\n---\n",
            "b.md": "---\ntitle: B\nrelated: ['https://a.example/old/']\n---\n",
        }
    )
    graph, _ = gk.build(root)
    assert graph.nodes["id"].to_list() == ["article:a.example/new", "article:file:b.md"]


@pytest.mark.parametrize("make", ["seeds", "generated"])
def test_totals_equal_the_parsers_counts(make: str, tmp_path: Path) -> None:
    root = SEEDS if make == "seeds" else generate(tmp_path / "many", 300)
    report = inspect(root)
    counted = dict(report.ledger.group_by("kind").len().iter_rows())
    for kind in ("related", "published_by", "about", "links_to"):
        assert counted.get(kind, 0) == report.counts[kind]
    assert make == "seeds" or report.counts[LINKS_TO] > 300


def test_a_resolver_that_drops_an_edge_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    harvest = read_folder(generate(tmp_path / "many", 50), Settings())
    from graphkit.resolve import relations

    whole = relations.edges
    monkeypatch.setattr(relations, "edges", lambda *made: whole(*made).sort("source_id", "target_id", "kind")[1:])
    found = resolve(harvest.sightings, harvest.malformed)
    with pytest.raises(GraphkitError, match="relations that made an edge, edges"):
        check_ledger(found.ledger, found.graph, harvest.counts)


def test_a_page_of_many_titles_is_one_node_among_external_links(folder: Folder) -> None:
    page = "---\ntitle: Title {0}\ndate: 2021-01-{0:02}\nwebUrl: https://s.example/land\n---\n[x](https://s.example/land)\n"
    root = folder({f"{number}.md": page.format(number) for number in range(10, 22)})
    graph, _ = gk.build(root, Settings(external_links=True))
    cited = graph.nodes.filter(pl.col("status") == "cited")
    assert cited["id"].to_list() == ["article:url:s.example/land"]


def test_drafts_that_are_left_out_say_nothing_and_nothing_is_said_of_them(folder: Folder) -> None:
    draft = "---\ntitle: Draft\ndraft: true\nwebUrl: https://a.example/d\noriginalUrl: https://a.example/x\nrelated: [e.md]\n---\n"
    both = "---\ntitle: E\nrelated: ['https://a.example/d', https://a.example/x, {title: In, related: [d.md], webUrl: 'https://a.example/d?utm_source=y'}]\n---\n[d](d.md)\n"
    root = folder({"d.md": draft, "e.md": both})
    graph, report = gk.build(root, Settings(drafts=False))
    assert graph.nodes["id"].to_list() == ["article:file:e.md"]
    reasons = report.ledger.select("source", "kind", "text", "outcome").rows()
    assert reasons == [
        ("d.md", "related", "e.md", "filtered"),
        ("e.md", "related", "https://a.example/d", "filtered"),
        ("e.md", "related", "https://a.example/x", "filtered"),
        ("e.md", "related", "https://a.example/d?utm_source=y", "filtered"),
        ("e.md", "related", "d.md", "filtered"),
        ("e.md", "links_to", "d.md", "filtered"),
    ]
    assert set(report.ledger.filter(pl.col("outcome") == "filtered")["reason"]) == {
        "the document is a draft, and drafts are left out"
    }
    assert report.sightings["article"].null_count() == 7


def test_too_many_links_are_said_and_cut(folder: Folder) -> None:
    root = folder({"a.md": "---\ntitle: A\n---\n" + "[x](y)\n" * 30, "graphkit.toml": "[limits]\nlinks = 10\n"})
    _, report = resolved(root)
    assert report.counts[LINKS_TO] == 10
    assert [str(problem) for problem in report.of_severity("warning")] == [
        "a.md:13: warning [links] 20 links more than 10 (limits.links); left out"
    ]


def test_links_of_a_scraped_page_lead_to_its_own_site(folder: Folder) -> None:
    page = "---\ntitle: {0}\nexternal_url: https://{1}.example/{2}\n---\n{3}\n"
    root = folder(
        {
            "one.md": page.format("One", "blog", "one-post", "[two](/two-post) [gone](/gone) [up](../two-post#x)"),
            "xyz.md": page.format("Two", "blog", "two-post", ""),
            "evil.md": page.format("Evil", "other", "evil", "[p](/one) [file](./one.md)"),
        }
    )
    rows = links(root).select("source", "text", "outcome", "target").rows()
    assert rows == [
        ("evil.md", "/one", "filtered", None),
        ("evil.md", "./one.md", "resolved", "article:blog.example/one-post"),
        ("one.md", "/two-post", "resolved", "article:blog.example/two-post"),
        ("one.md", "/gone", "filtered", None),
        ("one.md", "../two-post#x", "merged", "article:blog.example/two-post"),
    ]
    graph, _ = gk.build(root, Settings(external_links=True))
    assert {"article:other.example/one", "article:blog.example/gone"} <= set(graph.nodes["id"])


def test_an_alias_or_a_link_is_no_address(folder: Folder) -> None:
    root = folder(
        {
            "graphkit.toml": 'base_url = "https://my.example/blog"',
            "a.md": "---\ntitle: A\nredirect_from: [/old/a/, https://old.example/a]\n---\n",
            "b.md": "---\ntitle: B\n---\n[a](./a) [old](/old/a/) [older](https://old.example/a) [oldest](/blog/old/a/)\n",
        }
    )
    graph, report = gk.build(root)
    assert graph.nodes.select("id", "url").rows() == [("article:file:a.md", None), ("article:file:b.md", None)]
    assert report.ledger["outcome"].to_list() == ["resolved", "merged", "merged", "merged"]


def test_broken_links_are_said_and_wrong_tags_are_warnings(folder: Folder) -> None:
    body = '[a](gone.md) [[Nobody]] [b]({% post_url 2021-01-01-gone %}) [c]({{< ref "gone" >}}) [d](https://gone.example/x)'
    _, report = resolved(folder({"a.md": f"---\ntitle: A\n---\n{body}\n"}))
    said = {(problem.severity, problem.code, problem.message.split(" ")[0]) for problem in report.problems}
    assert said == {
        ("info", "broken-link", "'Nobody'"),
        ("info", "broken-link", "'gone.md'"),
        ("warning", "broken-link", "'2021-01-01-gone'"),
        ("warning", "broken-link", "'gone'"),
    }
