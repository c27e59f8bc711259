"""Evidence: which document was read when, and what it shows."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple


class Source(NamedTuple):
    """A document that someone read."""

    url: str
    read: date
    """The day on which it was read."""
    by: str
    """Who publishes it: `maker`, `third-party` or `index` (another openness index)."""
    archived: str = ""
    """Address of the stored copy that was read, where it is not the page itself."""
    published: date | None = None
    """The day on which what was read was published; None where that is not known."""
    digest: str = ""
    """`sha256:` of its bytes, or `text-sha256:` of its canonical text; empty where nobody took it."""
    section: str = ""
    """Where in it stands what decides."""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Source":
        """Make a source from a document entry of the validated data."""
        read, published = date.fromisoformat(document["read"]), document.get("published")
        day = date.fromisoformat(published) if published else None
        kept = document.get("digest", ""), document.get("section", "")
        return cls(document["url"], read, document["by"], document["archived"], day, *kept)


class Evidence(NamedTuple):
    """What documents show, in our own words."""

    sources: tuple[Source, ...]
    shows: str
