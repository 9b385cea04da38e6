"""YAML front matter, built from libyaml's events: within a budget, and text stays text.

PyYAML's own loaders recurse (25,000 `[` end the process), expand merge keys without limit and turn
`no`, `1:30` and `2024-01-02` into other things. Events have none of these faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NoReturn

import yaml

from graphkit.errors import SourceError
from graphkit.settings import Limits
from graphkit.sources.block import SECURED, Block, Items
from graphkit.sources.text import one_line

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TEXT_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str"})
_COLLECTION_TAGS = frozenset({None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_REMEDIES = {
    "mapping values are not allowed in this context": "text that holds ': ' wants quotes, or the indentation is wrong",
    "found invalid Unicode character escape code": "half of a pair of escapes; write the character itself",
    "did not find expected node content": "a bracket, a quote or a value is missing before this place",
}
_ESCAPE = "invalid Unicode character escape code"
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_BREAKS = re.compile("\r\n?|[\n\x85\u2028\u2029]")
_ODD_BREAKS = re.compile("[\r\x85\u2028\u2029]")
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


def read(text: str, source: str, first_line: int, limits: Limits) -> Any:
    """The value of one YAML document; `first_line` is the line of `text` in its file.

    >>> read("title: no\\ntopics: [a, ~]", "a.md", 2, Limits())
    {'title': 'no', 'topics': ['a', None]}

    Raises SourceError for what is not YAML, for tags, duplicate keys, and what exceeds `limits`.
    """
    if found := _FORBIDDEN.search(text):
        line = first_line + text.count("\n", 0, found.start())
        raise SourceError(source, line, f"control character U+{ord(found[0]):04X} in the front matter", "control")
    builder = _Builder(source, first_line, limits, _Rows(text))
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        if _ESCAPE in str(error) and (joined := _PAIR.sub(_joined, text)) != text:
            return read(joined, source, first_line, limits)
        raise _not_yaml(error, text, source, first_line, builder.field()) from error
    return builder.value


def _joined(pair: re.Match[str]) -> str:
    """The character that JSON writes as two escapes, which YAML does not know."""
    return pair[1] + f"\\u{pair[2]}\\u{pair[3]}".encode().decode("unicode_escape").encode(
        "utf-16", "surrogatepass"
    ).decode("utf-16")


def _events(text: str) -> Any:
    parser = _Parser(text)
    while (event := parser.get_event()) is not None:
        if isinstance(event, yaml.DocumentEndEvent):
            return
        yield event


def _not_yaml(error: yaml.YAMLError, text: str, source: str, first_line: int, field: str) -> SourceError:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in problem:  # the place to mend is where the quote or bracket opens
        mark = getattr(error, "context_mark", None) or mark
    row = _Rows(text)[mark.line] if mark else 0
    lines = text.split("\n")
    if lines[row].lstrip(" ").startswith("\t"):
        problem = "a tab is used as indentation; use spaces"
    problem = _REMEDIES.get(problem, problem)
    where = f" (column {mark.column + 1})" if mark else ""
    return SourceError(source, first_line + row, f"the front matter is not valid YAML: {problem}{where}", "yaml", field)


class _Rows:
    """The line of a text, counted from 0, that each line of libyaml is: it ends lines at more than line ends.

    >>> rows = _Rows("a\\u2028b\\r\\nc")
    >>> rows[0], rows[1], rows[2], rows[9]
    (0, 0, 1, 1)
    """

    def __init__(self, text: str) -> None:
        self._last = text.count("\n")
        odd = _ODD_BREAKS.search(text)
        self._rows = list(accumulate(int("\n" in found[0]) for found in _BREAKS.finditer(text))) if odd else None

    def __getitem__(self, line: int) -> int:
        if self._rows is None or line == 0:
            return min(line, self._last)
        return self._rows[line - 1] if line <= len(self._rows) else self._last


@dataclass(slots=True)
class _Frame:
    """A collection that is being filled."""

    value: Block | Items
    line: int
    anchor: str | None
    size: int = 1
    key: str | None = None
    awaits_value: bool = False
    merges: list[Block] = field(default_factory=list)


class _Builder:
    """Takes events one by one; the explicit stack is what keeps depth a number and not a crash."""

    def __init__(self, source: str, first_line: int, limits: Limits, rows: _Rows) -> None:
        self.value: Any = None
        self._rows = rows
        self._source, self._first_line, self._limits = source, first_line, limits
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        self._aliased = 0
        self._skipping = 0
        self._take = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
        }

    def take(self, event: Any) -> None:
        """Let one event add to the value."""
        if self._skipped(event):
            return
        if handler := self._take.get(type(event)):
            handler(event)

    def field(self) -> str:
        """The top-level key that is being read."""
        return one_line(self._stack[0].key or "") if self._stack else ""

    def _skipped(self, event: Any) -> bool:
        """Whether the event belongs to a `secured` value, which is nobody's to decode."""
        if not self._skipping and not self._at_secured():
            return False
        self._skipping += (type(event) in _STARTS) - (type(event) in _ENDS)
        if self._skipping > self._limits.depth:  # libyaml takes time by the square of the depth
            self._fail(event, f"nested deeper than {self._limits.depth} (limits.depth)", "depth")
        if not self._skipping:
            self._stack[-1].awaits_value = False
        return True

    def _at_secured(self) -> bool:
        return bool(self._stack) and self._stack[-1].awaits_value and self._stack[-1].key == SECURED

    def _fail(self, event: Any, message: str, code: str = "yaml") -> NoReturn:
        raise SourceError(self._source, self._line(event), message, code, self.field())

    def _line(self, event: Any) -> int:
        return self._rows[event.start_mark.line] + self._first_line

    def _scalar(self, event: Any) -> None:
        if event.tag not in _TEXT_TAGS:
            self._fail(event, f"the tag {event.tag!r} is not allowed; write plain text", "yaml-tag")
        plain = event.implicit[0]
        value = None if plain and event.value in _NULLS else event.value
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._add(event, value, 1, plain)

    def _start(self, event: Any) -> None:
        if event.tag not in _COLLECTION_TAGS:
            self._fail(event, f"the tag {event.tag!r} is not allowed", "yaml-tag")
        if len(self._stack) >= self._limits.depth:
            self._fail(event, f"nested deeper than {self._limits.depth} (limits.depth)", "depth")
        value = Block() if isinstance(event, yaml.MappingStartEvent) else Items()
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(_Frame(value, self._line(event), event.anchor))

    def _end(self, event: Any) -> None:
        frame = self._stack.pop()
        for merged in frame.merges:
            _merge(frame.value, merged)
        if frame.anchor:
            self._anchors[frame.anchor] = (frame.value, frame.size)
        self._add(event, frame.value, frame.size, False, frame.line)

    def _alias(self, event: Any) -> None:
        if (target := self._anchors.get(event.anchor)) is None:
            self._fail(event, f"the alias *{event.anchor} stands for nothing, or for itself", "alias")
        value, size = target
        self._aliased += size
        if self._aliased > self._limits.alias_nodes:
            self._fail(
                event, f"aliases expand to more than {self._limits.alias_nodes} values (limits.alias_nodes)", "alias"
            )
        self._add(event, value, size, False)

    def _add(self, event: Any, value: Any, size: int, plain: bool, line: int = 0) -> None:
        if not self._stack:
            self.value = value
            return
        frame = self._stack[-1]
        frame.size += size
        line = line or self._line(event)
        if isinstance(frame.value, Items):
            frame.value.append(value)
            frame.value.lines.append(line)
        elif not frame.awaits_value:
            self._key(event, frame, value, plain, line)
        else:
            self._pair(event, frame, value)

    def _key(self, event: Any, frame: _Frame, value: Any, plain: bool, line: int) -> None:
        frame.key = (
            value if isinstance(value, str) else str(event.value) if isinstance(event, yaml.ScalarEvent) else None
        )
        frame.awaits_value = True
        if frame.key is None:
            return
        assert isinstance(frame.value, Block)
        if frame.key in frame.value.lines:
            first = frame.value.lines[frame.key]
            self._fail(
                event, f"the key {frame.key!r} stands twice: lines {first} and {line}; keep one", "duplicate-key"
            )
        if not (plain and frame.key == "<<"):
            frame.value.lines[frame.key] = line

    def _pair(self, event: Any, frame: _Frame, value: Any) -> None:
        assert isinstance(frame.value, Block)
        frame.awaits_value = False
        if frame.key in frame.value.lines:
            frame.value[frame.key] = value
        elif frame.key == "<<":
            self._remember_merge(event, frame, value)

    def _remember_merge(self, event: Any, frame: _Frame, value: Any) -> None:
        merged = value if isinstance(value, Items) else [value]
        if not all(isinstance(block, Block) for block in merged):
            self._fail(event, "a merge key << takes a mapping or a list of mappings", "merge")
        frame.merges.extend(merged)


def _merge(block: Any, merged: Block) -> None:
    for key, value in merged.items():
        if key not in block:
            block[key] = value
            block.lines[key] = merged.lines[key]
