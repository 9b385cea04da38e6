"""Judge: put a decision on identity beside the articles, in a text file that people can read and take back."""

from __future__ import annotations

from pathlib import Path

from graphkit import judgements
from graphkit.called import Called
from graphkit.errors import JudgementError, SourceError
from graphkit.graph.directory import is_graph_directory
from graphkit.judgements import FILE_NAME, Judgement
from graphkit.model import NODE_KINDS
from graphkit.pipeline import resolved
from graphkit.resolve.rulings import rulings
from graphkit.sources import Progress
from graphkit.sources.text import is_blank, one_line, without_secrets


def judge(
    folder: str | Path, one: str, other: str, verdict: str, why: str, date: str, progress: Progress | None = None
) -> Judgement:
    """Decide that two articles, publishers or topics are `same` or `different`, and write it to `judgements.csv`.

    Both are URLs, paths of files, ids or labels; `date` is a day as 2021-08-31. Nothing is written if it would
    contradict an earlier line: raises JudgementError. Raises UnknownNameError for what is not in `folder`.
    """
    folder, why = Path(folder), one_line(why)
    _refuse_unfit(folder, Judgement(verdict, one, other, why, date))
    graph, report = resolved(folder, progress=progress)
    called = Called(graph, report, judgements.load_judgements(folder, without_secrets))
    row = Judgement(verdict, *called.both(one, other), why, date)
    together, text = judgements.appended(folder, row, without_secrets)
    for kind in NODE_KINDS:
        rulings(together, kind)
    called.refuse_unstated(together)
    judgements.write(folder, text)
    return together.rows[-1]


def _refuse_unfit(folder: Path, row: Judgement) -> None:
    """Say what is wrong before the articles are read."""
    if is_graph_directory(folder):
        raise SourceError(folder, 0, "is a graph directory; name the folder of articles", "no-folder")
    judgements.check(row, folder / FILE_NAME)
    if is_blank(row.why):
        raise JudgementError(folder / FILE_NAME, 0, "a judgement needs a reason; say why")
