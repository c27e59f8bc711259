"""Lists of models, rubrics and licenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from openscore.language import noted, tr
from openscore.records.licenses import NONE, License
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import TERMS, Vocabulary
from openscore.report.terminal.screen import Screen, render
from openscore.report.text import number, titled, visible
from openscore.rubric.profile import Profile
from openscore.rubric.rubric import Rubric

Row = Mapping[str, str]


HEADINGS = (
    noted("Author"), noted("Base license"), noted("Conflict"), noted("Downloads"), noted("High"),
    noted("License"), noted("Low"), noted("Relation"), noted("Share"), noted("Step"), noted("Stricter on"),
    noted("Task"), noted("Untold"), noted("Year"),
    noted("After"), noted("Alone ranks"), noted("Band"), noted("Because of"), noted("Before"),
    noted("Bound by"), noted("Date"), noted("Fact"), noted("Facts"), noted("First"), noted("First order"),
    noted("First party"), noted("Id"), noted("Interval"), noted("Kind"), noted("Known"), noted("Label"),
    noted("Leads"), noted("Maker"), noted("Means"), noted("Missing"), noted("Model"), noted("Models"),
    noted("Name"), noted("Needed"), noted("Not shown"), noted("Oldest"), noted("Osi"), noted("Rank"),
    noted("Released"), noted("Robust"), noted("Rubric"), noted("Score"), noted("Second"), noted("Source"),
    noted("Sources"), noted("Subject"), noted("Summary"), noted("Tau b"), noted("Title"), noted("Total"),
    noted("Value"), noted("Values"), noted("Version"), noted("Weights"), noted("What"), noted("Why"),
)  # fmt: skip
"""What lists say above the columns: the keys of their rows."""
WIDE = 110
"""Columns from which on a table has room for what is left out on a narrow screen."""


def list_table(rows: Sequence[Row], screen: Screen, narrow: Sequence[str]) -> str:
    """Return rows with the same keys as a table.

    The longest column after the first gives way: the last is wrapped, others are cut.

    Args:
        rows: At least one row.
        screen: What the output can show.
        narrow: Keys to show on a narrow screen.
    """
    keys = [key for key in rows[0] if screen.width >= WIDE or key in narrow]
    titles = {key: tr(key.replace("_", " ").capitalize()) for key in keys}
    widths = {key: max(cell_len(titles[key]), *(cell_len(row[key]) for row in rows)) for key in keys}
    excess = sum(widths.values()) + 2 * (len(keys) - 1) - screen.width
    longest = max(keys[1:], key=lambda key: widths[key])
    widths[longest] = max(8, widths[longest] - max(0, excess))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for key in keys:
        is_prose = key == keys[-1]
        overflow: Literal["fold", "ellipsis"] = "fold" if is_prose else "ellipsis"
        table.add_column(titles[key], width=widths[key], no_wrap=not is_prose, overflow=overflow)
    for row in rows:
        table.add_row(*[Text(row[key]) for key in keys])
    return render(table, screen)


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
    return [
        {"value": value.id, "title": titled(value.title), "means": value.means}
        for value in vocabulary.values(path)
    ]


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


def license_card(license: License, vocabulary: Vocabulary, screen: Screen) -> str:
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
    if license.aliases:
        head.append(tr("also written: {listed}\n", listed=visible(", ".join(license.aliases))), "not bold")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for title in (tr("Term"), tr("Value"), tr("Clause"), "OSD", tr("What it says")):
        table.add_column(title, overflow="fold")
    for id, term in vocabulary.terms.items():
        stated = license.term(id)
        value = stated.value if stated else tr("unknown")
        is_limit = stated is not None and not term.scale.bits[stated.value] & 1
        table.add_row(
            Text(titled(term.scale.title)),
            Text(value),
            Text(visible(stated.clause) if stated else ""),
            Text(", ".join(map(str, term.osd)) if is_limit else ""),
            Text(visible(stated.evidence.shows) if stated else tr("nobody has established it")),
        )
    return render(head, screen) + render(table, screen)


def profile_row(profile: Profile) -> Row:
    """Return what a list says of a profile."""
    weights = [f"{id}={number(weight)}" for id, weight in profile.weights.items()]
    return {
        "id": profile.id,
        "title": titled(profile.title),
        "why": titled(profile.why),
        "weights": " ".join(weights) or tr("equal"),
    }
