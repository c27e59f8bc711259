"""The line of models that one was made from."""

from __future__ import annotations

from rich.text import Text

from openscore.analysis.lineage import Looser, Node, TermRange
from openscore.language import tr
from openscore.records.licenses import NONE, LicenseTable
from openscore.records.vocabulary import Vocabulary
from openscore.report.phrases import clause_phrase
from openscore.report.terminal.outline import Outline
from openscore.report.terminal.screen import Screen
from openscore.report.text import bracketed, labeled, titled, visible
from openscore.report.views.naming import license_name


def lineage_tree(node: Node, screen: Screen) -> str:
    """Return the tree with declared and effective terms, and where a license is looser."""
    tree = _outline(node, node.record.registry.vocabulary).render(screen)
    if not _has_license(node):
        return tree
    note = tr("Terms that bind somebody, as each license declares them; -> what holds over the line.")
    return tree + "\n" + Outline(note).render(screen)


def _has_license(node: Node) -> bool:
    return bool(node.licenses) or any(map(_has_license, node.bases))


def _outline(node: Node, vocabulary: Vocabulary) -> Outline:
    made = labeled(tr(node.link.relation), "") if node.link else ""
    outline = Outline(Text(made).append(visible(node.record.name), "bold"))
    outline.text.append(f" ({node.record.id}), {visible(node.record.developer)}")
    if node.is_repeated:
        outline.add(tr("stands above, with what it was made from"))
        return outline
    for path, license in node.licenses:
        named, typed = license_name(license, node.record.registry.licenses), visible(license)
        line = outline.add(f"{path} = {typed if named == typed else bracketed(named, typed)}")
        if license == NONE:
            line.add(tr("no license is stated, so nothing is granted"))
        for term in node.terms if license != NONE else ():
            if path == f"{term.component}.license" and _binds(term, vocabulary):
                line.add(_term(term, vocabulary))
    for looser in node.looser:
        outline.add(Text(_looser(looser, vocabulary, node.record.registry.licenses), "bold"))
    if not node.licenses:
        outline.add(tr("no license that passes along the line is known"))
    outline.below += [_outline(base, vocabulary) for base in node.bases]
    return outline


def _binds(term: TermRange, vocabulary: Vocabulary) -> bool:
    """Whether the term is not at its freest value for sure."""
    freest = vocabulary.terms[term.term].scale.values[0].id
    return term.declared != (freest,) or term.effective != (freest,)


def _term(term: TermRange, vocabulary: Vocabulary) -> str:
    title = titled(vocabulary.terms[term.term].scale.title)
    declared, effective = (_value(ids) for ids in (term.declared, term.effective))
    return labeled(title, declared if declared == effective else f"{declared} -> {effective}")


def _value(ids: tuple[str, ...]) -> str:
    return ids[0] if len(ids) == 1 else tr("unknown")


def _looser(one: Looser, vocabulary: Vocabulary, table: LicenseTable) -> str:
    title = titled(vocabulary.terms[one.term].scale.title)
    rule = tr(
        "{license} of {base}, {clause}",
        license=license_name(one.license, table),
        base=one.base,
        clause=clause_phrase(one.rule.clause),
    )
    return tr(
        "{title}: {declared} is looser than {passed}, which {rule}, passes on",
        title=title,
        declared=one.declared,
        passed=one.passed,
        rule=rule,
    )


def lineage_json(node: Node) -> dict[str, object]:
    """Return the tree as JSON data."""
    return {
        "id": node.record.id,
        "name": visible(node.record.name),
        "relation": node.link.relation if node.link else None,
        "licenses": dict(node.licenses),
        "terms": [
            {
                "component": term.component,
                "term": term.term,
                "declared": list(term.declared),
                "effective": list(term.effective),
            }
            for term in node.terms
        ],
        "looser": [
            {
                "component": one.component,
                "term": one.term,
                "declared": one.declared,
                "passed_on": one.passed,
                "base": one.base,
                "license": one.license,
                "rule": one.rule.value,
                "clause": one.rule.clause,
            }
            for one in node.looser
        ],
        "bases": [lineage_json(base) for base in node.bases],
        "repeated": node.is_repeated,
    }
