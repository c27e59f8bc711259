"""Options that commands share, and where their results go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from openscore.cli import completion
from openscore.cli.parameters import argument, flag, option
from openscore.cli.values import day, file_path

RubricOption = Annotated[
    str,
    option(
        "--rubric",
        metavar="ID|PATH",
        help="Rubric by id or file; see `openscore rubrics`.",
        complete=completion.rubrics,
    ),
]
RegistryOption = Annotated[
    list[Path],
    file_path(
        "--registry",
        metavar="PATH",
        help="Lay this registry file over the shipped one; repeatable, later wins.",
    ),
]
StandaloneOption = Annotated[bool, flag("--standalone", help="Leave out the shipped models.")]
AsOfOption = Annotated[date | None, day("--as-of", help="Facts as of this day, such as 2023-12-31.")]
OutputOption = Annotated[Path | None, file_path("--output", "-o", help="Write to a file instead.")]
FamilyOption = Annotated[
    str,
    option(
        "--family",
        metavar="FAMILY",
        help="Keep the sizes and versions of one family.",
        complete=completion.families,
    ),
]
ModelArgument = Annotated[
    str,
    argument(metavar="MODEL", help="Id or alias of a model.", complete=completion.models),
]
