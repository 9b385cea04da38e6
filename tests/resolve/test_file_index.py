"""Which file a name means: places for URLs, all folders for other names, and no guesses."""

from __future__ import annotations

import unicodedata
from typing import Any

import polars as pl
import pytest

from graphkit.resolve.file_index import FileIndex
from tests.growth import TIMES, linear

_TEXTS = {"source": pl.String, "title": pl.String, "slug": pl.String, "reference": pl.String}
_SCHEMA = _TEXTS | {"aliases": pl.List(pl.String)}


def index(*sources: str, **said: dict[str, Any]) -> FileIndex:
    """Files whose titles nobody looks for, but for what `said` has for the file of that stem."""
    rows = []
    for source in sources:
        told = said.get(source.rpartition("/")[2].partition(".")[0], {})
        rows.append({"title": f"Untold {source}", "slug": None, "reference": None, "aliases": None, "source": source})
        rows[-1] |= told
    return FileIndex(pl.DataFrame(rows, schema=_SCHEMA))


@pytest.mark.parametrize(
    ("files", "url", "target"),
    [
        ("C.md C#.md", "C%23.md", "C#.md"),
        ("C.md", "C%23.md", None),
        ("what.md what?.md", "what%3F.md", "what?.md"),
        ("what.md what?.md", "what.md?x=1#part", "what.md"),
        ("what.md", "what%3F.md", None),
        ("100%25.md 100%.md", "100%25.md", "100%.md"),
        ("100%25.md", "100%25.md", "100%25.md"),
        ("a+b.md,a b.md", "a+b.md", "a+b.md"),
        ("a+b.md,a b.md", "a%20b.md", "a b.md"),
        ("a b.md", "a+b.md", None),
        ("my docs/a (1).md,x.md", "my%20docs/a%20(1).md", "my docs/a (1).md"),
        ('it\'s "b".md,x.md', "it's%20%22b%22.md", 'it\'s "b".md'),
        ("v1.2 notes.md,v1.md", "v1.2%20notes", "v1.2 notes.md"),
        ("v1.2 notes.md,v1.md", "v1.2%20notes.html", "v1.2 notes.md"),
        ("v1.md", "v1.2", None),
        ("Target.md", "target.MD", "Target.md"),
        ("Target.md target.md", "target.md", "target.md"),
        ("Target.md target.md", "TARGET.md", None),
        ("foo.md", "foo.html", "foo.md"),
        ("foo.md", "foo.txt", None),
        ("foo.md", "foo/", "foo.md"),
        ("foo/index.md", "foo/", "foo/index.md"),
        ("foo/index.md", "foo/index.html", "foo/index.md"),
        ("foo/_index.md", "./foo", "foo/_index.md"),
        ("foo/_index.md", "foo/index.html", "foo/_index.md"),
        ("foo.md foo/index.md", "foo/", None),
        ("a/b.md", r"a\b.md", "a/b.md"),
        ("My Note.md", "my-note/", "My Note.md"),
        ("My Note.md", "my-note.md", None),
        ("_posts/2021-03-04-t.md", "/2021/03/04/t.html", "_posts/2021-03-04-t.md"),
        ("_posts/2021-03-04-t.md", "_posts/2021-03-04-t.md", "_posts/2021-03-04-t.md"),
        ("_videos/2025-01-02-a-slug.md", "/ai/videos/a-slug", "_videos/2025-01-02-a-slug.md"),
        ("index.md", "/", "index.md"),
        ("index.md", "./", "index.md"),
        ("docs/index.md", "/", None),
        ("index.md", "?page=2", None),
        ("index.md", "", None),
    ],
)
def test_what_a_url_means(files: str, url: str, target: str | None) -> None:
    sources = files.split("," if "," in files else " ") if files.count(".md") > 1 else [files]
    assert index(*sources).match("from.md", url, "url").target == target


@pytest.mark.parametrize("suffix", ["", ".md", ".html"])
def test_accents_are_one_letter_or_two(suffix: str) -> None:
    one, two = unicodedata.normalize("NFC", "Café"), unicodedata.normalize("NFD", "Café")
    for file, link in ((one, two), (two, one)):
        files = index(f"a/{file}.md", "a/p.md")
        for form in ("url", "wikilink"):
            assert files.match("a/p.md", link + suffix, form).target == f"a/{file}.md"


@pytest.mark.parametrize("url", ["readme.md", "./about", "license", "../../zzz/c/b.md", "../b.md", "c/b", "c/b.md"])
def test_a_url_means_its_place_and_no_other(url: str) -> None:
    files = index("other/readme.md", "other/about.md", "other/license.md", "c/b.md", "a/x.md")
    assert files.match("a/x.md", url, "url").target is None


def test_a_word_may_be_what_a_file_declares() -> None:
    files = index(
        "other/one.md",
        "other/two.md",
        "other/2021-03-04-three.md",
        "other/four.md",
        one={"slug": "its-slug"},
        two={"reference": "/about/"},
        four={"aliases": ["Nickname", "/old/place.md"]},
    )
    words = ("its-slug", "about", "three", "nickname", "four", "./its-slug", "/old/place.md")
    found = {word: files.match("posts/p.md", word, "url").target for word in words}
    assert list(found.values()) == [
        "other/one.md",
        "other/two.md",
        "other/2021-03-04-three.md",
        "other/four.md",
        None,
        None,
        "other/four.md",
    ]
    assert files.match("posts/p.md", "four", "url").reason == "matches other/four.md only, in another folder"


def test_folders_by_their_index_pages() -> None:
    files = index("index.md", "posts/index.md", "posts/a.md", "posts/first/index.md")
    said = {"posts/": "posts/index.md", "/": "index.md", ".": "index.md", "posts/first": "posts/first/index.md"}
    assert {url: files.match("index.md", url, "url").target for url in said} == said
    assert files.match("posts/a.md", "../", "url").target == "index.md"
    assert files.match("posts/a.md", "..", "url").target == "index.md"
    assert files.match("posts/first/index.md", "../", "url").target == "posts/index.md"
    assert files.match("posts/a.md", "../../", "url").target is None


def test_the_query_of_a_permalink_is_part_of_it() -> None:
    files = index("a.md", "b.md", a={"reference": "/watch?v=1"}, b={"reference": "/?p=2", "aliases": ["/old?p=2"]})
    urls = {"/watch?v=1": "a.md", "/watch?v=2": None, "/?p=2": "b.md", "/": None, "/old?p=2": "b.md", "/old": None}
    for form in ("url", None):
        assert {url: files.match("x/p.md", url, form).target for url in urls} == urls


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("C# in depth", "deep.md"),
        ("C# in general", None),
        ("C#", None),
        ("#", None),
        ("C#part", "c.md"),
        ("c.md#part", "c.md"),
        ("What is AI? A primer", "primer.md"),
        ("What is AI? A sequel", None),
        ("What is AI?", "what-is-ai.md"),
        ("/what-is-ai/?x=1", "what-is-ai.md"),
        ("100% sure", "sure.md"),
        ("AC/DC", "ac.md"),
        (r"sub\note", "sub/note.md"),
        ("Sub/Note.MD", "sub/note.md"),
        ("nowhere#sub/x/sub/note", None),
        ("v1.2 notes", "v1.2 notes.md"),
        ("../sub/note", "sub/note.md"),
        ("../../zzz/sub/note.md", None),
        ("../zzz/sub/note.md", None),
        ("a%20b", "sub/a b.md"),
    ],
)
@pytest.mark.parametrize("form", [None, "wikilink"])
def test_what_a_name_means(name: str, target: str | None, form: str | None) -> None:
    sources = "deep.md,c.md,primer.md,what-is-ai.md,sure.md,ac.md,sub/note.md,v1.2 notes.md,sub/a b.md,x/p.md"
    titles = {"deep": "C# in depth", "primer": "What is AI? A primer", "sure": "100% sure", "ac": "AC/DC"}
    files = index(*sources.split(","), **{stem: {"title": title} for stem, title in titles.items()})
    assert files.match("x/p.md", name, form).target == target


def test_an_alias_is_known_by_all_of_it() -> None:
    files = index("a.md", "p.md", a={"aliases": ["C# basics", "Why? Because"]})
    said = {"C": None, "Why": None, "c# basics": "a.md", "Why? Because": "a.md", "C# basics#part": "a.md"}
    assert {name: files.match("p.md", name, "wikilink").target for name in said} == said


def test_the_nearer_place_goes_first() -> None:
    files = index("about.md", "a/about.md", "b/about.md", "b/c.md", "d/e.md")
    assert files.match("b/c.md", "about", "wikilink").target == "b/about.md"
    assert files.match("d/e.md", "about", "wikilink").target == "about.md"
    assert files.match("b/c.md", "/about", "url").target == "about.md"


@pytest.mark.parametrize("form", [None, "url", "wikilink", "ref"])
def test_names_beyond_all_measure_match_nothing(form: str | None) -> None:
    files = index("b.md")
    found = files.match("b.md", "a/" * 30_000 + "b", form)
    assert found == (None, "is a name longer than 1,024 characters")
    assert linear(lambda size: [files.match("b.md", "x/" * size + "b", form) for _ in range(100)], 500 // TIMES)


def test_up_to_three_files_of_one_name_are_all_told() -> None:
    for folders, said in (
        ("ab", "a/x.md, b/x.md"),
        ("abc", "a/x.md, b/x.md, c/x.md"),
        ("abcd", "a/x.md, b/x.md, c/x.md, …"),
    ):
        files = index(*(f"{folder}/x.md" for folder in folders), "from.md")
        assert files.match("from.md", "x", "wikilink").reason == f"matches {len(folders)} files ({said})"


def test_many_files_of_one_name_are_told_at_once() -> None:
    def asked(size: int) -> None:
        files = index(*(f"d{number:05}/index.md" for number in range(size)), "from.md")
        for _ in range(size):
            reason = files.match("from.md", "index", "wikilink").reason
        assert reason == f"matches {size} files (d00000/index.md, d00001/index.md, d00002/index.md, …)"

    assert linear(asked, 625)
