"""The line of a model as a page shows it: what it was made from or serves, and on which terms."""

from __future__ import annotations

from typing import NamedTuple

from openscore.analysis.lineage import Looser, Node, TermRange, lineage
from openscore.language import tr
from openscore.records.licenses import NONE
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import Vocabulary
from openscore.report.phrases import clause_phrase
from openscore.report.text import titled, visible
from openscore.report.views.naming import fact_name, license_name, term_name
from openscore.rubric.rubric import Rubric
from openscore.site.places import model_page


class Member(NamedTuple):
    """One model of a line."""

    name: str
    maker: str
    href: str
    relation: str
    """How the model above was made from it; empty for the first."""
    licenses: tuple[tuple[str, str], ...]
    """Name of the component and of its license."""
    changed: tuple[tuple[str, str, str], ...]
    """Terms that the line makes stricter: title, declared, effective."""
    looser: tuple[str, ...]
    is_repeated: bool
    bases: tuple[Member, ...]


def line_of(record: ModelRecord, rubric: Rubric, here: str) -> Member | None:
    """Return the line of a record; None if it stands alone."""
    node = lineage(record, rubric)
    return _member(node, here) if node.bases else None


def _member(node: Node, here: str) -> Member:
    record = node.record
    vocabulary, table = record.registry.vocabulary, record.registry.licenses
    return Member(
        visible(record.name),
        visible(record.developer),
        here + model_page(record.id),
        tr(node.link.relation) if node.link else "",
        tuple(
            (fact_name(path, vocabulary), tr("none stated") if value == NONE else license_name(value, table))
            for path, value in node.licenses
        ),
        tuple(_changed(term, vocabulary) for term in node.terms if term.declared != term.effective),
        tuple(dict.fromkeys(_looser(one, record) for one in node.looser)),
        node.is_repeated,
        tuple(_member(base, here) for base in node.bases),
    )


def _changed(term: TermRange, vocabulary: Vocabulary) -> tuple[str, str, str]:
    scale = vocabulary.terms[term.term].scale
    names = [
        titled(scale.value(ids[0]).title) if len(ids) == 1 else tr("unknown")
        for ids in (term.declared, term.effective)
    ]
    return term_name(term.term, vocabulary), names[0], names[1]


def _looser(one: Looser, record: ModelRecord) -> str:
    vocabulary, registry = record.registry.vocabulary, record.registry
    scale = vocabulary.terms[one.term].scale
    return tr(
        "{title}: “{declared}” is looser than “{passed}”, which the {license} of {base} passes on ({clause})",
        title=term_name(one.term, vocabulary),
        declared=titled(scale.value(one.declared).title),
        passed=titled(scale.value(one.passed).title),
        license=visible(registry.licenses.licenses[one.license].name),
        base=visible(registry.models[one.base].name),
        clause=clause_phrase(one.rule.clause),
    )
