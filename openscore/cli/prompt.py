"""Ask someone at a terminal, one question at a time; the questions go to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from openscore.cli.output import say
from openscore.errors import UsageError, did_you_mean
from openscore.language import tr
from openscore.report.text import visible

TRIES = 3


def is_terminal() -> bool:
    """Whether someone is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    question: str,
    default: str = "",
    known: Sequence[str] = (),
    *,
    wrong: Callable[[str], str] | None = None,
    is_needed: bool = False,
) -> str:
    """Return the answer; the default, or nothing, if only Enter was pressed.

    Args:
        question: What to ask.
        default: What Enter stands for.
        known: The answers that there are; any text if empty.
        wrong: Says what is wrong with an answer; nothing if it is well. Asked as soon as it is given.
        is_needed: Whether something has to be answered.

    Raises:
        UsageError: If nobody answers, or not with one of the known answers.
    """
    offered = f" [{default}]" if default else ""
    told = ""
    for _ in range(TRIES):
        print(f"{visible(question)}{visible(offered)}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError(tr("no answer"), hint=tr("nothing was written"))
        answer = line.strip() or default
        told = _wrong(answer, known, wrong, is_needed=is_needed)
        if not told:
            return answer
        say(f"  {visible(told)}")
    raise UsageError(visible(told), hint=tr("nothing was written"))


def _wrong(answer: str, known: Sequence[str], wrong: Callable[[str], str] | None, *, is_needed: bool) -> str:
    """Return what is wrong with an answer."""
    if not answer:
        return tr("an answer is needed") if is_needed else ""
    if known and answer not in known:
        listed = tr("'{answer}' is not one of {listed}", answer=answer, listed=", ".join(known))
        return f"{listed}. {did_you_mean(answer, known)}".rstrip()
    return wrong(answer) if wrong else ""


def is_agreed(question: str) -> bool:
    """Return whether the answer is yes; Enter means no."""
    return ask(tr("{question} yes/no", question=question), "no", ("yes", "y", "no", "n")).startswith("y")
