"""Pairs of URLs with the answer: two spellings of one article, or two articles that look alike.

Every pair starts from the URL of a real article; what is done to it is plain text surgery that knows nothing of
graphkit: see `url_spellings` and `url_near_misses`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from url_near_misses import APART
from url_spellings import SAME, Change, cache, combined


@dataclass(frozen=True, slots=True)
class Pair:
    """Two URLs, whether they are one article, and what was done to tell."""

    one: str
    other: str
    same: bool
    kind: str


def pairs(urls: Sequence[str], same: int = 5, apart: int = 5, seed: int = 1) -> list[Pair]:
    """For every article so many pairs of different kinds, each kind that fits as likely as any."""
    rng = random.Random(seed)
    articles = [parts for url in sorted(set(urls)) if len((parts := urlsplit(url)).path) > 1 and parts.hostname]
    found = []
    for parts in articles:
        found += _drawn(parts, SAME, same, True, rng)
        found += _drawn(parts, {"combined": combined}, 1, True, rng)
        found += _drawn(parts, APART, apart, False, rng)
        if other := _neighbour(parts, articles, rng):
            found.append(Pair(parts.geturl(), other.geturl(), False, "two articles of a host"))
            copy = cache(other, rng)
            found += [Pair(parts.geturl(), copy.geturl(), False, "cached copy of another")] if copy else []
    return found


def _drawn(parts: SplitResult, kinds: Mapping[str, Change], count: int, same: bool, rng: random.Random) -> list[Pair]:
    made = [(kind, pair) for kind, change in kinds.items() if (pair := change(parts, rng)) and pair[0] != pair[1]]
    return [Pair(*pair, same, kind) for kind, pair in rng.sample(made, min(count, len(made)))]


def _neighbour(parts: SplitResult, articles: Sequence[SplitResult], rng: random.Random) -> SplitResult | None:
    """Another article, most often of the same host: articles are sorted, so one nearby."""
    other = articles[min(len(articles) - 1, max(0, articles.index(parts) + rng.choice((-3, -2, -1, 1, 2, 3))))]
    path, other_path = (each.path.strip("/").lower() for each in (parts, other))
    return other if path != other_path and "v=" not in parts.query and parts.hostname == other.hostname else None
