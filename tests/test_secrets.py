"""A password in a URL reaches no file, no table and no message, wherever it stands and however it is written.

Every form stands in every place with a password of its own, of letters and digits alone, so that no encoding of a
format hides one, and what leaks names its form and place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import graphkit as gk
from graphkit.cli import main
from graphkit.errors import SettingsError
from graphkit.settings import Settings, load_settings

FORMS = [
    "https://user:{}@host.example/x",
    "//user:{}@host.example/x",
    "HTTPS:/{}@host/t",
    "https:user:{}@host.example",
    r"https:\\user:{}@host.example",
    r"/\user:{}@h/x",
    r"\\user:{}@h/x",
    "ftp://user:{}@host.example/x",
    "view-source:https://user:{}@host.example",
    "user:{}@host.example/x",
    "me@host.example:{}@host.example",
    "foo/user:{}@h/x",
    "https://cdn.ampproject.org/c/s/user:{}@host.example/x",
    "https://www.google.com/amp/user:{}@host.example/x",
    "redirect?url=https://user:{}@b.example/",
    "redirect?url=user:{}@b.example",
    "/old?u=//u:{}@h",
    "https://a.example/go?u=https://user:{}@b.example/",
    "https://a.example/go?u=https%3A%2F%2Fuser%3A{}%40b.example%2F",
    "https://a.example/go?u=https%253a%252f%252fuser%253a{}%2540b.example",
    "https://a.example/https://user:{}@b.example/",
    "https://a.example//u:{}@b.example/",
    "https://user:{}%40host.example/x",
    "https://user%3A{}%40host.example/x",
    "https://user:a%20%2F%40{}@host.example/x",
    "https://user:{0} {0}@host.example/x",
    "https://{0} {0}@host/x",
    "https://user:{0}/{0}@host.example/x",
    "https://user:{0}?{0}@host.example/x",
    "https://user:{0}#{0}@host.example/x",
    "https://user:{0}@{0}@host.example/x",
    "https://user:{0}|{0}@host.example/x",
    "https://user:{0};{0}@host.example/x",
    "https://user:{0},{0}@host.example/x",
    "https://user:'{0}'@host.example/x",
    "https://user:({0})@host.example/x",
    r"https://user:{0}\{0}@host.example/x",
    "https://user:{0}@[bad",
    "https://u:p@https://u:{}@host.example/",
    "See https://a.example or https://user:{}@host.example/x, and me@a.example.",
    "https://user:{}@host.example/" + "x" * 600,
    "https://user:{}＠host.example/x",
    "https://user:{}﹫host.example/x",
    "https://user:{}&#64;host.example/x",
    "https&colon;&#x2F;&sol;user&#0058;{}&commat;host.example/x",
    "https://user:" + "x" * 9000 + "{}@host.example/",
]

TEXTS = "title excerpt type category locale slug date quality draft url originalUrl ampWebUrl".split()
LISTED = "topics authors aliases redirect_from provider".split()
MENTIONED = "title excerpt webUrl href path related provider topics aliases".split()
BODY = [
    "[{0}]({0})",
    "[x](<{0}>)",
    "<{0}>",
    '<a href="{0}">x</a>',
    "<a href={0}>x</a>",
    "[[{0}]]",
    "[[{0}|x]]",
    "[[x|{0}]]",
    "![[{0}]]",
    '[x]({{{{< ref "{0}" >}}}})',
    '{{{{< relref "{0}" >}}}}',
    "{{% post_url {0} %}}",
    "{{% link {0} %}}",
    "[r{1}]\n\n[r{1}]: <{0}>",
]


def secret(form: int, place: int) -> str:
    return f"hunter{form:02}q{place:02}z"


def article(form: int) -> str:
    """A file in which the form stands in every place."""
    places = iter(range(100))

    def one() -> str:
        return FORMS[form].format(secret(form, next(places)))

    matter: dict[str, object] = {name: one() for name in TEXTS}
    matter |= {name: [one(), {"name": one(), "title": one(), "url": one(), "domain": one()}] for name in LISTED}
    matter |= {"tags": one(), "keywords": f"{one()}, x", "images": [{"url": one(), "title": one()}, one()]}
    mentions: list[object] = [{"title": f"M{form}", name: one()} for name in MENTIONED]
    mentions += [{name: one()} for name in MENTIONED]
    mentions.append({"title": "P", "provider": {"name": one(), "url": one(), "domain": one()}})
    related: list[object] = [*mentions, one(), f"[[{one()}]]", f"[[x|{one()}]]", [[one()]], f"T: {one()}"]
    if len(FORMS[form]) < 1000:  # YAML has no longer keys
        related.append({one(): one()})
    matter["related"] = related
    body = "\n\n".join(template.format(one(), n) for n, template in enumerate(BODY))
    return f"---\n{json.dumps(matter)}\n---\n{body}\n"


def rejected() -> Iterator[tuple[str, str]]:
    """Files whose front matter cannot be read, for messages that quote it."""
    url = FORMS[0].format(secret(90, 0))
    yield "yaml-keys.md", f"---\ntitle: T\n? '{url}'\n: 1\n? '{url}'\n: 2\n---\n"
    yield "json-keys.md", json.dumps({"title": "T", url: 1})[:-1] + f', "{url}": 2}}'
    yield "toml-keys.md", f'+++\ntitle = "T"\n"{url}" = 1\n"{url}" = 2\n+++\n'
    yield "yaml-tag.md", f"---\ntitle: !<{url}> T\n---\n"
    yield "yaml-broken.md", f"---\ntitle: T\n{url}: [\n---\n"
    yield "title.md", f"---\ntitle: ['{url}']\n---\n"
    yield "tabs.md", f'---\ntitle: T\nurl: "https:/\\t/us\\ter:{secret(91, 0)}\\n{secret(91, 0)}@h.example"\n---\n'


@pytest.fixture(scope="module", params=["", 'base_url = "https://my.site"\nexternal_links = true\n'])
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of every form in every place, and what a build makes of it."""
    root = tmp_path_factory.mktemp("articles")
    (root / "graphkit.toml").write_text(request.param)
    for form in range(len(FORMS)):
        (root / f"{form:02}.md").write_text(article(form))
    for name, text in rejected():
        (root / name).write_text(text)
    graph, report = gk.build(root, load_settings(root))
    assert report.counts["documents"] == len(FORMS) + 1
    out = root.parent / f"{root.name}-exports"
    gk.save(graph, report, out)
    return root, out


def leaks(text: str) -> list[str]:
    found = {(int(form), int(place)) for form, place in re.findall(r"hunter(\d\d)q(\d\d)z", text, re.IGNORECASE)}
    return [f"{FORMS[form] if form < len(FORMS) else 'rejected'} in place {place}" for form, place in sorted(found)]


def test_no_password_is_in_any_file(places: tuple[Path, Path]) -> None:
    paths = sorted(places[1].iterdir())
    assert {"graph.html", "graph.ttl", "ledger.parquet", "keys.parquet"} <= {path.name for path in paths}
    for path in paths:
        data = path.read_bytes().decode("latin-1")
        table = pl.read_parquet(path).write_ndjson() if path.suffix == ".parquet" else ""
        assert not leaks(data + table), path.name


def test_no_password_is_in_what_the_commands_say(places: tuple[Path, Path]) -> None:
    root, out = places
    ids = pl.read_parquet(out / "nodes.parquet")["id"].to_list()
    commands = [
        ["check", root],
        ["check", root, "--json"],
        ["ledger", out, "--csv"],
        ["why", ids[0], ids[1], out],
        ["drift", out, "--csv"],
        ["wanted", out, "--csv"],
        ["identity", root, "--missed", "--csv"],
        ["search", "hunter", out],
        ["build", root, "-o", root.parent / f"{root.name}-again", "--format", "csv"],
    ]
    for command in commands:
        result = CliRunner().invoke(main, [str(word) for word in command])
        assert not leaks(result.output + result.stderr + repr(result.exception)), command[0]
        assert result.output or command[0] == "search", command


@pytest.mark.parametrize(
    "value",
    [
        '"https://u:hunter2@my.site/"',
        '"https://hunter2@my.site/"',
        '"ftp://u:hunter2@my.site/"',
        '" https://u:hunter2@my.site/"',
        '"https://u:hun/hunter2@my.site/"',
        '["https://u:hunter2@my.site/"]',
    ],
)
def test_a_base_url_with_a_password_is_refused_and_not_shown(tmp_path: Path, value: str) -> None:
    (tmp_path / "graphkit.toml").write_text(f"base_url = {value}")
    with pytest.raises(SettingsError, match="base_url") as caught:
        load_settings(tmp_path)
    assert "hunter2" not in str(caught.value)


def test_a_base_url_given_in_python_leaks_nothing_either(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\nurl: /x\n---\n[x](y)\n")
    graph, _ = gk.build(tmp_path, Settings(base_url="https://u:hunter2@my.site/"))
    assert graph.nodes["url"].to_list() == ["https://my.site/x"]
