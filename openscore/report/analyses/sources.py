"""What a round over documents found: as text, JSON, and problems with file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openscore.errors import Problem
from openscore.language import counted, noted, tr
from openscore.report.formats.sarif import text_of
from openscore.report.text import document, visible
from openscore.sources import web
from openscore.sources.documents import Document
from openscore.sources.looks import Seen, State
from openscore.toml import find_line

_WELL = (State.SAME, State.NEW)
_ORDER = (State.CHANGED, State.GONE, State.UNREACHABLE, State.BARRED, State.NEW, State.SAME)
SAID = {
    State.SAME: noted("as recorded"),
    State.CHANGED: noted("changed since it was recorded, to be read again"),
    State.NEW: noted("there, no digest recorded"),
    State.GONE: noted("gone"),
    State.BARRED: noted("not open to programs"),
    State.UNREACHABLE: noted("no response"),
}
_FAILURES = {
    web.TIMEOUT: noted("it takes too long"),
    web.TLS: noted("its certificate or encryption is refused"),
    web.NO_HOST: noted("no such host"),
    web.BROKEN: noted("the connection broke off"),
    web.TOO_LARGE: noted("it is too large"),
    web.TOO_MANY_STEPS: noted("redirects without end"),
    web.NOT_PUBLIC: noted("an address of this machine or its network; `--local` asks it too"),
    web.NOT_WEB: noted("no address of the web"),
    web.ROBOTS: noted("its robots.txt says so"),
}
FACTS_SHOWN = 3


def sources_text(seen: Sequence[Seen]) -> str:
    """Return what has to be done first, with the facts that rest on it, and the counts at the end."""
    lines = []
    for one in sorted(seen, key=lambda one: (_ORDER.index(one.state), one.document.url)):
        if one.state not in _WELL or one.look.moved:
            lines += [*_told(one)]
    counts = Counter(one.state for one in seen)
    told = [f"{counts[state]} {tr(SAID[state])}" for state in _ORDER if counts[state]]
    moved = sum(bool(one.look.moved) for one in seen)
    told += [tr("{n} moved", n=moved)] if moved else []
    found = counted("{n} document", "{n} documents", len(seen))
    return "\n".join([*lines, tr("{found}: {listed}", found=found, listed=tr("; ").join(told))]) + "\n"


def _told(one: Seen) -> Iterator[str]:
    yield f"{visible(one.document.url)}: {_why(one)}"
    if one.look.moved:
        yield "  " + tr("moved to {url}", url=visible(one.look.moved))
    if one.document.archived:
        yield "  " + tr("stored copy: {url}", url=visible(one.document.archived))
    if facts := one.document.facts:
        more = tr(" and {n} more", n=len(facts) - FACTS_SHOWN)
        listed = ", ".join(facts[:FACTS_SHOWN]) + (more if len(facts) > FACTS_SHOWN else "")
        yield "  " + tr("rest on it: {facts}", facts=visible(listed))


def _why(one: Seen) -> str:
    said = tr(SAID[one.state])
    if one.look.failure:
        return f"{said} ({tr(_FAILURES[one.look.failure])})"
    return f"{said} (HTTP {one.look.status})" if one.look.status not in (0, 200) else said


def sources_json(seen: Sequence[Seen]) -> str:
    """Return all that was found as JSON."""
    return document("sources", {"documents": [_data(one) for one in seen]})


def _data(one: Seen) -> dict[str, Any]:
    kept, look = one.document, one.look
    return {
        "url": kept.url,
        "asked": look.url,
        "state": one.state.value,
        "status": look.status or None,
        "failure": look.failure or None,
        "moved": look.moved or None,
        "looked_at": look.at,
        "read": kept.read.isoformat(),
        "recorded": kept.digest or None,
        "digest": look.digests.like(kept.digest) if kept.digest else look.digests.best or None,
        "archived": kept.archived or None,
        "entries": [f"{place.kind}.{place.id}" for place in kept.places],
        "to_be_read_again": list(kept.facts) if one.state is State.CHANGED else [],
        "facts": list(kept.facts),
    }


def source_problems(seen: Sequence[Seen]) -> list[Problem]:
    """Return what is not as it was recorded as problems, each at its line of the registry file."""
    problems = []
    for one in seen:
        if one.state in _WELL:
            continue
        for place in one.document.places:
            path = (place.kind, place.id, "documents", place.key)
            line = find_line(text_of(place.origin), path)
            key = ".".join(path)
            name = f"source-{one.state.value}"
            is_sure = one.state in (State.CHANGED, State.GONE)
            severity = "error" if is_sure else "warning"
            message = f"{one.document.url}: {_why(one)}"
            problems.append(
                Problem(name, message, Path(place.origin).as_posix(), line, key, severity=severity)
            )
    return problems


def stale_sources(documents: Sequence[Document], today: date) -> list[dict[str, str]]:
    """Return rows of documents that were last read long ago, oldest first."""
    return [
        {
            "read": one.read.isoformat(),
            "days": str((today - one.read).days),
            "facts": str(len(one.facts)),
            "model": ", ".join(dict.fromkeys(place.id for place in one.places)),
            "url": visible(one.url),
        }
        for one in sorted(documents, key=lambda one: (one.read, one.url))
    ]
