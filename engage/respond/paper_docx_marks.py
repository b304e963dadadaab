"""How is said in a document of a word processor what its library has no words for?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def set_language(document: Any, tag: str) -> None:
    """Say in which language the whole document is."""
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(name), tag)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    properties = defaults.find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)


def set_fonts(style: Any, font: str) -> None:
    """Say the font also for other scripts, and take away the theme's, which would win."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [*fonts.attrib]:
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), font)


def field(paragraph: Any, name: str) -> None:
    """A number that the word processor fills in."""
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        run.bold = True
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            code = OxmlElement("w:instrText")
            code.text = name
            paragraph.add_run()._r.append(code)
        if kind == "separate":
            paragraph.add_run("1").bold = True


def rule(paragraph: Any) -> None:
    """Draw a line under the paragraph, also between it and another such."""
    borders = OxmlElement("w:pBdr")
    for side in ("bottom", "between"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "808080")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def speak(paragraph: Any, tag: str) -> None:
    """Mark the language of a paragraph."""
    for run in paragraph.runs:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), tag)
        run._r.get_or_add_rPr().append(language)


def keep_whole(row: Any, *, is_heading: bool) -> None:
    """Keep a row on one page; the heading row comes again on the next one."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_heading:
        properties.append(OxmlElement("w:tblHeader"))


def spread(table: Any, widths: Sequence[float]) -> None:
    """Give the columns these widths, which every word processor then keeps, and their words little margin."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = round(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def new_numbering(document: Any, style: str) -> int:
    """Count from 1 again for a list of this style; without that it goes on where the last one ended."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    of_style = document.styles[style].element.pPr.numPr.numId.val
    num = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)


def number(paragraph: Any, numbering: int) -> None:
    """Let a paragraph be the next of this list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering
