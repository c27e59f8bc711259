"""Run a command, print what went wrong, and return the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

# A plugin scan that pydantic would make at start-up; nothing here uses its plugins.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from openscore.cli.declare import (
    COMPLETION_OPTIONS,
    HELP_OPTIONS,
    given,
    is_completing,
    is_help_wanted,
    plain_command,
)
from openscore.cli.exit_codes import BAD_INPUT, BUG, DONE, INTERRUPTED, NOTHING, EndedError
from openscore.cli.output import (
    CHINESE,
    can_say,
    encoding,
    finish,
    goes_to_stdout,
    prepare,
    say,
    say_hints,
    silence,
)
from openscore.errors import NothingMatchedError, OpenScoreError, UsageError
from openscore.files import forget_inputs, reason_of
from openscore.hints import complete_by
from openscore.language import ENGLISH, LANGUAGES, language_in, speak, tr

MACHINE_FORMATS = ("json", "jsonl", "csv", "github", "sarif", "junit")
"""Formats that do not change with the language."""
HUMAN_EXPORTS = {"md", "html"}
"""Of the formats of `export`, those that people read."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never raises.

    Args:
        argv: Words after the program's name; those of the process if None.
    """
    words = [_as_file(word) for word in (sys.argv[1:] if argv is None else argv)]
    if not is_completing() and is_help_wanted(words):
        words.append(HELP_OPTIONS[0])
    prepare()
    forget_inputs()
    speak(_understood(words))
    complete_by(partial(_completed, words))
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
        return INTERRUPTED
    except Exception as error:  # The last resort: a traceback is for us, not for the user.
        if os.environ.get("OPENSCORE_DEBUG"):
            raise
        if is_completing():
            return DONE  # Whoever presses the tab key cannot do anything about it.
        say(tr("error: a bug in OpenScore: {name}: {error}", name=type(error).__name__, error=error))
        say(tr("hint: please report it; OPENSCORE_DEBUG=1 shows where it happened"))
        return BUG


def _completed(words: Sequence[str], command: str) -> str:
    """Return a command that a message tells to type, with what the words say of the data."""
    # Imported here: no command needs it that tells of none.
    from openscore.cli.chosen import completed

    return completed(command, words)


def _as_file(word: str) -> str:
    """Return a word so that it is no option if it is the name of a file that is there.

    Programs such as pre-commit append names of files to the words of a command, and whoever adds a file
    named `--baseline=...` to a repository must not decide what counts.
    """
    is_named = word.startswith("-") and ("=" in word or "/" in word or "." in word)
    return f".{os.sep}{word}" if is_named and os.path.lexists(word) else word


def _exit_code(words: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    if call := plain_command(words):
        return _called(call)
    # Imported here: plain words need nothing of Typer.
    from openscore.cli.command_line import run_line

    if is_completing() or not COMPLETION_OPTIONS.keys().isdisjoint(words):
        from openscore.cli.shells import is_script_wanted, retold

        if is_script_wanted(words):
            return retold(lambda: run_line(words))
    return run_line(words)


def _called(command: Callable[[], None]) -> int:
    """Call a command that needs nothing of Typer; what ends it early ends it as there."""
    try:
        command()
    except EndedError as ended:
        return ended.code
    except (EOFError, KeyboardInterrupt):
        say("")  # The shell's prompt begins on a line of its own.
        raise KeyboardInterrupt from None
    return DONE


def _of_the_system(error: OSError) -> UsageError:
    """Return the error for what the system refuses where nothing else told of it."""
    reason = reason_of(error)
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
    names = (word for option in ("--output", "-o") for word in given(words, option))
    if not all(map(goes_to_stdout, names)):
        return True
    return not {"report", *HUMAN_EXPORTS}.isdisjoint(words)


def _language(words: Sequence[str]) -> str:
    """Return the language for people: that of `--lang`, else that of the environment.

    It is needed before the words are understood: help and errors speak it too. Machine formats are
    the same in every language, and so is what is said beside them.
    """
    if "export" in words[:1] and not {*HUMAN_EXPORTS, *HELP_OPTIONS}.intersection(words):
        return ENGLISH
    if any(format in MACHINE_FORMATS for format in given(words, "--format")):
        return ENGLISH
    asked = (language for language in given(words, "--lang") if language in LANGUAGES)
    return next(asked, None) or language_in(os.environ)


def _print_error(error: OpenScoreError) -> None:
    from openscore.report.text import visible

    lines = [tr("error: {problem}", problem=error.message)]
    lines += map(str, error.problems)
    say("\n".join(visible(line) for line in lines))
    say_hints([error.hint, *(problem.hint for problem in error.problems)])
