"""The help of the program and of its commands, wrapped to the screen, in the language that is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from openscore.cli.parameters import NEEDED, Parameter
from openscore.cli.values import bounds_of
from openscore.language import tr
from openscore.report.terminal.screen import Screen
from openscore.report.terminal.wrap import wrapped

INDENT = 2
WIDEST = 30
"""Columns of names at most, fewer where half of the screen is less; longer ones stand on their own lines."""


class Row(NamedTuple):
    """An argument, an option or a command, and what it does."""

    name: str
    means: str


def help_text(
    path: str, about: str, parameters: Sequence[Parameter], commands: Mapping[str, str], screen: Screen
) -> str:
    """Return the help of a command or of a group of commands.

    Args:
        path: What is typed, such as `openscore rank`.
        about: What it does; the first paragraph is a summary.
        parameters: Those of the command, each annotated with what is declared of it.
        commands: What each command of a group does; empty for a command.
        screen: Gives the width.
    """
    arguments = [one for one in parameters if not one.declared.names]
    options = [one for one in parameters if one.declared.names]
    words = [tr("COMMAND")] if commands else [_usage(one) for one in arguments]
    usage = " ".join([tr("Usage:"), path, tr("[OPTIONS]"), *words])
    blocks = [list(_wrapped(usage, screen, indent=0))]
    blocks += [list(_wrapped(part, screen, indent=INDENT)) for part in about.split("\n\n")]
    sections = {
        tr("Commands"): [Row(name, said.partition("\n\n")[0]) for name, said in commands.items()],
        tr("Arguments"): [Row(_metavar(one), _means(one)) for one in arguments],
        tr("Options"): [Row(_spelled(one), _means(one)) for one in options],
    }
    blocks += [[title, *_table(rows, screen)] for title, rows in sections.items() if rows]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _metavar(parameter: Parameter) -> str:
    named = parameter.declared.metavar
    return f"{named}..." if parameter.is_list else named


def _usage(parameter: Parameter) -> str:
    metavar = _metavar(parameter)
    return metavar if parameter.default is NEEDED else f"[{metavar}]"


def _spelled(parameter: Parameter) -> str:
    return " ".join([", ".join(reversed(parameter.declared.names)), parameter.declared.metavar]).strip()


def _means(parameter: Parameter) -> str:
    """Return what a parameter does, its bounds and its default."""
    told = parameter.declared
    notes = []
    if told.min is not None:
        notes.append(bounds_of(told.min, told.max))
    if parameter.default not in (NEEDED, None, False, "", [], ()):
        notes.append(tr("default: {default}", default=parameter.default))
    said = tr(told.help)
    return f"{said} [{'; '.join(notes)}]" if notes else said


def _table(rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    widths = [len(row.name) for row in rows]
    widest = min(WIDEST, screen.width // 2 - 3 * INDENT)
    left = INDENT + max((width for width in widths if width <= widest), default=0) + INDENT
    for row, width in zip(rows, widths, strict=True):
        lines = list(_wrapped(row.means, screen, indent=left))
        if width > widest or not lines:
            yield from _named(row.name, screen)
        else:
            lines[0] = (" " * INDENT + row.name).ljust(left) + lines[0][left:]
        yield from lines


def _named(name: str, screen: Screen) -> Iterator[str]:
    """Yield a long name on its own lines, broken between words and behind the bars of a closed list."""
    line = " " * INDENT
    for piece in re.findall(r"[^| ]+[| ]?", name):
        if line.strip() and len(line) + len(piece.rstrip()) > screen.width:
            yield line.rstrip()
            line = " " * (2 * INDENT)
        line += piece
    yield line


def _wrapped(text: str, screen: Screen, *, indent: int) -> Iterator[str]:
    """Yield the lines of a paragraph; wide characters count as two columns."""
    for line in wrapped(" ".join(text.split()), screen.width - indent):
        yield " " * indent + line
