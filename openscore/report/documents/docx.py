"""A page as a Word document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openscore.installation import not_installed
from openscore.language import tr
from openscore.report.documents.page import Bar, Block, Heading, Items, Page, Paragraph, Plot, Table
from openscore.report.documents.plot import png
from openscore.report.views.bars import color

FONT = "Calibri"
LONGEST_TITLE = 255
"""Characters that a property of the format holds; the heading has all of them."""
SQUARES = 10


def render(page: Page) -> bytes:
    """Return the page as the bytes of a docx file.

    Raises:
        UsageError: If the extra `docx` is not installed.
    """
    try:
        import docx
        from docx.shared import Cm, Pt
    except ImportError as error:
        raise not_installed(tr("documents need python-docx"), "docx,report") from error
    document = docx.Document()
    document.core_properties.title = page.title[:LONGEST_TITLE]
    document.core_properties.author = "OpenScore"
    document.core_properties.language = page.lang
    document.styles["Normal"].font.name = FONT
    document.styles["Normal"].font.size = Pt(10)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.add_heading(page.title, 0)
    for block in page.blocks:
        _add(document, block)
    _keep_rows_whole(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, block.level - 1)
    elif isinstance(block, Paragraph):
        run = document.add_paragraph().add_run(block.text)
        run.bold = block.style == "lead"
        run.italic = block.style == "note"
    elif isinstance(block, Items):
        style = "List Number" if block.is_numbered else "List Bullet"
        for item in block.entries:
            document.add_paragraph(f"{item.text} {item.url}".rstrip(), style=style)
    elif isinstance(block, Table):
        document.add_paragraph(block.caption, style="Caption")
        _table(document, block)
    else:
        _picture(document, block)


def _picture(document: Any, plot: Plot) -> None:
    from docx.shared import Cm

    document.add_picture(io.BytesIO(png(plot)), width=Cm(17))
    *_, properties = _elements(document, "wp:docPr")
    properties.set("descr", plot.alt)
    document.add_paragraph(plot.caption, style="Caption")


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.header), style="Light List Accent 1")
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        cell.text = text
    for row in block.rows:
        for cell, item in zip(table.add_row().cells, row, strict=True):
            if isinstance(item, Bar):
                _bar(cell.paragraphs[0], item)
            else:
                cell.text = item


def _keep_rows_whole(document: Any) -> None:
    """Break pages between rows only, and repeat the header of a table on each page."""
    from docx.oxml import OxmlElement

    for table in _elements(document, "w:tbl"):
        for row in table.tr_lst:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        table.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _elements(document: Any, tag: str) -> Iterator[Any]:
    """Yield the elements of a kind in the body; some of what they say has no other door."""
    from docx.oxml.ns import qn

    yield from document.element.body.iter(qn(tag))


def _bar(paragraph: Any, bar: Bar) -> None:
    """Write the score with a small bar: solid what is shown, hatched what nobody has established."""
    from docx.shared import RGBColor

    low, high = (round(end / 100 * SQUARES) for end in bar.percent)
    run = paragraph.add_run("\N{FULL BLOCK}" * low + "\N{MEDIUM SHADE}" * (high - low))
    run.font.color.rgb = RGBColor.from_string(color(bar.percent.low)[1:])
    paragraph.add_run(f" {bar.text}")
