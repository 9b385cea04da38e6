"""`judge`: what it writes it can read, of whatever kind and under whatever name."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

import graphkit as gk
from graphkit.errors import AmbiguousNameError, JudgementError, SourceError, UnknownNameError
from graphkit.judge import judge
from graphkit.judgements import FILE_NAME, load_judgements
from graphkit.pipeline import inspect
from tests.conftest import Folder
from tests.test_judgements import PAPERS, judged

DAY = "2026-01-02"


def page(title: str, host: str = "a.example", provider: str = "", topics: str = "") -> str:
    stated = f"provider: {provider}\n" if provider else ""
    return f"---\ntitle: {title}\nwebUrl: https://{host}/{title}\n{stated}topics: [{topics}]\n---\n"


def nodes(root: Path, kind: str) -> dict[str, str]:
    table = gk.build(root)[0].nodes.filter(pl.col("kind") == kind).select("id", "label")
    return {name.removeprefix(f"{kind}:"): label for name, label in table.iter_rows()}


def warnings(root: Path) -> list[str]:
    return [str(problem) for problem in inspect(root).of_severity("warning") if problem.code == "judgement"]


def with_topics(folder: Folder, *topics: str) -> Path:
    return folder({f"{number}.md": page(f"T{number}", topics=name) for number, name in enumerate(topics)})


def with_publishers(folder: Folder, **places: str) -> Path:
    files = {f"{number}.md": page(f"T{number}", host, name) for number, (name, host) in enumerate(places.items())}
    return folder(files)


@pytest.mark.parametrize("why", ["a\u2028b", "a\rb", "a\x0bb", "a\x85b", "two\nlines", "a\udcffb", '"a", b', "  a  b "])
def test_what_judge_writes_it_can_read(folder: Folder, why: str) -> None:
    root = folder(PAPERS)
    row = judge(root, "one.md", "two.md", "same", why, DAY)
    text = (root / FILE_NAME).read_text()
    assert text.count("\n") == len(text.splitlines()) == 2
    assert load_judgements(root).rows == (row,) and row.line == 2
    assert judge(root, "one.md", "both.md", "different", why, DAY).line == 3


def test_what_cannot_stand_on_a_line_is_refused(folder: Folder) -> None:
    root = folder({**PAPERS, "a\u2028b.md": "---\ntitle: Broken\n---\n"})
    for name in ("a\u2028b.md", "Broken", "a\nb", "a\udcffb"):
        with pytest.raises(
            JudgementError, match=r"articles/judgements.csv: a line break or control character in a name"
        ):
            judge(root, name, "one.md", "same", "why", DAY)
    for why in ("", " ", "\u200b"):
        with pytest.raises(JudgementError, match="a judgement needs a reason; say why"):
            judge(root, "one.md", "two.md", "same", why, DAY)
    with pytest.raises(JudgementError, match="not a date: '2021-99-99'"):
        judge(root, "one.md", "two.md", "same", "why", "2021-99-99")
    assert not (root / FILE_NAME).exists()


def test_a_graph_directory_takes_no_judgements(folder: Folder, tmp_path: Path) -> None:
    gk.save(*gk.build(folder(PAPERS)), tmp_path / "exports")
    with pytest.raises(SourceError, match=r"exports: is a graph directory; name the folder of articles"):
        judge(tmp_path / "exports", "one.md", "two.md", "same", "why", DAY)


@pytest.mark.parametrize(
    ("old", "line"),
    [
        ("\ufeffsame,one.md,both.md\r\n# ours, \"too\r\n", "{},{},why,2026-01-02\r\n"),
        ("same,one.md,both.md", "\n{},{},why,2026-01-02\n"),
        ("same,one.md,both.md\r", "{},{},why,2026-01-02\r"),
        ("", "verdict,one,other,why,date\n{},{},why,2026-01-02\n"),
    ],
)  # fmt: skip
def test_the_bytes_of_the_old_lines_stay(folder: Folder, old: str, line: str) -> None:
    root = folder({**PAPERS, FILE_NAME: old})
    judge(root, "./one.md", "two.md", "same", "why", DAY)
    assert (root / FILE_NAME).read_bytes().decode() == old + line.format("same,file:one.md", "file:two.md")


def test_a_link_to_the_file_stays_a_link(folder: Folder, tmp_path: Path) -> None:
    root = folder(PAPERS)
    (tmp_path / "ours.csv").write_text(judged())
    (root / FILE_NAME).symlink_to("../ours.csv")
    judge(root, "one.md", "two.md", "same", "why", DAY)
    assert (root / FILE_NAME).is_symlink()
    assert (tmp_path / "ours.csv").read_text() == judged("same,file:one.md,file:two.md,why,2026-01-02")


def test_what_is_no_file_of_judgements_says_so(folder: Folder) -> None:
    path = folder(PAPERS) / FILE_NAME

    def said() -> str:
        with pytest.raises(JudgementError) as caught:
            gk.build(path.parent)
        return str(caught.value).removeprefix(f"{path}: ")

    os.mkfifo(path)
    assert said() == "not a regular file"
    path.unlink()
    path.symlink_to("/dev/zero")
    assert said() == "not a regular file"
    path.unlink()
    path.symlink_to("nowhere")
    assert said() == "cannot be read: No such file or directory"
    path.unlink()
    path.mkdir()
    assert said() == "is a folder"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"same,a.md,b.md\nsame,caf\xe9.md,b.md\n", "judgements.csv:2: is not UTF-8; save it as UTF-8"),
        (b"verdict;one;other;why;date\nsame;a.md;b.md;x, y, z;\n", "judgements.csv:1: separate the cells by commas"),
        (b"same\ta.md\tb.md\n", "judgements.csv:1: separate the cells by commas"),
        (b"same,a.md,b.md,,2021-99-99\n", "judgements.csv:1: not a date: '2021-99-99'; write it as 2021-08-31"),
        (b"same,a.md,b.md,one, two, three\n", "judgements.csv:1: 6 cells; write verdict,one,other,why,date"),
        (b"same,topic:ai,topic:\n", "judgements.csv:1: a judgement names two"),
        (b"same,provider:a.example,provider:name:\n", "judgements.csv:1: 'provider:name:' names no provider"),
        (b"same,topic:ai,topic:\x1b[31m\n", "judgements.csv:1: a line break or control character in a name"),
        (b"same,topic:ai,\"topic:a\nb\"\n", "judgements.csv:1: a line break or control character in a name"),
        (b"different,provider:x.com/The-A,provider:x.com/A\n", "judgements.csv:1: 'x.com/a' cannot differ from itself; names of"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line(folder: Folder, text: bytes, said: str) -> None:
    root = folder({**PAPERS, FILE_NAME: text})
    with pytest.raises(JudgementError) as caught:
        gk.build(root)
    assert str(caught.value).startswith(f"{root}/{said}")


def test_no_message_shows_a_password(folder: Folder) -> None:
    rows = [
        "same,https://u:hunter2@a.example/,b.md",
        "same,https://u:hunter2@a.example/1,//u:hunter2@a.example/2",
        "https://u:hunter2@a.example/1,same,b.md",
        "different,https://u:hunter2@a.example/1,https://u:hunter2@www.a.example/1",
    ]
    for row in rows:
        root = folder({**PAPERS, FILE_NAME: judged(row)})
        try:
            said = " ".join(map(str, inspect(root).problems))
        except JudgementError as error:
            said = str(error)
        assert "a.example" in said and "hunter2" not in said
    (root / FILE_NAME).unlink()
    judge(root, "https://u:hunter2@one.example/x", "two.md", "same", "why", DAY)
    assert "hunter2" not in (root / FILE_NAME).read_text()


def test_spellings_that_folding_joins_can_be_told_apart(folder: Folder) -> None:
    root = with_topics(folder, "face-recognition", "face recognition", "Face-Recognition", "OS", "os", "Os")
    assert nodes(root, "topic") == {"face recognition": "Face-Recognition", "os": "OS"}
    judge(root, "face-recognition", "topic:face recognition", "different", "why", DAY)
    judge(root, "OS", "os", "different", "why", DAY)
    found = nodes(root, "topic")
    assert found == {
        "OS": "OS",
        "face recognition": "face recognition",
        "face-recognition": "Face-Recognition",
        "os": "Os",
    }
    assert not warnings(root)
    with pytest.raises(JudgementError, match="'different' contradicts 'same' in line 4"):
        judge(root, "topic:OS", "topic:Os", "same", "why", DAY)
    with pytest.raises(AmbiguousNameError, match="topic:OS, topic:os"):
        judge(root, "OS", "face recognition", "same", "why", DAY)
    with pytest.raises(UnknownNameError):
        judge(root, "topic:face recognition", "topic:face_recognition", "different", "why", DAY)


@pytest.mark.parametrize("one", ["window", "topic:window", "Window"])
@pytest.mark.parametrize("other", ["windows", "topic:windows", "topic:Windows"])
def test_a_plural_that_is_none(folder: Folder, one: str, other: str) -> None:
    root = with_topics(folder, "windows", "window")
    assert list(nodes(root, "topic")) == ["window"]
    row = judge(root, one, other, "different", "no plural", DAY)
    assert (row.one, row.other) == ("topic:window", "topic:windows")
    assert list(nodes(root, "topic")) == ["window", "windows"]


def test_names_of_one_domain_are_told_apart(folder: Folder) -> None:
    root = with_publishers(folder, **{"A One": "x.com", "A Ones": "x.com", "A Onez": "x.com"})
    assert list(nodes(root, "provider")) == ["x.com"]
    row = judge(root, "A One", "a ones", "different", "two", DAY)
    assert (row.one, row.other) == ("provider:x.com/aone", "provider:x.com/aones")
    assert nodes(root, "provider") == {"x.com/aone": "A One", "x.com/aones": "A Ones"}
    judge(root, "provider:x.com/A Onez", "provider:X.com/aone", "different", "three", DAY)
    assert list(nodes(root, "provider")) == ["x.com/aone", "x.com/aones", "x.com/aonez"]
    assert not warnings(root)
    said = [problem.message for problem in inspect(root).problems if problem.code == "platform"]
    assert said == ["x.com bears 3 names; each is a publisher of its own"]


def test_a_name_without_a_domain_can_leave_it(folder: Folder) -> None:
    nameless = "---\ntitle: N\nprovider: Foo\n---\n"
    root = folder({"a.md": page("A", "foo.com", "Foo"), "n.md": nameless})
    assert list(nodes(root, "provider")) == ["foo.com"]
    judge(root, "provider:name:foo", "provider:foo.com", "different", "another Foo", DAY)
    assert list(nodes(root, "provider")) == ["foo.com", "name:foo"]
    with pytest.raises(AmbiguousNameError):
        judge(root, "foo", "provider:foo.com", "different", "which?", DAY)


def test_what_was_merged_can_be_judged_again(folder: Folder) -> None:
    root = with_publishers(folder, BBC="bbc.co.uk", News="bbc.com", Radio="radio.example")
    judge(root, "provider:bbc.co.uk", "provider:www.bbc.com", "same", "one house", DAY)
    row = judge(root, "provider:bbc.com", "Radio", "same", "one house", DAY)
    assert row.one == "provider:bbc.com"
    assert list(nodes(root, "provider")) == ["bbc.co.uk"]
    judge(root, "article:bbc.com/T1", "0.md", "same", "one text", DAY)
    row = judge(root, "article:bbc.com/T1", "article:radio.example/T2", "different", "another", DAY)
    assert (row.one, row.other) == ("article:bbc.com/T1", "article:radio.example/T2")
    with pytest.raises(JudgementError, match="contradicts 'same' in line 4"):
        judge(root, "article:bbc.com/T1", "0.md", "different", "no", DAY)


def test_judgements_on_publishers_and_topics_nobody_states_are_said(folder: Folder) -> None:
    rows = [
        "same,provider:foo.com,provider:nonexist.com",
        "same,topic:ai,topic:nothing",
        "same,provider:many.com,provider:foo.com",
        "same,topic:AI,topic:Ml",
    ]
    files = {
        "a.md": page("A", "foo.com", "Foo", "AI, ML"),
        "b.md": page("B", "many.com", "One"),
        "c.md": page("C", "many.com", "Another", "b"),
    }
    root = folder({**files, FILE_NAME: judged(*rows)})
    assert sorted(warnings(root)) == [
        "judgements.csv:2: warning [judgement] no file speaks of 'provider:nonexist.com'; check it, or delete the line",
        "judgements.csv:3: warning [judgement] no file speaks of 'topic:nothing'; check it, or delete the line",
        "judgements.csv:4: warning [judgement] many.com bears several names; write provider:many.com/NAME",
    ]
    for name in ("provider:nonexist.com", "topic:nothing", "provider:many.com"):
        with pytest.raises(UnknownNameError):
            judge(root, name, "AI" if "topic" in name else "Foo", "same", "why", DAY)
