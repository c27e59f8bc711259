"""Declare the commands to Typer: of all commands the one that the words name, of its options those.

Typer makes a converter for every parameter that it is told of, given or not, and making one takes
longer than a ranking. So a command is declared with its arguments and the options that are among the
words; what is left out has the default that the function itself states. Where somebody asks for help
or completion, or where a word is no option that is known, all are declared.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from importlib import import_module
from inspect import Parameter, getdoc, signature
from typing import Annotated, Any

import typer

from openscore.cli.output import write
from openscore.cli.values import choice, flag, option_names
from openscore.cli.words import plain_call
from openscore.errors import UnknownNameError
from openscore.language import LANGUAGES, noted, tr

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
    "families",
    "makers",
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
    "site",
    "help",
)
_RESERVED = {"set": "set_", "import": "import_", "help": "help_"}
"""Commands whose names Python keeps for itself."""

PROGRAM = noted(
    """How open is an AI model? Scores on a gradient, from evidence.

Openness only: capability, safety, price and worth are out of scope.

Exit codes: 0 done, 1 a threshold or validation failed, 2 bad usage or bad input,
3 nothing matched, 70 a bug in OpenScore."""
)

HELP_OPTIONS = ("--help", "-h")
HELP = noted("Show this help.")
COMPLETION_OPTIONS = {
    "--install-completion": noted("Let the shell complete commands, options and names."),
    "--show-completion": noted("Print the script that does so, for the shell that runs."),
}
"""Typer's own; they are declared where somebody types them."""


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from openscore import __version__

        write(f"{__version__}\n")
        raise typer.Exit


LangOption = Annotated[
    str,
    choice(
        "--lang",
        among=LANGUAGES,
        help=noted("Language of what people read; that of the environment if left out."),
    ),
]
VersionOption = Annotated[
    bool,
    typer.Option(
        "--version", callback=_print_version, is_eager=True, metavar="", help=noted("Print the version.")
    ),
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
    _check_commands(words)
    named = next((word for word in words if not word.startswith("-")), "")
    names = [named] if named in COMMANDS and not is_completing() else COMMANDS
    modules = {name: module_of(name) for name in names}
    about = {name: _described(getattr(module, "command", module)) for name, module in modules.items()}
    app = typer.Typer(
        no_args_is_help=True,
        add_help_option=False,
        add_completion=is_completing() or not COMPLETION_OPTIONS.keys().isdisjoint(words),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_declared(_program, "openscore", tr(PROGRAM), words, about))
    for name, module in modules.items():
        if hasattr(module, "commands"):
            app.add_typer(_group(name, module, words), name=name)
        else:
            _add(app, f"openscore {name}", module.command, words)
    return app


def path_in(words: Sequence[str]) -> list[str]:
    """Return the command that the words begin with, and behind a group the command of the group."""
    rest = _behind_language(words)
    if not rest or rest[0] not in COMMANDS:
        return []
    behind = _behind_language(rest[1:])
    return [rest[0], *(word for word in behind[:1] if word in _inner(rest[0]))]


def is_help_wanted(words: Sequence[str]) -> bool:
    """Whether the words name nothing that can be done: none, or a group of commands alone."""
    rest = _behind_language(words)
    return not rest or (not _behind_language(rest[1:]) and rest[0] in COMMANDS and bool(_inner(rest[0])))


def _check_commands(words: Sequence[str]) -> None:
    """Refuse what stands where a command should, and is none."""
    if is_completing():
        return
    rest, path = _behind_language(words), path_in(words)
    if rest and not path and not rest[0].startswith("-"):
        raise UnknownNameError.of(tr("command"), rest[0], COMMANDS, "openscore --help")
    behind = _behind_language(rest[1:])
    if behind and len(path) == 1 and not behind[0].startswith("-") and (inner := _inner(path[0])):
        raise UnknownNameError.of(tr("command"), behind[0], inner, f"openscore {path[0]} --help")


def _behind_language(words: Sequence[str]) -> Sequence[str]:
    """Return the words without the language that may stand before them."""
    while words and words[0].partition("=")[0] == "--lang" and ("=" in words[0] or len(words) > 1):
        words = words[1:] if "=" in words[0] else words[2:]
    return words


def _inner(command: str) -> Mapping[str, Callable[..., None]]:
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


def module_of(command: str) -> Any:
    """Return the module of a command."""
    return import_module(f"openscore.cli.commands.{_RESERVED.get(command, command.replace('-', '_'))}")


def _group(name: str, module: Any, words: Sequence[str]) -> typer.Typer:
    group = typer.Typer(
        help=_described(module), no_args_is_help=True, add_help_option=False, rich_markup_mode=None
    )
    about = {inner: _described(function) for inner, function in module.commands.items()}
    path = f"openscore {name}"
    group.callback()(_declared(_nothing, path, _described(module), words, about))
    for inner, function in module.commands.items():
        _add(group, f"{path} {inner}", function, words)
    return group


def _add(app: typer.Typer, path: str, function: Callable[..., None], words: Sequence[str]) -> None:
    about = _described(function)
    name = path.rpartition(" ")[2]
    app.command(name, help=about, add_help_option=False)(_declared(function, path, about, words, {}))


def _described(command: object) -> str:
    return tr(getdoc(command) or "")


def _program(version: VersionOption = False) -> None:
    """Take the options that stand before a command."""


def _nothing() -> None:
    """Take the options of a group of commands."""


def _declared(
    function: Callable[..., None],
    path: str,
    about: str,
    words: Sequence[str],
    commands: Mapping[str, str],
) -> Callable[..., None]:
    """Return the function with the parameters that the words need, and `--lang` and `--help`."""
    parameters = [*signature(function, eval_str=True).parameters.values()]

    def show_help(is_wanted: bool) -> None:
        if is_wanted:
            from openscore.cli.help import help_text
            from openscore.cli.screen import screen

            own = [_flag(*one) for one in COMPLETION_OPTIONS.items()] if function is _program else []
            write(help_text(path, about, [*parameters, *own], commands, screen()))
            raise typer.Exit

    asked = typer.Option(*HELP_OPTIONS, callback=show_help, is_eager=True, metavar="", help=HELP)
    common = {"lang": LangOption, "help": Annotated[bool, asked]}
    for one in parameters:
        common.pop(one.name, None)  # A command that speaks several languages takes them itself.
    for name, annotation in common.items():
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation))

    @wraps(function)
    def command(*given: object, **options: object) -> None:
        function(*given, **{name: value for name, value in options.items() if name not in common})

    needed = _needed(parameters, words, is_command=not commands)
    command.__signature__ = signature(function).replace(parameters=needed)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in needed}
    return command


def _flag(name: str, help: str) -> Parameter:
    annotation = Annotated[bool, flag(name, help=help)]
    return Parameter(name[2:].replace("-", "_"), Parameter.KEYWORD_ONLY, default=False, annotation=annotation)


def _needed(parameters: Sequence[Parameter], words: Sequence[str], *, is_command: bool) -> list[Parameter]:
    """Return the arguments and the options that are named; all if some word is no option of these."""
    named = {_option(word) for word in words if word.startswith("-")} - {"-"}
    known = {name for one in parameters for name in option_names(one)}
    if is_completing() or (is_command and not named <= known):
        return list(parameters)
    return [one for one in parameters if not (names := option_names(one)) or named.intersection(names)]


def _option(word: str) -> str:
    """Return the option that a word is: without `=VALUE`, or what stands behind one letter."""
    return word.partition("=")[0] if word.startswith("--") else word[:2]
