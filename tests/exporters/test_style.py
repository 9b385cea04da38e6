"""How nodes look: every cluster has a colour that all formats can write, and neighbours have others."""

from __future__ import annotations

import re

from graphkit.exporters.style import colour


def test_every_cluster_has_a_colour_of_its_own_that_can_be_written() -> None:
    colours = [colour(cluster) for cluster in [None, *range(60)]]
    assert all(re.fullmatch("#[0-9a-f]{6}", one) for one in colours)
    assert len(set(colours)) == len(colours)
