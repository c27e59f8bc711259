"""`openscore settle`: apply, answer or keep what somebody disputes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from openscore.cli.editing import FileOption, Standing, done, edited, standing, told
from openscore.cli.parameters import flag, option
from openscore.cli.values import file_argument
from openscore.errors import UsageError
from openscore.language import tr
from openscore.registry.edit import Desk
from openscore.report.text import visible
from openscore.toml import read_toml


def command(
    file: Annotated[Path, file_argument(metavar="FILE", help="A file that `openscore dispute` wrote.")],
    apply: Annotated[bool, flag("--apply", help="Set the facts to what they are held to be.")] = False,
    answer: Annotated[
        str, option("--answer", metavar="TEXT", help="Leave the facts, and say why beside them.")
    ] = "",
    keep: Annotated[bool, flag("--keep", help="Show the dispute beside the facts, still open.")] = False,
    registry: FileOption = None,
) -> None:
    """Settle what a file disputes in a registry file: apply it, answer it, or keep it open."""
    if [apply, bool(answer), keep].count(True) != 1:
        raise UsageError(tr("apply, answer or keep?"), hint=tr("one of --apply, --answer TEXT and --keep"))
    from openscore.registry.disputes import apply_dispute, disputes_in, keep_dispute

    found = disputes_in(read_toml(file))
    before: dict[str, Standing | None] = {}

    def change(desk: Desk) -> None:
        for name, dispute, documents in found:
            model = desk.record(name).id
            before[model] = standing(desk.registry, model)
            if apply:
                apply_dispute(desk, model, dispute, documents)
            else:
                keep_dispute(desk, model, dispute, documents, answer)

    after = edited(registry, change)
    for model, dispute, _ in found:
        done(_said(dispute, model, apply=apply, answer=answer))
    for model, was in before.items():
        done(f"{model}: {told(was, standing(after, model))}\n")


def _said(dispute: Mapping[str, Any], model: str, *, apply: bool, answer: str) -> str:
    stated = f"{model}: {dispute['fact']} = {dispute['value']}"
    if apply:
        return tr("applied: {stated}", stated=visible(stated)) + "\n"
    if answer:
        return tr("answered: {stated}", stated=visible(stated)) + "\n"
    return tr("kept open: {stated}", stated=visible(stated)) + "\n"
