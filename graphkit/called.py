"""What articles, publishers and topics are called in `judgements.csv`, so that a later reader finds them again."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from graphkit.errors import AmbiguousNameError, UnknownNameError
from graphkit.explain import Named, named
from graphkit.graph import Graph
from graphkit.graph.report import Report
from graphkit.judgements import Judgements
from graphkit.model import ARTICLE, PROVIDER, TOPIC
from graphkit.resolve import publishers, topics
from graphkit.resolve.domains import publisher_key
from graphkit.resolve.fold import fold_name
from graphkit.resolve.rulings import rulings, stated_key
from graphkit.sources.text import one_line, without_secrets


class _Name(NamedTuple):
    """A text, what it is called in the file, and the node that it means today."""

    text: str
    written: str
    node: str

    @property
    def kind(self) -> str:
        return self.node.partition(":")[0]


class Called:
    """The names of what a folder's files state, under its judgements so far."""

    def __init__(self, graph: Graph, report: Report, judged: Judgements) -> None:
        self._graph, self._report = graph, report
        seen = report.sightings.with_row_index("row").filter(pl.col("article").is_not_null())
        rules = {kind: rulings(judged, kind) for kind in (PROVIDER, TOPIC)}
        self._providers = publishers.stated(seen, rules[PROVIDER])
        self._about = topics.stated(seen, rules[TOPIC])
        self._exact = rules[TOPIC].exact
        self._keys = {
            PROVIDER: publishers.keys(self._providers, rules[PROVIDER]),
            TOPIC: topics.keys(self._about, rules[TOPIC]),
        }

    def both(self, one: str, other: str) -> tuple[str, str]:
        """What to write for two texts; where they mean one publisher or topic, the keys that tell them apart.

        Raises UnknownNameError and AmbiguousNameError.
        """
        first, second = self._name(one), self._name(other)
        if first.node == second.node and first.kind != ARTICLE:
            first, second = self._spelling(first), self._spelling(second)
        if first.written == second.written and first.kind == TOPIC:
            return _as_given(first), _as_given(second)
        return first.written, second.written

    def _name(self, text: str) -> _Name:
        kind, _, key = text.partition(":")
        if kind in self._keys:
            return self._of_key(text, kind, stated_key(kind, key, self._exact))
        try:
            found = named(self._graph, self._report, text)
        except UnknownNameError:
            if keys := self._spellings(text):
                return self._only(text, keys)
            raise
        return _Name(text, _written(found), found.node)

    def _of_key(self, text: str, kind: str, key: str) -> _Name:
        if node := self._keys[kind].get(key):
            return _Name(text, f"{kind}:{key}", node)
        of_domain = self._providers.filter(pl.col("domain") == key)["id"].unique().sort()
        raise UnknownNameError("node", text, of_domain if kind == PROVIDER and key else ())

    def _spelling(self, name: _Name) -> _Name:
        """The key of the spelling, where a name was not given by a key."""
        keys = [] if name.text.startswith(f"{name.kind}:") else self._spellings(name.text)
        own = [key for key in keys if self._of_key(name.text, *key).node == name.node]
        return self._only(name.text, own) if own else name

    def _spellings(self, text: str) -> list[tuple[str, str]]:
        """Kind and key of each publisher and topic of which files state this spelling."""
        topic, fold = stated_key(TOPIC, text, self._exact), fold_name(text)
        about = [(TOPIC, topic)] if topic in self._keys[TOPIC] else []
        domains = self._providers.filter(pl.col("fold") == fold)["domain"].unique().sort()
        return about + [(PROVIDER, publisher_key(domain, fold)) for domain in domains]

    def _only(self, text: str, keys: list[tuple[str, str]]) -> _Name:
        if len(keys) > 1:
            raise AmbiguousNameError(text, [f"{kind}:{key}" for kind, key in keys])
        return self._of_key(text, *keys[0])

    def refuse_unstated(self, together: Judgements) -> None:
        """Raise UnknownNameError if the last judgement names what no file states."""
        judged = {kind: rulings(together, kind) for kind in (PROVIDER, TOPIC)}
        unused = topics.unused(self._about, judged[TOPIC]) + publishers.unused(self._providers, judged[PROVIDER])
        row = together.rows[-1]
        if any(problem.line == row.line for problem in unused):
            raise UnknownNameError("node", f"{row.one}, {row.other}")


def _written(found: Named) -> str:
    """A URL as it was given; of all else the file, or the id that it has or had."""
    if not found.node.startswith(f"{ARTICLE}:"):
        return found.node
    if "://" in found.text and not found.text.startswith(f"{ARTICLE}:"):
        return without_secrets(found.text)
    return found.key if found.key.startswith("file:") else f"{ARTICLE}:{found.key}"


def _as_given(name: _Name) -> str:
    return f"{TOPIC}:{one_line(name.text.removeprefix(f'{TOPIC}:'))}"
