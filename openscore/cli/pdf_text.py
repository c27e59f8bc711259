"""The text of a PDF file, page by page, by the extra `pdf`."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from openscore.errors import UsageError
from openscore.installation import not_installed
from openscore.language import tr

START = b"%PDF-"
"""With which a PDF file begins, though not always at once."""
MOST_PAGES = 2000
MOST_CHARACTERS = 20_000_000


def is_pdf(content: bytes) -> bool:
    """Whether content is a PDF file: readers of the format look for its mark in the first kilobyte."""
    return START in content[:1024]


def pdf_text(content: bytes, citation: str) -> Iterator[str]:
    """Yield the text of every page.

    Args:
        content: The file.
        citation: Its name, for errors.

    Raises:
        UsageError: If it is encrypted, damaged, without text or too large, or the extra `pdf` is missing.
    """
    try:
        import pypdf
    except ImportError as error:
        raise not_installed(tr("PDF files need pypdf"), "pdf") from error
    # What it mends on the way it would tell on standard error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        yield from _pages(_opened(pypdf, content, citation), citation)
    except UsageError:
        raise
    # A damaged file may fail in any part of the reader: numbers that are names, trees that are circles.
    except Exception as error:
        raise UsageError(tr("'{citation}' is a damaged PDF file", citation=citation)) from error


def _opened(pypdf: Any, content: bytes, citation: str) -> Any:
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not _opens_without_password(pypdf, reader):
        raise UsageError(
            tr("'{citation}' is an encrypted PDF file, whose text cannot be read", citation=citation),
            hint=tr("save a copy without a password, and verify that"),
        )
    if len(reader.pages) > MOST_PAGES:
        raise UsageError(
            tr("'{citation}' has more than {n} pages", citation=citation, n=MOST_PAGES),
            hint=tr("verify the pages that hold the codes, as a file of their own"),
        )
    return reader


def _opens_without_password(pypdf: Any, reader: Any) -> bool:
    """Whether only changes are under a password, and what encrypts it is installed."""
    try:
        return bool(reader.decrypt(""))
    except (pypdf.errors.DependencyError, NotImplementedError):
        return False


def _pages(reader: Any, citation: str) -> Iterator[str]:
    length = 0
    is_empty = True
    for page in reader.pages:
        text = str(page.extract_text())
        length += len(text)
        is_empty = is_empty and not text.strip()
        if length > MOST_CHARACTERS:
            raise UsageError(tr("'{citation}' holds too much text", citation=citation))
        yield text
    if is_empty:
        raise UsageError(
            tr("'{citation}' holds no text: its pages are pictures", citation=citation),
            hint=tr("type the code, or let a program for text recognition read the pages first"),
        )
