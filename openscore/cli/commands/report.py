"""`openscore report`: a brief of a few pages on one model or some."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from openscore.cli import completion
from openscore.cli.assessed import several
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import option
from openscore.cli.values import choice, one_of
from openscore.errors import UsageError
from openscore.language import tr

FORMATS = ("md", "html", "docx")


def command(
    model: Annotated[
        list[str],
        option(
            "--model",
            metavar="MODEL",
            help="Id or alias of a model; repeatable.",
            complete=completion.models,
        ),
    ] = [],  # noqa: B006  # Typer copies it
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    format: Annotated[
        str | None, choice("--format", among=FORMATS, help="By the file's name if left out.")
    ] = None,
    output: OutputOption = None,
) -> None:
    """Write a brief for policy readers: summary, plot, table, method, limits, references."""
    if not model:
        raise UsageError(tr("a brief on what?"), hint=tr("`openscore report --model MODEL -o brief.html`"))
    ending = (output.suffix if output else "").removeprefix(".").lower() or "md"
    wanted = format or one_of(ending, FORMATS, tr("the file's ending"))
    # Imported here: one format is needed, and each is heavy.
    from importlib import import_module

    from openscore.report.documents.brief import brief

    found = several(model, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    page = {"md": "markdown", "html": "html", "docx": "docx"}[wanted]
    made = brief(found)._replace(made=date.today())
    write(import_module(f"openscore.report.documents.{page}").render(made), output, is_data=True)
