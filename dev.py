#!/usr/bin/env python3
"""Set-up and daily work with nothing but Python: `python3 dev.py demo`, `python3 dev.py test`.

`demo` builds the graph of `seeds/` into `exports/`, `test` runs every check, `bench` prints the table of speeds
in the README. Each makes what it needs in `.venv` first; later runs reuse it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
EXTRAS = os.environ.get("GRAPHKIT_EXTRAS", "dev")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def demo() -> None:
    """Build `seeds/` into `exports/`."""
    install("")
    run(PYTHON, "-m", "graphkit", "build", "seeds", "-o", "exports")


def test() -> None:
    """Style, types, layers, then the tests with their coverage."""
    install(f"[{EXTRAS}]")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "mypy")
    run(BIN / "lint-imports")
    at_once = ("-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadfile")
    run(PYTHON, "-m", "pytest", *at_once, "--cov", "--cov-report=term:skip-covered", *sys.argv[2:])


def bench() -> None:
    """The table of speeds in the README, measured here."""
    install(f"[{EXTRAS}]")
    run(PYTHON, "benchmarks/table.py", *sys.argv[2:])


def install(extra: str) -> None:
    """An environment with graphkit in it; installed again when `pyproject.toml` has changed."""
    mark = VENV / f"installed{extra}"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if mark.is_file() and mark.read_text() == wanted:
        return
    if not PYTHON.exists():
        make_environment()
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", f".{extra}")
    mark.write_text(wanted)


def make_environment() -> None:
    """`.venv`; Debian and Ubuntu keep the module for it in a package of its own."""
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not shutil.which("apt-get"):
        sys.exit("this Python cannot make environments: install its venv module")
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    run(*sudo, "apt-get", "update")
    run(*sudo, "apt-get", "install", "-y", package)
    run(sys.executable, "-m", "venv", "--clear", VENV)


def run(*command: str | Path) -> None:
    """Run a command in this folder; stop at the first that fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit(f"graphkit needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    tasks = {"demo": demo, "test": test, "bench": bench}
    if len(sys.argv) < 2 or sys.argv[1] not in tasks:
        sys.exit(f"usage: python3 dev.py {'|'.join(tasks)}")
    tasks[sys.argv[1]]()
