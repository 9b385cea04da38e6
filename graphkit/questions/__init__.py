"""Questions to begin with, by name. Add one: a file `NAME.rq` here.

Its first line is the question, as a comment; a line `# ?name: what it is` for each value that has to be
set. A variable that is set must stand in SELECT.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from graphkit.errors import QueryError, UnknownNameError

_SUFFIX: Final = ".rq"
_PARAMETER = re.compile(r"^# \?(\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query with a name, the question that it answers, and the values that it asks for."""

    name: str
    title: str
    parameters: Mapping[str, str]
    sparql: str


def _read(name: str, text: str) -> Question:
    title = text.partition("\n")[0].removeprefix("#").strip()
    return Question(name, title, dict(_PARAMETER.findall(text)), text)


QUESTIONS: Final[Mapping[str, Question]] = {
    file.name.removesuffix(_SUFFIX): _read(file.name.removesuffix(_SUFFIX), file.read_text(encoding="utf-8"))
    for file in sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    if file.name.endswith(_SUFFIX)
}
"""Every question; each runs on every graph."""


def question(name: str, values: Mapping[str, str]) -> Question:
    """The question of this name; raises UnknownNameError, and QueryError unless just its values are given.

    >>> question("topic", {"topic": "AI"}).title
    'Which articles are about a topic, by date?'
    >>> question("topic", {})
    Traceback (most recent call last):
    graphkit.errors.QueryError: the question 'topic' needs 'topic': a name of the topic, in any case
    """
    if name not in QUESTIONS:
        raise UnknownNameError("question", name, QUESTIONS)
    found = QUESTIONS[name]
    for parameter, meaning in found.parameters.items():
        if parameter not in values:
            raise QueryError(f"the question {name!r} needs {parameter!r}: {meaning}")
    for value in values:
        if value not in found.parameters:
            known = f"it asks for: {', '.join(found.parameters)}" if found.parameters else "it asks for none"
            raise QueryError(f"the question {name!r} has no value {value!r}; {known}")
    return found
