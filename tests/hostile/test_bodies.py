"""Bodies that make careless parsers of Markdown, HTML and templates slow by the square: each is read as it should be, soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graphkit.settings import Settings
from graphkit.sources import read_files
from tests.hostile.case import titled

PIECES = (
    "[", "![[", "](", "![a](", "<a href=", "<a href='x'>", "*a ", "_a_ ", "**a *b ", "{{< ref ", "{% link ", '{{< ref "a" >}}',
    "<!--", "<!-- -", "<![CDATA[", "<?", ">", "> > ", "- ", "[[", "[[a|", "[[a]]", "&amp;", "&#", "\t", "\n", "\r",
    "<http://a.example/", "<http://a.example/>", "\\", "|", "~~a ", "[^a]", "[^a]: ", "$", "<div>", "<a ", "<script>",
    '[a](b "', "http://", "\u2028", "\u00a0", "\u0301", "```\n", "~", "a\n=\n", "#", "`", "[a](http://a.example/?b=c&",
)  # fmt: skip
WHOLE = (
    "".join("`" * length + " " for length in range(1, 300)),
    "\n".join(" " * depth + "- a" for depth in range(1_000)),
    "".join(f"[{number}]: http://a.example/{number}\n" for number in range(5_000)) + "[1] " * 5_000,
    f"[a]: http://a.example/{'x' * 10_000}\n" + "[a] " * 5_000,
    "|a" * 200 + "\n" + "|-" * 200 + "\n" + ("|a" * 200 + "\n") * 100,
    "<a " + "b='c' " * 10_000 + ">",
    f"[a](http://a.example/{'a/' * 20_000})",
    f"[a]({'../' * 20_000}x)",
    f"[a](http://a.example{'/amp' * 10_000})",
    f"[a](http://{'a.' * 10_000}example)",
    f"[a](http://xn--{'a' * 20_000}.example)",
)
LONGEST = 6.0
"""Seconds of CPU: the slowest takes half a second where nothing else runs."""


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_a_body_of_one_piece_many_times_is_read_soon(suffix: str, tmp_path: Path) -> None:
    slow = {}
    for number, body in enumerate([*(piece * 10_000 for piece in PIECES), *WHOLE]):
        path = tmp_path / f"{number}{suffix}"
        path.write_text(titled(body=body), encoding="utf-8", newline="")
        start = time.process_time()
        assert read_files(tmp_path, [path.name], Settings()).counts["documents"] == 1
        if (took := time.process_time() - start) > LONGEST:
            slow[body[:30]] = took
    assert slow == {}
