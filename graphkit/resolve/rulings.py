"""Rulings: what judgements mean in keys of identity, and that they do not contradict each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graphkit.errors import JudgementError
from graphkit.judgements import DIFFERENT, FILE_NAME, SAME, Judgement, Judgements
from graphkit.model import ARTICLE, NODE_KINDS, PROVIDER, TOPIC, Problem
from graphkit.resolve.domains import read_publisher_key
from graphkit.resolve.groups import Groups
from graphkit.resolve.spellings import key_of, told_apart
from graphkit.resolve.urls import canonical_key


class Ruling(NamedTuple):
    """That two keys are one, or not, as line `line` has it."""

    line: int
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """The judgements on one kind of node; `exact` holds URLs and topics told apart though the rules join them."""

    same: tuple[Ruling, ...] = ()
    different: tuple[Ruling, ...] = ()
    exact: dict[str, str] = field(default_factory=dict)
    source: str = FILE_NAME


def rulings(judgements: Judgements, kind: str) -> Rulings:
    """What the judgements say of nodes of `kind`, as keys without the kind.

    Raises JudgementError, naming both lines, for a contradiction.

    >>> row = Judgement("same", "https://a.example/x", "posts/x.md", line=2)
    >>> rulings(Judgements((row,)), "article").same
    (Ruling(line=2, one='a.example/x', other='file:posts/x.md'),)
    """
    rows = [row for row in judgements.rows if _kind(judgements.path, row) == kind]
    exact = _exact(rows, kind)
    found: dict[str, list[Ruling]] = {SAME: [], DIFFERENT: []}
    for row in rows:
        both = (_key(judgements.path, row.line, kind, text, exact) for text in (row.one, row.other))
        found[row.verdict].append(Ruling(row.line, *both))
    _refuse_contradiction(judgements.path, kind, found[SAME], found[DIFFERENT])
    return Rulings(tuple(found[SAME]), tuple(found[DIFFERENT]), exact)


def unbroken(ties: Mapping[str, str], judged: Rulings) -> dict[str, str]:
    """The ties of the rules, from key to key, that join nothing which is different; the first come first.

    >>> different = Rulings(different=(Ruling(2, "window", "windows"),))
    >>> unbroken({"windows": "window", "models": "model"}, different)
    {'models': 'model'}
    """
    groups: Groups[str] = Groups(judged.different)
    for _, one, other in judged.same:
        groups.join(one, other)
    return {key: end for key, end in ties.items() if groups.join(key, end) is None}


def aliases(judged: Rulings, ends: Mapping[str, str]) -> dict[str, str]:
    """Per key that is the same as others, the one that stands for all: the first in the alphabet.

    `ends` gives keys that stand for others by the rules.

    >>> aliases(Rulings(same=(Ruling(2, "b", "as"), Ruling(3, "c", "b"))), {"as": "a"})
    {'a': 'a', 'b': 'a', 'c': 'a'}
    """
    groups: Groups[str] = Groups()
    pairs = [(ends.get(one, one), ends.get(other, other)) for _, one, other in judged.same]
    for one, other in pairs:
        groups.join(one, other)
    members = sorted({key for pair in pairs for key in pair})
    first: dict[str, str] = {}
    return {key: first.setdefault(groups.root(key), key) for key in members}


def unknown(judged: Rulings, keys: Callable[[], Container[str]], said: Callable[[str], str]) -> list[Problem]:
    """Judgements with a key that is not among `keys`; `said` words it."""
    asked = [(line, key) for line, *both in sorted((*judged.same, *judged.different)) for key in both]
    known = keys() if asked else ()
    return [Problem(judged.source, line, "judgement", said(key)) for line, key in asked if key not in known]


def unheard(kind: str, key: str) -> str:
    """The words for a key that no file states."""
    return f"no file speaks of {f'{kind}:{key}'[:120]!r}; check it, or delete the line"


def stated_key(kind: str, text: str, exact: Container[str] = ()) -> str:
    """The key of a publisher or topic as people write it, without the kind; empty if it names nothing.

    >>> stated_key("topic", "Face-Recognition"), stated_key("provider", "www.bbc.com")
    ('face recognition', 'bbc.com')
    """
    return key_of(text, exact) if kind == TOPIC else read_publisher_key(text)


def _kind(path: str, row: Judgement) -> str:
    one, other = (text.partition(":")[0] for text in (row.one, row.other))
    kinds = [kind if kind in NODE_KINDS else ARTICLE for kind in (one, other)]
    if kinds[0] != kinds[1]:
        raise JudgementError(path, row.line, f"{kinds[0]} and {kinds[1]} are of two kinds")
    return kinds[0]


def _exact(rows: Iterable[Judgement], kind: str) -> dict[str, str]:
    """URLs and topics that the rules join and a judgement tells apart: one of the two becomes a key as it is."""
    pairs = [(row.one, row.other) for row in rows if row.verdict == DIFFERENT and row.one != row.other]
    if kind == TOPIC:
        names = [(one.removeprefix(f"{TOPIC}:"), other.removeprefix(f"{TOPIC}:")) for one, other in pairs]
        apart = [told_apart(one, other) for one, other in names if key_of(one) == key_of(other)]
    else:
        urls = [(one, other) for one, other in pairs if "://" in one and "://" in other]
        apart = [other for one, other in urls if canonical_key(one).text == canonical_key(other).text]
    return dict(zip(apart, apart, strict=True)) if kind != PROVIDER else {}


def _key(path: str, line: int, kind: str, text: str, exact: Container[str]) -> str:
    if kind == ARTICLE:
        return _article_key(path, line, text, exact)
    key = stated_key(kind, text.removeprefix(f"{kind}:"), exact)
    if not key:
        raise JudgementError(path, line, f"{text[:120]!r} names no {kind}")
    return key


def _article_key(path: str, line: int, text: str, exact: Container[str]) -> str:
    if text.startswith(f"{ARTICLE}:"):
        return text.removeprefix(f"{ARTICLE}:")
    if text in exact:
        return text
    if "://" not in text:
        return text if text.startswith(("file:", "path:", "title:")) else f"file:{text.removeprefix('./')}"
    key = canonical_key(text)
    if key.reason:
        raise JudgementError(path, line, f"{key.reason} names no article: {text[:120]!r}")
    return key.text


def _refuse_contradiction(path: str, kind: str, same: Iterable[Ruling], different: Iterable[Ruling]) -> None:
    groups: Groups[str] = Groups()
    for _, one, other in same:
        groups.join(one, other)
    for line, one, other in different:
        if one == other:
            why = "; names of one domain must differ in more than case and punctuation" if kind == PROVIDER else ""
            raise JudgementError(path, line, f"{one!r} cannot differ from itself{why}")
        if groups.root(one) == groups.root(other):
            lines = _chain(same, one, other)
            said = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, sorted(lines)))}"
            raise JudgementError(path, line, f"'different' contradicts 'same' in {said}; delete one")


def _chain(same: Iterable[Ruling], start: str, end: str) -> list[int]:
    """The lines on a shortest way that makes two keys one."""
    ties: dict[str, list[tuple[str, int]]] = {}
    for line, one, other in same:
        ties.setdefault(one, []).append((other, line))
        ties.setdefault(other, []).append((one, line))
    before: dict[str, tuple[str, int]] = {end: ("", 0)}
    queue = deque([end])
    while start not in before:
        key = queue.popleft()
        for other, line in ties[key]:
            if other not in before:
                before[other] = key, line
                queue.append(other)
    return list(_lines(before, start))


def _lines(before: Mapping[str, tuple[str, int]], key: str) -> Iterator[int]:
    while (step := before[key])[1]:
        yield step[1]
        key = step[0]
