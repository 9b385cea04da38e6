"""Opening: a source is built and its triples stored by a process of its own, which takes its memory with it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from graphkit.errors import GraphkitError
from graphkit.serve.limits import die_with_parent
from graphkit.serve.source import Opened, Progress, Source, open_source

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from graphkit.serve.opening import main; main(sys.argv[2], sys.argv[3], int(sys.argv[4]))"
)
_LINE: Final = 2**20


async def opened(source: Source, progress: Progress | None = None) -> Opened:
    """What there is to serve now; raises GraphkitError."""
    arguments = [json.dumps(sys.path), str(source.path), str(source.scratch()), str(os.getpid())]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", _START, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        limit=_LINE,
        start_new_session=True,  # Ctrl-C is for the server, which ends this process
    )
    try:
        return await _heard(process, source.path, progress)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _heard(process: asyncio.subprocess.Process, path: Path, progress: Progress | None) -> Opened:
    assert process.stdout is not None
    async for line in process.stdout:
        said = json.loads(line)
        if "error" in said:
            raise GraphkitError(said["error"])
        if "store" in said:
            return Opened(said["store"], said["file"], Path(said["directory"]) if said["directory"] else None)
        if progress:
            progress(*said["progress"])
    raise GraphkitError(f"{path}: the process that opened it was ended; is there enough memory?")


def main(path: str, scratch: str, parent: int) -> None:
    """Open it, and say so on standard output, a JSON object a line."""
    die_with_parent(parent)
    try:
        found = open_source(Path(path), Path(scratch), lambda *step: _say(progress=step))
    except (GraphkitError, OSError) as error:
        _say(error=str(error))
    else:
        _say(**asdict(found) | {"directory": str(found.directory or "")})


def _say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)  # noqa: T201
