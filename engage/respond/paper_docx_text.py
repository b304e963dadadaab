"""How does an officer's Markdown stand in a document of a word processor?"""

from __future__ import annotations

from typing import Any

from lxml import html

from engage.markdown import to_html
from engage.respond import paper_docx_marks as marks

LISTS = {"ul": "List Bullet", "ol": "List Number"}


def write_markdown(document: Any, text: str) -> None:
    """Write paragraphs, lists and tables; headings are bold lines, since they are none of the form's."""
    if not text.strip():
        return
    for block in html.fragments_fromstring(to_html(text, outline=False)):
        if not isinstance(block, str):
            _block(document, block)


def _block(document: Any, block: html.HtmlElement) -> None:
    if block.tag in LISTS:
        numbering = marks.new_numbering(document, LISTS["ol"]) if block.tag == "ol" else None
        for entry in block.iter("li"):
            paragraph = document.add_paragraph(style=LISTS[block.tag])
            if numbering is not None:
                marks.number(paragraph, numbering)
            _inline(paragraph, entry)
    elif block.tag == "table":
        _table(document, block)
    elif block.tag != "hr":
        _inline(document.add_paragraph(), block)


def _table(document: Any, block: html.HtmlElement) -> None:
    rows = [[cell.text_content() for cell in row.iter("th", "td")] for row in block.iter("tr")]
    table = document.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text


def _inline(paragraph: Any, element: html.HtmlElement, *, bold: bool = False, italic: bool = False) -> None:
    """Words with their emphasis; an address follows the words of its link."""
    bold, italic = bold or element.tag == "strong", italic or element.tag == "em"

    def say(text: str | None) -> None:
        if (text and text.strip(" \n")) or text == " ":
            run = paragraph.add_run(text.replace("\n", " "))
            run.bold, run.italic = bold, italic

    say(element.text)
    for child in element:
        if child.tag in LISTS:
            continue  # its entries are paragraphs of their own
        if child.tag == "br":
            paragraph.add_run().add_break()
        else:
            _inline(paragraph, child, bold=bold, italic=italic)
        say(child.tail)
    href = element.get("href") if element.tag == "a" else None
    if href and href.removeprefix("mailto:").removeprefix("tel:") != element.text_content():
        paragraph.add_run(f" ({href})")
