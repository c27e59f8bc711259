"""Pages of text: method, doubt and limits; how to correct a fact; the interface."""

from __future__ import annotations

from collections.abc import Iterator

from openscore.analysis.sampling import SOURCES
from openscore.language import counted, tr
from openscore.report.analyses.coverage import age_rows, coverage_rows
from openscore.report.documents.page import Block, Heading, Items, Paragraph, Table
from openscore.report.documents.sections import bands
from openscore.report.phrases import untranslatable_phrases
from openscore.report.text import RANGE, labeled, titled, told
from openscore.site.openapi import CHANGES, VERSION, paths
from openscore.site.places import API
from openscore.site.sheets import Sheet
from openscore.site.world import DRAWN, World


def text_pages(world: World) -> Iterator[Sheet]:
    """Yield the pages that are text."""
    pages = (
        ("method.html", tr("Method, doubt and limits"), _method(world)),
        ("correct.html", tr("Correct us"), _correct(world)),
        ("interface.html", tr("Data interface"), _interface()),
    )
    for path, title, (about, blocks) in pages:
        yield Sheet(path, "text.html.j2", title, about, {"blocks": blocks})


def _method(world: World) -> tuple[str, list[Block]]:
    rubric = world.rubric
    about = tr("How a score comes about, what it leaves open, and what it cannot say.")
    many = counted("{n} release", "{n} releases", len(world.registry))
    blocks: list[Block] = [
        Paragraph(tr("A score says how open a model is on a gradient from closed to open. It is worked out from facts, and every fact rests on a document that was read; the page of each model has them all."), "lead"),
        Heading(tr("From documents to a score")),
        Items((
            tr("Facts: {many} are described by facts of closed lists, such as whether the weights can be downloaded and under which license. Each has the document, the day it was read, and what it shows.", many=many),
            tr("Licenses: each version is judged once, clause by clause; a model takes over the terms of the licenses it names."),
            tr("The rubric: {title} gives each question its levels and each level its points. Another framework gives other points to the same facts.", title=titled(rubric.title)),
            tr("The score: questions add up to criteria and criteria to the score, by weights that you can change. Gates limit the band where something essential is missing."),
        )),
        Heading(tr("Doubt")),
        Paragraph(tr("Every fact rests on a document that was read, preferably of the maker itself. What nobody has established is not guessed: the score is then an interval, and the rank counts its low end only.")),
        Paragraph(tr(RANGE)),
        Paragraph(tr("How sure a rank is, is drawn: weights are varied, unknown facts are filled in at random, contested levels are decided either way. Nine in ten draws lie between the two ranks that a page states.")),
        Items(tuple(told(SOURCES[source]) for source in DRAWN)),
        *_known(world),
        Heading(tr("Bands")),
        bands(world.export(world.ranked)),
        Heading(tr("Limits")),
        Items((
            tr("Openness only: the score says nothing on capability, safety, price or worth."),
            tr("A self-assessment from published evidence, not a verdict of the bodies whose texts it follows."),
            *((labeled(titled(rubric.conformance.title), titled(rubric.conformance.note)),) if rubric.conformance else ()),
            *untranslatable_phrases(rubric),
            tr("Documents change; each reference has the day on which it was read. This is not legal advice."),
        )),
        Heading(tr("To verify")),
        Paragraph(tr("Each model's page has a verification code. `openscore verify CODE` computes the score again from the same facts and says what has changed since; the search of the ranking finds the model of a code.")),
    ]  # fmt: skip
    return about, blocks


def _known(world: World) -> Iterator[Block]:
    """Yield how much is known, of what, and from readings of how long ago."""
    yield Heading(tr("What is known, and how old it is"))
    read = tr(
        "Counted are the facts that {title} reads and that can change a score.",
        title=titled(world.rubric.title),
    )
    yield Paragraph(read)
    *parts, whole = world.known
    components = world.registry.vocabulary.components
    names = (*(titled(components[one.subject].title) for one in parts), tr("All"))
    keys = ("needed", "known", "first_party", "oldest")
    rows = zip(names, coverage_rows(world.known, with_missing=False), strict=True)
    yield Table(
        tr("What is known of each component"),
        (tr("Component"), tr("Facts"), tr("Known"), tr("From the maker's own text"), tr("Oldest reading")),
        tuple((name, *(row[key] for key in keys)) for name, row in rows),
    )
    ages = age_rows(whole, world.frame.made)
    yield Table(
        tr("What is known from the readings of the last days alone"),
        (tr("Read"), tr("Facts"), tr("Share")),
        tuple(tuple(row.values()) for row in ages),
    )


def _correct(world: World) -> tuple[str, list[Block]]:
    about = tr("A fact is wrong, or nobody had established it: how to say so, with a source.")
    example = world.judged[0].id
    blocks: list[Block] = [
        Paragraph(tr("Every fact can be corrected by anybody who names a document that shows it. What counts is the document, not who says it: makers' own texts first."), "lead"),
        Heading(tr("What is needed")),
        Items((
            tr("The model and the fact, as its page names it in small letters, such as `weights.availability`."),
            tr("The value that holds; `openscore facts FACT` lists those there are and what each means."),
            tr("The address of the document that shows it, and the day on which you read it."),
            tr("In your own words, what it shows. No pasted sentences."),
        )),
        Heading(tr("How to make the change yourself")),
        Items((
            tr("`openscore set {model} weights.availability public --url URL --shows TEXT` writes it into a file of your own.", model=example),
            tr("`openscore what-if {model} weights.availability=public` shows what it would do to the score.", model=example),
            tr("`openscore validate` checks the file; then send it as a change of models.toml."),
        )),
        Paragraph(tr("A score cannot be corrected: it follows from the facts and the rubric. Who thinks the rubric is wrong can change a copy of it, and show the ranking under that."), "note"),
    ]  # fmt: skip
    return about, blocks


def _interface() -> tuple[str, list[Block]]:
    about = tr("Every score, fact and source as files for programs; nothing to sign up for.")
    rows = tuple((path, tr(means)) for path, means, _ in paths())
    blocks: list[Block] = [
        Paragraph(tr("All of this site stands beside it as files below {place}. Paths and keys stay as they are within version {version}; keys may be added.", place=API, version=VERSION), "lead"),
        Table(tr("Files"), (tr("Path"), tr("What")), rows),
        Heading(tr("Changes of the interface")),
        Items(tuple(labeled(version, tr(what)) for version, what in CHANGES)),
    ]  # fmt: skip
    return about, blocks
