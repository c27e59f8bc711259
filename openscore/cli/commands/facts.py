"""`openscore facts`: what can be said of a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from openscore.cli import completion
from openscore.cli.listing import FormatOption, write_list
from openscore.cli.options import OutputOption
from openscore.cli.parameters import argument
from openscore.errors import UnknownNameError
from openscore.language import tr
from openscore.records.vocabulary import Vocabulary, load_vocabulary
from openscore.report.terminal.lists import fact_row, value_rows
from openscore.rubric.names import asked

INDICATOR = "indicator"
"""The scale of facts that only one index knows; they come from its own files, not from an editor."""


def command(
    fact: Annotated[
        str,
        argument(
            metavar="FACT",
            help="A fact, such as weights.availability; all if left out.",
            complete=completion.facts,
        ),
    ] = "",
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the facts that a model can have, or what each value of one fact means."""
    vocabulary = load_vocabulary()
    if not fact:
        rows = (fact_row(path, vocabulary) for path in _editable(vocabulary))
        write_list(rows, "facts", narrow=("fact", "values"), format=format, output=output)
        return
    path = vocabulary.path(fact)
    if path not in asked(vocabulary):
        raise UnknownNameError.of(tr("fact"), fact, asked(vocabulary), "openscore facts")
    write_list(
        value_rows(path, vocabulary), "values", narrow=("value", "means"), format=format, output=output
    )


def _editable(vocabulary: Vocabulary) -> Iterator[str]:
    for path in vocabulary.facts:
        if vocabulary.is_license(path) or vocabulary.scale(path).id != INDICATOR:
            yield path
