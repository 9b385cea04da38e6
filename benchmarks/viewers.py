"""The explorer page measured beside other viewers, in one run.

    cd benchmarks/viewers && npm ci && cd ../..
    python benchmarks/viewers.py                                        # 1,000 to 100,000 nodes
    python benchmarks/viewers.py --sizes 1000000 --viewers graphkit sigma --limit 600
    python benchmarks/viewers.py --pictures shots                       # and a screenshot of each

Each page shows the same random communities, three edges a node (two at a million), in a Chromium of its own
with software WebGL. Printed per page: MB of the file; seconds and CPU seconds of the whole browser until the
first complete picture; MB of JavaScript heap and of arrays; frames a second and CPU milliseconds a frame while
panning and while zooming. On a busy machine only the CPU figures mean much, and only beside each other.

`graphkit` is the real page, whose map has about a third of the window between its panes. `map` is its map alone
on the bare columns in the whole window, as sigma.js and deck.gl get them, and `map-all` the same with every node
and edge drawn at the overview. sigma.js has its cheapest programs and no labels.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
from pathlib import Path

from viewer_browser import Measured, measure
from viewer_pages import WRITERS, random_graph, write_page

ALL = ("graphkit", "map", "map-all", "sigma", "deck.gl", "pyvis-static", "pyvis")
NUMBERS = ("file MB", "ready s", "CPU s", "heap MB", "arrays MB")
HEAD = ("nodes", "viewer", *NUMBERS, "pan fps/CPU ms", "zoom fps/CPU ms", "")
WIDTHS = (9, 13, 8, 8, 7, 8, 9, 16, 16, 0)


def main() -> None:
    """Write the pages into a temporary folder, measure one after the other, and print a line for each."""
    options = _options()
    print(_line(*HEAD))
    with tempfile.TemporaryDirectory() as folder:
        for nodes in options.sizes:
            columns = random_graph(nodes, 2 if nodes >= 1_000_000 else 3)
            for viewer in options.viewers:
                page = Path(folder) / f"{viewer}-{nodes}.html"
                write_page(viewer, columns, page)
                picture = options.pictures / f"{viewer}-{nodes}.png" if options.pictures else None
                print(_row(nodes, viewer, _within(options.limit, viewer, page, picture)), flush=True)
                page.unlink()


def _within(limit: float, viewer: str, page: Path, picture: Path | None) -> Measured:
    """Measure in a process of its own: a page that answers no more is ended with it."""
    with multiprocessing.Pool(1) as pool:
        try:
            return pool.apply_async(measure, (viewer, page, limit, picture)).get(1.5 * limit + 60)
        except multiprocessing.TimeoutError:
            return Measured(page.stat().st_size / 1e6, note="answers no more")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--viewers", nargs="+", choices=sorted(WRITERS), default=list(ALL))
    parser.add_argument("--limit", type=float, default=240, help="seconds until a page is given up")
    parser.add_argument("--pictures", type=Path, help="folder for screenshots")
    return parser.parse_args()


def _row(nodes: int, viewer: str, found: Measured) -> str:
    times = [_number(value, 1) for value in (found.file, found.ready, found.cpu, found.heap, found.buffers)]
    motion = [f"{pair[0]:.1f} / {pair[1]:.0f}" if pair else "-" for pair in (found.pan, found.zoom)]
    return _line(f"{nodes:,}", viewer, *times, *motion, found.note)


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _line(*cells: str) -> str:
    return "  ".join(cell.rjust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


if __name__ == "__main__":
    main()
