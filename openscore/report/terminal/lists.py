"""Lists of models, rubrics and licenses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from openscore.language import noted, tr
from openscore.numerals import number
from openscore.records.licenses import NONE, License
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import TERMS, Vocabulary
from openscore.report.phrases import granted_phrase, particular_phrase, place_phrase
from openscore.report.terminal.screen import Screen, render
from openscore.report.terminal.table import Column, table
from openscore.report.text import titled, told, visible
from openscore.rubric.profile import Profile
from openscore.rubric.rubric import Rubric

if TYPE_CHECKING:
    from openscore.registry.groups import Family, Groups, Maker
    from openscore.registry.registry import Registry

Row = Mapping[str, str]


HEADINGS = (
    noted("Author"), noted("Base license"), noted("Conflict"), noted("Downloads"), noted("High"),
    noted("License"), noted("Low"), noted("Relation"), noted("Share"), noted("Step"), noted("Stricter on"),
    noted("Task"), noted("Untold"), noted("Year"), noted("Compared"), noted("Line"),
    noted("After"), noted("Alone ranks"), noted("Band"), noted("Because of"), noted("Before"),
    noted("Bound by"), noted("Date"), noted("Fact"), noted("Facts"), noted("First"), noted("First order"),
    noted("First party"), noted("Id"), noted("Interval"), noted("Kind"), noted("Known"), noted("Label"),
    noted("Leads"), noted("Maker"), noted("Means"), noted("Missing"), noted("Model"), noted("Models"),
    noted("Name"), noted("Needed"), noted("Not shown"), noted("Oldest"), noted("OSI"), noted("Rank"),
    noted("Released"), noted("Robust"), noted("Rubric"), noted("Score"), noted("Second"), noted("Source"),
    noted("Sources"), noted("Subject"), noted("Summary"), noted("Tau b"), noted("Title"), noted("Total"),
    noted("Value"), noted("Values"), noted("Version"), noted("Weights"), noted("What"), noted("Why"),
    noted("Family"), noted("Makers"), noted("Part of"), noted("Seat"), noted("Sizes"),
    noted("Day"), noted("Came"), noted("Went"), noted("Looser"), noted("Relicensed"),
    noted("From"), noted("To"),
    noted("Days"), noted("Read"), noted("URL"), noted("To read"), noted("Documents"), noted("Mean width"),
    noted("Undecided"),
)  # fmt: skip
"""What lists say above the columns."""
HEADING_OF = {heading.casefold().replace(" ", "_"): heading for heading in HEADINGS}
"""The same by the keys of their rows."""
WIDE = 110
"""Columns from which on a table has room for what is left out on a narrow screen."""
IDS = ("fact", "first", "id", "model", "rubric", "second", "subject", "value")
"""Keys of what is typed."""
NAMES = ("author", "maker", "name")
"""Keys of what is cut; all else goes on in further lines."""
PROSE = (
    "after", "base_license", "because_of", "before", "bound_by", "conflict", "leads", "license", "means",
    "missing", "not_shown", "stricter_on", "summary", "title", "values", "weights", "what", "why",
)  # fmt: skip
"""Keys of what is readily broken; the others get room for all of their text first."""
LASTING = ("after", "before", "what")
"""Keys without which the others say nothing."""


def list_table(rows: Sequence[Row], screen: Screen, narrow: Sequence[str]) -> str:
    """Return rows with the same keys as a table.

    Args:
        rows: At least one row.
        screen: What the output can show.
        narrow: Keys to show on a narrow screen, the first two as long as anything can be read; on a very
            narrow one the last fall away first.
    """
    keys = [key for key in rows[0] if screen.width >= WIDE or key in narrow]
    ranked = [*narrow, *(key for key in keys if key not in narrow)]
    columns = [_column(key, max(0, ranked.index(key) - 1)) for key in keys]
    return table(columns, [[row[key] for key in keys] for row in rows], screen)[0]


def _column(key: str, worth: int) -> Column:
    return Column(
        tr(HEADING_OF.get(key, key)),  # A column of a band has its title for a key.
        0 if key in LASTING else worth,
        good=32 if key in IDS else 16,
        wraps=key not in NAMES,
        is_solid=key not in (*NAMES, *PROSE),
    )


def model_row(record: ModelRecord) -> Row:
    """Return what a list says of a model."""
    return {
        "id": record.id,
        "name": visible(record.name),
        "maker": visible(record.developer),
        "released": record.released.isoformat() if record.released else "",
        "kind": tr(record.kind),
        "facts": str(len(record.values)),
        "label": record.values.get("maker.label", ""),
        "family": record.family,
    }


def family_row(family: Family, groups: Groups) -> Row:
    """Return what a list says of a family."""
    members = groups.members(family)
    makers = dict.fromkeys(visible(groups.maker_of(record).name) for record in members)
    return {
        "id": family.id,
        "name": visible(family.name),
        "models": str(len(members)),
        "makers": ", ".join(makers),
        "part_of": family.part_of,
        "summary": titled(groups.registry.said(family.summary)),
    }


def maker_row(maker: Maker, groups: Groups) -> Row:
    """Return what a list says of a maker."""
    kinds = groups.registry.vocabulary.maker_kinds
    return {
        "id": maker.id,
        "name": visible(maker.name),
        "kind": titled(kinds[maker.body].title) if maker.kind else tr("unknown"),
        "seat": maker.country if maker.seat else tr("unknown"),
        "models": str(len(groups.made_by(maker))),
        "aliases": visible(", ".join(maker.aliases)),
    }


def rubric_row(rubric: Rubric) -> Row:
    """Return what a list says of a rubric."""
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": titled(rubric.title),
        "summary": titled(rubric.summary),
    }


SPDX = noted("SPDX expression")


def fact_row(path: str, vocabulary: Vocabulary) -> Row:
    """Return what a list says of a fact that a model can have."""
    component, _, aspect = path.partition(".")
    if component == TERMS:
        values = ", ".join(value.id for value in vocabulary.values(path))
        return {"fact": path, "title": titled(vocabulary.terms[aspect].scale.title), "values": values}
    named = vocabulary.components[component]
    is_license = vocabulary.is_license(path)
    values = tr(SPDX) if is_license else ", ".join(value.id for value in vocabulary.values(path))
    return {"fact": path, "title": titled(named.title), "values": values}


def value_rows(path: str, vocabulary: Vocabulary) -> list[Row]:
    """Return the values of a fact from most to least open, with what each means."""
    if vocabulary.is_license(path):
        return [
            {
                "value": tr(SPDX),
                "title": "",
                "means": tr("A license of the table, or several joined by AND, OR, WITH."),
            },
            {"value": NONE, "title": "", "means": tr("Someone looked, and no license is stated.")},
        ]
    values = vocabulary.values(path) if path in vocabulary.facts else vocabulary.scale(path).values
    return [{"value": one.id, "title": titled(one.title), "means": told(one.means)} for one in values]


def license_row(license: License, vocabulary: Vocabulary) -> Row:
    """Return what a list says of a license."""
    stated = license.data["terms"]
    limits = [
        id
        for id, term in vocabulary.terms.items()
        if id in stated and stated[id]["value"] != term.scale.values[0].id
    ]
    return {
        "id": visible(license.id),
        "name": visible(license.name),
        "osi": tr("yes") if license.data["osi_approved"] else tr("no"),
        "bound_by": ", ".join(limits),
    }


def license_card(license: License, registry: Registry, screen: Screen) -> str:
    """Return one license, term by term, with clauses and what they touch."""
    head = Text(f"{visible(license.name)}\n", style="bold")
    head.append(
        tr(
            "{id}; OSI-approved: {answer}; ",
            id=visible(license.id),
            answer=tr("yes") if license.data["osi_approved"] else tr("no"),
        ),
        "not bold",
    )
    head.append(tr("Open Definition: {data}\n", data=tr(license.data["open_definition"])), "not bold")
    for document in license.data["documents"].values():
        head.append(
            tr(
                "{url} ({by}, read {read})\n",
                url=visible(document["url"]),
                by=tr(document["by"]),
                read=document["read"],
            ),
            "not bold",
        )
    if granted := granted_phrase(license, registry):
        head.append(f"{granted}\n", "not bold")
    if license.aliases:
        head.append(tr("also written: {listed}\n", listed=visible(", ".join(license.aliases))), "not bold")
    columns = (
        Column(tr("Term"), good=16, wraps=True),
        Column(tr("Value"), good=16, wraps=True),
        Column(tr("Clause"), 1, good=12, wraps=True),
        Column("OSD", 3, wraps=True),
        Column(tr("What it says"), 2, good=16, wraps=True),
    )
    rows: list[list[str]] = []
    for id, term in registry.vocabulary.terms.items():
        stated = license.term(id)
        value = titled(term.scale.value(stated.value).title) if stated else tr("unknown")
        rows.append(
            [
                titled(term.scale.title),
                value,
                place_phrase(stated.clause) if stated else "",
                ", ".join(map(str, term.touched(stated.value))) if stated else "",
                titled(registry.said(stated.evidence.shows)) if stated else tr("nobody has established it"),
            ]
        )
    rows += _particular_rows(license, registry)
    return render(head, screen) + table(columns, rows, screen)[0]


def _particular_rows(license: License, registry: Registry) -> Iterator[list[str]]:
    """Yield what the text asks beyond its terms, as far as somebody has read it."""
    for id, scale in registry.vocabulary.particulars.items():
        if stated := license.particular(id):
            value = titled(scale.value(stated.value).title)
            shows = particular_phrase(license, id, registry)
            yield [titled(scale.title), value, place_phrase(stated.clause), "", shows]


def profile_row(profile: Profile) -> Row:
    """Return what a list says of a profile."""
    weights = [f"{id}={number(weight)}" for id, weight in profile.weights.items()]
    return {
        "id": profile.id,
        "title": titled(profile.title),
        "why": titled(profile.why),
        "weights": " ".join(weights) or tr("equal"),
    }
