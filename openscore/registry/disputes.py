"""Disputes as registry files: small ones that people send, and what a maintainer makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from openscore.errors import DataError, UsageError
from openscore.language import tr
from openscore.registry.change import set_value
from openscore.registry.dump import to_toml
from openscore.registry.edit import Desk, Sourced
from openscore.registry.shapes import RegistryShape
from openscore.shape_problems import shape_problems
from openscore.toml import TomlFile

SAID = ("fact", "value", "who", "day")
"""What makes a dispute the one that it is."""
HEAD = "# Somebody holds that a fact is another; `openscore settle` applies, answers or keeps it.\n"


def dispute_file(model: str, dispute: Mapping[str, object], sourced: Sourced) -> str:
    """Return a registry file that holds one dispute with its documents.

    Args:
        model: Id of the model.
        dispute: `fact`, `value`, `who` and `day`.
        sourced: The documents and what they show.
    """
    documents = {
        f"dispute-{number}": {
            "url": url,
            "read": sourced.read,
            "by": sourced.by,
            **({"archived": sourced.archived} if sourced.archived else {}),
        }
        for number, url in enumerate(sourced.urls, start=1)
    }
    told = {**dispute, "sources": list(documents), "shows": sourced.shows}
    return HEAD + to_toml({"models": {model: {"documents": documents, "disputes": [told]}}})


def disputes_in(file: TomlFile) -> Sequence[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Return model, dispute and documents of everything that a file disputes.

    Raises:
        DataError: If it is no registry file, or disputes nothing.
    """
    try:
        shape = RegistryShape.model_validate(file.parse())
    except ValidationError as error:
        problems = shape_problems(file, error, RegistryShape)
        raise DataError(tr("cannot use '{label}'", label=file.label), problems=problems) from error
    found = [
        (model, dispute.model_dump(), {key: one.model_dump() for key, one in entry.documents.items()})
        for model, entry in shape.models.items()
        for dispute in entry.disputes or ()
    ]
    if not found:
        hint = tr("`openscore dispute MODEL FACT VALUE` writes such a file")
        raise DataError(tr("'{label}' disputes nothing", label=file.label), hint=hint)
    return found


def apply_dispute(desk: Desk, model: str, dispute: Mapping[str, Any], documents: Mapping[str, Any]) -> None:
    """Set the fact to what it is held to be, with the documents of the dispute as its sources."""
    set_value(desk, model, dispute["fact"], dispute["value"], _sourced(dispute, documents))
    _take_out(desk, model, dispute)


def keep_dispute(
    desk: Desk, model: str, dispute: Mapping[str, Any], documents: Mapping[str, Any], answer: str
) -> None:
    """Write a dispute into the registry, so that it is shown beside the fact; open if there is no answer.

    One that is there already is replaced.
    """
    _take_out(desk, model, dispute)
    stated = {key: dispute[key] for key in SAID}
    evidence = desk.evidence(model, _sourced(dispute, documents))
    told = {**stated, **evidence, **({"answer": answer} if answer else {})}
    desk.editor.append(("models", model, "disputes"), told)


def _take_out(desk: Desk, model: str, dispute: Mapping[str, Any]) -> None:
    """Take the same dispute out of the file, where it was kept or answered before."""
    stated = [dispute[key] for key in SAID]
    kept = desk.editor.data.get("models", {}).get(model, {}).get("disputes", [])
    for place in reversed(range(len(kept))):
        if [kept[place][key] for key in SAID] == stated:
            desk.editor.drop_item(("models", model, "disputes"), place)


def _sourced(dispute: Mapping[str, Any], documents: Mapping[str, Any]) -> Sourced:
    cited = [documents[key] for key in dispute["sources"] if key in documents]
    if not cited:
        raise UsageError(tr("the dispute names none of its documents"))
    read = max((one["read"] for one in cited), default=date.min)
    archived = next((one["archived"] for one in cited if one.get("archived")), "")
    return Sourced(dispute["shows"], tuple(one["url"] for one in cited), (), read, cited[0]["by"], archived)
