"""Small changes to code, each of which some test must notice: operators, comparisons, constants and conditions."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    lines: range
    """Of the statement that is changed, without those inside it."""
    before: str
    after: str

    def __str__(self) -> str:
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=0)
        return f"{self.path}:{self.line}\n  " + "\n  ".join([one for one in lines if one[:2] not in ("--", "++", "@@")])


def mutants(path: Path, root: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    texts, statements = _docstrings(tree), _statements(tree)
    lines = text.splitlines(keepends=True)
    for node in ast.walk(tree):
        for start, end, other in _changes(node, texts):
            changed = _replaced(lines, start, end, other)
            if changed != text:
                yield Mutant(path.relative_to(root), start[0], statements[id(node)], text, changed)


def _statements(tree: ast.AST) -> dict[int, range]:
    """The lines of the innermost statement that each node is part of."""
    found: dict[int, range] = {}
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            body = getattr(statement, "body", None)
            end = max(statement.lineno + 1, body[0].lineno) if body else (statement.end_lineno or 0) + 1
            found |= dict.fromkeys(map(id, ast.walk(statement)), range(statement.lineno, end))
    return found


Place = tuple[int, int]


def _changes(node: ast.AST, texts: set[int]) -> Iterator[tuple[Place, Place, str]]:
    """What else could stand at a node: where it begins, where it ends, and the text."""
    if id(node) in texts:
        return
    if isinstance(node, ast.Constant):
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
        marks += [node.test] if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" else []
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        for mark in [*filter(None, marks), *parts]:
            found |= {id(one) for one in ast.walk(mark)}
    return found


def _replaced(lines: list[str], start: Place, end: Place, other: str) -> str:
    """The text between two places, which count bytes, replaced."""
    head = lines[start[0] - 1].encode()[: start[1]].decode()
    tail = lines[end[0] - 1].encode()[end[1] :].decode()
    return "".join([*lines[: start[0] - 1], head, other, tail, *lines[end[0] :]])
