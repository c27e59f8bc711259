"""Digests of documents: of their bytes, or of the text that a reader sees in them."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from html.parser import HTMLParser
from typing import NamedTuple

BYTES, TEXT = "sha256:", "text-sha256:"
"""How the two kinds of digests begin."""
_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("application/json", "application/toml", "application/xml", "application/x-yaml", "application/yaml")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMED = re.compile(
    rb"""<[a-z]{1,10}\s[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_HEAD = 4096
"""Bytes of a page in which it may name its own charset."""
_UNSEEN = frozenset(("script", "style", "template", "noscript", "svg"))
_SPACE = re.compile(r"\s+")


class Content(NamedTuple):
    """What a server sent."""

    body: bytes
    media_type: str = ""
    """Such as `text/html`, without parameters."""
    charset: str = ""
    """As the server names it; empty where it does not."""


class Digests(NamedTuple):
    """The digests of one content."""

    bytes: str
    text: str
    """Empty where the content is no text."""

    @property
    def best(self) -> str:
        """That of the text where there is one: a page's bytes change with every visit."""
        return self.text or self.bytes

    def like(self, other: str) -> str:
        """Return the digest of the same kind as another."""
        return self.text if other.startswith(TEXT) else self.bytes


def digests(content: Content) -> Digests:
    """Return the digests of a content.

    The canonical text is what a reader sees: of a page without markup, scripts and styles; composed
    characters (NFC); runs of white space as one space. What is no text has none.
    """
    text = canonical_text(content)
    of_text = "" if text is None else TEXT + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Digests(BYTES + hashlib.sha256(content.body).hexdigest(), of_text)


def canonical_text(content: Content) -> str | None:
    """Return the text that a reader sees; None if the content is no text."""
    is_page = content.media_type in _PAGES
    if not (is_page or content.media_type.startswith("text/") or content.media_type in _TEXTS):
        return None
    text = _decoded(content, is_page=is_page)
    if is_page:
        page = _Page()
        page.feed(text)
        page.close()
        text = " ".join(page.seen)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _decoded(content: Content, *, is_page: bool) -> str:
    """Decode as browsers do: by the mark at the beginning, the server's word, the page's own, then UTF-8."""
    marked = next((name for mark, name in _MARKS if content.body.startswith(mark)), "")
    own = _NAMED.search(content.body[:_HEAD]) if is_page else None
    for name in (marked, content.charset, own[1].decode() if own else ""):
        try:
            if name:
                return content.body.decode(name, "replace")
        except (LookupError, ValueError):
            continue
    return content.body.decode("utf-8", "replace")


class _Page(HTMLParser):
    """Collects what is seen of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """Begin to hide what no reader sees."""
        if tag in _UNSEEN:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End it, and what was left open in it."""
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]

    def handle_data(self, data: str) -> None:
        """Keep what is seen."""
        if not self._hidden:
            self.seen.append(data)
