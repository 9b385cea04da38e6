"""Plain front matter is read in columns to the very same records as by the reader that takes one file at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as running
from hypothesis import strategies as st

from graphkit import sources
from graphkit.settings import Limits, Settings
from graphkit.sources import plain
from graphkit.sources.harvest import Harvest
from tests.conftest import SEEDS, Folder
from tests.generate import generate
from tests.hostile.cases import CASES

SETTINGS = (
    Settings(),
    Settings(base_url="https://my.example/blog", bare_notes=True),
    Settings(fields={"title": ("headline",), "topics": ("section_names",)}, limits=Limits(depth=6, links=1)),
)
LINES = st.sampled_from(
    """title: A|title: "B: \\"c\\""|title: 'it''s'|title:|title: ''|headline: H|Title: x|titel: x|excerpt: a  b 50%
excerpt: "two\\nlines"|excerpt: >-|excerpt: |  text that goes on|# remark|title: A # remark|  # remark|
published: false|published: 2021-02-30|publishedDateTime: 2021-02-03T04:05:06Z|date: 2021-02-03|date: 20210203
updated: yesterday|quality: 7|quality: 1_000|quality: nan|heat: -1|heat: 1e3|draft: yes|draft: maybe|slug: a@b
webUrl: https://a.example/x|webUrl: "https://a.example/x y"|url: https://me:pw@a.example/|ampWebUrl: /rel
webUrl: ftp://a.example/|originalUrl: https://xn--a.example/|link: https://b.example/?q=%41
provider: P|provider: https://p.example/x|provider:|  name: P|  name:|  domain: p.example|  domain: https://p.example/
  url: p.example|  images:|feed_name: F|publisher: ""|author: me|authors:|author: ~|authors: null
topics:|tags:|tags: a, b|tags: one|categories:|- one|- two: three|  - one|  - "a, b"|  - ''|  - ~|  - [x]|- - x|-
images:|image: https://a.example/i.png|  - url: https://a.example/j.png|    width: 12|    width: wide|    isCached: true
    height: 7|    title: T|  - https://a.example/k.png|related:|  - title: R|    webUrl: https://a.example/r
    topics:|      - deep|    provider:|      name: Q|    related:|      - title: S|    ref: x.md|  - https://a.example/s
    published: true|    quality: "3"|    images:|      - url: https://a.example/l.png|        width: 5
aliases: old|layout: post|up: "[[Note]]"|up: [[Note]]|secured: "x=="|secured:|  a: b|&a b: c|d: *a|<<: x|? k|"q": v
 odd: indent|key : v|key:v|x: @y|x: `y`|x: %y|x: !y z|x: {a: b}|x: "a" b|x: a: b|x: -|x: - y|x: -1|...|x:\ty|x: \u200b
x: a\u00a0b|x: a\u2028b|x: a\x85b|x: a\x07|x: \ufeffb|x: é人😀|- x|no: no|null: null|title: "\\x41"|title: "a\\|x: 'a'b'
title: |excerpt: "   "|type: article  |   |category:   news|topics: [a, b]|tags: {a}|- a:|  - b:""".replace(
        "\n", "|"
    ).split("|")
)
BODIES = st.sampled_from(["", "text\n", "[a](b.md) <https://a.example/x>", "[[Note]] and\n\n[x](https://b.example/)\n"])


def _as_file(lines: list[str], body: str) -> bytes:
    return "\n".join(("---", *lines, "---", body)).encode()


DOCUMENTS = st.builds(_as_file, st.lists(LINES, max_size=14), BODIES)
TITLED = st.builds(lambda lines, body: _as_file(["title: A", *lines], body), st.lists(LINES, max_size=9), BODIES)


def _read(files: Mapping[str, bytes], settings: Settings) -> Harvest:
    in_columns = patch.object(sources, "_FEW", 1)
    with in_columns, patch.object(sources, "read_bytes", lambda path, source, limits: files[source]):
        return Harvest.joined([sources.read_files(Path(), sorted(files), settings)])


def _one_by_one(files: Mapping[str, bytes], settings: Settings) -> Harvest:
    with patch.object(plain, "cut", lambda *_: None):
        return _read(files, settings)


def _assert_same(one: Harvest, other: Harvest) -> None:
    for name in ("sightings", "malformed", "files"):
        table, twin = getattr(one, name), getattr(other, name)
        assert table.schema == twin.schema
        if not table.equals(twin):  # dictionaries are good to read, and slow
            assert table.to_dicts() == twin.to_dicts()
    assert one.problems == other.problems and one.counts == other.counts


def _are_plain(files: Mapping[str, bytes], settings: Settings) -> int:
    found = [plain.cut(name, data, settings.limits) for name, data in files.items()]
    cut = [one for one in found if one]
    return sum(plain.read(cut, settings)[1]) if cut else 0


# Many in one example: a table costs as much for one file as for a hundred.
@running(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(TITLED | DOCUMENTS, min_size=30, max_size=40), st.sampled_from(SETTINGS), st.sampled_from([".md", ".yaml"])
)
@example([_as_file(["title: A", "topics:", "- x", "tags:", "  - y"], "")], SETTINGS[0], ".md")
def test_documents_near_the_boundary(documents: list[bytes], settings: Settings, suffix: str) -> None:
    names = ("a", "2021-02-03-b", "_drafts/c")
    files = {f"{names[number % 3]}{number}{suffix}": data for number, data in enumerate(documents)}
    _assert_same(_read(files, settings), _one_by_one(files, settings))


@st.composite
def _wounded(draw: st.DrawFn) -> bytes:
    """A seed of which up to nine bytes are others."""
    text = draw(st.sampled_from(sorted(SEEDS.iterdir()))).read_bytes()
    at = draw(st.integers(4, len(text)))
    wound = draw(st.sampled_from([b"", b"\n", b" ", b"  ", b'"', b"'", b": ", b" #", b"- ", b"\\", b"\xff", b"[["]))
    return text[:at] + wound + text[at + draw(st.integers(0, 9)) :]


@running(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_wounded(), min_size=15, max_size=20))
def test_seeds_with_a_wound(documents: list[bytes]) -> None:
    seed = next(SEEDS.iterdir()).read_bytes()
    files = {f"{number:02}.md": data for number, data in enumerate([seed, *documents])}
    _assert_same(_read(files, SETTINGS[0]), _one_by_one(files, SETTINGS[0]))


def test_seeds_and_generated_articles_are_plain(tmp_path: Path) -> None:
    from benchmarks.articles import write_articles

    files = {path.name: path.read_bytes() for path in SEEDS.iterdir()}
    files |= {path.name: path.read_bytes() for path in write_articles(tmp_path, 60).rglob("*.md")}
    assert _are_plain(files, SETTINGS[0]) == len(files) == 65
    _assert_same(_read(files, SETTINGS[0]), _one_by_one(files, SETTINGS[0]))


@pytest.mark.parametrize("settings", SETTINGS)
def test_articles_with_flow_lists_links_and_secrets(tmp_path: Path, settings: Settings) -> None:
    files = {path.name: path.read_bytes() for path in generate(tmp_path, 60).iterdir()}
    _assert_same(_read(files, settings), _one_by_one(files, settings))


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_hostile_case(name: str, tmp_path: Path) -> None:
    CASES[name].write(tmp_path / "articles")
    with patch.object(sources, "_FEW", 1):
        fast = sources.read_folder(tmp_path / "articles", SETTINGS[0])
    with patch.object(plain, "cut", lambda *_: None):
        _assert_same(fast, sources.read_folder(tmp_path / "articles", SETTINGS[0]))


@pytest.mark.parametrize(
    "lines",
    [
        ["title: A", 'excerpt: "say \\"yes\\""', "tags:", "- x", "- 'y''s'"],
        ["title: A", "provider:", "    name: P", "    domain: p.example", "quality: 007"],
        ["title: no", "related:", "- webUrl: https://a.example/r", "  topics:", "  - t", "# remark", "", "heat:   3  "],
        ["title: 1:30", "published: true", "date: 2021-02-03 04:05", "author: me", "layout: post"],
    ],
)
def test_these_forms_are_plain(lines: list[str]) -> None:
    files = {"a.md": _as_file(lines, "text")}
    assert _are_plain(files, SETTINGS[0]) == 1
    _assert_same(_read(files, SETTINGS[0]), _one_by_one(files, SETTINGS[0]))


def test_a_secret_is_not_decoded_and_not_kept(folder: Folder) -> None:
    secret = "\\x zz" + "q" * 64
    root = folder({"a.md": f'---\ntitle: A\nsecured: "{secret}"\n---\n', "b.md": "---\ntitle: B\nsecured: qqqq\n---\n"})
    with patch.object(sources, "_FEW", 1):
        harvest = sources.read_folder(root, Settings())
    assert "qqqq" not in json.dumps(harvest.sightings.to_dicts(), default=str)
