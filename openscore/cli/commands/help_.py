"""`openscore help`: the help of the program, or of one command."""

from __future__ import annotations

from typing import Annotated

from openscore.cli.declare import COMMANDS, HELP_OPTIONS
from openscore.cli.parameters import Context, argument


def _commands(_context: Context, _incomplete: str) -> list[str]:
    return list(COMMANDS)


def command(
    of: Annotated[
        list[str],
        argument(metavar="COMMAND", help="A command; all if left out.", complete=_commands),
    ] = [],  # noqa: B006  # Typer copies it
) -> None:
    """Show the help of the program, or of one command."""
    from openscore.cli.command_line import run_line

    run_line([*of, HELP_OPTIONS[0]])
