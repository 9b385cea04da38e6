"""Races: one task, several programs, each run in a process of its own, in turns; what they made is compared.

A module of races has a dictionary RACES: name → Race. `benchmarks/table.py` collects them.
"""

from __future__ import annotations

import importlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))  # for modules that import from `benchmarks`

LONG = 20.0
"""Seconds of one run from which on a program runs only once."""


@dataclass(frozen=True)
class Race:
    """`prepare` makes of the input what a program works on; only `work` is measured; `check` says what it made.

    `programs` are tuples of `prepare` and `work`; the first is graphkit. `check` gives of what came out something that
    has to be the same for all, or None where programs do not promise the same.
    """

    title: str
    programs: Mapping[str, tuple[Callable[[Path], Any], Callable[[Any], Any]]]
    check: Callable[[Any, Path], Any] = lambda result, source: None


@dataclass(frozen=True)
class Run:
    """CPU seconds, seconds by the clock, the peak of memory in MB (all of the process), what `check` said."""

    cpu: float
    wall: float
    memory: float
    made: Any


def run(module: str, race: str, program: str, source: Path) -> Run | str:
    """One run in a process of its own; the name of a package that is not installed."""
    command = [sys.executable, __file__, module, race, program, str(source)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    return str(said["missing"]) if "missing" in said else Run(**said)


def _measured(module: str, race: str, program: str, source: Path) -> dict[str, Any]:
    found = importlib.import_module(module).RACES[race]
    prepare, work = found.programs[program]
    try:
        prepared = prepare(source)
        wall, cpu = time.perf_counter(), time.process_time()
        result = work(prepared)
    except ImportError as error:
        return {"missing": error.name}
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "memory": peak_memory(), "made": found.check(result, source)}


def peak_memory() -> float:
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():  # elsewhere a child inherits the peak of its parent
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compared(module: str, name: str, race: Race, source: Path, runs: int) -> dict[str, list[Run] | str]:
    """The runs of all programs, in turns; raises AssertionError where they made different things."""
    found: dict[str, Any] = {program: [] for program in race.programs}
    for _ in range(runs):
        for program, so_far in found.items():
            if isinstance(so_far, str) or (so_far and so_far[-1].wall > LONG):
                continue
            one = run(module, name, program, source)
            if isinstance(one, str):
                found[program] = one
            else:
                so_far.append(one)
                first = next(iter(found.values()))[0]
                assert one.made == first.made, (name, program, one.made, first.made)
    return found


def rows(race: Race, found: Mapping[str, list[Run] | str]) -> list[tuple[str, str, str, str, str]]:
    """Task, program, median of CPU seconds, how many times graphkit's, peak of memory; for a table."""
    ours = next(iter(found.values()))
    table = []
    for program, done in found.items():
        if isinstance(done, str):
            table.append((race.title, program, f"needs {done}", "", ""))
            continue
        cpu = statistics.median(one.cpu for one in done)
        base = statistics.median(one.cpu for one in ours if isinstance(one, Run))
        times = "" if done is ours else f"{cpu / base:.1f}×"
        table.append((race.title, program, f"{cpu:.2f}", times, f"{max(one.memory for one in done):,.0f} MB"))
    return table


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))))
