"""Every hostile case takes the whole road: the good article survives, and what is wrong is said in lines.

What is told of each case stands in `outcomes.json`; `GRAPHKIT_UPDATE=1` writes it anew, and the diff is read.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.hostile.case import GOOD_FILE, GOOD_TITLE, Case
from tests.hostile.cases import CASES, LARGE, MANIFEST
from tests.hostile.road import Outcome, Road

OUTCOMES = Path(__file__).parent / "outcomes.json"
UPDATE = bool(os.environ.get("GRAPHKIT_UPDATE"))
KNOWN: dict[str, list[str]] = json.loads(OUTCOMES.read_text(encoding="utf-8")) if OUTCOMES.exists() else {}
_HEAD = re.compile(r"(?P<path>[^\n]+?):(?P<line>\d+): (?P<severity>error|warning|info) \[[a-z-]+\]")


@pytest.fixture(scope="module")
def road(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """The road, on which all cases of this run have set out."""
    calls = [getattr(item, "callspec", None) for item in request.session.items if item.parent is request.node]
    names = [call.params["name"] for call in calls if call and "name" in call.params]
    one = Road(names, tmp_path_factory.mktemp("hostile"))
    yield one
    one.close()


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, list[str]]]:
    """What was told of each case in this run."""
    found: dict[str, list[str]] = {}
    yield found
    if UPDATE:
        kept = {name: {**KNOWN, **found}[name] for name in CASES if name in found or name in KNOWN}
        OUTCOMES.write_text(json.dumps(kept, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_case_comes_out_as_it_should(name: str, road: Road, told: dict[str, list[str]]) -> None:
    case, (source, target) = CASES[name], road.folders(name)
    found = road.take(name)
    _check(case, found, source)
    _check_manifest(MANIFEST.get(name, {}), found)
    assert found.faults == []
    _check_absent(case.absent, found, target)
    told[name] = _summary(found)
    assert UPDATE or told[name] == KNOWN.get(name)


def _check(case: Case, found: Outcome, source: Path) -> None:
    assert found.titles[GOOD_FILE] == GOOD_TITLE
    assert case.articles in (-1, found.articles - 1), found
    assert set(case.titles) <= set(found.titles.values())
    for problem in found.problems:
        head = _HEAD.match(problem)
        assert head and "\n" not in problem and len(problem) < len(head["path"]) + 1_000, problem
        assert "\\" in head["path"] or _is_there(source, head["path"]), problem


def _is_there(folder: Path, path: str) -> bool:
    """Whether a file is there: step by step, as its whole path may be longer than the system takes."""
    place = os.open(folder, os.O_RDONLY)
    *above, name = Path(path).parts
    try:
        for part in above:
            inner = os.open(part, os.O_RDONLY, dir_fd=place)
            os.close(place)
            place = inner
        os.lstat(name, dir_fd=place)
    except FileNotFoundError:
        return False
    finally:
        os.close(place)
    return True


def _check_manifest(entry: dict[str, Any], found: Outcome) -> None:
    """What the manifest of the shared cases asks for."""
    if not entry:
        return
    hostile = entry["hostile_articles"]
    low, high = hostile if isinstance(hostile, list) else (hostile, hostile)
    assert low <= found.articles - 1 <= high
    mine = [problem for problem in found.problems if not problem.startswith(GOOD_FILE)]
    if entry["outcome"] == ["error"] or (entry["outcome"] == ["warn"] and "message_regex" in entry):
        assert any(re.search(entry.get("message_regex", ""), problem) for problem in mine), mine
    if entry["outcome"] in (["error"], ["warn"]) and "field" in entry:
        assert any(f"] {entry['field']}" in problem for problem in mine), mine
    if entry["outcome"] == ["ok"]:
        assert not [problem for problem in mine if re.match(r"\S+ (error|warning)", problem)]
    assert found.related == entry.get("related_edges", found.related - 1) + 1
    assert set(entry.get("topics", [])) <= set(found.topics)


def _check_absent(absent: tuple[str, ...], found: Outcome, target: Path) -> None:
    for text in absent:
        assert not [problem for problem in found.problems if text in problem]
        assert not [path.name for path in target.iterdir() if text.encode() in path.read_bytes()]


def _summary(found: Outcome) -> list[str]:
    """The articles beside the good one, and the head of each problem with how often it is told."""
    heads = [match[0] for problem in found.problems if (match := _HEAD.match(problem))]
    counted = {head: heads.count(head) for head in heads if not head.startswith(GOOD_FILE)}
    lines = [f"{head} × {count}" if count > 1 else head for head, count in counted.items()]
    more = [f"… and {len(lines) - 12} lines more"] if len(lines) > 12 else []
    return [f"{found.articles - 1} articles", *lines[:12], *more]


def test_every_outcome_is_known() -> None:
    assert UPDATE or (list(KNOWN) == list(CASES) and len(CASES) > 400)


@pytest.mark.parametrize("command", ["build", "check"])
def test_all_cases_in_one_folder_as_a_user_runs_them(command: str, tmp_path: Path) -> None:
    source = tmp_path / "articles"
    for number, (name, case) in enumerate(CASES.items()):
        if name != LARGE:
            case.write(source / f"{number:03}")
    args = ["-o", tmp_path / "out", "-f", "csv", "-f", "ttl"] if command == "build" else []
    line = [sys.executable, "-m", "graphkit", command, source, *args]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, timeout=300, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said[-2000:]
    assert b"Traceback" not in said and b"hunter2" not in said
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", said)
    assert not (tmp_path / "PWNED").exists()
