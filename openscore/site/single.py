"""The site as one file: the ranking, every model and the comparison, with script, style and data inside."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import Any

from openscore.language import language, speak, tr
from openscore.site.compare_page import comparison
from openscore.site.facets import models_data
from openscore.site.inert import Inert
from openscore.site.model_page import model_pages
from openscore.site.places import COMPARE, RANKING, model_page, slug
from openscore.site.ranking_page import own_ranking
from openscore.site.script_data import assigned, embedded
from openscore.site.script_files import script
from openscore.site.script_words import script_words
from openscore.site.sheets import FOLDER, Renderer, Sheet
from openscore.site.world import World

_LINK = re.compile(r'<a\b([^>]*?)href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_NAMED = re.compile(r'\b(id="|aria-labelledby="|href="#|data-copy="#|data-open="#|url\(#(?=across))')
_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)


def single_file(world: World, tick: Callable[[str], None] | None = None) -> str:
    """Return the file, in the first language of the site.

    Args:
        world: What the pages are made of.
        tick: Is told of each page that is rendered.
    """
    spoken = language()
    try:
        speak(world.frame.languages[0])
        ranking, compared = own_ranking(world), comparison(world, world.rubric.id)
        models = [(f"m-{slug(place.assessment.record.id)}", place) for place in world.ranked]
        anchors = {model_page(place.assessment.record.id): f"#{anchor}" for anchor, place in models}
        anchors |= {RANKING: "#ranking-page", COMPARE: "#compare-page"}
        renderer = Renderer(world)
        sections = []
        for sheet in (ranking, compared, *model_pages(world)):
            anchor = anchors[sheet.path][1:]
            sections.append((anchor, Inert(_section(renderer, sheet, anchors))))
            if tick:
                tick(sheet.path)
        return _document(renderer, ranking, sections, _scripts(world, anchors, compared))
    finally:
        speak(spoken)


def _section(renderer: Renderer, sheet: Sheet, anchors: dict[str, str]) -> str:
    """Return what a page says, its links led to the other sections or, where there is none, made text."""
    text = renderer.html(sheet._replace(content={**sheet.content, "is_single": True}))
    found = _MAIN.search(text)
    main = found[1] if found else ""

    def led(link: re.Match[str]) -> str:
        before, href, after, inside = link.groups()
        if href.startswith(("http://", "https://", "#")):
            return link[0]
        target = anchors.get(normpath(join(dirname(sheet.path), href)))
        name, place = ("a", f'href="{target}"') if target else ("span", "")
        return f"<{name}{before}{place}{after}>{inside}</{name}>"

    prefix = f"{anchors[sheet.path][1:]}-"
    if sheet.path not in (RANKING, COMPARE):
        main = _NAMED.sub(lambda name: name[1] + prefix, main)
    return _LINK.sub(led, main)


def _scripts(world: World, anchors: dict[str, str], comparison: Sheet) -> list[str]:
    """Return what a page of the folder would load, with addresses inside this file."""
    models, compared = models_data(world), dict(comparison.data or {})
    models["pages"] = [anchors.get(page, "") for page in models["pages"]]
    compared["pages"] = [anchors[page] for page in compared["pages"]]
    for question in compared["questions"]:
        question["place"] = ""
    for framework in compared["frameworks"]:
        framework["page"] = ""
    return [
        assigned("openscoreWords", script_words()),
        assigned("openscoreModels", models),
        assigned("openscoreCompare", compared),
        script(),
    ]


def _document(renderer: Renderer, ranking: Sheet, sections: list[Any], scripts: list[str]) -> str:
    style = (FOLDER / "static" / "site.css").read_text(encoding="utf-8")
    allowed = " ".join(map(_hash, scripts))
    content = {
        "sections": sections,
        "style": Inert(style),
        "scripts": [Inert(text) for text in scripts],
        "data": embedded(ranking.data or {}),
        "policy": (
            f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        ),
        "pages": [("#ranking-page", tr("Ranking")), ("#compare-page", tr("Compare"))],
    }
    return renderer.html(Sheet(RANKING, "single.html.j2", ranking.title, ranking.about, content))


def _hash(text: str) -> str:
    """Return a text as a policy names it: this one may act, and no other."""
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode()}'"
