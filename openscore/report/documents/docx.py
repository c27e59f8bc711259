"""A page as a Word document: real tables, numbers that lead to references, and fonts for its language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from openscore.installation import not_installed
from openscore.language import ENGLISH, tr
from openscore.report.documents.page import (
    Bar,
    Block,
    Checks,
    Cited,
    Heading,
    Items,
    Page,
    Paragraph,
    Plot,
    References,
    Table,
    Text,
    runs,
)
from openscore.report.documents.plot import png
from openscore.report.text import DASH, is_wide
from openscore.report.views.bibliography import Reference, Refs

FONT = "Calibri"
EAST_ASIAN = {"zh": ("DengXian", "zh-CN"), ENGLISH: ("DengXian", "zh-CN")}
"""By language the font and the tag for East Asian characters: those of names stand in English pages too."""
WESTERN = {"zh": "en-US", ENGLISH: "en-US"}
LONGEST_TITLE = 255
"""Characters that a property of the format holds; the heading has all of them."""
WIDTH = 17.0
"""Centimeters between the margins."""
NARROWEST = 1.15
"""Centimeters of text in the narrowest column."""
PADDING = 0.45
"""Centimeters of a column that are no text."""
PLAIN, BOLD = 0.19, 0.235
"""Centimeters of a letter in a table, in the widest font that stands in for ours."""
LONGEST_WORD = 5.0
"""Centimeters from which on a word may break."""
WHOLE = 8
"""Lines up to which a row stays on one page."""
INDENT = 108
"""Twentieths of a point of a table's first cell that Word would let stick out of the text."""
CELL, NOTE = "Cell", "Note"
"""The styles of text in tables and of what stands small beside the text; Chinese knows no italics."""
_LETTERS = re.compile(r"[^\s\u1100-\uffff]+|[\u1100-\uffff]")
"""What stays on one line: letters up to a space; wide characters stand alone."""


def render(page: Page) -> bytes:
    """Return the page as the bytes of a docx file.

    Raises:
        UsageError: If the extra `docx` is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise not_installed(tr("documents need python-docx"), "docx,report") from error
    document = docx.Document()
    _describe(document, page)
    _set_styles(document, page.lang)
    document.add_heading(page.title, 0)
    for block in page.blocks:
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Any, page: Page) -> None:
    """Set what the file says of itself; the template's own days are not those of this document."""
    properties = document.core_properties
    properties.title = page.title[:LONGEST_TITLE]
    properties.author = properties.last_modified_by = "OpenScore"
    properties.comments = ""
    properties.language = page.lang
    if page.made is not None:
        properties.created = properties.modified = datetime.combine(page.made, time())


def _set_styles(document: Any, lang: str) -> None:
    """Set paper, fonts and language; no style keeps a font of the template's theme."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    font, tag = EAST_ASIAN[lang]
    document.styles["Normal"].font.name = FONT
    document.styles["Normal"].font.size = Pt(10)
    document.styles["Caption"].paragraph_format.space_before = Pt(9)
    cell, note = (document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in (CELL, NOTE))
    for style in (cell, note):
        style.base_style, style.font.size = document.styles["Normal"], Pt(9)
    cell.paragraph_format.space_after = Pt(2)
    note.paragraph_format.space_before = Pt(6)
    note.font.color.rgb = RGBColor(0x44, 0x44, 0x44)
    root = document.styles.element
    for fonts in root.iter(qn("w:rFonts")):
        for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{key}"), None)
        for key, name in (("ascii", FONT), ("hAnsi", FONT), ("eastAsia", font), ("cs", FONT)):
            fonts.set(qn(f"w:{key}"), name)
    for language in (*root.iter(qn("w:lang")), *document.settings.element.iter(qn("w:themeFontLang"))):
        language.set(qn("w:val"), WESTERN[lang])
        language.set(qn("w:eastAsia"), tag)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)


def _add(document: Any, block: Block) -> None:
    from docx.shared import Pt

    if isinstance(block, Heading):
        document.add_heading(block.text, block.level - 1)
    elif isinstance(block, Paragraph):
        _write(document.add_paragraph(), block.text, block.style)
    elif isinstance(block, Items):
        for item in block.entries:
            _write(document.add_paragraph(style="List Bullet"), item)
    elif isinstance(block, Checks):
        for check in block.entries:
            box = "\N{BALLOT BOX WITH CHECK}" if check.is_done else "\N{BALLOT BOX}"
            _write(document.add_paragraph(), Cited((f"{box} ", *runs(check.text))))
    elif isinstance(block, References):
        for place, entry in enumerate(block.entries):
            _reference(document.add_paragraph(), entry, place)
    elif isinstance(block, Table):
        caption = document.add_paragraph(block.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_after = Pt(3)
        _table(document, block)
    else:
        _picture(document, block)


def _write(paragraph: Any, text: Text, style: str = "") -> None:
    """Write text into a paragraph; numbers of references lead to them."""
    if style == "note":
        paragraph.style = NOTE
    for piece in runs(text):
        if isinstance(piece, Refs):
            _refs(paragraph, piece)
            continue
        run = paragraph.add_run(piece)
        run.bold = style == "lead" or None


def _refs(paragraph: Any, refs: Refs) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.add_run("\N{NO-BREAK SPACE}[")
    for place, span in enumerate(refs.spans):
        for end, number in enumerate(span):
            if place or end:
                paragraph.add_run(DASH if end else ", ")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"ref{number}")
            run = paragraph.add_run(str(number))
            run.font.underline = True
            link.append(run._r)
            paragraph._p.append(link)
    paragraph.add_run("]")


def _reference(paragraph: Any, entry: Reference, place: int) -> None:
    """Write a reference behind its number, which a bookmark marks; the number is text, so it cannot shift."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(place))
    start.set(qn("w:name"), f"ref{entry.number}")
    paragraph._p.append(start)
    paragraph.add_run(f"{entry.number}.")
    paragraph._p.append(end)
    paragraph.add_run(f"\t{entry.text} ")
    _address(paragraph, entry.url)
    paragraph.paragraph_format.left_indent = Cm(0.9)
    paragraph.paragraph_format.first_line_indent = Cm(-0.9)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
    paragraph.paragraph_format.space_after = Cm(0.1)


def _address(paragraph: Any, url: str) -> None:
    """Write an address as a link, as Word makes none of what it did not see typed."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(url)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _picture(document: Any, plot: Plot) -> None:
    from docx.shared import Cm

    document.add_picture(io.BytesIO(png(plot)), width=Cm(WIDTH))
    *_, inline = _elements(document, "wp:inline")
    for side in "TBLR":  # else some readers put their own distance there, and the picture sticks out
        inline.set(f"dist{side}", "0")
    *_, properties = _elements(document, "wp:docPr")
    properties.set("descr", plot.alt)
    document.add_paragraph(plot.caption, style="Caption")


def _table(document: Any, block: Table) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(block.header), style="Light List Accent 1")
    table.autofit = False
    _indent(table)
    widths = column_widths(block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in (block.header, *block.rows):
        cells = table.rows[0].cells if row is block.header else table.add_row().cells
        for cell, item, width in zip(cells, row, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].style = CELL
            _write(cell.paragraphs[0], item.text if isinstance(item, Bar) else item)
    _break_between_rows(table, block, widths)


def _indent(table: Any) -> None:
    """Let the table begin where the text does."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), str(INDENT))
    indent.set(qn("w:type"), "dxa")
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(indent)


def column_widths(block: Table) -> list[float]:
    """Return the width of each column in centimeters: long texts get more, and no word breaks."""
    columns = list(zip(block.header, *block.rows, strict=True))
    texts = [[_plain(cell) for cell in column] for column in columns]
    least = [_least(column, is_bold=not place) for place, column in enumerate(texts)]
    wants = [
        max(1.0, max(map(_cells, column)) - (low - PADDING) / PLAIN)
        for low, column in zip(least, texts, strict=True)
    ]
    spare = max(0.0, WIDTH - sum(least))
    widths = [low + spare * want / sum(wants) for low, want in zip(least, wants, strict=True)]
    return [width * WIDTH / sum(widths) for width in widths]


def _least(column: list[str], *, is_bold: bool) -> float:
    """Return the width of a column in centimeters in which its longest word stands whole.

    The header is bold, and so is the column that names the rows. Addresses and the like may break.
    """
    header, *rest = ([_cells(word) for word in _LETTERS.findall(text)] for text in column)
    bold = [*header, *(cell for cells in rest if is_bold for cell in cells)]
    plain = [cell for cells in rest for cell in cells]
    wide = max(BOLD * max(bold, default=1), PLAIN * max(plain, default=1))
    return PADDING + max(NARROWEST, min(wide, LONGEST_WORD))


def _plain(cell: Text | Bar) -> str:
    if isinstance(cell, Bar):
        return cell.text
    # A reference takes about five cells, with its comma.
    return "".join(piece if isinstance(piece, str) else " 0000" * len(piece.spans) for piece in runs(cell))


def _cells(text: str) -> int:
    """Return how wide a text is, wide characters counted twice."""
    return len(text) + sum(map(is_wide, text))


def _break_between_rows(table: Any, block: Table, widths: Sequence[float]) -> None:
    """Repeat the header on each page, and keep a row whole where it is short.

    A tall row that may not break leaves the rest of its page empty.
    """
    from docx.oxml import OxmlElement

    for row, cells in zip(table._tbl.tr_lst, (block.header, *block.rows), strict=True):
        lines = (
            _cells(_plain(cell)) * PLAIN / (width - PADDING)
            for cell, width in zip(cells, widths, strict=True)
        )
        if max(lines) <= WHOLE:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _elements(document: Any, tag: str) -> Iterator[Any]:
    """Yield the elements of a kind in the body; some of what they say has no other door."""
    from docx.oxml.ns import qn

    yield from document.element.body.iter(qn(tag))
