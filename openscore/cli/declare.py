"""Declare the commands to Typer: of all commands the one that the words name, of its options those.

Typer makes a converter for every parameter that it is told of, given or not, and making one takes
longer than a ranking. So a command is declared with its arguments and the options that are among the
words; what is left out has the default that the function itself states. Where somebody asks for help
or completion, or where a word is no option that is known, all are declared.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from inspect import Parameter, getdoc, signature
from typing import Annotated, Any, get_args

import typer

from openscore.cli.output import write
from openscore.cli.values import choice
from openscore.errors import UnknownNameError
from openscore.language import LANGUAGES, tr

COMMANDS = (
    "rank",
    "show",
    "explain",
    "cite",
    "verify",
    "compare",
    "sensitivity",
    "lineage",
    "profile",
    "what-if",
    "history",
    "diff",
    "matrix",
    "agreement",
    "models",
    "facts",
    "rubrics",
    "licenses",
    "add",
    "set",
    "remove",
    "check",
    "import",
    "export",
    "report",
    "badge",
    "validate",
    "schema",
    "sql",
    "hub",
    "help",
)
_RESERVED = {"set": "set_", "import": "import_", "help": "help_"}
"""Commands whose names Python keeps for itself."""

PROGRAM = """How open is an AI model? Scores on a gradient, from evidence.

Openness only: capability, safety, price and worth are out of scope.

Exit codes: 0 done, 1 a threshold or validation failed, 2 bad usage or bad input,
3 nothing matched, 70 a bug in OpenScore."""

HELP_OPTIONS = ("--help", "-h")
COMPLETION_OPTIONS = ("--install-completion", "--show-completion")


def _print_help(ctx: typer.Context, is_wanted: bool) -> None:
    if is_wanted and not ctx.resilient_parsing:
        text = ctx.get_help()  # With Rich, Typer prints it itself.
        if text:
            write(f"{text}\n")
        raise typer.Exit


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from openscore import __version__

        write(f"{__version__}\n")
        raise typer.Exit


HelpOption = Annotated[
    bool, typer.Option(*HELP_OPTIONS, callback=_print_help, is_eager=True, metavar="", help="Show this help.")
]
LangOption = Annotated[
    str,
    choice(
        "--lang",
        among=LANGUAGES,
        help="Language of what people read; that of the environment if left out.",
    ),
]
VersionOption = Annotated[
    bool,
    typer.Option("--version", callback=_print_version, is_eager=True, metavar="", help="Print the version."),
]


def is_completing() -> bool:
    """Whether a shell asks what could stand next; the variable is named for the program."""
    return "_OPENSCORE_COMPLETE" in os.environ


def command_line(words: Sequence[str]) -> typer.Typer:
    """Return the command line that understands the words.

    Args:
        words: Those after the program's name; the first may be a command.

    Raises:
        UnknownNameError: If it is no command; names near ones.
    """
    if words and not words[0].startswith("-") and words[0] not in COMMANDS:
        raise UnknownNameError.of(tr("command"), words[0], COMMANDS, "openscore --help")
    named = next((word for word in words if not word.startswith("-")), "")
    names = [named] if named in COMMANDS and not is_completing() else COMMANDS
    app = typer.Typer(
        help=tr(PROGRAM),
        no_args_is_help=True,
        add_help_option=False,
        add_completion=is_completing() or not {*COMPLETION_OPTIONS, *HELP_OPTIONS}.isdisjoint(words),
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )
    app.callback()(_declared(_program, words, ()))
    for name in names:
        module = module_of(name)
        if hasattr(module, "commands"):
            app.add_typer(_group(module, words), name=name)
        else:
            _add(app, name, module.command, words)
    return app


def module_of(command: str) -> Any:
    """Return the module of a command."""
    return import_module(f"openscore.cli.commands.{_RESERVED.get(command, command.replace('-', '_'))}")


def _group(module: Any, words: Sequence[str]) -> typer.Typer:
    group = typer.Typer(
        help=_described(module), no_args_is_help=True, add_help_option=False, rich_markup_mode="rich"
    )
    group.callback()(_declared(_nothing, words, ()))
    for inner, function in module.commands.items():
        _add(group, inner, function, words)
    return group


def _add(app: typer.Typer, name: str, function: Callable[..., None], words: Sequence[str]) -> None:
    declared = _declared(function, words, words)
    app.command(name, help=_described(function), add_help_option=False)(declared)


def _described(command: object) -> str:
    return tr(getdoc(command) or "")


def _program(version: VersionOption = False) -> None:
    """Take the options that stand before a command."""


def _nothing() -> None:
    """Take the options of a group of commands."""


COMMON = (
    Parameter("lang", Parameter.KEYWORD_ONLY, default=None, annotation=LangOption),
    Parameter("help_", Parameter.KEYWORD_ONLY, default=False, annotation=HelpOption),
)
"""What every command has beside its own; `main` has understood the language already."""


def _declared(
    function: Callable[..., None], words: Sequence[str], known_in: Sequence[str]
) -> Callable[..., None]:
    """Return the function with the parameters that the words need, in the language that is spoken."""

    @wraps(function)
    def command(*given: object, **options: object) -> None:
        for common in COMMON:
            options.pop(common.name, None)
        function(*given, **options)

    parameters = [*signature(function, eval_str=True).parameters.values(), *COMMON]
    needed = [_spoken(one) for one in _needed(parameters, words, known_in)]
    command.__signature__ = signature(function).replace(parameters=needed)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in needed}
    return command


def _needed(
    parameters: Sequence[Parameter], words: Sequence[str], known_in: Sequence[str]
) -> list[Parameter]:
    """Return the arguments and the options that are named; all if some word is no option of these."""
    named = {_option(word) for word in words if word.startswith("-")} - {"-"}
    known = {name for one in parameters for name in _names(one)}
    if is_completing() or not words or named & {*HELP_OPTIONS} or (known_in and not named <= known):
        return list(parameters)
    return [one for one in parameters if not (names := _names(one)) or named.intersection(names)]


def _option(word: str) -> str:
    """Return the option that a word is: without `=VALUE`, or what stands behind one letter."""
    return word.partition("=")[0] if word.startswith("--") else word[:2]


def _names(parameter: Parameter) -> tuple[str, ...]:
    """Return the options that a parameter has; none if it is an argument."""
    info = _info(parameter)
    return tuple(
        name for name in (getattr(info, "default", ""), *(getattr(info, "param_decls", None) or ()))
        if isinstance(name, str) and name.startswith("-")
    )  # fmt: skip


def _info(parameter: Parameter) -> Any:
    """Return what the parameter tells Typer; None for the context."""
    return next(iter(get_args(parameter.annotation)[1:]), None)


def _spoken(parameter: Parameter) -> Parameter:
    """Return the parameter with its help in the language that is spoken."""
    info = _info(parameter)
    if info is None:
        return parameter
    from copy import copy

    spoken = copy(info)
    spoken.help = tr(info.help or "")
    spoken.rich_help_panel = tr("Options") if _names(parameter) else tr("Arguments")
    return parameter.replace(annotation=Annotated[get_args(parameter.annotation)[0], spoken])
