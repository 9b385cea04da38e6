"""From front matter to sightings: every field, under every name, in every shape."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from graphkit.settings import FIELDS, Limits, Settings
from graphkit.sources import Harvest, read_folder
from graphkit.sources.urls import address
from tests.conftest import Folder


def harvest(folder: Folder, header: str, settings: Settings | None = None, **more: str) -> Harvest:
    files = {f"{name}.md": f"---\n{text}\n---\n" for name, text in {"a": header, **more}.items()}
    return read_folder(folder(files), settings or Settings())


def document(result: Harvest) -> dict[str, object]:
    return result.sightings.filter(pl.col("relation") == "document").row(0, named=True)


def messages(result: Harvest) -> list[str]:
    return [str(problem) for problem in result.problems]


def test_every_smartable_field(folder: Folder) -> None:
    header = """
category: news
title: T
excerpt: E
publishedDateTime: 2021-08-31T02:35:00Z
updatedDateTime: 2021-09-01
originalUrl: https://o.example/a
webUrl: https://w.example/a
ampWebUrl: https://amp.w.example/a
cdnAmpWebUrl: https://w-example.cdn.ampproject.org/c/s/amp.w.example/a
type: article
quality: 9
heat: -1
published: false
provider:
  name: P
  domain: w.example
  authors: [Ann, {name: Bob}]
  images: [{url: https://w.example/logo.png, width: 50, height: 50}]
topics: [AI]
images:
  - {url: https://w.example/i.png, width: 5, height: 3, isCached: true, title: I, attribution: Who}
related:
  - {title: R, webUrl: https://r.example/a, related: [{title: Deep, webUrl: https://d.example/a}]}
locale: en-us
tags: [x]
categories: [y]
secured: SECRET"""
    result = harvest(folder, header)
    row = document(result)
    assert row["title"] == "T" and row["excerpt"] == "E" and row["category"] == "news" and row["type"] == "article"
    assert row["published"] == datetime(2021, 8, 31, 2, 35, tzinfo=UTC) and row["updated_text"] == "2021-09-01"
    assert (row["quality"], row["heat"], row["draft"], row["locale"]) == (9.0, -1.0, True, "en-us")
    assert [row[name] for name in ("original_url", "web_url", "amp_url")] == [
        "https://o.example/a",
        "https://w.example/a",
        "https://amp.w.example/a",
    ]
    assert row["authors"] == ["Ann", "Bob"] and row["topics"] == ["AI", "x", "y"]
    assert row["provider"] == "P" and row["provider_domain"] == "w.example"
    image = {
        "url": "https://w.example/i.png",
        "width": 5,
        "height": 3,
        "title": "I",
        "attribution": "Who",
        "is_cached": True,
    }
    assert row["images"] == [image]
    places = result.sightings.select("item", "parent", "rank", "line", "title").rows()
    assert places == [(0, 0, 0, 1, "T"), (1, 0, 1, 25, "R"), (2, 1, 1, 25, "Deep")]
    assert result.counts["related"] == 2 and result.counts["published_by"] == 1 and result.counts["about"] == 3
    assert not result.problems
    assert "SECRET" not in repr(result.sightings.rows())


@pytest.mark.parametrize(
    "field", ["title", "excerpt", "web_url", "published", "updated", "provider", "authors", "topics"]
)
def test_the_names_that_other_sites_use(folder: Folder, field: str) -> None:
    value = {"published": "2021-08-31", "updated": "2021-08-31", "web_url": "https://w.example/a"}.get(
        field, "some text"
    )
    files = {f"{key}.md": f"---\nfiller: x\n{key}: {value}\n---\n" for key in FIELDS[field]}
    sightings = read_folder(folder(files), Settings()).sightings.filter(pl.col("relation") == "document")
    column = {"published": "published_text", "updated": "updated_text"}.get(field, field)
    expected = [value] if field in ("authors", "topics") else value
    assert sightings[column].to_list() == [expected] * len(FIELDS[field])


def test_the_table_of_keys_can_be_changed(folder: Folder) -> None:
    settings = Settings(fields={"title": ("kop",)})
    assert document(harvest(folder, "kop: Dutch\ntitle: English", settings))["title"] == "Dutch"


@pytest.mark.parametrize(
    ("related", "found"),
    [
        ("[https://r.example/a]", [("https://r.example/a", None)]),
        ("https://r.example/a", [("https://r.example/a", None)]),
        ("{title: R, url: https://r.example/a}", [("https://r.example/a", None)]),
        ("[{href: https://r.example/a}]", [("https://r.example/a", None)]),
        ("[{link: https://r.example/a}]", [("https://r.example/a", None)]),
        ("[{doc: other.md}]", [(None, "other.md")]),
        ("[posts/b.md, some-slug]", [(None, "posts/b.md"), (None, "some-slug")]),
        ('["[[Some Note|shown]]"]', [(None, "Some Note")]),
        ("[[[Some Note]]]", [(None, "Some Note")]),
        ("[{title: Only a title}]", [(None, None)]),
        ("true", []),
        ("null", []),
        ("''", []),
        ("[]", []),
    ],
)
def test_related_in_every_shape(folder: Folder, related: str, found: list[tuple[str | None, str | None]]) -> None:
    result = harvest(folder, f"title: T\nrelated: {related}")
    mentions = result.sightings.filter(pl.col("relation") == "related")
    assert mentions.select("web_url", "reference").rows() == found
    assert result.counts["related"] == len(found)


@pytest.mark.parametrize("related", ["[null]", "[{}]", "[[a, b]]", "{threshold: 80}", "[{title: {a: b}}]", "['']"])
def test_related_that_names_nothing_is_counted_and_said(folder: Folder, related: str) -> None:
    result = harvest(folder, f"title: T\nrelated: {related}")
    assert result.malformed.select("kind", "line").rows() == [("related", 3)]
    assert result.counts["related"] == 1
    assert any("[malformed] related: names no article" in line for line in messages(result))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("title: T\nexcerpt: {a: b}", "a.md:3: warning [shape] excerpt: expected text, found a mapping; left out"),
        ("title: T\nlocale: [a]", "a.md:3: warning [shape] locale: expected text, found a list; left out"),
        ("title: T\nimages: [[x]]", "a.md:3: warning [shape] images: expected a URL or a mapping with url, found a list; left out"),
        ("title: T\ndate: 2021-02-30", "a.md:3: warning [bad-date] date: not a date: '2021-02-30'; write it as 2021-08-31T02:35:00Z"),
        ("title: T\nquality: high", "a.md:3: warning [bad-number] quality: not a number: 'high'; left out"),
        ("title: T\nheat: .inf", "a.md:3: warning [bad-number] heat: not a number: '.inf'; left out"),
        ("title: T\ndraft: maybe", "a.md:3: warning [bad-truth] draft: neither true nor false: 'maybe'; left out"),
        ("title: T\nurl: ''", "a.md:3: warning [bad-url] url: the URL is empty: ''"),
        ("title: T\nurl: /a", "a.md:3: info [relative-url] url: '/a' is relative; set base_url in graphkit.toml to make it a web address"),
        ("title: ''\nurl: https://a.example/x", "a.md:2: warning [no-title] title: the title is empty; the name of the file stands in: 'a'"),
        ("title: T\nprovider: [A, B]", "a.md:3: warning [malformed] provider: of several publishers only the first counts; left out: B"),
        ("title: T\ntopics: [a, {x: y}]", "a.md:3: warning [malformed] topics: names no topic: {x}"),
        ("title: T\nimages: [{url: https://a.example/i, width: wide}]", "a.md:3: warning [bad-number] images.width: not a size in pixels: 'wide'; left out"),
    ],
)  # fmt: skip
def test_bad_data_is_said_with_line_and_field(folder: Folder, header: str, said: str) -> None:
    assert said in messages(harvest(folder, header))


@pytest.mark.parametrize("title", ["{a: b}", "[a, b]"])
def test_a_title_that_is_no_text_rejects_the_file_only(folder: Folder, title: str) -> None:
    result = harvest(folder, f"title: {title}", good="title: Good")
    assert result.sightings["title"].to_list() == ["Good"]
    assert result.problems[0].severity == "error" and result.counts["rejected"] == 1


def test_the_limit_holds_for_plain_files_too(folder: Folder) -> None:
    header = "title: T\nrelated:\n" + "\n".join(f"  - title: {n}\n    webUrl: https://a.example/{n}" for n in range(4))
    assert messages(harvest(folder, header, Settings(limits=Limits(related=4)))) == []
    assert messages(harvest(folder, header, Settings(limits=Limits(related=3)))) == [
        "a.md:10: warning [related] related: 1 articles more than 3 (limits.related); left out"
    ]


def test_articles_beyond_the_limit_are_left_out_and_said(folder: Folder) -> None:
    header = "title: T\nrelated:\n- https://a.example/\n- title: B\n  related: https://c.example/\n- https://d.example/\n- https://e.example/"
    result = harvest(folder, header, Settings(limits=Limits(related=3)), b="title: U\nrelated: https://a.example/")
    assert result.counts["related"] == 4
    assert result.sightings.filter(relation="related")["web_url"].to_list() == [
        "https://a.example/", None, "https://c.example/", "https://a.example/",
    ]  # fmt: skip
    assert messages(result) == ["a.md:7: warning [related] related: 2 articles more than 3 (limits.related); left out"]


@pytest.mark.parametrize("published", ["2021-08-31", "true", "false"])
def test_published_as_truth_or_date(folder: Folder, published: str) -> None:
    expected = {"true": False, "false": True}.get(published)
    result = harvest(folder, f"title: T\npublished: {published}")
    assert document(result)["draft"] is expected
    assert not result.problems


def test_text_topics_are_split_at_commas(folder: Folder) -> None:
    assert document(harvest(folder, "title: T\nkeywords: one, two words; three"))["topics"] == [
        "one",
        "two words",
        "three",
    ]


def test_base_url_makes_relative_urls_absolute(folder: Folder) -> None:
    row = document(harvest(folder, "title: T\npermalink: /x/", Settings(base_url="https://me.example/blog/")))
    assert row["web_url"] == "https://me.example/blog/x/"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (" https://a.example/x ", "https://a.example/x"),
        ("//a.example/x", "https://a.example/x"),
        ("https://user:pass@a.example/x", "https://a.example/x"),
        ("https://a.example/x y|z", "https://a.example/x%20y%7Cz"),
        ("https://a.example/%zz", "https://a.example/%25zz"),
        ("https://a.example/#a#b", "https://a.example/#a%23b"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://a.example:99x/", ""),
        ("https://[::1/", ""),
        ("https://a.example/" + "a" * 9000, ""),
    ],
)
def test_the_gate_for_urls(written: str, url: str) -> None:
    result = address(written)
    assert result.url == url
    assert "pass" not in result.reason or "password" in result.reason
    assert bool(result.reason) == (written.strip() != url and not written.startswith("//"))


def test_a_password_reaches_neither_table_nor_message(folder: Folder) -> None:
    result = harvest(
        folder, "title: T\nurl: https://user:hunter2@a.example/x\nimages: ['https://u:hunter2@a.example/i']"
    )
    assert "hunter2" not in repr(result.sightings.rows()) + repr(result.problems)
    assert document(result)["web_url"] == "https://a.example/x"


def test_a_password_reaches_no_ledger_and_no_publisher(folder: Folder) -> None:
    header = "title: T\nprovider: {name: P, url: 'https://me:hunter2@p.example/x'}\nrelated: ['ftp://me:hunter2@h.example/x']"
    result = harvest(folder, header, b="title: B\nsource: https://me:hunter2@q.example/")
    assert "hunter2" not in repr([result.sightings.rows(), result.malformed.rows(), result.problems])
    assert result.sightings.select("provider", "provider_domain").rows() == [
        ("P", "p.example"),
        ("q.example", "q.example"),
    ]


@pytest.mark.parametrize(
    ("provider", "name", "domain"),
    [
        ("'42'", "42", None),
        ("{name: N, domain: n.example}", "N", "n.example"),
        ("{title: N, link: 'https://n.example/x'}", "N", "n.example"),
        ("{domain: n.example}", "n.example", "n.example"),
        ("[One]", "One", None),
    ],
)
def test_publishers_in_every_shape(folder: Folder, provider: str, name: str, domain: str | None) -> None:
    row = document(harvest(folder, f"title: T\nprovider: {provider}"))
    assert (row["provider"], row["provider_domain"]) == (name, domain)


@pytest.mark.parametrize(
    ("header", "column", "value"),
    [
        ("title: ''\nheadline: H", "title", "H"),
        ("title: T\nexcerpt: ' '\ndescription: D", "excerpt", "D"),
        ("title: T\npublishedDateTime: ''\ndate: 2021-01-01", "published_text", "2021-01-01"),
        ("title: T\nprovider: ''\npublisher: P", "provider", "P"),
        ("title: T\nprovider: {name: ''}\npublisher: Q", "provider", "Q"),
    ],
)
def test_a_blank_value_hides_no_other(folder: Folder, header: str, column: str, value: str) -> None:
    assert document(harvest(folder, header))[column] == value


def test_no_base_url_makes_a_script_an_address() -> None:
    assert address("javascript:1/alert(1)", "https://me.example/").url == ""


@pytest.mark.parametrize("text", ["ftp://u:hunter2@h/x", "https://u:hunter2@[bad", "u:hunter2@h/x", "u:123@h"])
def test_no_malformed_relation_shows_a_password(folder: Folder, text: str) -> None:
    result = harvest(folder, f"title: T\nrelated: ['{text}']\nprovider: '{text}'\nslug: '{text}'")
    shown = repr([result.sightings.rows(), result.malformed.rows(), result.problems])
    assert "hunter2" not in shown and ":123@" not in shown


def test_json_ends_where_its_object_ends(folder: Folder) -> None:
    root = folder(
        {
            "a.md": '{"title": "T"}\n\nfunction() {\n}\n',
            "b.md": '{\n"title": "U",\n"provider": {\n"name": "P"\n}\n}\nbody }',
        }
    )
    assert read_folder(root, Settings()).sightings["title"].to_list() == ["T", "U"]


def test_every_statement_of_a_publisher_is_counted(folder: Folder) -> None:
    found = harvest(folder, 'title: T\nprovider: [{name: ""}, "", X, {x: 1}, Y]\nfeed_name: x\nsource: Z')
    reasons = found.malformed.select("line", "text", "reason").rows()
    assert reasons == [
        (3, "{name}", "names no publisher"),
        (3, "{x}", "names no publisher"),
        (3, "Y", "of several publishers only the first counts; left out"),
        (5, "Z", "of several publishers only the first counts; left out"),
    ]
    assert found.counts["published_by"] == 5


def test_what_stands_in_a_relation_without_a_name_is_lost_and_said(folder: Folder) -> None:
    found = harvest(folder, "title: T\nrelated:\n- related: [b.md, {related: [c.md]}]\n")
    assert sorted(found.malformed["text"]) == ["b.md", "c.md", "{related}", "{related}"]
    assert found.counts["related"] == 4


def test_front_matter_may_be_empty(folder: Folder) -> None:
    found = harvest(folder, "")
    assert found.sightings["title"].to_list() == ["a"]
    assert found.counts["rejected"] == 0


def test_wikilinks_in_other_keys_are_links(folder: Folder) -> None:
    header = 'title: T\nup: "[[Graphs#x|y]]"\nsee: ["[[A]]", plain, "text [[B]]"]\nparent: [[C]]\nrelated: "[[D]]"'
    links = harvest(folder, header).sightings.filter(relation="link")
    assert links.select("line", "reference", "text").rows() == [
        (3, "Graphs", "[[Graphs#x|y]]"),
        (4, "A", "[[A]]"),
        (5, "C", "[[C]]"),
    ]


def test_a_misspelled_key_is_said(folder: Folder) -> None:
    said = messages(
        harvest(folder, "title: T\nwebURL: https://a.example/x\nreleated: [b]\nTags: [x]\nlayout: post\ntopic: x")
    )
    hints = [line for line in said if "unknown-key" in line]
    assert hints == [
        "a.md:3: info [unknown-key] webURL: no field reads this key; did you mean 'webUrl'?",
        "a.md:4: info [unknown-key] releated: no field reads this key; did you mean 'related'?",
        "a.md:5: info [unknown-key] Tags: no field reads this key; did you mean 'tags'?",
        "a.md:7: info [unknown-key] topic: no field reads this key; did you mean 'topics'?",
    ]


def test_notes_without_front_matter_on_request(folder: Folder) -> None:
    files = {"Note.md": "# Note\n\nSee [[Other]].\n", "Other.md": "Text.\n", "plain.txt": "no note\n"}
    root = folder(files)
    assert read_folder(root, Settings()).counts["passed_over"] == 3
    found = read_folder(root, Settings(bare_notes=True))
    assert found.sightings.select("source", "title", "reference", "line").rows() == [
        ("Note.md", "Note", None, 1),
        ("Note.md", None, "Other", 3),
        ("Other.md", "Other", None, 1),
    ]


def test_a_folder_of_drafts_holds_drafts_and_a_day_is_a_date(folder: Folder) -> None:
    root = folder({"_drafts/a.md": "---\ntitle: A\n---\n", "Daily/2026-11-20.md": "---\n---\n"})
    rows = read_folder(root, Settings()).sightings.select("source", "draft", "published_text").rows()
    assert rows == [("Daily/2026-11-20.md", None, "2026-11-20"), ("_drafts/a.md", True, None)]
