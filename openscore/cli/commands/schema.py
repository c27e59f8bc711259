"""`openscore schema`: JSON Schemas of the files and of the machine output."""

from __future__ import annotations

from typing import Annotated

from openscore.cli.options import OutputOption
from openscore.cli.output import write
from openscore.cli.parameters import Context, argument
from openscore.cli.values import one_of

KINDS = ("registry", "models", "licenses", "rubric", "ranking", "export")


def _kinds(_context: Context, _incomplete: str) -> list[str]:
    return list(KINDS)


def command(
    kind: Annotated[
        str,
        argument(
            metavar="|".join(KINDS),
            help="Which schema; models and licenses are one registry file.",
            complete=_kinds,
        ),
    ] = "registry",
    output: OutputOption = None,
) -> None:
    """Print the JSON Schema of a registry file, a rubric file, a ranking or an export."""
    from openscore.report.formats.schemas import schema_of
    from openscore.report.text import to_json

    write(to_json(schema_of(one_of(kind, KINDS, "schema"))) + "\n", output, is_data=True)
