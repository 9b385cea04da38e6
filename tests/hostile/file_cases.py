"""The file system: links, pipes, devices, folders and names that no table of files can hold."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.hostile.case import Case, titled


def _odd(name: str | bytes, title: str) -> Case:
    """An article in a file of an odd name."""
    return Case(f"a name: {title}", make=lambda folder: _write(os.fsencode(folder) + b"/" + os.fsencode(name), title))


def _write(path: bytes, title: str) -> None:
    Path(os.fsdecode(path)).write_text(titled(title=title), encoding="utf-8")


def _sparse(folder: Path) -> None:
    with (folder / "huge.md").open("wb") as file:
        file.truncate(4 * 2**30)


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may have 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.bind("door.md")
    finally:
        os.chdir(here)


def _deep(folder: Path) -> None:
    path = folder
    for _ in range(60):
        path /= "deep"
    path.mkdir(parents=True)
    (path / "h.md").write_text(titled())


def _outside(folder: Path) -> None:
    (folder.parent / "outside").mkdir(exist_ok=True)
    (folder.parent / "outside" / "secret.md").write_text(titled(title="hunter2"))
    (folder / "out").symlink_to(folder.parent / "outside")
    (folder / "secret.md").symlink_to(folder.parent / "outside" / "secret.md")


def _chain(folder: Path) -> None:
    (folder / "a.md").symlink_to("b.md")
    (folder / "b.md").symlink_to("a.md")


def _too_deep(folder: Path) -> None:
    """Folders whose path is longer than the system takes in one go."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(20):
            Path("d" * 250).mkdir()
            os.chdir("d" * 250)
        Path("h.md").write_text(titled())
    finally:
        os.chdir(here)


CASES = (
    # The fifteen of the shared list.
    Case("a link to the folder above", articles=0, make=lambda folder: (folder / "loop").symlink_to(folder)),
    Case("a link to a file outside", articles=0, make=lambda folder: (folder / "passwd.md").symlink_to("/etc/passwd"), absent=("root:x:",)),
    Case("a link to a device", articles=0, make=lambda folder: (folder / "zero.md").symlink_to("/dev/zero")),
    Case("a pipe", articles=0, make=lambda folder: os.mkfifo(folder / "pipe.md")),
    Case("a folder named as an article", {"x.md/inner.md": titled(title="Inner")}, titles=("Inner",)),
    Case("4 GiB of nothing", articles=0, make=_sparse),
    Case("a link to nothing", articles=0, make=lambda folder: (folder / "gone.md").symlink_to("nowhere.md")),
    _odd("a\nb\x1b[31m.md", "newline and escape"),
    _odd(b"caf\xe9.md", "not UTF-8"),
    Case("names that differ in case", {"Foo.md": titled(title="Foo"), "foo.md": titled(title="foo")}, 2, titles=("Foo", "foo")),
    Case("names of devices", {name: titled(title=name) for name in ("CON.md", "aux.md", "dot..md", "nul", "LPT1.txt")}, 4),
    _odd("n" * 252 + ".md", "255 bytes"),
    Case("names of two forms", {"cafe\u0301.md": titled(title="NFD"), "caf\u00e9.md": titled(title="NFC")}, 2),
    Case("leftovers of editors", {name: titled() for name in ("#x.md#", ".hidden.md", ".x.md.swp", "x.md~", "x.md.orig", "x.md.bak")}, 0),
    # More of them.
    Case("links to a folder and a file outside", articles=0, make=_outside, absent=("hunter2",)),
    Case("links in a ring", articles=0, make=_chain),
    Case("a link to itself", articles=0, make=lambda folder: (folder / "me.md").symlink_to("me.md")),
    Case("a link to the good article", articles=0, make=lambda folder: (folder / "also.md").symlink_to("good.md")),
    Case("a hard link to the good article", make=lambda folder: os.link(folder / "good.md", folder / "hard.md")),
    Case("a socket", articles=0, make=_socket),
    Case("a folder of nothing", articles=0, make=lambda folder: (folder / "empty.md").mkdir()),
    Case("sixty folders deep", make=_deep),
    Case("deeper than paths may be long", articles=0, make=_too_deep),
    Case("links to what the system shows", articles=0, make=lambda folder: [(folder / f"{n}.md").symlink_to(path) for n, path in enumerate(("/proc/self/mem", "/dev/full", "/proc/self/fd/0", "good.md/x"))]),
    Case("names that mean something to a shell or a page", {name: titled(title=f"'{name}'") for name in ("*.md", "[x](y).md", "]]>.md", "&amp;.md", "#a?b=c.md", "{{x}}.md", "%00.md")}, 7),
    Case("names with dates that are none", {f"{date}-x.md": "---\n---\n" for date in ("2021-99-99", "2021-02-30", "0000-00-00", "9999-12-31")}, 4),
    Case("hidden folders", {".git/h.md": titled(), ".obsidian/h.md": titled(), "node_modules/x/h.md": titled()}, 0),
    Case("the folders of a site", {"_site/h.md": titled(), "_data/h.yaml": "title: A\n", "_config.yml": "title: A\n"}, 0),
    Case("suffixes of every case", {"A.MD": titled(title="A"), "b.Markdown": titled(title="B"), "c.MDX": titled(title="C"), "d.Md": titled(title="D")}, 4),
    Case("names without a stem", {".md": titled(), "..md": titled(), "md": titled()}, 0),
    _odd(" .md", "a blank"),
    _odd("-o.md", "an option"),
    _odd("a\\b.md", "a back slash"),
    _odd("a:b:1.md", "colons"),
    _odd("<img src=x onerror=alert(1)>.md", "a tag"),
    _odd("=cmd|' C calc'!A0.md", "a formula"),
    _odd("\u202egpj.md", "a direction override"),
    _odd("a\u2028b.md", "a line separator"),
    _odd(b"\xed\xa0\x80.md", "a surrogate"),
    _odd("tab\tand\rreturn.md", "a tab and a return"),
    _odd("%2e%2e%2fx.md", "percent signs"),
    _odd("$(touch PWNED);`id`.md", "a shell"),
    _odd("{0}{x.__class__}%s.md", "a format"),
    _odd("﷽🚀é.md", "beyond ASCII"),
    Case("1,000 empty files", {f"{n}.md": "" for n in range(1_000)}, 0),
)  # fmt: skip
