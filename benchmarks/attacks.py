"""The attack run of `tests/serve/probes.py` against graphkit and its peers, one table.

    python benchmarks/attacks.py GRAPH_DIRECTORY [ENVIRONMENT_WITH_RDFLIB_ENDPOINT]

Each probe meets a server that answers; one that it breaks is started anew. A probe has broken a server
when it got through, when a simple query then takes more than a second, or when memory passed 500 MB. No
process may take more than 2 GB, so that the machine survives the servers without limits.
"""

from __future__ import annotations

import argparse
import os
import signal
from pathlib import Path

from servers import Server, servers, started

from tests.serve.memory import Gauge
from tests.serve.probes import PROBES, Target
from tests.serve.running import descendants

SECONDS = 2.0
MOST = 500 * 2**20
CAP = 2 * 2**30


def broken(server: Server, directory: Path) -> tuple[dict[str, str], int]:
    """What went wrong, by probe, and the most memory."""
    left, found, peak = list(PROBES), {}, 0
    while left:
        with started(server, directory, SECONDS, CAP) as (target, process):
            while left:
                name = left.pop(0)
                with Gauge(lambda: descendants(process.pid)) as gauge:
                    wrong = attacked(name, target)
                    seconds = target.simple_seconds()
                peak = max(peak, gauge.peak)
                if process.poll() is not None:
                    wrong = "the server is dead"
                elif seconds > 1:
                    wrong = "the server hangs" if seconds == float("inf") else f"a simple query takes {seconds:.1f} s"
                elif gauge.peak > MOST:
                    wrong = wrong or f"{gauge.peak / 2**20:.0f} MB"
                if wrong:
                    found[name] = wrong
                    print(f"  {server.name}: {name}: {wrong}", flush=True)
                if process.poll() is not None or seconds > 1 or gauge.peak > MOST:
                    if process.poll() is None:
                        os.killpg(process.pid, signal.SIGKILL)
                    break
    return found, peak


def attacked(name: str, target: Target) -> str:
    """What a probe says went wrong; a server may end in the middle of it."""
    try:
        return PROBES[name](target) or ""
    except OSError as error:
        return f"no answer: {error}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("peers", type=Path, nargs="?")
    parser.add_argument("--only", default="", help="servers whose name holds this")
    options = parser.parse_args()
    compared = [server for server in servers(SECONDS, options.peers) if options.only in server.name]
    results = {server.name: broken(server, options.directory) for server in compared}
    print(f"\n| probe | {' | '.join(results)} |\n|---|{'---|' * len(results)}")
    for name in PROBES:
        print(f"| {name} | {' | '.join(found.get(name, '') for found, _ in results.values())} |")
    print(f"| **broken of {len(PROBES)}** | {' | '.join(str(len(found)) for found, _ in results.values())} |")
    print(f"| **most memory, MB** | {' | '.join(f'{peak / 2**20:.0f}' for _, peak in results.values())} |")


if __name__ == "__main__":
    main()
