"""`verify`: whether exports are whole and hold the same graph."""

from __future__ import annotations

import click

from graphkit.cli.console import EXIT_DATA, say

_SHOWN = 20


@click.command()
@click.argument("folder", default="exports", type=click.Path())
@click.option("--all", "everything", is_flag=True, help=f"Every difference that was found, not the first {_SHOWN}.")
@click.pass_context
def verify(ctx: click.Context, folder: str, everything: bool) -> None:
    """Read every export in FOLDER back and prove that all hold the same graph.

    \b
    Example:
      graphkit verify exports
    """
    from graphkit.verify import verify as verified

    verdict = verified(folder)
    for line in verdict.differences if everything else verdict.differences[:_SHOWN]:
        say(f"{folder}/{line}")
    if not everything and len(verdict.differences) > _SHOWN:
        say(f"… and {len(verdict.differences) - _SHOWN} more: graphkit verify {folder} --all")
    if verdict.differences:
        ctx.exit(EXIT_DATA)
    say(f"{folder}: one graph; read back: {', '.join(verdict.read) or 'none'}{_by_hash(verdict.hashed)}")


def _by_hash(names: tuple[str, ...]) -> str:
    return f"; by hash: {', '.join(names)} (pip install 'graphkit[verify]' reads them back, too)" if names else ""


COMMANDS = (verify,)
