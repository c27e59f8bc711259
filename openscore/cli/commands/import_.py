"""`openscore import`: what another index says, as a registry file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from openscore.cli.loading import registry_of, snapshots
from openscore.cli.options import OutputOption
from openscore.cli.output import say, write
from openscore.cli.parameters import Context, argument, flag
from openscore.cli.values import file_argument
from openscore.errors import UsageError
from openscore.language import counted, tr
from openscore.report.text import visible
from openscore.resources import import_files

OWN = "json"
"""What `openscore export json` and `jsonl` write, read back."""


def _indices(_context: Context, _incomplete: str) -> list[str]:
    return [OWN, *import_files()]


def command(
    index: Annotated[
        str,
        argument(
            metavar="INDEX",
            help=f"One of {', '.join((OWN, *import_files()))}.",
            complete=_indices,
        ),
    ],
    paths: Annotated[
        list[Path], file_argument(metavar="PATH", help="Files of the index, or folders of them.")
    ],
    output: OutputOption = None,
    mended: Annotated[
        bool,
        flag("--mended", help="Mend slips instead of doing as the index does."),
    ] = False,
    quiet: Annotated[bool, flag("--quiet", help="Do not list problems and unmatched names.")] = False,
) -> None:
    """Turn files of another index into a registry file; its facts carry the index as their source."""
    if not paths:
        raise UsageError(tr("which files?"), hint=tr("`openscore import INDEX PATH... -o FILE`"))
    if index == OWN:
        write(_own(paths), output, is_data=True)
        return
    # Imported here: readers of foreign formats cost what other commands need not pay.
    from openscore.peers.convert import convert

    found = convert(index, paths, registry_of([]), read=date.today(), is_mended=mended, snapshots=snapshots())
    write(found.text, output, is_data=True)
    if not quiet:
        for problem in found.problems:
            say(tr("warning: {problem}", problem=visible(str(problem))))
        if found.unmatched:
            say(tr("not in our registry: {listed}", listed=visible(", ".join(found.unmatched))))
    ours, others, odd = len(found.matched), len(found.unmatched), len(found.problems)
    say(
        tr(
            "{entries}, {ours} of them ours by an exact alias, {odd}",
            entries=counted("{n} entry", "{n} entries", ours + others),
            ours=ours,
            odd=counted("{n} problem", "{n} problems", odd),
        )
    )


def _own(paths: list[Path]) -> str:
    """Return exports of ours as one registry file, checked."""
    from openscore.registry.dump import exported_facts, to_toml
    from openscore.registry.load import licenses_file, registry_from
    from openscore.toml import TomlFile

    text = to_toml(exported_facts(paths))
    registry_from([licenses_file(), TomlFile(", ".join(map(str, paths)), text)], today=date.today())
    return text
