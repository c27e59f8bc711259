"""Addresses of pages: relative, so that the folder works from a disk, at the top of a host or below any path."""

from __future__ import annotations

import re
from hashlib import sha256

from openscore.records.record import ModelRecord
from openscore.registry.groups import Maker

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
ASSETS, API = "assets", "api/v1"
RANKING, COMPARE = "index.html", "compare.html"


def slug(text: str) -> str:
    """Return a text as one step of an address: itself where it is plain, else what is plain of it and a digest."""
    if _PLAIN.fullmatch(text) and not text.endswith("."):
        return text
    kept = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:40].lower()
    return f"{kept}-{sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}".lstrip("-")


def model_page(id: str) -> str:
    """Return the page of a model."""
    return f"models/{slug(id)}.html"


def license_page(id: str) -> str:
    """Return the page of a license."""
    return f"licenses/{slug(id)}.html"


def maker_page(maker: Maker) -> str:
    """Return the page of a maker."""
    return f"makers/{slug(maker.id or maker.name)}.html"


def rubric_page(id: str) -> str:
    """Return the page on a rubric."""
    return f"rubrics/{slug(id)}.html"


def ranking_page(id: str, chosen: str) -> str:
    """Return the page with the ranking under a rubric; that of the chosen one is the first page."""
    return RANKING if id == chosen else f"ranking/{slug(id)}.html"


def compare_page(id: str, chosen: str) -> str:
    """Return the page on which models stand side by side under a rubric."""
    return COMPARE if id == chosen else f"compare/{slug(id)}.html"


def edition_page(name: str) -> str:
    """Return the page on what changed since an edition."""
    return f"changes/{slug(name)}.html"


def up(page: str) -> str:
    """Return the way from a page to the folder of its language."""
    return "../" * page.count("/")


def hub_places(record: ModelRecord) -> tuple[str, ...]:
    """Return the aliases of a record that are ids on a model hub, such as `org/name`."""
    return tuple(alias for alias in record.aliases if re.fullmatch(r"[\w.-]+/[\w.-]+", alias))
