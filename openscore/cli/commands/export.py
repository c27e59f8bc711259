"""`openscore export`: assessments, or a record, as a file for another program."""

from __future__ import annotations

from typing import Annotated

from openscore.cli import completion
from openscore.cli.assessed import several
from openscore.cli.loading import registry_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import Context, argument
from openscore.errors import UnknownNameError, UsageError, did_you_mean
from openscore.language import tr
from openscore.report.formats import FORMATS

LISTED = "\n\n".join(["Formats:", *(f"{name}: {format.means}" for name, format in FORMATS.items())])


def _formats(_context: Context, _incomplete: str) -> list[str]:
    from openscore.peers.export import exporters

    return [*FORMATS, *exporters()]


def command(
    format: Annotated[
        str,
        argument(metavar="FORMAT", help="A format, or an index; see below.", complete=_formats),
    ],
    models: Annotated[
        list[str],
        argument(
            metavar="MODEL",
            help="Ids or aliases; all models if none is named.",
            complete=completion.models,
        ),
    ] = [],  # noqa: B006  # Typer copies it
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    output: OutputOption = None,
) -> None:
    """Write assessments for another program, or a record as a file of another index."""
    known = FORMATS.get(format)
    if known is None or known.is_single:
        _check_single(format, models)
    if known is None:
        # Imported here: writers of foreign formats cost what other commands need not pay.
        from openscore.peers.export import export

        loaded = registry_of(registry, standalone=standalone, as_of=as_of)
        write(export(format, loaded[models[0]]), output, is_data=True)
        return
    chosen = several(models, rubric=rubric, registry=registry, standalone=standalone, as_of=as_of)
    write(known.render(chosen), output, is_data=True)


def _check_single(format: str, models: list[str]) -> None:
    from openscore.peers.export import exporters

    known = (*FORMATS, *exporters())
    if format not in known:
        guess = did_you_mean(format, known)
        listed = tr("formats: {listed}", listed=", ".join(known))
        raise UnknownNameError(
            tr("no format named '{format}'", format=format), hint=f"{guess} {listed}" if guess else listed
        )
    if len(models) != 1:
        raise UsageError(
            tr("a file of '{format}' holds one model", format=format),
            hint=tr("`openscore export {format} MODEL`", format=format),
        )


command.__doc__ = f"{command.__doc__}\n\n{LISTED}"
