"""Lists of models, rubrics and licenses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from openscore.records.licenses import License
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import Vocabulary
from openscore.report.table import Screen, render
from openscore.report.text import titled, visible
from openscore.rubric.rubric import Rubric

Row = Mapping[str, str]


def list_table(rows: Iterable[Row], screen: Screen) -> str:
    """Return rows with the same keys as a table; the first column is never cut."""
    listed = list(rows)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for place, key in enumerate(listed[0]):
        table.add_column(key.replace("_", " ").capitalize(), no_wrap=place == 0, overflow="fold")
    for row in listed:
        table.add_row(*[Text(cell) for cell in row.values()])
    return render(table, screen)


def model_row(record: ModelRecord) -> Row:
    """Return what a list says of a model."""
    return {
        "id": record.id,
        "name": visible(record.name),
        "maker": visible(record.developer),
        "kind": record.kind,
        "released": record.released.isoformat() if record.released else "",
        "facts": str(len(record.values)),
        "label": record.values.get("maker.label", ""),
    }


def rubric_row(rubric: Rubric, lang: str) -> Row:
    """Return what a list says of a rubric."""
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": titled(rubric.title, lang),
        "summary": titled(rubric.summary, lang),
    }


def license_row(license: License) -> Row:
    """Return what a list says of a license."""
    limits = [id for id, term in license.data["terms"].items() if term["shows"] and term["clause"] != "none"]
    return {
        "id": visible(license.id),
        "name": visible(license.name),
        "osi": "yes" if license.data["osi_approved"] else "no",
        "terms_that_bind": ", ".join(limits),
    }


def license_card(license: License, vocabulary: Vocabulary, screen: Screen, lang: str) -> str:
    """Return one license, term by term, with clauses and what they touch."""
    head = Text(f"{visible(license.name)}\n", style="bold")
    head.append(
        f"{visible(license.id)}; OSI-approved: {'yes' if license.data['osi_approved'] else 'no'}; ",
        "not bold",
    )
    head.append(f"Open Definition: {license.data['open_definition']}\n", "not bold")
    for document in license.data["documents"].values():
        head.append(f"{visible(document['url'])} ({document['by']}, read {document['read']})\n", "not bold")
    if license.aliases:
        head.append(f"also written: {visible(', '.join(license.aliases))}\n", "not bold")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for title in ("Term", "Value", "Clause", "OSD", "What it says"):
        table.add_column(title, overflow="fold")
    for id, term in vocabulary.terms.items():
        stated = license.term(id)
        value = stated.value if stated else "unknown"
        is_limit = stated is not None and not term.scale.bits[stated.value] & 1
        table.add_row(
            Text(titled(term.scale.title, lang)),
            Text(value),
            Text(visible(stated.clause) if stated else ""),
            Text(", ".join(map(str, term.osd)) if is_limit else ""),
            Text(visible(stated.evidence.shows) if stated else "nobody has established it"),
        )
    return render(head, screen) + render(table, screen)
