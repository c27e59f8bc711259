"""`openscore remove`: take an entry out of a registry file."""

from __future__ import annotations

from openscore.cli.editing import FileOption, done, edited
from openscore.cli.group_entries import file_of
from openscore.cli.options import ModelArgument
from openscore.language import tr
from openscore.registry.change import remove_entry
from openscore.registry.change_groups import Place
from openscore.registry.edit import Desk


def command(model: ModelArgument, registry: FileOption = None) -> None:
    """Take an entry out of a registry file; everything else in it stays as it is."""
    id = model
    if place := Place.of(model):
        edited(file_of(place, registry), lambda desk: desk.editor.drop_entry(place))
        done(tr("removed {id}", id=place) + "\n")
        return

    def change(desk: Desk) -> None:
        nonlocal id
        id = desk.record(model).id
        remove_entry(desk, id)

    edited(registry, change)
    done(tr("removed {id}", id=id) + "\n")
