"""A register beside the one before it: what people filled in stays, and what changed since is marked."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from openscore.check.former_register import FormerRegister, FormerRow
from openscore.check.register_columns import ColumnShape
from openscore.language import noted, tr
from openscore.report.text import parted, visible
from openscore.report.views.register import Register, Row
from openscore.report.views.register_cells import said

NEW = noted("new")
GONE = noted("no longer named")
NOT_NOTED = ("row", "changed", "filled", "judge")
"""What no registry says of the model."""


class Changed(NamedTuple):
    """What became of one row."""

    row: Row
    what: tuple[str, ...]
    """In words; none where nothing changed."""


class Kept(NamedTuple):
    """A register that goes on from the one before."""

    register: Register
    changes: tuple[Changed, ...]
    """Rows that changed, in the order of the register."""


def stamp(register: Register, language: str) -> None:
    """Note in each row what the program wrote, so that a later run knows what people changed.

    Args:
        register: As the program fills it in, before people's entries are laid over it.
        language: The language in which it is written.
    """
    filled = register.columns.showing("filled").id
    for row in register.rows:
        pairs = (
            f"{column.id}:{digest(row.cells[column.id])}"
            for column in register.columns.shape.columns
            if row.cells.get(column.id) and column.shows not in NOT_NOTED
        )
        row.cells[filled] = " ".join([language, *pairs])


def digest(text: str) -> str:
    """Return six letters that tell a text from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def theirs(text: str) -> str:
    """Return what people wrote as inert text; their line breaks stay."""
    return "\n".join(visible(line) for line in text.splitlines())


def continued(now: Register, before: Register, former: FormerRegister, *, by: str) -> Kept:
    """Return a register that keeps what people filled in and marks what changed since.

    Args:
        now: What the registry says, in the language of the new register.
        before: The same in the language of the former one; may be the same register.
        former: What people made of the register before.
        by: Who judged what changed; empty for nobody.
    """
    rows, changes = [], []
    left: dict[str, FormerRow] = {}
    for one in former.rows:
        left.setdefault(one.key, one)
    left.pop("", None)
    repeated = [one for one in former.rows if left.get(one.key) is not one]
    for row, told in zip(now.rows, before.rows, strict=True):
        known = left.pop(row.key, None) or _formerly_unknown(row, left)
        what = _merged(row, told, known, now, by) if known else (tr(NEW),)
        row.cells[now.columns.showing("changed").id] = parted(what)
        rows.append(row)
        if what:
            changes.append(Changed(row, what))
    for known in (*left.values(), *repeated):
        row = _as_it_was(known, now)
        what = (tr(GONE),) if known.key in left else ()
        row.cells[now.columns.showing("changed").id] = parted(what)
        rows.append(row)
        changes += [Changed(row, what)] if what else []
    return Kept(now._replace(rows=tuple(rows), own=tuple(map(theirs, former.own))), tuple(changes))


def _formerly_unknown(row: Row, left: dict[str, FormerRow]) -> FormerRow | None:
    """Return the row of a model that the registry did not know then."""
    keys = (f"?{name}".casefold() for name in row.names if row.is_known)
    return next((left.pop(key) for key in keys if key in left), None)


def _merged(row: Row, told: Row, known: FormerRow, register: Register, by: str) -> tuple[str, ...]:
    row.own = {theirs(title): theirs(text) for title, text in known.own.items()}
    is_listed = row.is_known and known.key != row.key
    what = [tr("now in the registry")] if is_listed else []
    judge = register.columns.showing("judge")
    for column in register.columns.shape.columns:
        if column.is_of_people and known.cells.get(column.id):
            row.cells[column.id] = theirs(known.cells[column.id])
        elif column.id in row.cells and column.shows not in NOT_NOTED:
            change = _cell(column, row, told, known)
            what += [change] if change and not column.quiet and not is_listed else []
    if (judged := known.cells.get(judge.id)) and not (by and what):
        row.cells[judge.id] = theirs(judged)
    return tuple(what)


def _cell(column: ColumnShape, row: Row, told: Row, known: FormerRow) -> str:
    """Settle one cell, and return what to tell of it; empty if nothing."""
    stands, written = known.cells.get(column.id, ""), known.written.get(column.id, "")
    is_theirs = bool(stands) and (digest(stands) != written if written else stands != told.cells[column.id])
    is_moved = bool(written) and digest(told.cells[column.id]) != written
    fresh, title = row.cells[column.id], said(column.title)
    if is_theirs:
        row.cells[column.id] = theirs(stands)
        if is_moved and stands != fresh:
            return tr(
                "{title}: kept “{kept}”, the registry has “{now}”",
                title=title,
                kept=visible(stands),
                now=fresh,
            )
        return ""
    return (
        tr("{title}: “{before}” is now “{now}”", title=title, before=visible(stands), now=fresh)
        if is_moved
        else ""
    )


def _as_it_was(known: FormerRow, register: Register) -> Row:
    cells = {column: theirs(text) for column, text in known.cells.items()}
    own = {theirs(title): theirs(text) for title, text in known.own.items()}
    asset = register.columns.showing("asset").id
    kind = "data" if "#" in known.key or cells.get(asset) == tr("data set") else "model"
    return Row(known.key, kind, cells, own)
