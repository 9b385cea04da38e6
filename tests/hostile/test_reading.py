"""The reader alone, in this process: every case in one folder, documents made of fragments, and raw bytes."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graphkit.errors import SourceError
from graphkit.model import Problem
from graphkit.settings import Settings
from graphkit.sources import frontmatter, read_folder
from graphkit.sources.body import collect_links
from graphkit.sources.harvest import Basket
from graphkit.sources.record import collect
from tests.hostile.cases import CASES
from tests.hostile.fragments import DOCUMENTS

_SLOWEST = 5.0
"""Seconds that no small document may take, on a machine that does other things, too."""


def _read(data: bytes, *, whole: bool) -> list[str]:
    """What is told of a document; anything but problems and a SourceError escapes."""
    basket = Basket()
    try:
        matter = frontmatter.read(data, "h.md", Settings().limits, whole=whole)
        if matter is not None:
            items, url = collect(matter.value, "h.md", Settings(), basket)
            collect_links(matter, "h.md", Settings(), basket, items, url)
        basket.harvest()
    except SourceError as error:
        basket.problems.append(Problem("h.md", error.line, error.code, error.message, error.field, "error"))
    last = 1 + (data.count(b"\n") or data.count(b"\r"))
    assert all(1 <= problem.line <= last for problem in basket.problems), basket.problems
    return [str(problem) for problem in basket.problems]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=DOCUMENTS | st.binary(max_size=300), whole=st.booleans())
@example(data=b"{\n+++\n\n- ", whole=True)  # a key of two lines
def test_any_document_is_read_or_refused_in_lines(data: bytes, whole: bool) -> None:
    start = time.process_time()
    assert not [line for line in _read(data, whole=whole) if "\n" in line]
    assert time.process_time() - start < _SLOWEST


def test_every_case_in_one_folder_is_read(tmp_path: Path) -> None:
    small = [case for case in CASES.values() if sum(map(len, case.files.values())) < 100_000]
    for number, case in enumerate(small):
        case.write(tmp_path / f"{number:03}")
    harvest = read_folder(tmp_path, Settings())
    counts = harvest.counts
    assert counts["documents"] + counts["passed_over"] + counts["rejected"] == counts["files"]
    good = harvest.sightings.filter(
        harvest.sightings["source"].str.ends_with("good.md") & (harvest.sightings["item"] == 0)
    )
    assert good.height == len(small) > 400
    expected = {"empty", "no-front-matter", "not-regular", "depth", "alias", "yaml", "toml", "json", "size", "encoding"}
    assert expected <= {problem.code for problem in harvest.problems}
