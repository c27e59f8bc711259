"""`openscore show`: one model's card, or a family with the models that it binds."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from openscore.cli import completion
from openscore.cli.assessed import ranked_one
from openscore.cli.loading import as_it_was, registry_of, rubric_of
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import argument
from openscore.cli.screen import screen
from openscore.engine import rank
from openscore.errors import NothingMatchedError, UnknownNameError
from openscore.language import tr
from openscore.records.record import ModelRecord
from openscore.registry.groups import Family, Groups
from openscore.registry.registry import Registry
from openscore.report.terminal.card import card
from openscore.report.terminal.screen import Screen
from openscore.rubric.rubric import Rubric


def command(
    model: Annotated[
        str,
        argument(
            metavar="MODEL|FAMILY",
            help="Id or alias of a model, or of a family of models.",
            complete=completion.shown,
        ),
    ],
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    output: OutputOption = None,
) -> None:
    """Show one model: score, what is released, what is not known; or the models of a family."""
    loaded, judged = registry_of(registry, standalone=standalone), rubric_of(rubric)
    named = _named(model, loaded)
    if isinstance(named, Family):
        write(_family_card(named, loaded, judged, as_of, screen(output)), output)
        return
    found = ranked_one(named, loaded, judged, as_of)
    (place,) = found.ranked
    write(card(place.assessment, place.rank, len(found.ranking), screen(output)), output)


def _named(name: str, registry: Registry) -> ModelRecord | Family:
    """Return what a name means: an id before an alias, and of either kind a model before a family.

    Raises:
        UnknownNameError: If it means nothing; names near ones of both kinds.
    """
    if name in registry.models:
        return registry.models[name]
    groups = Groups(registry)
    if family := groups.families.get(name.casefold()):
        return family
    if id := registry.find(name):
        return registry.models[id]
    if family := groups.find_family(name):
        return family
    raise UnknownNameError.of(tr("model"), name, [*registry.names, *groups.families], "openscore models")


def _family_card(
    family: Family, registry: Registry, rubric: Rubric, as_of: date | None, screen: Screen
) -> str:
    from openscore.report.analyses.groups import family_card

    loaded = registry if as_of is None else as_it_was(registry, as_of)
    groups = Groups(loaded)
    if not groups.members(family):
        raise NothingMatchedError(tr("family '{name}' has no model here", name=family.id))
    return family_card(family, groups, rank(loaded, rubric), rubric, screen)
