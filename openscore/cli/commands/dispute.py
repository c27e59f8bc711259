"""`openscore dispute`: say that a fact is another, with a source, in a small file for its maintainers."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import Annotated

from openscore.cli import completion
from openscore.cli.answers import wrong_address, wrong_license
from openscore.cli.editing import ArchivedOption, ByOption, ReadOption, UrlOption, sourced
from openscore.cli.loading import registry_of
from openscore.cli.options import ModelArgument, RegistryOption
from openscore.cli.output import say, write
from openscore.cli.parameters import argument, option
from openscore.cli.values import file_path
from openscore.errors import UnknownNameError, UsageError
from openscore.language import tr
from openscore.records.vocabulary import UNKNOWN
from openscore.registry.registry import Registry


def command(
    model: ModelArgument,
    fact: Annotated[
        str, argument(metavar="FACT", help="Such as weights.license.", complete=completion.facts)
    ],
    value: Annotated[
        str,
        argument(
            metavar="VALUE",
            help="What it should be; `unknown` if the evidence does not show it.",
            complete=completion.values,
        ),
    ] = UNKNOWN,
    who: Annotated[str, option("--who", metavar="NAME", help="Who says so: you, or your institution.")] = "",
    url: UrlOption = [],  # noqa: B006  # Typer copies it
    shows: Annotated[
        str, option("--shows", metavar="TEXT", help="What the source shows, in your own words.")
    ] = "",
    by: ByOption = "maker",
    read: ReadOption = None,
    archived: ArchivedOption = "",
    registry: RegistryOption = [],  # noqa: B006
    output: Annotated[
        Path | None, file_path("--output", "-o", help="The file; standard output if left out.")
    ] = None,
) -> None:
    """Write a small file that disputes a fact; whoever lays it over the registry sees it beside the fact."""
    loaded = registry_of(registry)
    record = loaded[model]
    path = loaded.vocabulary.path(fact)
    if path not in loaded.vocabulary.facts:
        raise UnknownNameError.of(tr("fact"), fact, loaded.vocabulary.facts, "openscore facts")
    if not (who.strip() and url and shows.strip()):
        raise UsageError(
            tr("a dispute says who, which source, and what it shows"),
            hint=tr('--who "Jane Doe" --url ADDRESS --shows "the license file is MIT"'),
        )
    _need_value(loaded, path, value)
    wrong = (wrong_address(address) for address in (*url, archived) if address)
    if told := next(filter(None, wrong), ""):
        raise UsageError(told, hint=tr("nothing was written"))
    from openscore.registry.disputes import dispute_file

    said = {"fact": path, "value": value, "who": who.strip(), "day": date.today()}
    text = dispute_file(record.id, said, sourced(shows, url, (), read, by, archived))
    write(text, output, is_data=True)
    if output:
        options = [word for file in (*registry, output) for word in ("--registry", str(file))]
        seen = shlex.join(["openscore", "explain", record.id, *options])
        say(tr("send {file} to the maintainers; to see it: {command}", file=output, command=seen))


def _need_value(registry: Registry, path: str, value: str) -> None:
    """Refuse what the fact cannot be: the file would be refused wherever it is laid over a registry."""
    if value == UNKNOWN:
        return
    if registry.vocabulary.is_license(path):
        if wrong := wrong_license(value, registry.licenses):
            raise UsageError(wrong, hint=tr("nothing was written"))
        return
    values = [one.id for one in registry.vocabulary.values(path)]
    if value not in values:
        raise UnknownNameError.of(tr("value"), value, values, f"openscore facts {path}")
