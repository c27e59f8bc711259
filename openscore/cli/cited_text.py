"""The text of a file that cites scores: plain text in any encoding, documents of word processors, and PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from openscore.cli.pdf_text import is_pdf, pdf_text
from openscore.errors import UsageError
from openscore.files import read_bytes, reason_of
from openscore.language import tr

MAX_BYTES = 20_000_000
PARTS = re.compile(
    r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml|(?:content|styles)\.xml"
)
"""Parts of DOCX and ODT files in which text stands."""
ENDS = ("p", "h", "tr", "br", "cr", "line-break", "tab", "tc", "table-cell")
"""Elements at which a word ends."""
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def cited_text(citation: str) -> str:
    """Return the text of a file.

    Raises:
        UsageError: If there is no such file, or no text can be read in it.
    """
    try:
        content = read_bytes(Path(citation), MAX_BYTES)
    except OSError as error:
        raise UsageError(
            tr(
                "'{citation}' is no verification code, and no file: {reason}",
                citation=citation,
                reason=reason_of(error),
            ),
            hint=tr("a code looks like example-7b:some-rubric@1.0.0:41.4-50.6:4a6723f0cf49"),
        ) from error
    if len(content) > MAX_BYTES:
        raise _too_large(citation)
    if is_pdf(content):
        return "\n".join(pdf_text(content, citation))
    if content.startswith(b"PK\x03\x04"):
        return "\n".join(_document(content, citation))
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    return content.decode(encoding, "replace")


def _document(content: bytes, citation: str) -> Iterator[str]:
    """Yield the text of every part of a DOCX or ODT file, notes among them."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if PARTS.fullmatch(part.filename)]
            if not parts:
                raise UsageError(tr("'{citation}' is no DOCX or ODT file", citation=citation))
            left = MAX_BYTES
            for part in parts:
                with archive.open(part) as file:
                    xml = file.read(left + 1)
                left -= len(xml)
                if left < 0:
                    raise _too_large(citation)
                if b"<!DOCTYPE" in xml:
                    raise ValueError
                # Without a document type there are no entities to expand.
                yield "".join(_text(ElementTree.fromstring(xml)))  # noqa: S314
    except UsageError:
        raise
    # A damaged file may fail in any part of its readers, by whatever its parts are packed with.
    except Exception as error:
        raise UsageError(tr("'{citation}' is a damaged DOCX or ODT file", citation=citation)) from error


def _text(element: ElementTree.Element) -> Iterator[str]:
    """Yield the pieces of text, with what stands for characters in it."""
    name = element.tag.rpartition("}")[2]
    yield {"noBreakHyphen": "-", "s": " "}.get(name, "")
    yield element.text or ""
    for inner in element:
        yield from _text(inner)
        yield inner.tail or ""
    yield "\n" if name in ENDS else ""


def _too_large(citation: str) -> UsageError:
    size = MAX_BYTES // 1_000_000
    return UsageError(tr("'{citation}' is larger than {size} MB", citation=citation, size=size))
