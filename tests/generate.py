"""Makes folders of article files: few publishers and topics that are frequent, many that are rare."""

from __future__ import annotations

import random
from pathlib import Path

_WORDS = (
    "facial recognition police camera law china privacy data city court ban tool market école 人工智能 study".split()
)


def generate(folder: Path, articles: int, seed: int = 1) -> Path:
    """Write `articles` files with `related` lists that lead to earlier ones and to pages without a file."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        (folder / f"{number:06}.md").write_text(_article(number, chance), encoding="utf-8")
    return folder


def _body(number: int, chance: random.Random) -> list[str]:
    """Text with links by URL, path and wikilink, to files, to nowhere and to itself; some in code."""
    forms = (
        "[text]({url}?utm_medium=x)",
        "[text]({path})",
        "[[{stem}]]",
        '<a href="{url}">text</a>',
        "`[code]({path})`",
    )
    targets = [int(number * chance.random()) for _ in range(chance.randrange(4))]
    links = [
        chance.choice(forms).format(url=_url(target), path=f"{target:06}.md", stem=f"{target:06}") for target in targets
    ]
    return ["Text.", "", *links, "[away](https://elsewhere.example/x) [gone](no-such-file.md) [top](#top)"]


def _url(number: int) -> str:
    return f"https://www.paper{number % 37}.example/news/{number}"


def _article(number: int, chance: random.Random) -> str:
    title = " ".join(chance.choice(_WORDS) for _ in range(6))
    topics = {f"Topic {int(chance.paretovariate(0.8))}" for _ in range(3)}
    related = {int(number * chance.random() ** 2) for _ in range(chance.randrange(5))} - {number}
    outside = [f"https://elsewhere.example/{chance.randrange(500)}" for _ in range(chance.randrange(2))]
    lines = [
        "---",
        f'title: "{title}: {number}"',
        f"publishedDateTime: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00Z",
        f"webUrl: {_url(number)}?utm_source=feed",
        f"provider: {{name: Paper {number % 37}, domain: paper{number % 37}.example}}",
        f"topics: [{', '.join(sorted(topics))}]",
        "related:",
        *(f"  - webUrl: {_url(target)}" for target in sorted(related)),
        *(f"  - {url}" for url in outside),
        "---",
        *_body(number, chance),
    ]
    return "\n".join(lines) + "\n"
