"""Shapes: the rules of `shapes.ttl`, and what in a graph breaks them. Add a rule: one line there.

SHACL (https://www.w3.org/TR/shacl/) by pyshacl, which takes a second for some thousand triples.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphkit.graph import Graph
from graphkit.rdf.writer import chunks

if TYPE_CHECKING:
    import rdflib

FILE: Final = Path(__file__).with_name("shapes.ttl")


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A rule that a node breaks, and the value that does it, if it is one.

    >>> print(Violation("https://example.org/a", "an article has one headline"))
    https://example.org/a: an article has one headline
    """

    node: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.node}: {self.message}" + (f", not {self.value}" if self.value else "")


def violations(graph: Graph) -> list[Violation]:
    """What breaks the rules in the triples of a graph, sorted; raises ImportError without pyshacl."""
    return broken(b"".join(chunks(graph)))


def broken(turtle: bytes) -> list[Violation]:
    """What breaks the rules in Turtle, sorted; raises ImportError without pyshacl."""
    import pyshacl
    import rdflib

    data = rdflib.Graph().parse(data=turtle, format="turtle")
    shapes = rdflib.Graph().parse(FILE, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return sorted(_violation(report, result) for result in report.objects(None, rdflib.SH.result))


def _violation(report: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    from rdflib import SH

    node, message, value = (report.value(result, term) for term in (SH.focusNode, SH.resultMessage, SH.value))
    return Violation(str(node), str(message), "" if value is None or value == node else value.n3())
