"""`openscore register`: write down the models in use, with what companies must record of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openscore.cli.commands.check import ColumnOption, FilesArgument
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, StandaloneOption
from openscore.cli.output import say, write
from openscore.cli.parameters import option
from openscore.cli.values import choice, file_path, one_of
from openscore.errors import NothingMatchedError
from openscore.language import language, speaking, tr
from openscore.report.formats.register import FORMATS, render
from openscore.report.text import parted, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openscore.check.register_columns import Columns
    from openscore.check.uses import Use
    from openscore.report.views.register import Register
    from openscore.report.views.register_changes import Changed

COLUMNS = "companies"
"""The shipped columns."""
MOST_TOLD = 20
"""Changes that are told on standard error; the register has all."""


def command(
    files: FilesArgument,
    by: Annotated[str, option("--by", metavar="NAME", help="Who judged grade and license.")] = "",
    previous: Annotated[
        Path | None,
        file_path("--previous", help="Go on from this register, CSV or XLSX: keep what people filled in."),
    ] = None,
    column: ColumnOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    format: Annotated[
        str | None, choice("--format", among=FORMATS, help="By the file's name if left out, else csv.")
    ] = None,
    output: OutputOption = None,
) -> None:
    """Write a register of the models in use: openness grade, license, limits, data sets."""
    from openscore.check.register_columns import load_columns
    from openscore.report.views.register import register
    from openscore.report.views.register_changes import stamp

    ending = (output.suffix if output else "").removeprefix(".").lower() or "csv"
    wanted = format or one_of(ending, FORMATS, tr("the file's ending"))
    columns = load_columns(COLUMNS)
    uses = _uses(files, column)
    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    rubrics = {id: rubric_of(id) for id in columns.rubrics}
    day = (as_of or date.today()).isoformat()

    def made() -> Register:
        return register(uses, loaded, columns, rubrics, by=by, day=day)

    now = made()
    stamp(now, language())
    if previous:
        now = _gone_on(now, previous, made, by)
    write(render(now, wanted), output, is_data=wanted != "md")
    missing = sum(not row.is_known for row in now.rows)
    rows = tr("rows: {rows}, not in the registry: {missing}", rows=len(now.rows), missing=missing)
    say(rows)


def _uses(files: Sequence[Path], column: str) -> list[Use]:
    from openscore.check.inventory import read_inventory
    from openscore.check.places import files_of

    uses = [use for file in files_of(files) for use in read_inventory(file, column).uses]
    if not uses:
        raise NothingMatchedError(tr("no model is named in {listed}", listed=", ".join(map(str, files))))
    return uses


def _gone_on(now: Register, previous: Path, made: Callable[[], Register], by: str) -> Register:
    from openscore.check.former_register import read_register
    from openscore.report.views.register_changes import continued

    former = read_register(previous, now.columns)
    if former.language == language():
        before = now
    else:
        with speaking(former.language):
            before = made()
    kept = continued(now, before, former, by=by)
    _tell(kept.changes, now.columns)
    return kept.register


def _tell(changes: Sequence[Changed], columns: Columns) -> None:
    name = columns.showing("name").id
    for change in changes[:MOST_TOLD]:
        shown = change.row.cells.get(name) or change.row.key
        say(tr("changed: {what}", what=visible(f"{shown}: {parted(change.what)}")))
    if len(changes) > MOST_TOLD:
        say(tr("and {count} more, see the column of changes", count=len(changes) - MOST_TOLD))
    say(tr("rows that changed since: {count}", count=len(changes)))
