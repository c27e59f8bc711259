"""Declare the commands to Typer: of all commands the one that the words name, of its options those.

Typer makes a converter for every parameter that it is told of, given or not. So a command is declared
with its arguments and the options that are among the words; what is left out has the default that the
function itself states. Where somebody asks for help or completion, or where a word is no option that is
known, all are declared. Typer is imported here alone, and what it says leaves here as our own errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter as Told
from inspect import Signature, getdoc
from typing import Annotated, Any, get_args

import typer

from openscore.cli.declare import (
    COMMANDS,
    COMPLETION_OPTIONS,
    HELP_OPTIONS,
    LangOption,
    behind_language,
    inner_commands,
    is_completing,
    module_of,
    path_in,
)
from openscore.cli.exit_codes import DONE, EndedError
from openscore.cli.misunderstood import retold
from openscore.cli.output import write
from openscore.cli.parameters import NEEDED, Complete, Declared, Item, Parameter, flag, parameters_of
from openscore.errors import UnknownNameError, UsageError, one_or_other
from openscore.language import noted, tr

PROGRAM = noted(
    """How open is an AI model? Scores on a gradient, from evidence.

Openness only: capability, safety, price and worth are out of scope.

Exit codes: 0 done, 1 a threshold or validation failed, 2 bad usage or bad input,
3 nothing matched, 70 a bug in OpenScore."""
)

HELP = noted("Show this help.")


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from openscore import __version__

        write(f"{__version__}\n")
        raise EndedError(DONE)


VersionOption = Annotated[bool, flag("--version", help=noted("Print the version."), at_once=_print_version)]


def run_line(words: Sequence[str]) -> int:
    """Let Typer read the words and call the command that they name; return its exit code.

    Raises:
        UsageError: If Typer cannot understand them.
    """
    try:
        code = command_line(words)(args=words, prog_name="openscore", standalone_mode=False)
    except SystemExit as stop:  # Shell completion ends so.
        code = stop.code
    except EndedError as ended:
        code = ended.code
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except typer.TyperException as error:
        raise _not_understood(error, words) from error
    return code if isinstance(code, int) else DONE


def _not_understood(error: typer.TyperException, words: Sequence[str]) -> UsageError:
    """Return what Typer could not understand, and where help is."""
    usage = " ".join(["openscore", *path_in(words), HELP_OPTIONS[0]])
    hint = tr("`{usage}` shows what there is", usage=usage)
    message = retold(error.format_message())
    if hasattr(error, "possibilities"):  # Of an unknown option Typer knows the name and near ones.
        message = tr("no option '{option}'", option=getattr(error, "option_name", ""))
        hint = f"{one_or_other(error.possibilities or ())} {hint}".strip()
    return UsageError(message, hint=hint)


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


def _check_commands(words: Sequence[str]) -> None:
    """Refuse what stands where a command should, and is none."""
    if is_completing():
        return
    rest, path = behind_language(words), path_in(words)
    if rest and not path and not rest[0].startswith("-"):
        raise UnknownNameError.of(tr("command"), rest[0], COMMANDS, "openscore --help")
    behind = behind_language(rest[1:])
    if behind and len(path) == 1 and not behind[0].startswith("-") and (inner := inner_commands(path[0])):
        raise UnknownNameError.of(tr("command"), behind[0], inner, f"openscore {path[0]} --help")


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
    parameters = parameters_of(function)

    def show_help(is_wanted: bool) -> None:
        if is_wanted:
            from openscore.cli.help import help_text
            from openscore.cli.screen import screen

            own = [_flag(*one) for one in COMPLETION_OPTIONS.items()] if function is _program else []
            write(help_text(path, about, [*parameters, *own], commands, screen()))
            raise EndedError(DONE)

    asked = flag(*HELP_OPTIONS, help=HELP, at_once=show_help)
    common = {"lang": LangOption, "help": Annotated[bool, asked]}
    for one in parameters:
        common.pop(one.name, None)  # A command that speaks several languages takes them itself.
    for name, annotation in common.items():
        parameters.append(Parameter(name, annotation, None))

    @wraps(function)
    def command(*given: object, **options: object) -> None:
        function(*given, **{name: value for name, value in options.items() if name not in common})

    needed = _needed(parameters, words, is_command=not commands)
    told = [_told(one) for one in needed]
    command.__signature__ = Signature(told)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in told}
    return command


def _told(parameter: Parameter) -> Told:
    """Return the parameter as Typer is told of it."""
    one = parameter.declared
    default = Told.empty if parameter.default is NEEDED else parameter.default
    about = _option(one) if one.names else _argument(one)
    kind = get_args(parameter.annotation)[0]
    return Told(parameter.name, Told.KEYWORD_ONLY, default=default, annotation=Annotated[kind, about])


def _argument(one: Declared) -> Any:
    completion = one.complete and _completion(one.complete)
    return typer.Argument(metavar=one.metavar, help=one.help, parser=one.parser, autocompletion=completion)


def _option(one: Declared) -> Any:
    return typer.Option(
        *one.names,
        metavar=one.metavar,
        help=one.help,
        parser=one.parser,
        autocompletion=one.complete and _completion(one.complete),
        min=one.min,
        max=one.max,
        callback=one.at_once,
        is_eager=one.at_once is not None,
    )


def _completion(complete: Complete) -> Callable[[typer.Context, str], list[Item]]:
    """Return what completes as Typer reads it: by the types in a signature."""

    def completion(ctx: typer.Context, incomplete: str) -> list[Item]:
        return list(complete(ctx, incomplete))

    return completion


def _flag(name: str, help: str) -> Parameter:
    annotation = Annotated[bool, flag(name, help=help)]
    return Parameter(name[2:].replace("-", "_"), annotation, False)


def _needed(parameters: Sequence[Parameter], words: Sequence[str], *, is_command: bool) -> list[Parameter]:
    """Return the arguments and the options that are named; all if some word is no option of these."""
    named = {_spelled(word) for word in words if word.startswith("-")} - {"-"}
    known = {name for one in parameters for name in one.declared.names}
    if is_completing() or (is_command and not named <= known):
        return list(parameters)
    return [one for one in parameters if not (names := one.declared.names) or named.intersection(names)]


def _spelled(word: str) -> str:
    """Return the option that a word is: without `=VALUE`, or what stands behind one letter."""
    return word.partition("=")[0] if word.startswith("--") else word[:2]
