"""Look again at the documents that facts rest on; the only command that opens a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openscore.cli import completion
from openscore.cli.editing import HERE, FileOption, edited
from openscore.cli.exit_codes import FAILED, EndedError
from openscore.cli.extras import needs
from openscore.cli.listing import FormatOption, write_list
from openscore.cli.loading import notes_file, registry_of
from openscore.cli.options import OutputOption, RegistryOption, StandaloneOption
from openscore.cli.output import say, write
from openscore.cli.parameters import argument, flag, option
from openscore.cli.screen import progress_bar
from openscore.cli.values import choice, number, whole_number
from openscore.errors import NothingMatchedError, UsageError
from openscore.files import label_of
from openscore.language import counted, tr
from openscore.registry.edit import Desk
from openscore.registry.load import load_registry
from openscore.registry.registry import Registry

if TYPE_CHECKING:
    from openscore.sources.documents import Document
    from openscore.sources.looks import Look, Notes

FORMATS = ("text", "json", "sarif", "github")
HOURS = 24.0
"""Hours for which a look counts."""
BETWEEN_COPIES = 0.2
"""Requests a second to an archive: to keep a copy is work."""

ModelsArgument = Annotated[
    list[str],
    argument(
        metavar="MODEL",
        help="Ids or aliases; all entries if left out.",
        complete=completion.models,
    ),
]
RateOption = Annotated[
    float,
    number("--rate", low=0.01, help="Requests a second to one host at most; robots.txt may ask for fewer."),
]
WorkersOption = Annotated[
    int, whole_number("--workers", low=1, high=64, help="Hosts that are asked at once.")
]
LocalOption = Annotated[
    bool, flag("--local", help="Ask addresses of this machine and its networks too, such as in a test.")
]
AgainOption = Annotated[bool, flag("--again", help="Ask also for what was looked at in the last 24 hours.")]
OfflineOption = Annotated[bool, flag("--offline", help="Say what would be asked, and ask nobody.")]


def check(
    models: ModelsArgument = [],  # noqa: B006  # Typer copies it
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    rate: RateOption = 12.0,
    workers: WorkersOption = 16,
    local: LocalOption = False,
    again: AgainOption = False,
    offline: OfflineOption = False,
    fail: Annotated[bool, flag("--fail", help="Exit with 1 if a document changed or is gone.")] = False,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "text",
    output: OutputOption = None,
) -> None:
    """Look at every document: there, gone, moved, or changed since it was recorded."""
    documents = _documents(registry_of(registry, standalone=standalone), models)
    if offline:
        write(_plan(documents, rate, again=again), output)
        return
    from openscore.report.analyses import sources as report
    from openscore.report.formats.problems import for_hosts
    from openscore.sources.looks import Seen, State

    looks = _looks(documents, rate, workers, local=local, again=again)
    seen = [Seen(one, looks[one.address]) for one in documents if one.address in looks]
    if format == "json":
        text = report.sources_json(seen)
    elif format == "text":
        text = report.sources_text(seen)
    else:
        text = for_hosts(report.source_problems(seen), format)
    write(text, output, is_data=format != "text")
    if fail and any(one.state in (State.CHANGED, State.GONE) for one in seen):
        raise EndedError(FAILED)


def record(
    models: ModelsArgument = [],  # noqa: B006
    registry: FileOption = None,
    changed: Annotated[
        bool, flag("--changed", help="Take digests of what changed too: you have read it again.")
    ] = False,
    rate: RateOption = 12.0,
    workers: WorkersOption = 16,
    local: LocalOption = False,
    again: AgainOption = False,
) -> None:
    """Write digest, status and day of what stands there now into a registry file."""
    path = registry or Path(HERE)
    documents = _of_file(path, models)
    looks = _looks(documents, rate, workers, local=local, again=again)
    from openscore.sources.recording import record as write_down

    written = 0

    def change(desk: Desk) -> None:
        nonlocal written
        written = write_down(desk.editor, looks, wants=_wanted(documents), takes_changed=changed)

    edited(path, change)
    write(counted("{n} document recorded", "{n} documents recorded", written) + "\n")


def archive(
    models: ModelsArgument = [],  # noqa: B006
    service: Annotated[
        str,
        option(
            "--service",
            metavar="URL",
            help="Address of an archive for saving; what to save is put behind it.",
        ),
    ] = "",
    registry: FileOption = None,
    rate: Annotated[
        float, number("--rate", low=0.01, help="Requests a second to the archive at most.")
    ] = BETWEEN_COPIES,
    local: LocalOption = False,
    offline: OfflineOption = False,
) -> None:
    """Ask a web archive for a copy of every document that has none, and write down where it is."""
    if not service.startswith(("http://", "https://")):
        raise UsageError(
            tr("which archive is to keep copies?"),
            hint=tr("`openscore sources archive --service https://archive.example/save/`"),
        )
    path = registry or Path(HERE)
    documents = _of_file(path, models)
    missing = [one.url for one in documents if not one.archived]
    if offline:
        write("".join(f"{service}{url}\n" for url in missing))
        return
    copies = _copies(service, missing, rate, local=local)
    from openscore.sources.recording import keep_copies

    written = 0

    def change(desk: Desk) -> None:
        nonlocal written
        written = keep_copies(desk.editor, copies, wants=_wanted(documents))

    if copies:
        edited(path, change)
    told = tr(
        "{found} of {asked} kept, {written} written", found=len(copies), asked=len(missing), written=written
    )
    write(f"{told}\n")


def stale(
    older_than: Annotated[
        int, whole_number("--older-than", low=0, metavar="DAYS", help="Days since the last reading.")
    ] = 180,
    models: ModelsArgument = [],  # noqa: B006
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """List the documents that nobody read for so many days, oldest first."""
    from openscore.report.analyses.sources import stale_sources

    today = date.today()
    documents = _documents(registry_of(registry, standalone=standalone), models)
    rows = stale_sources([one for one in documents if (today - one.read).days > older_than], today)
    if not rows:
        told = counted(
            "every document was read within {n} day", "every document was read within {n} days", older_than
        )
        raise NothingMatchedError(told)
    write_list(rows, "stale-sources", narrow=("read", "facts", "model"), format=format, output=output)


def _documents(registry: Registry, models: Sequence[str]) -> tuple[Document, ...]:
    from openscore.sources.documents import documents_of

    return documents_of(registry, [registry[name].id for name in models])


def _of_file(path: Path, models: Sequence[str]) -> tuple[Document, ...]:
    """Return the documents that stand in one registry file."""
    from openscore.resources import registry_files

    shipped = [file for file in registry_files() if file.resolve() == path.resolve()]
    loaded = load_registry([] if shipped else [path], today=date.today())
    origin = shipped[0].name if shipped else label_of(path)
    documents = _documents(loaded, models)
    kept = [one for one in documents if any(place.origin == origin for place in one.places)]
    if not kept:
        raise NothingMatchedError(tr("'{path}' has no such document", path=path))
    return tuple(kept)


def _wanted(documents: Iterable[Document]) -> Callable[[str, str], bool]:
    entries = {(place.kind, place.id) for one in documents for place in one.places}
    return lambda *entry: entry in entries


def _looks(
    documents: Sequence[Document], rate: float, workers: int, *, local: bool, again: bool
) -> Mapping[str, Look]:
    """Look at documents, those of the last hours aside, and keep what was found for the next run."""
    needs("sources", "urllib3")
    from openscore.sources.looks import Notes
    from openscore.sources.rounds import Round
    from openscore.sources.web import Limits

    path = notes_file()
    notes, now = Notes.of(path), datetime.now(UTC)
    addresses = list(dict.fromkeys(one.address for one in documents))
    found = {one: look for one in addresses if not again and (look := notes.fresh(one, now, HOURS))}
    left = [one for one in addresses if one not in found]
    going = Round(workers=workers, rate=rate, limits=Limits(), is_local=local, notes=notes)
    with (
        _kept(path, notes) as keep,
        progress_bar(tr("looking at documents"), len(addresses), len(found)) as advance,
    ):
        for look in going.looks(left):
            found[look.url] = look
            keep(look)
            advance()
    return found


@contextmanager
def _kept(path: Path | None, notes: Notes) -> Iterator[Callable[[Look], None]]:
    """Give what writes each look behind the notes at once, so that a run that is killed can go on."""
    if path is None:
        yield lambda _: None
        return
    from openscore.sources.looks import note, opened

    notes.tidy(path)
    try:
        file = opened(path)
    except OSError:
        yield lambda _: None  # It only costs time to look again.
        return
    with file:
        yield lambda look: note(file, look)


def _copies(service: str, urls: Sequence[str], rate: float, *, local: bool) -> dict[str, str]:
    """Ask for copies one after the other; return their addresses."""
    needs("sources", "urllib3")
    import time

    from openscore.sources.archives import archived
    from openscore.sources.web import Limits, Web

    web, copies = Web(Limits(), is_local=local), {}
    with progress_bar(tr("looking at documents"), len(urls)) as advance:
        for place, url in enumerate(urls):
            if place:
                time.sleep(1 / rate)
            if copy := archived(web, service, url):
                copies[url] = copy
            else:
                say(tr("not kept: {url}", url=url))
            advance()
    return copies


def _plan(documents: Sequence[Document], rate: float, *, again: bool) -> str:
    """Return what a round would ask, by host, and how long it takes at least."""
    from collections import Counter

    from openscore.report.text import visible
    from openscore.sources.looks import Notes
    from openscore.sources.rounds import host_of

    notes, now = Notes.of(notes_file()), datetime.now(UTC)
    addresses = dict.fromkeys(one.address for one in documents)
    left = [one for one in addresses if again or not notes.fresh(one, now, HOURS)]
    hosts = Counter(map(host_of, left))
    lines = [f"{count:6}  {visible(host)}" for host, count in hosts.most_common()]
    longest = max(hosts.values(), default=0) / rate
    told = tr(
        "{n} of {all} addresses would be asked, for at least {seconds:.0f} seconds",
        n=len(left),
        all=len(addresses),
        seconds=longest,
    )
    return "\n".join([*lines, told]) + "\n"


commands = {"check": check, "record": record, "archive": archive, "stale": stale}
