"""The gate: what a SPARQL query may not do, decided before any parser sees it.

Oxigraph's parser recurses without a limit (2,204 `{` end the process), and SERVICE sends requests to
any host. The gate reads the text by SPARQL's own tokens (https://www.w3.org/TR/sparql11-query/#sparqlGrammar)
and refuses whatever it could read otherwise than the parser does.
"""

from __future__ import annotations

import re
from typing import Final

from graphkit.errors import QueryError

LONGEST: Final = 64 * 1024
DEEPEST: Final = 32
MOST_TOKENS: Final = 2_000
"""Bytes of a query, nested brackets, tokens: Oxigraph fails from some 8,000 tokens on."""

_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"))
_PROLOGUE = frozenset(("PREFIX", "BASE", "VERSION"))

_HARMLESS = frozenset(("string", "iri", "variable", "escape"))
_STEPS = dict.fromkeys("{([", 1) | dict.fromkeys("})]", -1)

# Strings take exactly the escapes of the grammar (ECHAR): where a parser would give up on a string,
# the gate must, too, or text could hide behind it. An IRI needs `scheme://`, which no expression can
# hold; `odd` is what may be an IRI or the operator `<`.
_TOKEN = re.compile(
    r"""
    (?P<string> "{3}(?:[^"\\]|\\[tbnrf\\"']|"(?!""))*"{3} | '{3}(?:[^'\\]|\\[tbnrf\\"']|'(?!''))*'{3}
              | "(?:[^"\\\n\r]|\\[tbnrf\\"'])*" | '(?:[^'\\\n\r]|\\[tbnrf\\"'])*' )
  | (?P<iri> <[A-Za-z][A-Za-z0-9+.-]*://[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<odd> <[^<>"{}|^`\\\x00-\x20]*[\#'][^<>"{}|^`\\\x00-\x20]*> )
  | (?P<skip> \#[^\n\r]* | \s+ )
  | (?P<variable> [?$]\w+ )
  | (?P<name> (?P<prefix>(?:\w[\w.-]*)?):[\w-]* )
  | (?P<codepoint> \\[uU] )
  | (?P<escape> \\. )
  | (?P<code> \w+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)


def check(sparql: str, *, dataset: bool = False) -> None:
    """Raise QueryError unless the query is short, shallow, and asks nobody but this graph.

    With `dataset` it may choose among named graphs by FROM, which Oxigraph looks up and never fetches.

    >>> check("SELECT ?s WHERE { ?s ?p 'at your service' }")
    >>> check("SELECT ?s WHERE { SERVICE <http://example.com/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    graphkit.errors.QueryError: 1:19: SERVICE is not allowed: a query asks this graph only
    """
    if len(sparql.encode("utf-8", "surrogatepass")) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST // 1024} KiB")
    depth = tokens = 0
    begun = False
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup == "skip":
            continue
        tokens += 1
        if tokens > MOST_TOKENS:
            raise QueryError(f"the query has more than {MOST_TOKENS:,} words and signs")
        if match.lastgroup in _HARMLESS:
            continue
        _check_token(sparql, match, dataset)
        depth += _STEPS.get(match["code"], 0)
        if depth > DEEPEST:
            raise QueryError(f"brackets nest deeper than {DEEPEST}", *_place(sparql, match.start()))
        begun = begun or _begins(sparql, match)


def _check_token(sparql: str, match: re.Match[str], dataset: bool) -> None:
    if match.lastgroup == "odd":
        message = "write a space after the operator '<', or a whole IRI such as <https://…>"
        raise QueryError(message, *_place(sparql, match.start()))
    if match.lastgroup == "codepoint":
        raise QueryError(f"write the character itself instead of {match[0]}…", *_place(sparql, match.start()))
    if (match["code"] or "").upper() == "FROM" and not dataset:
        message = "FROM is not allowed: there is one graph, and it is asked"
        raise QueryError(message, *_place(sparql, match.start()))
    # Oxigraph wants no space around keywords: `1SERVICEex:a{` is one.
    asked = match["prefix"] or "" if match.lastgroup == "name" else match["code"] or ""
    if "service" in asked.lower():
        raise QueryError("SERVICE is not allowed: a query asks this graph only", *_place(sparql, match.start()))


def _begins(sparql: str, match: re.Match[str]) -> bool:
    """Whether the token ends the prologue; raises where it begins an update."""
    word = (match["code"] or "").upper()
    if word in _UPDATES:
        raise QueryError(f"{word} is not allowed: queries only read", *_place(sparql, match.start()))
    return word.isalpha() and word not in _PROLOGUE


def _place(sparql: str, offset: int) -> tuple[int, int]:
    return sparql.count("\n", 0, offset) + 1, offset - sparql.rfind("\n", 0, offset)
