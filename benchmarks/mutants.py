"""Mutation testing: a sample of small changes to the code, each of which some test must notice.

    PYTHONPATH=. python benchmarks/mutants.py graphkit/resolve --tests tests/resolve --sample 40 --seed 1

Of every file below a folder, operators, comparisons, constants and conditions are changed one at a time, in a copy
of the project; the tests run until the first that fails. Prints the share of mutants that were killed, and
each survivor as a line of `diff`, to be looked at.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 240.0
_OTHER = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A file with one change."""

    path: Path
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=0)
        return f"{self.path}:{self.line}\n  " + "\n  ".join([one for one in lines if one[:2] not in ("--", "++", "@@")])


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    texts = _docstrings(tree)
    lines = text.splitlines(keepends=True)
    for node in ast.walk(tree):
        for start, end, other in _changes(node, texts, text):
            changed = _replaced(lines, start, end, other)
            if changed != text:
                yield Mutant(path.relative_to(ROOT), start[0], text, changed)


Place = tuple[int, int]


def _changes(node: ast.AST, texts: set[int], text: str) -> Iterator[tuple[Place, Place, str]]:
    """What else could stand at a node: where it begins, where it ends, and the text."""
    if isinstance(node, ast.Constant) and id(node) not in texts:
        if isinstance(node.value, bool):
            yield *_place(node), str(not node.value)
        elif isinstance(node.value, int | float):
            yield *_place(node), repr(node.value + 1)
        elif isinstance(node.value, str) and node.value and node.end_lineno == node.lineno:
            yield *_place(node), repr(f"XX{node.value}")
    elif isinstance(node, ast.BinOp | ast.Compare | ast.BoolOp | ast.UnaryOp | ast.IfExp | ast.If):
        yield from _rewritten(node)


def _rewritten(node: ast.expr | ast.If) -> Iterator[tuple[Place, Place, str]]:
    if isinstance(node, ast.If | ast.IfExp):
        yield *_place(node.test), f"not ({ast.unparse(node.test)})"
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in _OTHER:
        yield _with(node, "op", _OTHER[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert | ast.USub):
        yield *_place(node), f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in _OTHER:
        yield _with(node, "ops", [_OTHER[type(node.ops[0])](), *node.ops[1:]])


def _with(node: ast.expr, name: str, value: object) -> tuple[Place, Place, str]:
    before = getattr(node, name)
    setattr(node, name, value)
    text = f"({ast.unparse(node)})"
    setattr(node, name, before)
    return *_place(node), text


def _place(node: ast.expr) -> tuple[Place, Place]:
    return (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def _docstrings(tree: ast.AST) -> set[int]:
    """Constants that are no behaviour: docstrings, annotations, and the pieces of formatted texts."""
    found = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        marks = [getattr(node, name, None) for name in ("annotation", "returns")]
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        for mark in [*filter(None, marks), *parts]:
            found |= {id(one) for one in ast.walk(mark)}
    return found


def _replaced(lines: list[str], start: Place, end: Place, other: str) -> str:
    """The text between two places, which count bytes, replaced."""
    head = lines[start[0] - 1].encode()[: start[1]].decode()
    tail = lines[end[0] - 1].encode()[end[1] :].decode()
    return "".join([*lines[: start[0] - 1], head, other, tail, *lines[end[0] :]])


def survives(mutant: Mutant, tests: list[str], place: Path) -> bool:
    """Whether no test notices."""
    target = place / mutant.path
    target.write_text(mutant.after, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=place, env=environment, capture_output=True, timeout=LONGEST, check=False)
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        target.write_text(mutant.before, encoding="utf-8")


def main() -> None:
    """Try a sample of the mutants of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--tests", nargs="+", default=["tests"])
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    paths = [path for folder in wanted.folder for path in sorted((ROOT / folder).rglob("*.py"))]
    every = [mutant for path in paths for mutant in mutants(path)]
    chosen = random.Random(wanted.seed).sample(every, min(wanted.sample, len(every)))
    killed = 0
    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / "copy"
        skipped = shutil.ignore_patterns(".git", "node_modules", "target", ".venv", "__pycache__")
        shutil.copytree(ROOT, place, ignore=skipped, symlinks=True)
        for number, mutant in enumerate(chosen, 1):
            alive = survives(mutant, wanted.tests, place)
            killed += not alive
            if alive:
                print(mutant, flush=True)
            print(f"{killed} of {number} killed", file=sys.stderr, flush=True)
    print(f"{killed} of {len(chosen)} mutants killed, of {len(every)} that there are")


if __name__ == "__main__":
    main()
