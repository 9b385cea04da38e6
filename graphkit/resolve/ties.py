"""Ties: sightings to their keys, and which of them hold where judgements tell articles apart."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from graphkit.resolve.groups import Groups
from graphkit.resolve.references import FILE_PRIORITY
from graphkit.resolve.rulings import Rulings

Ints = npt.NDArray[np.int64]

OWN_FILE, JUDGED = -2, -1
"""Strength before every priority: a document is its file, and what people say holds against what rules say."""


def tie(keys: pl.DataFrame, told: pl.DataFrame, rulings: Rulings) -> pl.DataFrame:
    """The ties of `keys` and of `rulings.same`, each with its `component`; `told` says who speaks (`identity.told`).

    Columns are those of `keys` and `judgement` (the line of a ruling, whose ties have no `row`), `node` (the row, or
    a number behind the rows for each ruling), `component`, and `cut`: the line of the ruling that forbids the tie.
    """
    ties = pl.concat([keys.with_columns(pl.col("row").alias("node")), judged(rulings, told.height)], how="diagonal")
    component = _components(told.height + len(rulings.same), ties)
    ties = ties.with_columns(pl.Series("component", component[ties["node"].to_numpy()]))
    ties = ties.with_columns(pl.lit(None, pl.UInt32).alias("cut"))
    return cut(ties, told, rulings) if rulings.different else ties


def judged(rulings: Rulings, first: int) -> pl.DataFrame:
    """The ties of rulings that call two keys the same, as nodes numbered from `first` on."""
    return pl.DataFrame(
        [(first + place, line, key, 0) for place, (line, *both) in enumerate(rulings.same) for key in both],
        schema={"node": pl.UInt32, "judgement": pl.UInt32, "key": pl.String, "priority": pl.UInt8},
        orient="row",
    )


def _components(nodes: int, ties: pl.DataFrame) -> Ints:
    """Connected components of the graph that ties nodes to their keys, shape (nodes,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    known = ties.select(pl.col("key").unique(maintain_order=True)).with_row_index("number")
    numbered = ties.select("key").join(known, on="key", how="left", maintain_order="left")
    numbers = numbered["number"].to_numpy().astype(np.int64)
    size = nodes + int(numbers.max(initial=-1)) + 1
    matrix = coo_array((np.ones(len(numbers), np.int8), (ties["node"].to_numpy(), numbers + nodes)), shape=(size, size))
    _, labels = connected_components(matrix.tocsr(), directed=False)
    return np.asarray(labels[:nodes], dtype=np.int64)


def cut(ties: pl.DataFrame, told: pl.DataFrame, rulings: Rulings) -> pl.DataFrame:
    """Divide the components that hold two keys which are different, and mark the ties that no longer hold.

    `ties` holds all of those components, if not all that there are.
    """
    homes = dict(ties.select("key", "component").unique().iter_rows())
    torn = {homes[one] for _, one, other in rulings.different if one in homes and homes[one] == homes.get(other)}
    if not torn:
        return ties
    place = pl.int_range(pl.len(), dtype=pl.UInt32).alias("place")
    hit = ties.with_columns(place).filter(pl.col("component").is_in(list(torn)))
    hit = hit.join(told.select("row", "mention", "dated"), on="row", how="left", maintain_order="left")
    cuts, homes_of = _apart(_strongest_first(hit), rulings)
    next_component = int(ties["component"].max()) + 1  # type: ignore[arg-type]
    table = pl.DataFrame(
        {"place": list(homes_of), "new": [next_component + home for home in homes_of.values()]},
        schema={"place": pl.UInt32, "new": pl.Int64},
    )
    lines = pl.DataFrame(
        {"place": list(cuts), "line": list(cuts.values())}, schema={"place": pl.UInt32, "line": pl.UInt32}
    )
    return (
        ties.with_columns(place)
        .join(table, on="place", how="left", maintain_order="left")
        .join(lines, on="place", how="left", maintain_order="left")
        .with_columns(pl.coalesce("new", "component").alias("component"), pl.coalesce("line", "cut").alias("cut"))
        .drop("place", "new", "line")
    )


def _strongest_first(ties: pl.DataFrame) -> list[tuple[int, int, str]]:
    """`place`, `node`, `key` of each tie, the strongest first; never by path: renaming a file changes nothing."""
    own_file = (pl.col("priority") == FILE_PRIORITY) & (pl.col("mention") == 0)
    strength = (
        pl.when(pl.col("judgement").is_not_null())
        .then(JUDGED)
        .when(own_file)
        .then(OWN_FILE)
        .otherwise(pl.col("priority").cast(pl.Int16))
    )
    all_keys = pl.col("key").filter(~pl.col("key").str.starts_with("file:")).sort().str.join(" ").over("node")
    ordered = ties.with_columns(strength.alias("strength"), all_keys.alias("keys")).sort(
        "strength",
        "mention",
        "dated",
        "key",
        "keys",
        "node",
        descending=[False, False, True, False, False, False],
        nulls_last=True,
    )
    return list(ordered.select("place", "node", "key").iter_rows())


def _apart(ties: Iterable[tuple[int, int, str]], rulings: Rulings) -> tuple[dict[int, int], dict[int, int]]:
    """Per place the line that cuts its tie, and the group of its node: Kruskal's algorithm, which takes
    the strongest ties first and leaves out those that would join two keys which are different.
    """
    groups: Groups[int | str] = Groups(rulings.different)
    ties = list(ties)
    cuts: dict[int, int] = {}
    for place, node, key in ties:
        if (line := groups.join(node, key)) is not None:
            cuts[place] = line
    return cuts, {place: groups.number(node) for place, node, _ in ties}
