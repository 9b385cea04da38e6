"""Forms: how the values of a column are written in Turtle. Add a form: one function, one line in FORMS.

A form takes the name of a column and gives an expression of text; null stays null and is not written.
Escapes are those of Turtle 1.1, section 6.4. Every float is xsd:double, whatever the column, so that
one column has one datatype and infinity has a spelling.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from graphkit.graph.moments import stamped
from graphkit.rdf.iris import PLAIN, web_iri

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# rapper ends a literal at U+FFFE and U+FFFF without a word; no parser takes lone surrogates.
_REFUSED = ("\ufffe", "\uffff", *map(chr, range(0xD800, 0xE000)))

ESCAPES: Final[Mapping[str, str]] = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **_SHORT,
    "\ufffe": "\ufffd",
    "\uffff": "\ufffd",
}
_TRANSLATION = str.maketrans({**dict.fromkeys(_REFUSED, "\ufffd"), **ESCAPES})


def quoted(text: str) -> str:
    r"""A literal of one text.

    >>> print(quoted('say "hi"\n'))
    "say \"hi\"\n"
    """
    return f'"{text.translate(_TRANSLATION)}"'


def text(value: pl.Expr) -> pl.Expr:
    """`quoted`, for a column."""
    return '"' + value.cast(pl.String).str.replace_many(list(ESCAPES), list(ESCAPES.values())) + '"'


def typed(value: pl.Expr, datatype: str) -> pl.Expr:
    """A literal with a datatype, of text that needs no escapes."""
    return pl.concat_str(pl.lit('"'), value, pl.lit(f'"^^{datatype}'))


def _string(column: str) -> pl.Expr:
    return text(pl.col(column))


def _strings(column: str) -> pl.Expr:
    return _some(column).list.eval(text(pl.element()))


def _integer(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _integers(column: str) -> pl.Expr:
    return _some(column).cast(pl.List(pl.String))


def _some(column: str) -> pl.Expr:
    """The members of a list that are there; null where none is."""
    members = pl.col(column).list.drop_nulls()
    return pl.when(members.list.len() > 0).then(members)


def doubles(value: pl.Expr) -> pl.Expr:
    """Numbers as xsd:double writes them, with an exponent each."""
    return value.map_batches(_with_exponents, return_dtype=pl.String, is_elementwise=True)


def _with_exponents(values: pl.Series) -> pl.Series:
    digits = values.cast(pl.String)
    texts = digits.zip_with(digits.str.contains("e", literal=True), digits + "e0")
    odd = ~values.is_finite()
    # The exponent of infinity and of what is no number: NaN, INF, -INF.
    return texts.zip_with(~odd, digits.replace({"inf": "INF", "-inf": "-INF"})) if odd.any() else texts


def _double(column: str) -> pl.Expr:
    return doubles(pl.col(column)).map_batches(_with_quotes, return_dtype=pl.String, is_elementwise=True)


def _with_quotes(texts: pl.Series) -> pl.Series:
    odd = texts.str.ends_with("N") | texts.str.ends_with("F")
    return texts.zip_with(~odd, '"' + texts + '"^^xsd:double') if odd.any() else texts


def _decimal(column: str) -> pl.Expr:
    return typed(pl.col(column).cast(pl.String), "xsd:decimal")


def _binary(column: str) -> pl.Expr:
    return typed(pl.col(column).bin.encode("base64"), "xsd:base64Binary")


def _boolean(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _status(column: str) -> pl.Expr:
    value = pl.col(column)
    return pl.when(value).then(pl.lit('"Draft"')).when(~value).then(pl.lit('"Published"'))


def _instant(column: str) -> pl.Expr:
    return typed(_plain(stamped(pl.col(column).dt.convert_time_zone("UTC"))), "xsd:dateTime")


def _local(column: str) -> pl.Expr:
    return typed(_plain(stamped(pl.col(column), "")), "xsd:dateTime")


def _day(column: str) -> pl.Expr:
    return typed(_plain(pl.col(column).dt.strftime("%Y-%m-%d")), "xsd:date")


def _plain(stamp: pl.Expr) -> pl.Expr:
    # Years beyond 9999 have no "+" in XML Schema.
    return stamp.str.strip_prefix("+")


def _date(column: str) -> pl.Expr:
    """An xsd:date where the file wrote a bare date, an instant elsewhere."""
    written = pl.col(f"{column}_text")
    day = written.str.to_date("%Y-%m-%d", strict=False, exact=True).dt.strftime("%Y-%m-%d")
    bare = (written.str.len_chars() == 10) & day.is_not_null()
    return pl.when(bare & pl.col(column).is_not_null()).then(typed(day, "xsd:date")).otherwise(_instant(column))


def _iri(column: str) -> pl.Expr:
    """An IRI where it is one, else the text as written."""
    return pl.col(column).map_batches(_addresses, return_dtype=pl.String, is_elementwise=True)


def _addresses(urls: pl.Series) -> pl.Series:
    return _odd_ones(urls, "<" + urls + ">", _address)


def _address(url: str) -> str:
    return f"<{iri}>" if (iri := web_iri(url)) is not None else quoted(url)


def _as_written(column: str) -> pl.Expr:
    """The text of an address some of whose characters its IRI encodes."""
    return pl.col(column).map_batches(_encoded_ones, return_dtype=pl.String, is_elementwise=True)


def _encoded_ones(urls: pl.Series) -> pl.Series:
    return _odd_ones(urls, pl.repeat(None, len(urls), dtype=pl.String, eager=True), _text_of_encoded)


def _text_of_encoded(url: str) -> str | None:
    return quoted(url) if web_iri(url) not in (None, url) else None


def _odd_ones(urls: pl.Series, plain: pl.Series, other: Callable[[str], str | None]) -> pl.Series:
    """What is `plain` for the usual address, and for the others what a function says."""
    odd = (~urls.str.contains(PLAIN)).arg_true()
    return plain.scatter(odd, [other(url) for url in urls.gather(odd)]) if len(odd) else plain


def _json(column: str) -> pl.Expr:
    """Lists and structs that have no term: as JSON, so that order and names survive."""
    return pl.col(column).map_batches(_dumped, return_dtype=pl.String, is_elementwise=True)


def _dumped(values: pl.Series) -> pl.Series:
    texts = [
        None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in values.to_list()
    ]
    return pl.Series(values.name, [None if text is None else quoted(text) for text in texts], dtype=pl.String)


FORMS: Final[Mapping[str, Callable[[str], pl.Expr]]] = {
    "string": _string,
    "strings": _strings,
    "integer": _integer,
    "integers": _integers,
    "double": _double,
    "boolean": _boolean,
    "status": _status,
    "decimal": _decimal,
    "binary": _binary,
    "date": _date,
    "day": _day,
    "local": _local,
    "instant": _instant,
    "iri": _iri,
    "written": _as_written,
    "json": _json,
    "node": pl.col,
    "edge": pl.col,
    "images": pl.col,
}
"""Form → its expression, of text or, for those in MANY, of a list of texts.

The writer puts finished IRIs into the columns of forms `node`, `edge` and `images`.
"""

MANY: Final = frozenset(("strings", "integers", "images"))
"""The forms of columns that hold lists: one object each."""
