"""A page as one HTML file: no script, nothing from elsewhere, made for screen, print and screen readers."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from openscore.language import noted, tr
from openscore.report.documents.page import Page, Plot, runs
from openscore.report.documents.plot import missing, svg
from openscore.report.text import typed
from openscore.report.views.bars import color

TEMPLATES = Path(__file__).parent / "templates"


def render(page: Page) -> str:
    """Return the page as HTML.

    Raises:
        UsageError: If the extra `report` is not installed.
    """
    return str(environment().get_template("page.html.j2").render(page=page, reference=tr("Reference")))


def environment(*folders: Path) -> Any:
    """Return what renders templates: those of some folders, and the blocks that all documents share.

    Whatever stands in a page is escaped, and a name that a template lacks is an error.

    Raises:
        UsageError: If the extra `report` is not installed.
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise missing(noted("HTML pages")) from error
    environment = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tone"] = color
    environment.filters["picture"] = _picture
    environment.filters["places"] = _places
    environment.filters["runs"] = runs
    environment.filters["typed"] = typed
    environment.tests["shaped"] = lambda block, name: type(block).__name__ == name
    return environment


def _places(value: float) -> str:
    """Return a length in a drawing: two decimals are finer than any screen."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _picture(plot: Plot) -> str:
    """Return the plot as an image address: what stands inside an image cannot act on the page."""
    return "data:image/svg+xml;base64," + b64encode(svg(plot).encode()).decode()
