"""`openscore help`: the help of the program, or of one command."""

from __future__ import annotations

from typing import Annotated

import typer

from openscore.cli.declare import COMMANDS, HELP_OPTIONS, command_line


def _commands() -> list[str]:
    return list(COMMANDS)


def command(
    of: Annotated[
        list[str],
        typer.Argument(metavar="COMMAND", help="A command; all if left out.", autocompletion=_commands),
    ] = [],  # noqa: B006  # Typer copies it
) -> None:
    """Show the help of the program, or of one command."""
    words = [*of, HELP_OPTIONS[0]]
    command_line(words)(args=words, prog_name="openscore", standalone_mode=False)
