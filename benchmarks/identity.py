"""Identity measured: graphkit's keys of URLs against the packages that make URLs canonical.

    python benchmarks/identity.py FOLDER           # a folder of articles with a URL each

Pairs of URLs are made from those of the articles (see url_pairs.py): spellings of one article, which must get one
key, and near misses, which must not. Printed are precision, recall and URLs a second on one core, then recall
per kind of spelling, then the share of near misses that stay apart. Where a package has several functions, the
one with the best F1 counts. Others are measured if installed:

    pip install w3lib courlan url-normalize ural
"""

from __future__ import annotations

import functools
import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

import polars as pl
from url_pairs import Pair, pairs

from graphkit.resolve.urls import Key, canonical_key
from graphkit.settings import Settings
from graphkit.sources import read_folder

Canonical = Callable[[str], object]

PEERS = {
    "w3lib": [("w3lib.url", "canonicalize_url", {})],
    "courlan": [
        ("courlan", "clean_url", {}),
        ("courlan", "normalize_url", {}),
        ("courlan", "normalize_url", {"strict": True}),
    ],
    "url-normalize": [
        ("url_normalize", "url_normalize", {}),
        ("url_normalize", "url_normalize", {"filter_params": True}),
    ],
    "ural": [("ural", "normalize_url", {}), ("ural", "fingerprint_url", {})],
}
"""Per package the functions that could be meant, with their options."""

RUNS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What one function made of all pairs: which met, and how many URLs a second."""

    name: str
    met: list[bool]
    speed: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)


def functions(package: str) -> Iterator[tuple[str, Canonical]]:
    """The functions of a package by name; a line of advice if it is not installed."""
    try:
        version = metadata.version(package)
    except metadata.PackageNotFoundError:
        print(f"{package} is not installed: pip install {package}", file=sys.stderr)
        return
    for module, name, options in PEERS[package]:
        function = getattr(import_module(module), name)
        shown = ", ".join(f"{option}={value}" for option, value in options.items())
        yield f"{package} {version} {name}({shown})", functools.partial(function, **options) if options else function


def measured(name: str, canonical: Canonical, made: Sequence[Pair], urls: Sequence[str]) -> Result:
    speed = max(speed_of(canonical, urls) for _ in range(RUNS))
    keys = {url: answer(canonical, url) for url in urls}
    met = [bool(keys[pair.one]) and keys[pair.one] == keys[pair.other] for pair in made]
    right = sum(pair.same for pair, meets in zip(made, met, strict=True) if meets)
    return Result(name, met, speed, right / (sum(met) or 1), right / sum(pair.same for pair in made))


def answer(canonical: Canonical, url: str) -> object:
    """What a function makes of a URL; nothing if it refuses to."""
    try:
        found = canonical(url)
    except Exception:
        return None
    return ("" if found.reason else found.text) if isinstance(found, Key) else found


def speed_of(canonical: Canonical, urls: Sequence[str]) -> float:
    """URLs a second of this process's time, each for the first time: caches are emptied before."""
    for found in gc.get_objects():
        if type(found) is functools._lru_cache_wrapper:
            found.cache_clear()
    start = time.process_time()
    for url in urls:
        try:
            canonical(url)
        except Exception:
            continue
    return len(urls) / (time.process_time() - start)


def summary(results: Sequence[Result]) -> None:
    width = max(len(result.name) for result in results)
    print(f"{'':{width}}  precision  recall    URLs/s  graphkit is")
    for result in results:
        ratio = "" if result is results[0] else f"{results[0].speed / result.speed:.1f} times as fast"
        print(f"{result.name:{width}}  {result.precision:9.4f}  {result.recall:.4f}  {result.speed:8,.0f}  {ratio}")


def per_kind(title: str, made: Sequence[Pair], same: bool, results: Sequence[Result]) -> None:
    """The share of pairs of each kind that every function judged right."""
    kinds: Mapping[str, list[int]] = {}
    for place, pair in enumerate(made):
        if pair.same == same:
            kinds.setdefault(pair.kind, []).append(place)
    names = [result.name.split()[0] for result in results]
    print(f"\n{title:25}  pairs  " + "  ".join(f"{name:>13}" for name in names))
    for kind, places in sorted(kinds.items()):
        shares = [sum(result.met[place] == same for place in places) / len(places) for result in results]
        print(f"{kind:25}  {len(places):5}  " + "  ".join(f"{share:13.3f}" for share in shares))


def urls_of(folder: Path) -> list[str]:
    documents = read_folder(folder, Settings()).sightings.filter(pl.col("relation") == "document")
    return documents["web_url"].drop_nulls().to_list()


def main(folder: Path) -> None:
    """Every package on the pairs made from the articles in `folder`."""
    made = pairs(urls_of(folder))
    urls = sorted({url for pair in made for url in (pair.one, pair.other)})
    same = sum(pair.same for pair in made)
    print(
        f"{same:,} pairs of one article, {len(made) - same:,} near misses, {len(urls):,} different URLs\n", flush=True
    )
    results = [measured("graphkit", canonical_key, made, urls)]
    for package in PEERS:
        tried = [measured(name, function, made, urls) for name, function in functions(package)]
        results += [max(tried, key=lambda result: result.f1)] if tried else []
    summary(results)
    per_kind("recall", made, True, results)
    per_kind("near misses kept apart", made, False, results)


if __name__ == "__main__":
    main(Path(sys.argv[1])) if len(sys.argv) == 2 else sys.exit(__doc__)
