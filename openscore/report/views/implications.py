"""What follows from what between rubrics, for readers and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import quote
from typing import Any

from openscore.analysis.implication import NEVER_MET, PROVEN, REFUTED, UNDECIDED, Answer
from openscore.analysis.strict_lines import StrictLine
from openscore.language import noted, tr
from openscore.report.text import labeled, titled
from openscore.report.views.rubric import Line, RubricView

SCOPE = noted(
    "For models in themselves: every combination of facts, none or any single license of the table whose "
    "terms are established, and every term that a maker adds. Not for models that build on others, "
    "services, or several licenses at once."
)
SAID = {
    PROVEN: noted("yes, proven"),
    REFUTED: noted("no"),
    NEVER_MET: noted("nothing meets the first"),
    UNDECIDED: noted("not decided: the search grew too large"),
}
MARKS = {PROVEN: "+", REFUTED: "-", NEVER_MET: "0", UNDECIDED: "?", "": "="}
"""How a table says it; of a line and itself too."""
WORDS = {PROVEN: "yes", REFUTED: "no", NEVER_MET: "never-met", UNDECIDED: "undecided", "": "same"}
"""How a file for programs says it."""


def implications_view(answers: Sequence[Answer], model: str) -> RubricView:
    """Return the answers on two rubrics.

    Args:
        answers: At least one, all on the same two rubrics.
        model: Id of a model on which counter-examples can be tried.
    """
    first = answers[0]
    title = tr(
        "Does what meets {premise} meet {conclusion}?",
        premise=first.premise.rubric.id,
        conclusion=first.conclusion.rubric.id,
    )
    sections = [
        Line(labeled(line.name, titled(line.title)), tuple(_answers(line, answers, model)))
        for line in {answer.premise.id: answer.premise for answer in answers}.values()
    ]
    return RubricView(title, (tr(SCOPE),), tuple(sections))


def _answers(premise: StrictLine, answers: Iterable[Answer], model: str) -> Iterator[Line]:
    for answer in answers:
        if answer.premise is premise:
            yield Line(
                labeled(answer.conclusion.name, tr(SAID[answer.state])), tuple(_counter(answer, model))
            )


def _counter(answer: Answer, model: str) -> Iterator[Line]:
    if answer.state != REFUTED:
        return
    lacking = ", ".join(f"{path} = {value}" for path, value in answer.lacking.items())
    told = tr("smallest counter-example: all at its most open, but {facts}", facts=lacking)
    yield Line(told if lacking else tr("smallest counter-example: all at its most open"))
    yield Line(command(answer, model), is_quiet=True, is_command=True)


def command(answer: Answer, model: str) -> str:
    """Return how a counter-example is tried: the premise is met and the conclusion is not."""
    facts = " ".join(
        f"'{path}={value}'" if " " in value else f"{path}={value}" for path, value in answer.facts.items()
    )
    return f"openscore what-if {model} {facts} --rubric {quote(answer.conclusion.rubric.name)}"


def lattice_rows(answers: Mapping[tuple[str, str], Answer], words: Mapping[str, str]) -> list[dict[str, str]]:
    """Return a table of lines against lines: whether what meets the row meets the column.

    Args:
        answers: By the names of premise and conclusion; the same names on both sides.
        words: What to say of each state.
    """
    names = list(dict.fromkeys(premise for premise, _ in answers))
    return [
        {
            "id": str(place),
            "line": name,
            **{
                str(column): words[answers[name, other].state if name != other else ""]
                for column, other in enumerate(names, 1)
            },
        }
        for place, name in enumerate(names, 1)
    ]


def implications_data(answers: Iterable[Answer]) -> dict[str, Any]:
    """Return answers as JSON data."""
    return {
        "answers": [
            {
                "premise": {"rubric": answer.premise.rubric.id, "line": answer.premise.id},
                "conclusion": {"rubric": answer.conclusion.rubric.id, "line": answer.conclusion.id},
                "state": answer.state,
                "facts": dict(answer.facts),
                "lacking": dict(answer.lacking),
            }
            for answer in answers
        ]
    }
