"""The one script of the site: hand-written parts, put together as they are."""

from __future__ import annotations

from functools import cache

from openscore.site.sheets import FOLDER


@cache
def script() -> str:
    """Return the script: its parts one after the other, in a function that leaves nothing behind."""
    parts = (path.read_text(encoding="utf-8") for path in sorted((FOLDER / "script").glob("*.js")))
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"
