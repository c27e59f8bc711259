"""Whether an edition is the published one, as text and as data."""

from __future__ import annotations

from openscore.analysis.manifest import ADDED, CHANGED, MISSING, SAME, Held
from openscore.language import counted, noted, tr
from openscore.report.text import visible

_SAID = {
    SAME: noted("as published"),
    CHANGED: noted("changed"),
    MISSING: noted("missing"),
    ADDED: noted("not published"),
}


def held_text(found: Held, comment: str | None, *, is_asked: bool) -> str:
    """Return in lines whether an edition is the published one.

    Args:
        found: The edition held against its manifest.
        comment: What was signed with the manifest; None if it is not signed by the key that was asked for.
        is_asked: Whether a key was asked for.
    """
    lines = []
    if not found.is_whole:
        lines.append(tr("archive: {state}", state=tr(_SAID[found.archive])))
        lines += [
            f"{visible(place)}: {tr(_SAID[state])}" for place, state in found.files.items() if state != SAME
        ]
    whole = noted("edition {name}: {files}, as published")
    files = counted("{n} file", "{n} files", len(found.files) - 1)
    if found.is_whole:
        lines.append(tr(whole, name=visible(found.name), files=files))
    else:
        lines.append(tr("edition {name} is not what was published", name=visible(found.name)))
    lines.append(tr("digest of the manifest: {digest}", digest=found.digest))
    if is_asked and comment is None:
        lines.append(tr("the manifest is not signed by this key"))
    elif is_asked:
        lines.append(tr("the manifest is signed by this key: {comment}", comment=visible(comment or "")))
    return "\n".join(lines) + "\n"


def held_data(found: Held, comment: str | None, *, is_asked: bool) -> dict[str, object]:
    """Return the same as JSON data."""
    return {
        "edition": found.name,
        "made_with": found.openscore,
        "manifest": found.digest,
        "is_published": found.is_whole,
        "archive": found.archive,
        "files": dict(found.files),
        "is_signed": comment is not None if is_asked else None,
        "comment": comment,
    }
