"""The tokens of plain front matter as a tree: what belongs to what, by indentation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphkit.sources.plain.lines import Flags, Ints, Lines

ROOT = -1


@dataclass(slots=True)
class Tree:
    """One token per dash and per key, in their order: `line` into the Lines, `file`, `parent` (ROOT at the top).

    A token is `filled` if a value stands in its line, and a `branch` if others belong to it; else it is null.
    """

    line: Ints
    file: Ints
    dash: Flags
    parent: Ints
    filled: Flags
    branch: Flags
    bad: Flags


def grown(lines: Lines, most_depth: int) -> Tree:
    """The tree of these lines; `bad` are tokens that do not fit."""
    keyed = lines.colon >= 0
    per_line = lines.dash.astype(np.int64) + keyed
    line = np.repeat(np.arange(per_line.size), per_line)
    dash = np.zeros(line.size, np.bool_)
    dash[(np.cumsum(per_line) - per_line)[lines.dash]] = True
    # A dash may stand below the first letter of its key: it belongs to it all the same.
    place = np.where(dash, 2 * lines.indent[line] + 1, 2 * (lines.indent + 2 * lines.dash)[line])
    deep = place + 2 > most_depth
    place = np.minimum(place, most_depth)
    file = lines.file[line]
    parent = _parents(place, np.searchsorted(file, file))
    filled = ~lines.empty[line] & ~(dash & keyed[line])
    branch = np.zeros(line.size, np.bool_)
    branch[parent[parent != ROOT]] = True
    eldest = np.minimum(parent + 1, line.size - 1)
    inner = parent != ROOT
    bad = np.where(inner, (place != place[eldest]) | filled[parent] | (dash & dash[parent]), place != 0)
    speechless = np.bincount(lines.file[per_line == 0], minlength=lines.good.size) > 0
    return Tree(line, file, dash, parent, filled, branch, bad | deep | speechless[file])


def _parents(place: Ints, first: Ints) -> Ints:
    """The nearest token before each in its file that stands further to the left."""
    parent = np.full(place.size, ROOT)
    order = np.arange(place.size)
    for one in np.flatnonzero(np.bincount(place)) if place.size else ():
        last = np.maximum.accumulate(np.where(place == one, order, ROOT))
        parent = np.where(place > one, np.maximum(parent, last), parent)
    return np.where(parent < first, ROOT, parent)
