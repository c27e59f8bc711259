"""`openscore site`: the scores with their reasons as a folder of pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openscore.cli import completion
from openscore.cli.assessed import nothing_judged
from openscore.cli.editions import NOW, edition_of
from openscore.cli.loading import registry_of, rubric_of, snapshots
from openscore.cli.options import RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import say
from openscore.cli.parameters import flag, option
from openscore.cli.screen import progress_bar
from openscore.cli.values import file_path, one_of
from openscore.errors import UsageError
from openscore.language import LANGUAGES, counted, tr
from openscore.resources import rubric_files

if TYPE_CHECKING:
    from openscore.site.build import Tick
    from openscore.site.world import Frame, World


def build(
    output: Annotated[
        Path | None, file_path("--output", "-o", metavar="DIR", help="The folder to write.")
    ] = None,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    lang: Annotated[
        str,
        option("--lang", metavar="LIST", help="Languages of the pages, the first for the front door."),
    ] = ",".join(LANGUAGES),
    base_url: Annotated[
        str, option("--base-url", metavar="URL", help="Where the site will stand; pages work without.")
    ] = "",
    single_file: Annotated[
        bool, flag("--single-file", help="Write one HTML file with ranking, models and comparison.")
    ] = False,
    edition: Annotated[
        str,
        option("--edition", metavar="NAME", help="Show this kept edition.", complete=completion.editions),
    ] = NOW,
) -> None:
    """Write a folder of pages that works from a disk or any host, with a static interface beside them."""
    if output is None:
        raise UsageError(tr("a site in which folder?"), hint=tr("`openscore site build -o site`"))
    from openscore.cli.commands.sensitivity import use_one_thread

    use_one_thread()
    from openscore.site.world import Frame

    spoken = _languages(lang)
    frame = Frame(spoken, date.today(), _address(base_url), "" if edition == NOW else edition)
    world = _world(rubric, registry, standalone, edition, frame)
    if single_file:
        _write_single(world, output)
        return
    from openscore.site.build import build as build_site

    written = 0
    with _progress(world) as tick:

        def count(path: str) -> None:
            nonlocal written
            written += 1
            tick(path)

        build_site(world, output, count)
    files = counted("{n} file", "{n} files", written)
    say(tr("{files} in '{folder}'", files=files, folder=output))


def _write_single(world: World, output: Path) -> None:
    from openscore.cli.output import write
    from openscore.site.single import single_file

    with _progress(world) as tick:
        text = single_file(world, tick)
    write(text, output, is_data=True)


def _world(rubric: str, registry: list[Path], standalone: bool, edition: str, frame: Frame) -> World:
    from openscore.site.world import World

    if edition == NOW:
        judged, loaded = rubric_of(rubric), registry_of(registry, standalone=standalone)
        rubrics = {id: rubric_of(id) for id in rubric_files()}
    else:
        if registry:
            raise UsageError(tr("an edition is shown as it is, without further registry files"))
        kept = edition_of(edition)
        loaded, rubrics = kept.registry, {id: kept.rubric(id) for id in kept.rubrics}
        judged = rubrics.get(rubric_of(rubric).id) or rubric_of(rubric)
    rubrics = {**rubrics, judged.id: judged}
    if not any(record.kind in judged.subjects for record in loaded):
        raise nothing_judged(judged)
    return World(loaded, list(rubrics.values()), judged.id, frame, snapshots())


def _languages(listed: str) -> tuple[str, ...]:
    names = [name.strip() for name in listed.split(",") if name.strip()]
    found = tuple(dict.fromkeys(one_of(name, LANGUAGES, "--lang") for name in names))
    if not found:
        raise UsageError(tr("--lang names none"), hint=tr("languages: {listed}", listed=", ".join(LANGUAGES)))
    return found


def _address(url: str) -> str:
    """Return where the site will stand, with the slash at its end.

    Raises:
        UsageError: If it is no address of the web.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # Brackets are for numbers of hosts alone.
        is_address = False
    if url and not is_address:
        raise UsageError(
            tr("--base-url '{url}' is no address", url=url), hint=tr("such as https://example.org/openness/")
        )
    return url.rstrip("/") + "/" if url else ""


@contextmanager
def _progress(world: World) -> Iterator[Tick]:
    """Show a bar on standard error while pages are written; nothing is left of it."""
    pages = len(world.registry) * (len(world.frame.languages) + 4)
    with progress_bar(tr("writing pages"), pages) as advance:
        yield lambda _: advance()


commands = {"build": build}
