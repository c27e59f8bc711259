"""Run a command, print what went wrong, and return the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from importlib import import_module
from inspect import Parameter, getdoc, signature
from typing import Annotated, Any

# A plugin scan that pydantic would make at start-up; nothing here uses its plugins.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer
from typer.core import TyperCommand, TyperGroup

from openscore.cli.options import one_of
from openscore.cli.output import (
    CHINESE,
    can_say,
    encoding,
    finish,
    goes_to_stdout,
    prepare,
    say,
    silence,
    write,
)
from openscore.errors import NothingMatchedError, OpenScoreError, UsageError
from openscore.language import ENGLISH, LANGUAGES, language_in, speak, tr

DONE, FAILED, BAD_INPUT, NOTHING, BUG = 0, 1, 2, 3, 70

MACHINE_FORMATS = ("json", "jsonl", "csv", "github", "sarif")
"""Formats that do not change with the language."""
HUMAN_EXPORTS = {"md", "html"}
"""Of the formats of `export`, those that people read."""

HELP_OPTIONS = {"-h", "--help"}

COMMANDS = {
    "rank": "openscore.cli.commands.rank",
    "show": "openscore.cli.commands.show",
    "explain": "openscore.cli.commands.explain",
    "cite": "openscore.cli.commands.cite",
    "verify": "openscore.cli.commands.verify",
    "compare": "openscore.cli.commands.compare",
    "sensitivity": "openscore.cli.commands.sensitivity",
    "lineage": "openscore.cli.commands.lineage",
    "profile": "openscore.cli.commands.profile",
    "what-if": "openscore.cli.commands.what_if",
    "history": "openscore.cli.commands.history",
    "diff": "openscore.cli.commands.diff",
    "matrix": "openscore.cli.commands.matrix",
    "agreement": "openscore.cli.commands.agreement",
    "models": "openscore.cli.commands.models",
    "facts": "openscore.cli.commands.facts",
    "rubrics": "openscore.cli.commands.rubrics",
    "licenses": "openscore.cli.commands.licenses",
    "add": "openscore.cli.commands.add",
    "set": "openscore.cli.commands.set_",
    "remove": "openscore.cli.commands.remove",
    "check": "openscore.cli.commands.check",
    "import": "openscore.cli.commands.import_",
    "export": "openscore.cli.commands.export",
    "report": "openscore.cli.commands.report",
    "badge": "openscore.cli.commands.badge",
    "validate": "openscore.cli.commands.validate",
    "schema": "openscore.cli.commands.schema",
    "sql": "openscore.cli.commands.sql",
    "hub": "openscore.cli.commands.hub",
}

LangOption = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="|".join(LANGUAGES),
        help="Language of what people read; that of the environment if left out.",
    ),
]

HELP = """How open is an AI model? Scores on a gradient, from evidence.

Openness only: capability, safety, price and worth are out of scope.

Exit codes: 0 done, 1 a threshold or validation failed, 2 bad usage or bad input,
3 nothing matched, 70 a bug in OpenScore."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never raises.

    Args:
        argv: Words after the program's name; those of the process if None.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    prepare()
    speak(_understood(words))
    try:
        code = _exit_code(words)
        finish()
        return code
    except BrokenPipeError:
        silence()
        return DONE
    except OpenScoreError as error:
        _print_error(error)
        return NOTHING if isinstance(error, NothingMatchedError) else BAD_INPUT
    except OSError as error:
        if os.environ.get("OPENSCORE_DEBUG"):
            raise
        silence()
        _print_error(_of_the_system(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # The last resort: a traceback is for us, not for the user.
        if os.environ.get("OPENSCORE_DEBUG"):
            raise
        say(tr("error: a bug in OpenScore: {name}: {error}", name=type(error).__name__, error=error))
        say(tr("hint: please report it; OPENSCORE_DEBUG=1 shows where it happened"))
        return BUG


def _exit_code(words: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    try:
        _command(words)(args=words, prog_name="openscore")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE
    return DONE


def _of_the_system(error: OSError) -> UsageError:
    """Return the error for what the system refuses where nothing else told of it."""
    reason = (error.strerror or str(error)).lower()
    if error.filename is None:
        return UsageError(tr("the system refuses: {reason}", reason=reason))
    return UsageError(tr("cannot use '{label}': {reason}", label=error.filename, reason=reason))


def run() -> None:
    """Run as the `openscore` program."""
    sys.exit(main())


def _understood(words: Sequence[str]) -> str:
    """Return the language for people, or English where standard output has no characters for it."""
    language = _language(words)
    if language == ENGLISH or can_say(CHINESE) or _is_for_files(words):
        return language
    # Said in English: that the other language cannot be said is what it says.
    say(f"note: {encoding()} lacks characters of '{language}', English is used; see PYTHONIOENCODING")
    return ENGLISH


def _is_for_files(words: Sequence[str]) -> bool:
    """Whether the result goes to a file, or where files are read: it is UTF-8 then."""
    names = (word for option in ("--output", "-o") for word in _given(words, option))
    if not all(map(goes_to_stdout, names)):
        return True
    return not {"report", *HUMAN_EXPORTS}.isdisjoint(words)


def _language(words: Sequence[str]) -> str:
    """Return the language for people: that of `--lang`, else that of the environment.

    It is needed before the words are understood: help and errors speak it too. Machine formats are
    the same in every language, and so is what is said beside them.
    """
    if "export" in words[:1] and not (HUMAN_EXPORTS | HELP_OPTIONS).intersection(words):
        return ENGLISH
    if any(format in MACHINE_FORMATS for format in _given(words, "--format")):
        return ENGLISH
    asked = (language for language in _given(words, "--lang") if language in LANGUAGES)
    return next(asked, None) or language_in(os.environ)


def _given(words: Sequence[str], option: str) -> Iterator[str]:
    """Yield each value that an option has, as `OPTION VALUE` or `OPTION=VALUE`."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == option:
            yield value if equals else following


def _command(words: Sequence[str]) -> typer.Typer:
    """Return the command line, with only the named command in it if one is named.

    Reading the other commands would cost more than a ranking.
    """
    app = typer.Typer(
        cls=_LightGroup,
        help=tr(HELP),
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_program)
    named = next((word for word in words if not word.startswith("-")), "")
    for name in [named] if named in COMMANDS else COMMANDS:
        module = import_module(COMMANDS[name])
        if hasattr(module, "commands"):
            group = typer.Typer(
                cls=_LightGroup, help=_described(module), no_args_is_help=True, rich_markup_mode=None
            )
            group.callback()(_group)
            for inner, function in module.commands.items():
                group.command(inner, cls=_LightCommand, help=_described(function))(_speaking(function))
            app.add_typer(group, name=name)
        else:
            command = module.command
            app.command(name, cls=_LightCommand, help=_described(command))(_speaking(command))
    # What Typer says itself would be in the language of the environment, whatever is asked for.
    typer.core._ = tr  # type: ignore[assignment,attr-defined]
    return app


def _described(command: object) -> str:
    return tr(getdoc(command) or "")


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from openscore import __version__

        write(f"{__version__}\n")
        raise typer.Exit


def _program(
    version: Annotated[  # noqa: ARG001 - it has printed and left already
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    lang: LangOption = "",
) -> None:
    """Take the options that stand before a command."""
    _group(lang)


def _group(lang: LangOption = "") -> None:
    """Take the options of a group of commands."""
    one_of(lang or ENGLISH, LANGUAGES, "--lang")


class _AsGiven:
    """Stands in for Typer's conversion of values where what is given is what is wanted.

    Typer would build a pydantic adapter for each parameter, which takes longer than a ranking.
    """

    @staticmethod
    def coerce(value: object, **_: object) -> object:
        """Return the value; several become a list."""
        return list(value) if isinstance(value, tuple) else value


class _LightCommand(TyperCommand):
    """A command whose words and flags are taken as they are, in the language that is spoken."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, help included."""
        return _light(super().get_params(ctx))


class _LightGroup(TyperGroup):
    """A group whose words and flags are taken as they are."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, help included."""
        return _light(super().get_params(ctx))


def _speaking(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the option `--lang`, which all have; `main` has understood it already."""

    @wraps(command)
    def speaking(*words: object, lang: str = "", **options: object) -> None:
        one_of(lang or ENGLISH, LANGUAGES, "--lang")
        command(*words, **options)

    option = Parameter("lang", Parameter.KEYWORD_ONLY, default="", annotation=LangOption)
    ours = signature(command, eval_str=True)
    speaking.__signature__ = ours.replace(parameters=[*ours.parameters.values(), option])  # type: ignore[attr-defined]
    speaking.__annotations__ = {name: one.annotation for name, one in ours.parameters.items()} | {
        "lang": LangOption
    }
    return speaking


def _light(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if getattr(parameter, "help", None):
            parameter.help = tr(parameter.help)
        if parameter.type_descriptor.annotation in (str, list[str], bool):
            parameter._runtime_param = _AsGiven
    return parameters


def _print_error(error: OpenScoreError) -> None:
    from openscore.report.text import visible

    lines = [tr("error: {problem}", problem=error.message)]
    hints = [error.hint] if error.hint else []
    for problem in error.problems:
        lines.append(str(problem))
        hints += [problem.hint] if problem.hint else []
    lines += [tr("hint: {hint}", hint=hint) for hint in dict.fromkeys(hints)]
    say("\n".join(visible(line) for line in lines))
