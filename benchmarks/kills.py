"""Builds that are killed, interrupted and run out of room: is the folder the old set, the new one, or torn?

    python benchmarks/kills.py --kills 200 --interrupts 100 --space 50 --calls

Every trial restores the old set and somebody's own file beside it, starts a build of other articles into
the folder, and strikes: while it reads (three in ten) or while it writes. Then whatever the next writer
does first is done, and nothing but the folder may be left. `--space` wants the right to mount a tmpfs, else
it limits the size of files (RLIMIT_FSIZE); `--calls` wants strace, and kills a small writer at each of its
calls that touch a file. Exits with 1 if anything was torn, lost or left.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graphkit.files import file_set

ROOT = Path(__file__).resolve().parent.parent
MINE = "mine.txt"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
CALLS = "openat,write,fsync,mkdir,link,linkat,rename,renameat2,unlink,unlinkat,rmdir,chmod,fchmod,ftruncate,flock"
WRITER = """
import sys
from pathlib import Path
from graphkit.files import file_set
with file_set(Path(sys.argv[1]), as_one=True) as drafts:
    for name in ("a", "b", "manifest.json"):
        drafts.add(name, lambda out: out.write(sys.argv[2].encode() * 1000))
    drafts.retire("c")
    drafts.commit()
"""

CACHE = ".cache"
State = dict[str, str]


def state(folder: Path) -> State:
    """The hash of every file in a folder, but of the cache, which tells of times."""
    paths = [path for path in folder.iterdir() if not path.name.startswith(CACHE)]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@dataclass
class Trials:
    """A place for trials: the old set, the state that it and the new set have, and how long a build takes."""

    work: Path
    articles: Path
    kept: Path
    old: State
    new: State
    reading: float
    writing: float

    @classmethod
    def prepared(cls, work: Path) -> Trials:
        articles = work / "articles"
        shutil.copytree(ROOT / "seeds", articles)
        kept, fresh = work / "kept", work / "fresh" / "out"
        subprocess.run(_build(articles, kept), env=ENVIRONMENT, check=True, capture_output=True)
        next(iter(sorted(articles.iterdir()))).unlink()
        started = time.monotonic()
        with subprocess.Popen(_build(articles, fresh), env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
            writes = _wait_for_draft(fresh, process)
            process.wait()
        ended = time.monotonic()
        (kept / MINE).write_text("mine")
        (fresh / MINE).write_text("mine")
        return cls(work, articles, kept, state(kept), state(fresh), writes - started, ended - writes)

    def restored(self, place: Path) -> Path:
        """The old set in a fresh folder."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        shutil.copytree(self.kept, place / "out")
        return place / "out"

    def judged(self, target: Path) -> str:
        """What the folder holds, and whether the next writer finds everything in order."""
        with file_set(target, as_one=True):
            pass
        found = state(target)
        seen = "old" if found == self.old else "new" if found == self.new else "TORN"
        left = [path.name for path in target.parent.iterdir() if path != target]
        return f"LEFT {left}" if left else seen


def _build(articles: Path, target: Path) -> list[str | Path]:
    return [sys.executable, "-m", "graphkit", "build", articles, "-o", target, "--workers", "1", "--fresh-layout"]


def _wait_for_draft(target: Path, process: subprocess.Popen[bytes], patience: float = 120) -> float:
    """The moment from which the build writes, or at which it ends."""
    end = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < end:
        if target.parent.is_dir() and any(".draft-" in path.name for path in target.parent.iterdir()):
            break
        time.sleep(0.001)
    return time.monotonic()


def struck(trials: Trials, number: int, chance: random.Random) -> str:
    """The outcome of a build that gets a signal."""
    target = trials.restored(trials.work / "trial")
    with subprocess.Popen(
        _build(trials.articles, target), env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        if chance.random() < 0.3:
            time.sleep(chance.uniform(0, trials.reading))
        else:
            _wait_for_draft(target, process)
            time.sleep(chance.uniform(0, trials.writing * 1.1))
        process.send_signal(number)
        said = process.communicate(timeout=60)[1]
    try:
        os.killpg(process.pid, 0)
        return "ORPHAN"
    except ProcessLookupError:
        return "TRACEBACK" if b"graphkit/pipeline" in said else trials.judged(target)


def without_room(trials: Trials, _: int, chance: random.Random) -> str:
    """The outcome of a build on a file system that is too small, or with a limit for the size of files."""
    sizes = [path.stat().st_size for path in trials.kept.iterdir()]
    place = trials.work / "small"
    place.mkdir(exist_ok=True)
    room = sum(sizes) + len(sizes) * 4096 + chance.randrange(8192, sum(sizes))
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={room}", "none", place], capture_output=True, check=False
    )
    limit = chance.randrange(1, max(sizes))
    try:
        target = place / "trial" / "out"
        shutil.copytree(trials.kept, target)
        before: Callable[[], None] | None = None
        if mount.returncode:
            before = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # noqa: E731
        done = subprocess.run(
            _build(trials.articles, target), env=ENVIRONMENT, capture_output=True, preexec_fn=before, check=False
        )
        if b"Traceback" in done.stderr:
            return "TRACEBACK"
        seen = trials.judged(target)
        return seen if (done.returncode == 2) == (seen == "old") else f"EXIT {done.returncode} {seen}"
    finally:
        if mount.returncode == 0:
            subprocess.run(["umount", place], check=True)
        else:
            shutil.rmtree(place)


def at_every_call(work: Path) -> Counter[str]:
    """The outcomes of a small writer that is killed at each of its calls that touch a file."""
    seen: Counter[str] = Counter()
    target = work / "calls" / "out"

    def fresh() -> None:
        shutil.rmtree(target.parent, ignore_errors=True)
        target.mkdir(parents=True)
        for name in ("a", "b", "c", "manifest.json", MINE):
            (target / name).write_text("old" * 1000)

    writer = [sys.executable, "-c", WRITER, str(target), "new"]
    fresh()
    log = work / "calls.log"
    subprocess.run(["strace", "-o", log, "-e", f"trace={CALLS}", *writer], env=ENVIRONMENT, check=True)
    for call, place in _places(log.read_text()):
        fresh()
        inject = ["-e", f"inject={call}:signal=SIGKILL:when={place}"]
        subprocess.run(
            ["strace", "-o", "/dev/null", "-e", f"trace={CALLS}", *inject, *writer],
            env=ENVIRONMENT, check=False, capture_output=True,
        )  # fmt: skip
        texts = {path.name: path.read_text()[:3] for path in target.iterdir()}
        with file_set(target, as_one=True):
            pass
        alone = [path.name for path in target.parent.iterdir()] == ["out"]
        old = dict.fromkeys(("a", "b", "c", "manifest.json", MINE), "old")
        new = {"a": "new", "b": "new", "manifest.json": "new", MINE: "old"}
        seen["old" if alone and texts == old else "new" if alone and texts == new else f"TORN at {call} {place}"] += 1
    return seen


def _places(log: str) -> list[tuple[str, int]]:
    """Each call from the first that touches the folder on: its name, and its place among those of its name."""
    counts: Counter[str] = Counter()
    places, begun = [], False
    for line in log.splitlines():
        if not (match := re.match(r"(\w+)\(", line)):
            continue
        counts[match[1]] += 1
        begun = begun or ".out.lock" in line
        if begun:
            places.append((match[1], counts[match[1]]))
    return places


def main() -> None:
    """Run the trials that are asked for, and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("kills", "interrupts", "space"):
        parser.add_argument(f"--{name}", type=int, default=0)
    parser.add_argument("--calls", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    results: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as work:
        trials = Trials.prepared(Path(work))
        chance = random.Random(wanted.seed)
        for name, signal_number, trial in (
            ("kills", signal.SIGKILL, struck),
            ("interrupts", signal.SIGINT, struck),
            ("space", 0, without_room),
        ):
            count = getattr(wanted, name)
            results[name] = Counter(trial(trials, signal_number, chance) for _ in range(count))
        if wanted.calls:
            results["calls"] = at_every_call(Path(work))
    for name, seen in results.items():
        print(
            f"{name}: {sum(seen.values())} trials, "
            + ", ".join(f"{count} {what}" for what, count in seen.most_common())
        )
    sys.exit(any(set(seen) - {"old", "new"} for seen in results.values()))


if __name__ == "__main__":
    main()
