"""All cases: the shared ones, which stand in files, and those of each heading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.hostile import boundary_cases, file_cases, shape_cases, text_cases, url_cases, yaml_cases
from tests.hostile.case import Case, titled

SHARED = Path(__file__).parent / "shared"
MANIFEST: dict[str, dict[str, Any]] = {
    entry["name"]: entry for entry in json.loads((SHARED / "manifest.json").read_text(encoding="utf-8"))
}
LARGE = "R07-hundred-thousand"
_LONG = {
    LARGE: titled(
        "originalUrl: https://h.example.org/x",
        "related:",
        *(f"  - https://r.example.org/{number}" for number in range(100_000)),
        title="Many",
    ),
    "S01-secured-big": titled("secured: " + "QUJD" * 2**18, title="Secured"),
    "T11-hundred-k": titled('excerpt: "' + "long " * 20_000 + '"', title='"' + "long " * 20_000 + '"'),
    "Y03-deep-flow": titled("topics: " + "[" * 30_000 + "]" * 30_000, title="Deep"),
}


def _shared(name: str, entry: dict[str, Any]) -> Case:
    large = _LONG.get(name)
    files: dict[str, str | bytes] = {path.name: path.read_bytes() for path in sorted((SHARED / name).glob("*"))}
    absent = tuple(entry[key] for key in ("must_not_contain",) if key in entry)
    titles = tuple(entry.get("titles", [entry["title"]] if "title" in entry else []))
    return Case(name, {"h.md": large} if large else files, -1, titles, absent, large=name == LARGE)


CASES: dict[str, Case] = {name: _shared(name, entry) for name, entry in MANIFEST.items()}
for _module in (yaml_cases, boundary_cases, shape_cases, url_cases, text_cases, file_cases):
    for _case in _module.CASES:
        assert _case.name not in CASES, f"two cases are called {_case.name!r}"
        CASES[_case.name] = _case
