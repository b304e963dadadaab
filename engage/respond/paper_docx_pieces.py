"""Of which pieces is a document made that a council can change before it prints it?

Headings, lists and tables are real ones, and the first row of a table comes again on the next page, so that
whoever reads it by ear or by its outline finds the way.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt

from engage.respond import paper_docx_marks as marks
from engage.respond.paper_docx_text import write_markdown
from engage.respond.paper_print import Print

SIZES = {"standard": 12.5, "easy": 16.0, "large": 18.0}  # points
LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
FONT = "Arial"
STYLES = {
    "Normal": 1.0,
    "Title": 1.9,
    "Heading 1": 1.4,
    "Heading 2": 1.2,
    "Heading 3": 1.05,
}  # times the size
WIDTH, MARGIN = Cm(17), Cm(2)  # of what stands between the margins of a page, and of those at its sides
ABOUT, HEADING = 0.3, 0.75  # of a table: how much of it the first column has, and how large its headings are
MADE = datetime(2026, 1, 1, tzinfo=UTC)  # in the file; so that the same form is the same file


class Pieces:
    """A document in the size and the language of a form, to which pieces are added one after another."""

    def __init__(self, p: Print) -> None:
        self.size = SIZES[p.size]
        self.document = Document()
        self._describe(p)
        self._style(LANGUAGES[p.lang])
        self._lay_out(p)

    def _describe(self, p: Print) -> None:
        core = self.document.core_properties
        core.title = p.form.asked.definition.title[p.lang]
        core.subject = p.occasion.title
        core.author = p.occasion.council
        core.language = LANGUAGES[p.lang]
        core.comments = f"{p.w['form']} {p.form.id}"
        core.created = core.modified = MADE

    def _style(self, language: str) -> None:
        for name, factor in STYLES.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(self.size * factor)
            style.font.color.rgb = None
            marks.set_fonts(style, FONT)
            if name != "Normal":
                style.font.bold = True
                style.paragraph_format.keep_with_next = True
                style.paragraph_format.space_after = Pt(4)
        for name in ("Normal", "List"):
            self.document.styles[name].paragraph_format.space_after = Pt(self.size * 0.4)
        marks.set_language(self.document, language)

    def _lay_out(self, p: Print) -> None:
        """A4, with a foot such as "Form 7KQ4 · page 3 of 12"."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = MARGIN
        section.top_margin, section.bottom_margin = Cm(1.8), Cm(2)
        foot = section.footer.paragraphs[0]
        foot.add_run(f"{p.w['form']} {p.form.id} · {p.w['page']} ").bold = True
        marks.field(foot, "PAGE")
        foot.add_run(f" {p.w['of']} ").bold = True
        marks.field(foot, "NUMPAGES")

    def to_bytes(self) -> bytes:
        """The document as a file."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    # --- pieces -----------------------------------------------------------------------------------------

    def say(self, text: str, *, bold: bool = False, style: str | None = None, keep: bool = False) -> Any:
        """Add a paragraph; `keep` keeps it on one page with the next."""
        paragraph = self.document.add_paragraph(style=style)
        paragraph.add_run(text).bold = bold
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def head(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def markdown(self, text: str) -> None:
        write_markdown(self.document, text)

    def picture(self, content: bytes, shows: str) -> None:
        """Add a picture; `shows` is empty when it only decorates."""
        shown = self.document.add_picture(io.BytesIO(content), width=Cm(9))
        shown._inline.docPr.set("descr", shows)

    def new_page(self) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def new_sheet(self) -> None:
        """Go on at the front of another sheet, never on the back of this one."""
        self.document.add_section(WD_SECTION.ODD_PAGE)

    def ruled(self, lines: int) -> None:
        """Add lines to write on."""
        for line in range(lines):
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(self.size * 0.9)
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = line < lines - 1
            marks.rule(paragraph)
        self.document.add_paragraph()

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table whose first column says what each row is about, and is wider than the others."""
        table = self.document.add_table(rows=0, cols=len(headings), style="Table Grid")
        others = len(headings) - 1
        marks.spread(table, [WIDTH * ABOUT, *[WIDTH * (1 - ABOUT) / others] * others])
        for number, cells in enumerate([headings, *rows]):
            row = table.add_row()
            marks.keep_whole(row, is_heading=number == 0)
            for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(text)
                run.bold = number == 0
                run.font.size = Pt(self.size * HEADING) if number == 0 else None
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if column else None
                paragraph.paragraph_format.keep_with_next = number < len(rows)
        self.document.add_paragraph()
