"""Fuzz the reader of front matter: whatever the bytes, a value, nothing, or a SourceError of one line; never more.

    python fuzz/front_matter.py -max_total_time=300 -timeout=2 corpus/

Wants atheris, which has wheels for few Pythons and so is in no extra.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["graphkit.sources", "graphkit.resolve"]):
    from graphkit.errors import SourceError
    from graphkit.settings import Settings
    from graphkit.sources import frontmatter
    from graphkit.sources.body import collect_links
    from graphkit.sources.harvest import Basket
    from graphkit.sources.record import collect

SETTINGS = Settings()
FENCES = (b"---\n", b"+++\n", b"{", b"")


def one_input(data: bytes) -> None:
    """Read the bytes behind a fence that the first of them chooses, as far as sightings and problems."""
    if not data:
        return
    opening = FENCES[data[0] % len(FENCES)]
    closing = b"\n" + opening if opening in FENCES[:2] else b""
    body = data[1:]
    for document in (opening + body, opening + body + closing):
        basket = Basket()
        try:
            matter = frontmatter.read(document, "fuzz.md", SETTINGS.limits, whole=data[0] > 127)
            if matter is not None:
                items, url = collect(matter.value, "fuzz.md", SETTINGS, basket)
                collect_links(matter, "fuzz.md", SETTINGS, basket, items, url)
        except SourceError as error:
            check(error.line, str(error))
        for problem in basket.problems:
            check(problem.line, str(problem))


def check(line: int, told: str) -> None:
    """Every problem has a line, and is told in one."""
    if line < 1 or "\n" in told:
        raise AssertionError(told)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
