"""Mutation testing: a sample of small changes to the code, each of which some test must notice.

    PYTHONPATH=. python benchmarks/mutants.py graphkit/resolve --tests tests/resolve --sample 40 --seed 1

The changes (see mutations.py) are made one at a time in a copy of the project. First all the tests run once,
and coverage.py notes which of them come by which line. Of each mutant the tests that come by its statement run, the
quickest files first, until one fails; if none does, the quick ones of the files that have a test which comes by its
module, as fixtures are noted with the first test that wants them. Each run is a fork of this process, which has the
libraries loaded. Prints the share of mutants that were killed, and each
survivor as a line of `diff`, to be looked at.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
QUICK = 0.5
"""Seconds of a test that runs on suspicion."""
LIBRARIES = (
    "hypothesis",
    "networkx",
    "numpy",
    "polars",
    "pyoxigraph",
    "pyvis.network",
    "rdflib",
    "scipy.sparse",
    "yaml",
)
"""Loaded once, and used by no one before the fork: threads do not survive it."""


@dataclass
class Known:
    """Of the unchanged code: the seconds that each test takes, and the tests that come by each line of each file."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def by(self, mutant: Mutant) -> set[str]:
        """The tests that come by a mutant's statement."""
        lines = self.lines.get(str(mutant.path), {})
        return {test for line in mutant.lines for test in lines.get(str(line), [])}

    def near(self, mutant: Mutant) -> set[str]:
        """Quick tests in files with one that comes by a mutant's module; of all files, if none does."""
        files = {_file(test) for tests in self.lines.get(str(mutant.path), {}).values() for test in tests}
        return {test for test, took in self.seconds.items() if took < QUICK and (not files or _file(test) in files)}

    def cost(self, tests: Iterable[str]) -> float:
        """The seconds that these tests take."""
        return sum(self.seconds[test] for test in tests)

    def ordered(self, tests: Iterable[str]) -> list[str]:
        """Tests of one file together, the quickest file first; in a file the quickest first."""
        files = defaultdict(list)
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            files[_file(test)].append(test)
        return [test for file in sorted(files.values(), key=self.cost) for test in file]


def _file(test: str) -> str:
    return test.partition("::")[0]


class Recorder:
    """A plugin of pytest that notes the lines and the seconds of every test."""

    def __init__(self, folders: list[Path]) -> None:
        self.known = Known()
        self.coverage = coverage.Coverage(data_file=None, config_file=False, source=[str(one) for one in folders])

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.known.seconds[item.nodeid] = 0.0
        self.coverage.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.known.seconds[report.nodeid] += report.duration

    def written(self, place: Path, target: Path) -> None:
        """What was noted, as JSON."""
        data = self.coverage.get_data()
        for name in data.measured_files():
            found = {line: [one for one in tests if one] for line, tests in data.contexts_by_lineno(name).items()}
            self.known.lines[str(Path(name).relative_to(place))] = {
                str(n): tests for n, tests in found.items() if tests
            }
        target.write_text(json.dumps(vars(self.known)), encoding="utf-8")


class Chosen:
    """A plugin of pytest that keeps these tests, in this order."""

    def __init__(self, tests: list[str]) -> None:
        self.places = {test: number for number, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.places), key=lambda one: self.places[one.nodeid])


def observed(paths: list[Path], folders: list[Path], place: Path) -> Known:
    """What the tests do as long as nothing is changed."""
    target = place.parent / "known.json"

    def noted() -> int:
        recorder = Recorder([place / one for one in folders])
        recorder.coverage.start()
        failed = _tested(paths, place, recorder)
        recorder.coverage.stop()
        recorder.written(place, target)
        return failed

    if _forked(noted, 3600):
        sys.exit("the tests fail before anything is changed")
    return Known(**json.loads(target.read_text(encoding="utf-8")))


def survives(mutant: Mutant, known: Known, place: Path) -> bool:
    """Whether no test notices."""
    target = place / mutant.path
    target.write_text(mutant.after, encoding="utf-8")
    near, by = known.near(mutant), known.by(mutant)
    try:
        return all(_pass(known, tests, place) for tests in (by, near - by) if tests)
    finally:
        target.write_text(mutant.before, encoding="utf-8")


def _pass(known: Known, tests: set[str], place: Path) -> bool:
    order = known.ordered(tests)
    files = [Path(name) for name in dict.fromkeys(map(_file, order))]
    patience = 30 + 10 * known.cost(order)
    return _forked(lambda: _tested(files, place, Chosen(order)), patience) in (0, NOTHING_COLLECTED)


def _forked(work: Callable[[], int], patience: float) -> int:
    """The exit code of a process that does this work; not 0 if it takes longer than `patience` seconds."""
    child = os.fork()
    if child:
        return _exit_code(child, patience)
    try:
        os.setsid()
        os._exit(work())
    finally:
        os._exit(70)


def _tested(paths: list[Path], place: Path, plugin: Any) -> int:
    """What pytest makes of these files; for a process of its own."""
    os.chdir(place)
    sys.path[0] = os.environ["PYTHONPATH"] = str(place)
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(silence, descriptor)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return int(pytest.main([*options, *map(str, paths)], [plugin]))


def _exit_code(child: int, patience: float) -> int:
    """How a process ends; none may take longer."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1


def main() -> None:
    """Try a sample of the mutants of some folders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--tests", nargs="+", type=Path, default=[Path("tests")])
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="go on from this mutant of the sample")
    wanted = parser.parse_args()
    paths = [path for folder in wanted.folder for path in sorted((ROOT / folder).rglob("*.py"))]
    every = [mutant for path in paths for mutant in mutants(path, ROOT)]
    chosen = random.Random(wanted.seed).sample(every, min(wanted.sample, len(every)))[wanted.first :]
    killed = 0
    for name in LIBRARIES:
        import_module(name)
    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / "copy"
        skipped = shutil.ignore_patterns(".git", "node_modules", "target", ".venv", "__pycache__")
        shutil.copytree(ROOT, place, ignore=skipped, symlinks=True)
        found = observed([*wanted.folder, *wanted.tests], wanted.folder, place)
        print(f"{len(found.seconds)} tests, {found.cost(found.seconds):.0f} s", file=sys.stderr, flush=True)
        sys.dont_write_bytecode = True
        for number, mutant in enumerate(chosen, 1):
            alive = survives(mutant, found, place)
            killed += not alive
            if alive:
                print(mutant, flush=True)
            print(f"{killed} of {number} killed", file=sys.stderr, flush=True)
    print(f"{killed} of {len(chosen)} mutants killed, of {len(every)} that there are")


if __name__ == "__main__":
    main()
