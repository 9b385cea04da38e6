"""Terminal safety: whatever data holds, no command sends a control character, or turns a line around."""

from __future__ import annotations

import json
import re
import shutil
import sys

import pytest
from click.testing import CliRunner

from graphkit.cli import console, export, main, query

_EVIL = "evil \x1b]0;title\x07\x1b[31mred\x9b2J\x08\x7f \u202eabc\u2066 end"
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

COMMANDS = (
    "build {articles} -o {target} -f csv",
    "check {articles}",
    "export {built} -o - -f ttl",
    "export {built} -o - -f html",
    "stats {built}",
    "stats {built} --csv",
    "stats {built} --json",
    "rank {built}",
    "rank {built} --json",
    "rank {built} --csv",
    "rank {built} --kind topic",
    "clusters {built}",
    "clusters {built} --json",
    "search evil {built}",
    "search evil {built} --json",
    "search evil {built} --csv",
    "search \x1b[31m {built}",
    "neighbors evil.example/a {built}",
    "neighbors \x1b[31m {built}",
    "path evil.example/a evil.example/b {built}",
    "why evil.example/a evil.example/b {built}",
    "why evil.example/a evil.example/b {built} --json",
    "drift {built}",
    "drift {built} --csv",
    "ledger {built}",
    "ledger {built} --csv",
    "ledger {built} --json",
    "wanted {built}",
    "wanted {built} --csv",
    "query {sparql} {built}",
    "query {sparql} {built} --json",
    "query {sparql} {built} --csv",
    "query \x1b[31m {built}",
    "verify {built}",
    "verify {spoilt}",
    "stats \x1b[31m",
    "build \x1b[31m -o {target}",
)
_SPARQL = "SELECT ?label { ?article schema:headline ?label }"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Articles whose texts and names are hostile to terminals, their exports, and such exports spoilt."""
    root = tmp_path_factory.mktemp("terminal")
    articles = root / "articles"
    articles.mkdir()
    for name in ("a", "b"):
        written = json.dumps(f"{name} {_EVIL}")
        lines = [f"{key}: {written}" for key in ("title", "excerpt", "category", "date", "type", "heat", "slug")]
        lines += [f"topics: [{written}]", f"provider: {{name: {written}}}", f"authors: [{written}]"]
        lines += [f"webUrl: https://evil.example/{name}", f"related: [https://evil.example/b, {written}]"]
        body = f"[link]({_EVIL}) [[{_EVIL}]]"
        (articles / f"{name}\x1b[31m\u202e\n.md").write_text("\n".join(["---", *lines, "---", body]), encoding="utf-8")
    (articles / "bad\x1b.md").write_bytes(b"---\ntitle: [\x1b\n---\n")
    (articles / "tag\x1b.md").write_text('---\ntitle: a\n"k\\e[31m": 1\n"k\\e[31m": 2\n---\n')
    built, spoilt = root / "built", root / "spoilt"
    CliRunner().invoke(main, ["build", str(articles), "-o", str(built)])
    shutil.copytree(built, spoilt)
    text = (spoilt / "graph.json").read_text(encoding="utf-8")
    (spoilt / "graph.json").write_text(text.replace('"label": "', '"label": "\\u001b[31m\\u202e'), encoding="utf-8")
    names = {"articles": articles, "built": built, "spoilt": spoilt, "target": root / "target"}
    return {name: str(path) for name, path in names.items()} | {"sparql": _SPARQL}


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_a_terminal_obeys_is_sent(
    command: str, places: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (console, export, query):
        monkeypatch.setattr(module, "watched", lambda stream: stream is sys.stdout)
    words = [word.format(**places) for word in command.split(" ") if word]
    result = CliRunner().invoke(main, words)
    said = result.stdout + result.stderr
    assert said and (result.exception is None or isinstance(result.exception, SystemExit))
    assert not (found := _CONTROLS.search(said)), repr(said[max(0, found.start() - 80) : found.end() + 20])


def test_every_command_is_tried_but_those_that_only_count_or_write() -> None:
    tried = {command.split(" ")[0] for command in COMMANDS}
    assert set(main.commands) - tried == {"identity", "judge", "serve", "spark-build"}
