"""Whether an edition is the published one, as text and as data."""

from __future__ import annotations

from openscore.analysis.manifest import ADDED, CHANGED, MISSING, SAME, Held, Signed
from openscore.language import counted, noted, tr
from openscore.report.text import visible

_SAID = {
    SAME: noted("as published"),
    CHANGED: noted("changed"),
    MISSING: noted("missing"),
    ADDED: noted("not published"),
}


def held_text(found: Held, signed: Signed | None) -> str:
    """Return in lines whether an edition is the published one.

    Args:
        found: The edition held against its manifest.
        signed: Whether it is signed by whom the reader trusts; None if nobody was asked for.
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
    if signed:
        lines.append(_signed_text(signed))
    return "\n".join(lines) + "\n"


def _signed_text(signed: Signed) -> str:
    by = visible(signed.by)
    if not signed.holds:
        return (
            tr("the manifest is not signed by {name}", name=by)
            if by
            else tr("the manifest is not signed by this key")
        )
    if by:
        return tr("the manifest is signed by {name}", name=by)
    return tr("the manifest is signed by this key: {comment}", comment=visible(signed.comment))


def held_data(found: Held, signed: Signed | None) -> dict[str, object]:
    """Return the same as JSON data."""
    return {
        "edition": found.name,
        "made_with": found.openscore,
        "manifest": found.digest,
        "is_published": found.is_whole,
        "archive": found.archive,
        "files": dict(found.files),
        "is_signed": signed.holds if signed else None,
        "signer": signed.by or None if signed else None,
        "comment": signed.comment if signed and signed.holds and not signed.by else None,
    }
