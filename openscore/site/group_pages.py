"""Pages on makers and licenses: what binds models, and what binds those who use them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from openscore.interval import Interval
from openscore.language import counted, tr
from openscore.records.licenses import License
from openscore.records.record import ModelRecord
from openscore.registry.groups import Maker
from openscore.report.phrases import clause_phrase, granted_phrase, particular_phrase
from openscore.report.text import listed, titled, told, visible
from openscore.report.views.naming import term_name, value_name
from openscore.report.views.ranking import short_band, shown_score
from openscore.site.inert import Inert
from openscore.site.model_page import shown_source
from openscore.site.places import license_page, maker_page, model_page, up
from openscore.site.sheets import Sheet
from openscore.site.world import World


class Listed(NamedTuple):
    """A model in a list."""

    name: str
    href: str
    percent: Interval
    score: str
    band: str
    released: str


def listed_models(world: World, records: Sequence[ModelRecord], here: str) -> list[Listed]:
    """Return models as a page lists them, most open first; those that the rubric does not judge are left out."""
    ids = {record.id for record in records}
    return [
        Listed(
            visible(one.record.name), here + model_page(one.record.id), one.percent, shown_score(one),
            short_band(one), one.record.released.isoformat() if one.record.released else "",
        )
        for one in (place.assessment for place in world.ranked)
        if one.record.id in ids
    ]  # fmt: skip


def maker_pages(world: World) -> Iterator[Sheet]:
    """Yield the list of makers, and the page of each."""
    made = {maker: world.groups.made_by(maker) for maker in world.groups.makers}
    path, title = "makers/index.html", tr("Makers")
    about = tr("Who makes the models, where they sit, and how open what they make is.")
    rows = [
        (
            visible(maker.name),
            up(path) + maker_page(maker),
            _body(world, maker),
            _seat(maker),
            str(len(records)),
        )
        for maker, records in made.items()
    ]
    header = (tr("Maker"), tr("Kind"), tr("Seat"), tr("Models"))
    yield Sheet(path, "list.html.j2", title, about, {"header": header, "rows": rows})
    for maker, records in made.items():
        yield _maker(world, maker, records)


def _maker(world: World, maker: Maker, records: Sequence[ModelRecord]) -> Sheet:
    path, name = maker_page(maker), visible(maker.name)
    stated = [
        (label, value, titled(world.registry.said(said.evidence.shows)), tuple(map(shown_source, said.evidence.sources)))
        for label, value, said in (
            (tr("Kind"), _body(world, maker), maker.kind), (tr("Seat"), _seat(maker), maker.seat),
        )
        if said is not None
    ]  # fmt: skip
    about = tr("{maker}: {models}.", maker=name, models=counted("{n} model", "{n} models", len(records)))
    aliases = visible(listed(maker.aliases))
    models = listed_models(world, records, up(path))
    return Sheet(path, "maker.html.j2", name, about, {"stated": stated, "aliases": aliases, "models": models})


def _body(world: World, maker: Maker) -> str:
    kinds = world.registry.vocabulary.maker_kinds
    return titled(kinds[maker.body].title) if maker.kind else tr("unknown")


def _seat(maker: Maker) -> str:
    """Return the country, which the script calls by its name."""
    return (
        Inert(f"<span data-country>{escape(visible(maker.country))}</span>") if maker.seat else tr("unknown")
    )


def license_pages(world: World) -> Iterator[Sheet]:
    """Yield the list of licenses, and the page of each."""
    path, title = "licenses/index.html", tr("Licenses")
    about = tr("What each license lets you do and where it binds you, clause by clause.")
    used = _users(world)
    rows = [
        (visible(license.name), up(path) + license_page(license.id), visible(license.id),
         tr("yes") if license.data["osi_approved"] else tr("no"), str(len(used.get(license.id, ()))))
        for license in world.registry.licenses.licenses.values()
    ]  # fmt: skip
    header = (tr("License"), tr("Id"), tr("OSI-approved"), tr("Models"))
    yield Sheet(path, "list.html.j2", title, about, {"header": header, "rows": rows})
    for license in world.registry.licenses.licenses.values():
        yield _license(world, license, used.get(license.id, []))


def _users(world: World) -> dict[str, list[ModelRecord]]:
    """Return the models some part of which stands under each license, by id."""
    found: dict[str, dict[str, ModelRecord]] = {}
    for record in world.registry:
        for path, value in record.values.items():
            if world.registry.vocabulary.is_license(path):
                for id in world.registry.licenses.resolve(value).licenses:
                    found.setdefault(id, {})[record.id] = record
    return {id: list(records.values()) for id, records in found.items()}


def _license(world: World, license: License, records: Sequence[ModelRecord]) -> Sheet:
    path, vocabulary, table = license_page(license.id), world.registry.vocabulary, world.registry.licenses
    rows = []
    for id, term in vocabulary.terms.items():
        stated = license.term(id)
        is_limit = stated is not None and not term.scale.bits[stated.value] & 1
        rows.append(
            (
                term_name(id, vocabulary),
                value_name(f"terms.{id}", stated.value, vocabulary, table) if stated else "",
                told(term.scale.value(stated.value).means) if stated else "",
                is_limit,
                clause_phrase(stated.clause) if stated else "",
                listed(map(str, term.touched(stated.value))) if stated else "",
                titled(world.registry.said(stated.evidence.shows)) if stated else "",
            )
        )
    rows += _particulars(world, license)
    about = tr(
        "The terms of {license}, clause by clause, and which models stand under it.",
        license=visible(license.name),
    )
    content = {
        "license": license, "id": visible(license.id), "rows": rows,
        "approved": tr("yes") if license.data["osi_approved"] else tr("no"),
        "conforms": tr(license.data["open_definition"]).replace("-", " "),
        "aliases": visible(listed(license.aliases)),
        "granted": granted_phrase(license, world.registry),
        "documents": [
            (document["url"], tr(document["by"]), document["read"]) for document in license.data["documents"].values()
        ],
        "models": listed_models(world, records, up(path)),
        "looser": _looser(world, license, up(path)),
    }  # fmt: skip
    return Sheet(path, "license.html.j2", visible(license.name), about, content)


def _particulars(world: World, license: License) -> Iterator[tuple[str, str, str, bool, str, str, str]]:
    """Yield what the text asks beyond its terms, as far as somebody has read it."""
    for id, scale in world.registry.vocabulary.particulars.items():
        if stated := license.particular(id):
            value = scale.value(stated.value)
            shows = particular_phrase(license, id, world.registry)
            is_limit = not scale.bits[stated.value] & 1
            clause = clause_phrase(stated.clause)
            yield titled(scale.title), titled(value.title), told(value.means), is_limit, clause, "", shows


def _looser(world: World, license: License, here: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the models whose own license is looser than what this one passes on to them."""
    found: dict[str, dict[str, None]] = {}
    for id, looser in world.looser:
        if looser.license == license.id:
            found.setdefault(id, {})[term_name(looser.term, world.registry.vocabulary)] = None
    return [
        (visible(world.registry.models[id].name), here + model_page(id), tuple(terms))
        for id, terms in found.items()
    ]
