"""What the licenses of a model and its data say, for the cells of a register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from openscore.engine.lineage import FactReader, behind
from openscore.language import tr
from openscore.records.evidence import Source
from openscore.records.expressions import is_spdx_expression
from openscore.records.licenses import NONE, License
from openscore.records.record import ModelRecord
from openscore.records.vocabulary import LICENSE, NO_GRANT, NOT_APPLICABLE, TERMS, Value
from openscore.registry.registry import Registry
from openscore.report.phrases import clause_phrase
from openscore.report.text import bracketed, labeled, parted, shown_address, titled, visible
from openscore.report.views.naming import license_name
from openscore.rubric.rubric import Rubric

ASKED = "redistribution"
"""The term that every license of a component is asked for."""


class Terms:
    """Licenses and terms of the records of one registry, base models as a rubric counts them."""

    def __init__(self, registry: Registry, rubric: Rubric) -> None:
        """Take a registry, and a rubric that asks for all paths that are asked for here."""
        self._registry = registry
        self._vocabulary = registry.vocabulary
        self._rubric = rubric
        self._reader = FactReader(rubric)

    def masks(self, record: ModelRecord) -> Mapping[str, int]:
        """Return what may be true of every path that the rubric asks for."""
        return self._reader.masks(record)

    def term(self, record: ModelRecord, path: str) -> str:
        """Return a term, and behind one that limits something what the texts say."""
        value = self.only(record, path)
        if value is None:
            return tr("unknown")
        title, reasons = titled(value.title), self._reasons(record, path, value)
        return bracketed(title, reasons) if reasons else title

    def only(self, record: ModelRecord, path: str) -> Value | None:
        """Return the one value that may be true of a path; None if there are more."""
        scale, mask = self._rubric.scale(path), self.masks(record)[path]
        return scale.value(scale.ids(mask)[0]) if mask.bit_count() == 1 else None

    def _reasons(self, record: ModelRecord, path: str, value: Value) -> str:
        term = path.rpartition(".")[2]
        if value.id in (self._vocabulary.terms[term].scale.values[0].id, NO_GRANT):
            return ""
        found = dict.fromkeys(self._texts_on(record, path, term, value.id))
        return parted(found)

    def _texts_on(self, record: ModelRecord, path: str, term: str, value: str) -> Iterator[str]:
        for member, fact in behind(record, path, self._rubric):
            stated = member.fact(fact)
            if stated is None:
                continue
            if fact.startswith(f"{TERMS}.") and stated.value == value:
                yield titled(self._registry.said(stated.evidence.shows))
            for license in self._licenses(stated.value) if self._vocabulary.is_license(fact) else ():
                one = license.term(term)
                if one and one.value == value:
                    place = tr(
                        "{license}, {clause}", license=visible(license.name), clause=clause_phrase(one.clause)
                    )
                    yield (
                        labeled(place, titled(self._registry.said(one.evidence.shows)))
                        if one.evidence.shows
                        else place
                    )

    def _licenses(self, expression: str) -> list[License]:
        table = self._registry.licenses
        return [table.licenses[id] for id in table.resolve(expression).licenses]

    def _stated(self, record: ModelRecord, component: str) -> tuple[ModelRecord, str] | None:
        """Return who states the license of a component, and the fact: of a copy perhaps its original."""
        path = f"{component}.{LICENSE}.{ASKED}"
        for member, fact in behind(record, path, self._rubric):
            if fact in member.values and self._vocabulary.is_license(fact):
                return member, fact
        return None

    def license(self, record: ModelRecord, component: str) -> str:
        """Return the license of a component, as an expression or by its text's name; empty if unknown."""
        if self.is_inapplicable(record, component):
            return tr("not applicable")
        found = self._stated(record, component)
        stated = found[0].values[found[1]] if found else ""
        if not stated or stated == NONE:
            return tr("none stated") if stated else ""
        is_plain = is_spdx_expression(stated) and "LicenseRef-" not in stated
        return visible(stated) if is_plain else license_name(stated, self._registry.licenses)

    def _read(self, record: ModelRecord, component: str) -> tuple[Source, ...]:
        """Return the documents in which the license's text was read, or that state the license."""
        found = self._stated(record, component)
        if found is None:
            return ()
        member, fact = found
        texts = [
            Source.of(license.data["documents"]["text"])
            for license in self._licenses(member.values[fact])
            if "text" in license.data["documents"]
        ]
        stated = member.fact(fact)
        return tuple(texts) or (stated.evidence.sources if stated else ())

    def is_inapplicable(self, record: ModelRecord, component: str) -> bool:
        """Whether nothing is given out that a license could cover."""
        value = self.only(record, f"{component}.{LICENSE}.{ASKED}")
        return value is not None and value.id == NOT_APPLICABLE

    def texts(self, record: ModelRecord, component: str) -> str:
        """Return where the text of that license was read; empty if unknown."""
        if self.is_inapplicable(record, component):
            return tr("not applicable")
        return addresses(self._read(record, component))

    def read_on(self, record: ModelRecord, component: str) -> str:
        """Return the ISO date on which the text was read, of several texts the first; empty if unknown."""
        if self.is_inapplicable(record, component):
            return tr("not applicable")
        days = [one.read for one in self._read(record, component)]
        return min(days).isoformat() if days else ""

    def redistributable(self, record: ModelRecord, component: str) -> str:
        """Return whether a component may be passed on, with the clauses; empty if unknown."""
        path = f"{component}.{LICENSE}.{ASKED}"
        value = self.only(record, path)
        if value is None:
            return ""
        clauses = parted(dict.fromkeys(self._texts_on(record, path, ASKED, value.id)))
        return bracketed(titled(value.title), clauses) if clauses else titled(value.title)


def addresses(sources: Iterable[Source]) -> str:
    """Return the addresses of documents, each once, in an order in which none moves without a change."""
    return "; ".join(sorted({shown_address(source.url) for source in sources}))
