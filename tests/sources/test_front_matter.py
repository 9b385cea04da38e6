"""Front matter: where it begins and ends, in which formats, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import SourceError
from graphkit.settings import Limits
from graphkit.sources import READERS, frontmatter
from graphkit.sources.block import Block

LIMITS = Limits()

SAME = {
    "yaml": "---\ntitle: T\nquality: 7\ntopics: [a, b]\nprovider:\n  name: P\n---\nbody",
    "toml": '+++\ntitle = "T"\nquality = 7\ntopics = ["a", "b"]\n[provider]\nname = "P"\n+++\nbody',
    "json": '{\n"title": "T",\n"quality": 7,\n"topics": ["a", "b"],\n"provider": {"name": "P"}\n}\nbody',
}


def read(text: str | bytes, *, whole: bool = False) -> object:
    data = text if isinstance(text, bytes) else text.encode()
    found = frontmatter.read(data, "a.md", LIMITS, whole=whole)
    return found and found.value


@pytest.mark.parametrize("name", READERS)
def test_every_reader_gives_the_same_text(name: str) -> None:
    value = read(SAME[name])
    assert value == {"title": "T", "quality": "7", "topics": ["a", "b"], "provider": {"name": "P"}}


@pytest.mark.parametrize("name", READERS)
def test_every_reader_knows_lines_and_drops_secured(name: str) -> None:
    secret = {"yaml": "secured: {a: [b]}\n", "toml": 'secured = "x"\n', "json": '"secured": {"a": ["b"]},\n'}
    where = {"yaml": 4, "toml": 4, "json": 2}
    text = SAME[name]
    cut = [index for index, char in enumerate(text) if char == "\n"][{"yaml": 0, "toml": 0, "json": 0}[name]] + 1
    value = read(text[:cut] + secret[name] + text[cut:])
    assert isinstance(value, Block)
    assert value["title"] == "T"
    assert value.get("secured") is None
    assert value.lines["title"] == where[name] - (name != "json") + (name == "json")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("close", ["---", "...", "--- \t"])
def test_fences(bom: bytes, end: str, close: str, whole: bool) -> None:
    text = end.join(["---", "title: T", "excerpt: |", "  one", "  --- no fence", close, "--- body", "x: ["])
    value = read(bom + text.encode(), whole=whole)
    assert value == {"title": "T", "excerpt": "one\n--- no fence\n"} or value == {
        "title": "T",
        "excerpt": "one\n--- no fence",
    }


@pytest.mark.parametrize(
    "text", ["", "body", "----\ntitle: T\n----", "{% include x %}", "{{ page.title }}", "  ---\na: b\n---"]
)
def test_no_front_matter(text: str) -> None:
    assert read(text) is None


def test_a_yaml_file_needs_no_fence() -> None:
    assert read("title: T\n", whole=True) == {"title": "T"}
    assert read("---\ntitle: T\n", whole=True) == {"title": "T"}


@pytest.mark.parametrize(
    ("text", "line", "code", "field"),
    [
        ("---\ntitle: T\n", 1, "unclosed", ""),
        ("+++\ntitle = 1\n", 1, "unclosed", ""),
        ("---\ntitle: T\ntitle: U\n---\n", 3, "duplicate-key", "title"),
        ("---\ntitle: !!python/object:os.system x\n---\n", 2, "yaml-tag", "title"),
        ("---\na: b\ntopics: " + "[" * 30_000 + "\n---\n", 3, "depth", "topics"),
        ("---\ntitle: 'open\n---\n", 2, "yaml", "title"),
        ("---\nprovider:\n\tname: x\n---\n", 3, "yaml", "provider"),
        ("---\na: &a [*a]\n---\n", 2, "alias", "a"),
        ("---\na: *nowhere\n---\n", 2, "alias", "a"),
        ("---\nb: 1\n<<: text\n---\n", 3, "merge", "<<"),
        ("---\ntitle: bell\x07\n---\n", 2, "control", ""),
        ("---\ntitle: \x00\n---\n", 2, "control", ""),
        (b"---\ntitle: caf\xe9\n---\n", 2, "encoding", ""),
        ("---\ntitle: x\n---\n".encode("utf-16"), 1, "encoding", ""),
        (b"\x89PNG\r\n\x00\x00", 1, "not-text", ""),
        ("+++\ntitle = \n+++\n", 2, "toml", ""),
        ('{"title": "a",}', 1, "json", ""),
        ('{"a": "1", "a": "2"}', 1, "json", ""),
        ("{" + '"a": {' * 5_000, 1, "json", ""),
        ('{"a": ' + "[" * 40 + "]" * 40 + "}", 1, "depth", ""),
    ],
)
def test_what_is_refused_says_where(text: str | bytes, line: int, code: str, field: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text)
    assert (caught.value.line, caught.value.code, caught.value.field) == (line, code, field)
    assert "\n" not in str(caught.value)


def test_aliases_within_the_budget_and_beyond() -> None:
    assert read("---\na: &a {x: 1}\nb: *a\nc:\n  <<: *a\n  y: 2\n---\n") == {
        "a": {"x": "1"},
        "b": {"x": "1"},
        "c": {"x": "1", "y": "2"},
    }
    bomb = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(SourceError, match="alias_nodes"):
        read("---\n" + "\n".join(bomb) + "\n---\n")


def test_the_header_has_a_limit() -> None:
    with pytest.raises(SourceError, match="header_bytes"):
        frontmatter.read(b"---\ntitle: " + b"x" * 100 + b"\n---\n", "a.md", Limits(header_bytes=50))


def test_numbers_and_dates_of_toml_stay_text() -> None:
    text = "+++\na = 1979-05-27T07:32:00-08:00\nb = true\nc = 1.50\nd = [[1, 2]]\n+++\n"
    assert read(text) == {"a": "1979-05-27 07:32:00-08:00", "b": "true", "c": "1.50", "d": [["1", "2"]]}


@given(st.text())
def test_any_text_in_any_format_is_read_or_refused(text: str) -> None:
    for wrapped in (f"---\n{text}\n---\n", f"+++\n{text}\n+++\n", '{"' + text, text):
        try:
            read(wrapped.encode("utf-8", "surrogatepass"))
        except SourceError as error:
            assert "\n" not in str(error) or "\n" in text


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=4))
def test_yaml_text_comes_back_as_written(values: dict[str, str]) -> None:
    import yaml

    header = yaml.safe_dump(values, allow_unicode=False, default_style='"')
    try:
        expected = yaml.load(header, yaml.BaseLoader)
    except yaml.YAMLError:
        return
    expected.pop("secured", None)
    try:
        value = read(f"---\n{header}---\n")
    except SourceError as error:
        assert error.code in ("control", "yaml")
        return
    assert isinstance(value, dict)
    assert {key: item for key, item in value.items() if key != "secured"} == expected
