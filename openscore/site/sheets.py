"""Pages before they are written, and what renders them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from openscore.language import language, noted, tr
from openscore.report.documents.html import environment
from openscore.report.text import labeled, listed, parted, titled, visible
from openscore.site.inert import heard
from openscore.site.places import API, ASSETS, COMPARE, RANKING, up
from openscore.site.script_data import embedded
from openscore.site.world import World

FOLDER = Path(__file__).parent
NAMES = {"en": "English", "zh": "\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{CJK UNIFIED IDEOGRAPH-6587}"}
"""What each language calls itself."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing from elsewhere, nothing inline: what stands in a page cannot act."""
MENU = (
    (RANKING, noted("Ranking")),
    (COMPARE, noted("Compare")),
    ("makers/index.html", noted("Makers")),
    ("licenses/index.html", noted("Licenses")),
    ("frameworks.html", noted("Frameworks")),
    ("changes.html", noted("What changed")),
    ("method.html", noted("Method and limits")),
)
SCRIPTS = {"ranking.html.j2": ("models",)}
"""Files of data that a kind of page loads before the script."""
LOOSE = (
    ("correct.html", noted("Correct us")),
    ("interface.html", noted("Data interface")),
)
"""Pages that the foot leads to."""


class Sheet(NamedTuple):
    """One page."""

    path: str
    """Below the folder of its language."""
    template: str
    title: str
    about: str
    """One sentence, for search engines and links elsewhere."""
    content: Mapping[str, Any]
    data: Mapping[str, Any] | None = None
    """What the script needs to know beside the page."""


Pages = Callable[[World], Iterator[Sheet]]


class Renderer:
    """Turns pages into HTML."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._environment = environment(FOLDER / "templates")
        self._environment.filters.update(heard=heard, titled=titled)
        self._environment.globals["tr"] = tr
        self._templates: dict[str, Any] = {}

    def html(self, sheet: Sheet) -> str:
        """Return a page in the language that is spoken."""
        if sheet.template not in self._templates:
            self._templates[sheet.template] = self._environment.get_template(sheet.template)
        frame = self._frame(sheet)
        return str(self._templates[sheet.template].render(**{**frame, **sheet.content}))

    def door(self) -> str:
        """Return the page that leads to each language."""
        listed = [(one, NAMES.get(one, one)) for one in self._world.frame.languages]
        return str(self._environment.get_template("door.html.j2").render(languages=listed, policy=POLICY))

    def _frame(self, sheet: Sheet) -> dict[str, Any]:
        """Return what every page has."""
        here, world = up(sheet.path), self._world
        spoken = language()
        base = world.frame.base_url
        return {
            "lang": spoken,
            "is_single": False,
            "title": sheet.title,
            "about": sheet.about,
            "policy": POLICY,
            "here": here,
            "assets": f"{here}../{ASSETS}/",
            "api": f"{here}../{API}/",
            "reference": tr("Reference"),
            "signs": _signs(),
            "canonical": f"{base}{spoken}/{sheet.path}" if base else "",
            "menu": [(here + page, tr(name), page == sheet.path) for page, name in MENU],
            "loose": [(here + page, tr(name)) for page, name in LOOSE],
            "languages": [
                (one, NAMES.get(one, one), f"{here}../{one}/{sheet.path}") for one in world.frame.languages
            ],
            "version": world.version,
            "registry": world.registry,
            "rubric": world.rubric,
            "edition": visible(world.frame.edition),
            "scripts": SCRIPTS.get(sheet.template, ()),
            "data": embedded(sheet.data) if sheet.data is not None else None,
        }


def _signs() -> dict[str, str]:
    """Return the signs between the parts of a sentence, as the language sets them."""
    return {
        "colon": labeled("", ""),
        "comma": listed(("", "")),
        "semicolon": parted(("", "")),
        "pause": tr("{first}, {second}", first="", second=""),
        "stop": tr(". "),
        "opening": tr(" ("),
        "closing": tr(")"),
    }
