"""What Typer says and writes where a shell is to complete: in the language that is spoken, and whole.

Typer finds out which shell runs, and writes the file that it reads. Only the text that it prints is public.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from openscore.cli.declare import COMPLETION_OPTIONS
from openscore.cli.output import say, write
from openscore.errors import UsageError
from openscore.language import tr

_INSTALLED = re.compile(r"(?P<shell>\w+) completion installed in (?P<path>.+)")
_ZSH = re.compile(r"#compdef (?P<program>\S+)\n.*^compdef (?P<function>\S+) ", re.DOTALL | re.MULTILINE)
_FIRST_TAB = """
# Where zsh loads this file at the first tab key, what is defined above has to be called as well.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  {function} "$@"
fi
"""


def is_script_wanted(words: Sequence[str]) -> bool:
    """Whether the words, or the variable of the shell's, ask for a script rather than for what completes."""
    asked = os.environ.get("_OPENSCORE_COMPLETE", "")
    return asked.startswith("source_") or not COMPLETION_OPTIONS.keys().isdisjoint(words)


def retold(ask: Callable[[], int]) -> int:
    """Let Typer print or install a script, and say what it said.

    Args:
        ask: Calls Typer; returns the exit code.

    Raises:
        UsageError: If Typer knows no script for the shell.
    """
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = ask()
    if code and "not supported" in out.getvalue() + err.getvalue():
        raise UsageError(
            tr("the shell that runs is none of those that can complete"),
            hint=tr("type it in bash, zsh, fish or PowerShell"),
        )
    if err.getvalue():
        say(err.getvalue().rstrip())
    installed = _INSTALLED.match(out.getvalue())
    if installed is None:
        write(with_first_tab(out.getvalue()))
        return code
    path = Path(installed["path"])
    if installed["shell"] == "zsh":
        path.write_text(with_first_tab(path.read_text(encoding="utf-8")), encoding="utf-8")
    write(
        tr(
            "{shell} completes from now on, by {path}; open a new terminal",
            shell=installed["shell"],
            path=path,
        )
        + "\n"
    )
    return code


def with_first_tab(script: str) -> str:
    """Return a script so that it answers the first tab key too; as it is if it is none of zsh's.

    zsh loads a file of its `fpath` when it is first needed, and takes the file itself for the function. What
    only defines another one leaves the key that caused the loading without an answer.
    """
    named = _ZSH.match(script.lstrip())
    return script if named is None else f"{script.rstrip()}\n{_FIRST_TAB.format(**named.groupdict())}"
