"""`openscore duties`: what a use of models asks of whoever uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from openscore.cli import completion
from openscore.cli.loading import registry_of, snapshots
from openscore.cli.options import AsOfOption, OutputOption, RegistryOption, StandaloneOption
from openscore.cli.output import write
from openscore.cli.parameters import Context, argument, flag, option
from openscore.cli.screen import screen
from openscore.cli.values import choice, file_path, whole_number
from openscore.duty import Duties, User, duties, load_rules
from openscore.errors import UsageError
from openscore.files import read_bytes, reason_of
from openscore.language import noted, tr
from openscore.registry.registry import Registry
from openscore.report.text import document, listed, titled

DONE = noted(
    "What is done with them: internal, hosted-service, redistribute, fine-tune-and-redistribute, "
    "train-on-outputs or embed-in-product."
)
FORMATS = ("table", "md", "html", "json")
PURPOSES = ("commercial", "non-commercial", "research")
_KEPT = re.compile(r"^- \[[xX]\] .*<!-- ([0-9a-f]{8}) -->$", re.MULTILINE)
MAX_BYTES = 2_000_000
MOST_DIGITS = 20
_REVENUE = re.compile(r"(\d[\d_,]*)\s*([A-Za-z]{3})?")


def _complete_uses(_context: Context, incomplete: str) -> list[tuple[str, str]]:
    uses = load_rules(snapshots=snapshots()).uses.values()
    return [(use.id, titled(use.title)) for use in uses if use.id.startswith(incomplete)]


def command(
    models: Annotated[
        list[str],
        argument(metavar="MODEL", help="Ids or aliases of models.", complete=completion.models),
    ],
    use: Annotated[str, option("--for", metavar="USE", help=DONE, complete=_complete_uses)] = "",
    purpose: Annotated[str, choice("--purpose", among=PURPOSES, help="With which purpose.")] = "commercial",
    users: Annotated[
        int | None, whole_number("--users", low=0, help="How many use what is made with it, in a month.")
    ] = None,
    revenue: Annotated[
        str, option("--revenue", metavar="AMOUNT", help="Revenue of a year, such as 2000000 or 2000000EUR.")
    ] = "",
    country: Annotated[
        list[str],
        option("--country", metavar="CC", help="Where it is used, such as DE; repeatable."),
    ] = [],  # noqa: B006  # Typer copies it
    component: Annotated[
        list[str],
        option("--component", metavar="ID", help="What is used, instead of weights and code; repeatable."),
    ] = [],  # noqa: B006
    rules: Annotated[Path | None, file_path("--rules", help="Rules of your own; see docs/duties.md.")] = None,
    previous: Annotated[
        Path | None, file_path("--previous", help="Keep the ticks of this Markdown checklist.")
    ] = None,
    brief: Annotated[bool, flag("--brief", help="Leave out the addresses of sources.")] = False,
    registry: RegistryOption = [],  # noqa: B006
    standalone: StandaloneOption = False,
    as_of: AsOfOption = None,
    format: Annotated[str, choice("--format", among=FORMATS, help="Output format.")] = "table",
    output: OutputOption = None,
) -> None:
    """Tell what is allowed, what must be done and what is barred, by clause; no legal advice."""
    read = load_rules(rules, snapshots=snapshots())
    if not use:
        hint = tr("uses: {listed}", listed=listed(read.uses))
        raise UsageError(tr("duties for what?"), hint=hint)
    amount, currency = _revenue(revenue)
    user = User(use, purpose, users, amount, currency, tuple(country)).known(read)
    loaded = registry_of(registry, standalone=standalone, as_of=as_of)
    records = list({loaded[name].id: loaded[name] for name in models}.values())
    found = duties(records, user, read, component)
    if format == "table":
        write(_shown(found, loaded, output, brief=brief), output)
        return
    done = _ticked(previous) if previous else ()
    write(_told(found, loaded, format, done), output, is_data=True)


def _told(found: Duties, registry: Registry, format: str, done: Sequence[str]) -> str:
    """Return duties in a format that is written for others."""
    # Imported here: one format is needed.
    from openscore.report.views.duties import duties_view

    view = duties_view(found, registry)
    if format == "json":
        from openscore.report.formats.duties import duties_json

        return document("duties", duties_json(found, view))
    from openscore.report.documents import html, markdown
    from openscore.report.documents.duties import duties_page

    page = duties_page(view, found, registry, done)
    return html.render(page) if format == "html" else markdown.render(page)


def _shown(found: Duties, registry: Registry, output: Path | None, *, brief: bool) -> str:
    from openscore.report.terminal.duties import duties_text
    from openscore.report.views.duties import duties_view

    view = duties_view(found, registry)
    return duties_text(view, found, registry, screen(output), sources=not brief)


def _revenue(text: str) -> tuple[int | None, str]:
    """Return an amount and its currency, that of the United States where none is told."""
    if not text:
        return None, "USD"
    found = _REVENUE.fullmatch(text.strip())
    if not found:
        message = tr(
            "{option} is '{value}', wanted an amount such as 2000000EUR", option="--revenue", value=text
        )
        raise UsageError(message)
    return int(re.sub("[_,]", "", found[1])[:MOST_DIGITS]), (found[2] or "USD").upper()


def _ticked(path: Path) -> list[str]:
    """Return the keys of what was ticked off in a checklist."""
    try:
        text = read_bytes(path, MAX_BYTES).decode("utf-8", "replace")
    except OSError as error:
        reason = reason_of(error)
        raise UsageError(tr("cannot read '{path}': {reason}", path=path, reason=reason)) from error
    return _KEPT.findall(text)
