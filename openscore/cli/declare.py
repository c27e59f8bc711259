"""Name the commands, and find the call that words ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import zip_longest
from typing import Annotated, Any

from openscore.cli.values import choice
from openscore.cli.words import plain_call
from openscore.language import LANGUAGES, noted

COMMANDS = (
    "rank",
    "show",
    "explain",
    "cite",
    "verify",
    "compare",
    "sensitivity",
    "lineage",
    "duties",
    "profile",
    "what-if",
    "history",
    "diff",
    "matrix",
    "agreement",
    "models",
    "families",
    "makers",
    "facts",
    "rubrics",
    "licenses",
    "add",
    "set",
    "remove",
    "dispute",
    "settle",
    "check",
    "register",
    "enrich",
    "import",
    "export",
    "report",
    "badge",
    "validate",
    "sources",
    "schema",
    "sql",
    "hub",
    "site",
    "help",
)
_RESERVED = {"set": "set_", "import": "import_", "help": "help_"}
"""Commands whose names Python keeps for itself."""

HELP_OPTIONS = ("--help", "-h")
COMPLETION_OPTIONS = {
    "--install-completion": noted("Let the shell complete commands, options and names."),
    "--show-completion": noted("Print the script that does so, for the shell that runs."),
}
"""Typer's own; they are declared where somebody types them."""

LangOption = Annotated[
    str,
    choice(
        "--lang",
        among=LANGUAGES,
        help=noted("Language of what people read; that of the environment if left out."),
    ),
]


def is_completing() -> bool:
    """Whether a shell asks what could stand next; the variable is named for the program."""
    return "_OPENSCORE_COMPLETE" in os.environ


def path_in(words: Sequence[str]) -> list[str]:
    """Return the command that the words begin with, and behind a group the command of the group."""
    rest = behind_language(words)
    if not rest or rest[0] not in COMMANDS:
        return []
    behind = behind_language(rest[1:])
    return [rest[0], *(word for word in behind[:1] if word in inner_commands(rest[0]))]


def is_help_wanted(words: Sequence[str]) -> bool:
    """Whether the words name nothing that can be done: none, or a group of commands alone."""
    rest = behind_language(words)
    return not rest or (
        not behind_language(rest[1:]) and rest[0] in COMMANDS and bool(inner_commands(rest[0]))
    )


def behind_language(words: Sequence[str]) -> Sequence[str]:
    """Return the words without the language that may stand before them."""
    while words and words[0].partition("=")[0] == "--lang" and ("=" in words[0] or len(words) > 1):
        words = words[1:] if "=" in words[0] else words[2:]
    return words


def inner_commands(command: str) -> Mapping[str, Callable[..., None]]:
    """Return the commands of a group; none if the command is no group."""
    found: Mapping[str, Callable[..., None]] = getattr(module_of(command), "commands", {})
    return found


def plain_command(words: Sequence[str]) -> Callable[[], None] | None:
    """Return the call of the command that the words name; None if only Typer can tell what they mean."""
    if not words or words[0] not in COMMANDS or is_completing():
        return None
    module, rest = module_of(words[0]), words[1:]
    if not hasattr(module, "commands"):
        return plain_call(module.command, rest, {"lang": LangOption})
    inner = module.commands.get(rest[0]) if rest else None
    return plain_call(inner, rest[1:], {"lang": LangOption}) if inner else None


def given(words: Sequence[str], option: str) -> Iterator[str]:
    """Yield each value that an option has, as `OPTION VALUE` or `OPTION=VALUE`."""
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        name, equals, value = word.partition("=")
        if name == option:
            yield value if equals else following


def module_of(command: str) -> Any:
    """Return the module of a command."""
    return import_module(f"openscore.cli.commands.{_RESERVED.get(command, command.replace('-', '_'))}")
