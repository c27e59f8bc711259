"""`openscore badge`: one score as a small picture."""

from __future__ import annotations

from openscore.cli.assessed import one
from openscore.cli.options import (
    AsOfOption,
    ModelArgument,
    OutputOption,
    RegistryOption,
    RubricOption,
    StandaloneOption,
)
from openscore.cli.output import write


def command(
    model: ModelArgument,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    output: OutputOption = None,
) -> None:
    """Draw one score as an SVG badge, without any network."""
    from openscore.report.formats.badge import badge_of, badge_svg

    found = one(model, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    write(badge_svg(badge_of(found.assessment)), output, is_data=True)
