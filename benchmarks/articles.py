"""Folders of article files like those in `seeds/`, of any size: `python benchmarks/articles.py FOLDER 100000`.

Publishers and topics are frequent by Zipf's law; related lists stay within communities and prefer what is old there;
most of what they name has no file. Texts hold quotes, colons and letters of many scripts. The same number of articles
is the same bytes, and a smaller folder holds the first files of a larger one.
"""

from __future__ import annotations

import base64
import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

COMMUNITIES, PUBLISHERS, TOPICS = 500, 3000, 5000
IN_A_FOLDER = 1000
WORDS = (
    "facial recognition police camera law privacy data city court ban tool market study report draft standard rules"
    " school border bank vote chip drone model firm state public local first new how why what growing quiet open risk"
    " Überwachung école visión мир приватность 人工智能 顔認証 naïve façade señal"
).split()
SAID = ("“{}”", "it's {}", "{}: {}", "{} | Opinion", "{}? {}", "{} – {}", "{} & {}", "{}, {}", "A {} (and {})", "{}")


@dataclass(frozen=True, slots=True)
class Article:
    """What is said of one article wherever it is named."""

    title: str
    excerpt: str
    published: str
    url: str
    amp: tuple[str, ...]
    publisher: int
    image: str
    quality: int


def write_articles(folder: Path, count: int) -> Path:
    """Write `count` files, a thousand in each folder below `folder`."""
    for number in range(count):
        if number % IN_A_FOLDER == 0:
            below = folder / f"{number // IN_A_FOLDER:03}"
            below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:06}_{number * 2654435761 % 2**32:08x}.md").write_text(text_of(number), encoding="utf-8")
    return folder


def text_of(number: int) -> str:
    """The file of one article."""
    chance = random.Random(f"file {number}")
    lines = ["---", "category: news", *_said("", article(number), chance), "type: article"]
    lines += [f"quality: {article(number).quality}", f"heat: {chance.randint(-1, 5)}", "published: false", ""]
    lines += [*_provider("", article(number).publisher), "", "topics:"]
    lines += [f"  - {topic}" for topic in dict.fromkeys(_topic(chance) for _ in range(chance.randint(1, 4)))]
    lines += ["", *_images("", article(number)), ""]
    mentions = [line for other in _related(number, chance) for line in _mention(article(other), chance)]
    lines += ["related:", *mentions, ""] if mentions else []
    secured = (base64.b64encode(chance.randbytes(size)).decode() for size in (chance.choice((270, 350)), 16))
    return "\n".join([*lines, f'secured: "{";".join(secured)}"', "---", "", ""])


@lru_cache(maxsize=50_000)
def article(number: int) -> Article:
    """The article of a number, whether it has a file or not."""
    chance = random.Random(number)
    publisher = _zipf(chance, PUBLISHERS)
    title = chance.choice(SAID).format(*(_words(chance, 2, 6).capitalize() for _ in range(2)))
    published = datetime(2021, 1, 1) + timedelta(minutes=chance.randrange(3 * 365 * 1440), seconds=chance.randrange(60))
    slug = "-".join(word for word in _words(chance, 5, 9).split() if word.isascii()) or "news"
    path = f"{domain(publisher)}/{published:%Y/%m}/{slug}-{number}"
    amp = (
        f"https://amp.{path}",
        f"https://amp-{domain(publisher).replace('.', '-')}.cdn.ampproject.org/c/s/amp.{path}",
    )
    image = f"https://cdn.{domain(publisher)}/uploads/{published:%Y/%m/%d}/{chance.getrandbits(128):032x}.jpg"
    image += chance.choice(("", "", f"?itok={chance.getrandbits(40):x}&v={chance.getrandbits(31)}"))
    excerpt = _words(chance, 15, 35).capitalize() + chance.choice((".", "…", ' and "more".', ": a report."))
    return Article(
        title,
        excerpt,
        f"{published:%Y-%m-%dT%H:%M:%SZ}",
        f"https://www.{path}",
        amp if chance.random() < 0.35 else (),
        publisher,
        image,
        chance.randint(5, 95),
    )


def domain(publisher: int) -> str:
    """The domain of a publisher."""
    return f"paper{publisher}.{('com', 'org', 'co.uk', 'net', 'de')[publisher % 5]}"


def _zipf(chance: random.Random, most: int) -> int:
    return min(int(chance.paretovariate(0.9)), most) - 1


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def _topic(chance: random.Random) -> str:
    number = _zipf(chance, TOPICS)
    return f"{WORDS[number % len(WORDS)].capitalize()} {number}"


def _related(number: int, chance: random.Random) -> list[int]:
    """Other articles of the community; those without a file are the odd ones above all that have one."""
    rank, community = divmod(number, COMMUNITIES)
    found = []
    for _ in range(chance.choice((0, 3, 4, 4, 5, 6, 6, 8))):
        earlier = int(rank * chance.random() ** 2) * COMMUNITIES + community
        found.append(earlier if chance.random() < 0.4 else earlier + 10**7 + chance.randrange(3) * 10**6)
    return [other for other in dict.fromkeys(found) if other != number]


def _said(indent: str, told: Article, chance: random.Random) -> list[str]:
    lines = [f"title: {_quoted(told.title)}"]
    if chance.random() < 0.9:
        lines.append(f"excerpt: {_quoted(told.excerpt)}")
    lines += [f"publishedDateTime: {told.published}", f'webUrl: "{told.url}"']
    lines += [f'{key}: "{url}"' for key, url in zip(("ampWebUrl", "cdnAmpWebUrl"), told.amp, strict=False)]
    return [indent + line for line in lines]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _provider(indent: str, publisher: int) -> list[str]:
    return [f"{indent}provider:", f"{indent}  name: Paper {publisher}", f"{indent}  domain: {domain(publisher)}"]


def _images(indent: str, told: Article) -> list[str]:
    sizes = ("    width: 1600", "    height: 1035", "    isCached: true")
    return [indent + line for line in ("images:", f'  - url: "{told.image}"', *sizes)]


def _mention(told: Article, chance: random.Random) -> list[str]:
    lines = [*_said("    ", told, chance), "    type: article", *_provider("    ", told.publisher)]
    # Files of other days: each tenth states another quality.
    lines.append(f"    quality: {told.quality + 3 * (chance.random() < 0.1)}")
    if chance.random() < 0.9:
        lines += _images("    ", told)
    return ["  - " + lines[0].lstrip(), *lines[1:]]


if __name__ == "__main__":
    write_articles(Path(sys.argv[1]), int(sys.argv[2]))
