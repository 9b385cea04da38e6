"""TOML and JSON front matter: the standard library's parsers, kept from typing what is text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from graphkit.errors import SourceError
from graphkit.settings import Limits
from graphkit.sources.block import SECURED, Block, Items

_TOO_LONG = "a number of more than 4,300 digits"
_PLACE = re.compile(r" \(at [^)]*\)|: line \d+ column \d+ \(char \d+\)")


def read_toml(text: str, source: str, first_line: int, limits: Limits) -> Any:
    """The value of one TOML document.

    >>> read_toml('title = "T"\\nquality = 3\\ndate = 2021-02-03', "a.md", 2, Limits())
    {'title': 'T', 'quality': '3', 'date': '2021-02-03'}
    """
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"), parse_float=str)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        at = first_line + (int(line[1]) - 1 if line else 0)
        raise SourceError(source, at, f"the front matter is not valid TOML: {_reason(error)}", "toml") from error
    return _located(table, source, _key_lines(text, first_line, r"^\s*(?:\[+\s*)?\"?([\w.-]+)\"?\s*(?:=|\])"), limits)


def read_json(text: str, source: str, first_line: int, limits: Limits) -> Any:
    """The value of the JSON document at the start of `text`; what follows is the body.

    >>> read_json('{"title": "T", "quality": 3}', "a.md", 1, Limits())
    {'title': 'T', 'quality': '3'}
    """
    try:
        table, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        at = first_line + getattr(error, "lineno", 1) - 1
        raise SourceError(source, at, f"the front matter is not valid JSON: {_reason(error)}", "json") from error
    return _located(table, source, _key_lines(text[:end], first_line, r"\"([^\"\\]+)\"\s*:"), limits)


def json_end(text: str) -> int:
    """Where the JSON document at the start of `text` ends.

    >>> json_end('{"title": "T"} body')
    14
    """
    return _DECODER.raw_decode(text)[1]


def _reason(error: Exception) -> str:
    """What the parser says, without the place: it counts lines from the start of the front matter."""
    if isinstance(error, RecursionError):
        return "nested too deep"
    return _TOO_LONG if "integer string conversion" in str(error) else _PLACE.sub("", str(error))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for name, value in pairs:
        if name in table:
            raise ValueError(f"the key {name!r} stands twice; keep one")
        table[name] = value
    return table


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_no_duplicates)


def _key_lines(text: str, first_line: int, pattern: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(text.split("\n"), first_line):
        for found in re.finditer(pattern, line):
            yield found[1], number


def _located(value: Any, source: str, key_lines: Iterator[tuple[str, int]], limits: Limits) -> Any:
    """The value as blocks; each key takes the next line that shows it, else the line of its parent."""
    lines: dict[str, list[int]] = {}
    for key, line in key_lines:
        lines.setdefault(key, []).append(line)
    for numbers in lines.values():
        numbers.reverse()
    return _block(value, source, lines, 1, limits.depth)


def _block(value: Any, source: str, lines: dict[str, list[int]], line: int, depth: int) -> Any:
    if depth < 0:
        raise SourceError(source, line, "nested too deep (limits.depth)", "depth")
    if isinstance(value, dict):
        block = Block()
        for key, item in value.items():
            if key == SECURED:
                continue
            at = lines[key].pop() if lines.get(key) else line
            block[key], block.lines[key] = _block(item, source, lines, at, depth - 1), at
        return block
    if isinstance(value, list):
        items = Items()
        for item in value:
            items.append(_block(item, source, lines, line, depth - 1))
            items.lines.append(_first_line(items[-1], line))
        return items
    return _text(value)


def _first_line(value: Any, default: int) -> int:
    return min(value.lines.values(), default=default) if isinstance(value, Block) else default


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return str(value)
    except ValueError:
        return _TOO_LONG
