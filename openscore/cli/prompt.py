"""Ask someone at a terminal, one question at a time; the questions go to standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from openscore.cli.output import say
from openscore.errors import UsageError, did_you_mean
from openscore.language import tr
from openscore.report.text import visible

TRIES = 3


def is_terminal() -> bool:
    """Whether someone is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str = "", known: Sequence[str] = ()) -> str:
    """Return the answer; the default, or nothing, if only Enter was pressed.

    Args:
        question: What to ask.
        default: What Enter stands for.
        known: The answers that there are; any text if empty.

    Raises:
        UsageError: If nobody answers, or not with one of the known answers.
    """
    offered = f" [{default}]" if default else ""
    for _ in range(TRIES):
        print(f"{visible(question)}{visible(offered)}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError(tr("no answer"), hint=tr("nothing was written"))
        answer = line.strip() or default
        if not answer or not known or answer in known:
            return answer
        listed = tr("  one of {listed}.", listed=", ".join(known))
        say(f"{listed} {did_you_mean(answer, known)}".rstrip())
    raise UsageError(
        tr("'{answer}' is not one of {listed}", answer=answer, listed=", ".join(known)),
        hint=tr("nothing was written"),
    )


def is_agreed(question: str) -> bool:
    """Return whether the answer is yes; Enter means no."""
    return ask(tr("{question} yes/no", question=question), "no", ("yes", "y", "no", "n")).startswith("y")
