"""Pages on what changed: each kept edition, and the scores before and after it; with a feed."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from openscore.analysis.changes import Moved
from openscore.language import counted, language, tr
from openscore.report.analyses.changes import moved_data, moved_rows
from openscore.report.text import visible
from openscore.site.comparisons import Since
from openscore.site.places import edition_page, model_page, up
from openscore.site.sheets import Sheet
from openscore.site.world import World


def changes_pages(world: World) -> Iterator[Sheet]:
    """Yield the list of editions, and what changed since each."""
    path = "changes.html"
    header = (tr("Edition"), tr("Models"), tr("Scores that are new or have changed"))
    rows = [
        (visible(one.name), up(path) + edition_page(one.name), str(one.models), str(len(one.moved)))
        for one in world.since
    ]
    about = tr("Kept editions of the data, and what became of the scores since each.")
    yield Sheet(path, "list.html.j2", tr("What changed"), about, {"header": header, "rows": rows})
    for one in world.since:
        here = up(edition_page(one.name))
        listed = [
            (_name(moved), row, here + model_page(moved.id) if moved.id in world.places else "")
            for moved, row in zip(one.moved, moved_rows(one.moved), strict=True)
        ]
        title = tr("Since {edition}", edition=visible(one.name))
        told = counted("{n} score is new or has changed", "{n} scores are new or have changed", len(listed))
        yield Sheet(edition_page(one.name), "changes.html.j2", title, told, {"rows": listed})


def _name(moved: Moved) -> str:
    place = moved.after or moved.before
    return visible(place.assessment.record.name if place else moved.id)


def changes_data(world: World) -> list[dict[str, Any]]:
    """Return the same as JSON data."""
    return [
        {"edition": one.name, "scores": [moved_data(moved) for moved in one.moved]} for one in world.since
    ]


def feed(world: World) -> str:
    """Return an Atom feed of the editions in the language that is spoken; the same data give the same feed."""
    base = world.frame.base_url
    lang = language()
    updated = f"{world.registry.last_read.isoformat()}T00:00:00Z"
    entries = "".join(_entry(one, f"{base}{lang}/" if base else "", updated) for one in world.since)
    own = f'<link rel="self" href="{escape(base)}{lang}/changes.atom"/>\n' if base else ""
    title = escape(tr("OpenScore: what changed"))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">\n<id>urn:openscore:changes:{lang}</id>\n'
        f"<title>{title}</title>\n<updated>{updated}</updated>\n<author><name>OpenScore contributors</name></author>\n"
        f"{own}{entries}</feed>\n"
    )


def _entry(one: Since, base: str, updated: str) -> str:
    name = escape(visible(one.name))
    day = f"{one.name}T00:00:00Z" if one.name[:4].isdigit() and len(one.name) == 10 else updated
    told = escape(
        counted("{n} score is new or has changed", "{n} scores are new or have changed", len(one.moved))
    )
    title = escape(tr("Since {edition}", edition=visible(one.name)))
    return (
        f"<entry><id>urn:openscore:edition:{name}</id><title>{title}</title><updated>{day}</updated>"
        f'<link href="{escape(base)}{escape(edition_page(one.name))}"/><summary>{told}</summary></entry>\n'
    )
