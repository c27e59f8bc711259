"""What all shapes of registry files share: documents, evidence, and how words are written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from openscore.shape_problems import COUNTRY, ID, URL

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Key = Annotated[str, StringConstraints(pattern=ID, max_length=80)]
Country = Annotated[str, StringConstraints(pattern=COUNTRY)]
Digest = Annotated[str, StringConstraints(pattern=r"^(text-)?sha256:[0-9a-f]{64}$")]
Url = Annotated[str, StringConstraints(pattern=URL, max_length=2000)]


class Shape(BaseModel):
    """Base of all shapes: unknown keys are errors, field literals become descriptions.

    Nothing is taken for another kind: a number in quotes is a text, and `true` is no number.
    """

    model_config = ConfigDict(
        allow_inf_nan=False,
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        defer_build=True,  # only the outermost is validated with
    )


class DocumentShape(Shape):
    """A document that someone read."""

    url: Url
    """Address of the document; for a file in a repository, at a fixed commit."""
    read: date
    """The day on which it was read."""
    by: Literal["maker", "third-party", "index"]
    """Who publishes it; `index` is another openness index."""
    archived: Url | Literal[""] = ""
    """Address of the stored copy that was read, where it is not the page itself."""
    title: str = ""
    """Title of the document."""
    published: date | None = None
    """The day on which what was read was published; for a file at a commit, the day of the commit."""
    section: Text | None = None
    """Where in the document stands what decides, such as `4.2` or `Appendix A`; no quotation."""
    digest: Digest | None = None
    """SHA-256 of what stands there: of its bytes, or behind `text-` of its canonical text."""
    status: Annotated[int, Field(ge=100, le=599)] | None = None
    """The HTTP status with which it was sent."""
    seen: date | None = None
    """The day on which digest and status were taken, where that was not the day of reading."""


class EvidenceShape(Shape):
    """What documents show."""

    sources: Annotated[list[str], Field(min_length=1)]
    """Keys of documents of this entry."""
    shows: Text
    """What they show, in own words."""
