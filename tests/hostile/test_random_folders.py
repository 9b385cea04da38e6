"""Random folders take the whole road: whatever the files, the exports agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphkit as gk
from graphkit.verify import verify
from tests.hostile.case import GOOD, GOOD_FILE
from tests.hostile.fragments import DOCUMENTS

_FILES = st.dictionaries(st.integers(0, 99), DOCUMENTS, max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=_FILES)
def test_exports_of_any_folder_agree(files: dict[int, bytes]) -> None:
    with tempfile.TemporaryDirectory() as work:
        source, target = Path(work) / "articles", Path(work) / "out"
        source.mkdir()
        (source / GOOD_FILE).write_text(GOOD)
        for number, content in files.items():
            (source / f"{number}.md").write_bytes(content)
        graph, report = gk.build(source)
        gk.save(graph, report, target)
        assert report.counts["files"] == len(files) + 1 and report.counts["documents"] >= 1
        assert verify(target).differences == ()
