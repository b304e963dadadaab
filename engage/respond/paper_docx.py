"""How is a form written as a document that a council can change before it prints it?

With real headings, lists and tables whose first row is repeated, so that whoever reads it by ear or by its
outline finds the way; the boxes are characters, so that they can be copied.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

from engage.respond import paper_docx_marks as marks
from engage.respond.paper import Asked, Gate, Part, Sheet
from engage.respond.paper_docx_text import write_markdown
from engage.respond.paper_print import Print, instruction, rules, shows_title
from engage.surveys.choices import choices, points
from engage.surveys.definition import Matrix, MatrixScale, Option, Question

BOX, FULL, TICKED = "☐", "■", "☑"
SIZES = {"standard": 12.5, "easy": 16.0, "large": 18.0}  # points
LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
FONT = "Arial"
LINE = "_" * 24
WIDEST = 3  # columns of a table in large print, besides the first
MADE = datetime(2026, 1, 1, tzinfo=UTC)  # in the file; so that the same form is the same file


def docx(p: Print, picture: Callable[[str], bytes]) -> bytes:
    """Write the whole form."""
    return _Writer(p, picture).whole()


class _Writer:
    def __init__(self, p: Print, picture: Callable[[str], bytes]) -> None:
        self.p, self.w, self.lang, self.picture = p, p.w, p.lang, picture
        self.document = Document()
        self.set_up()

    # --- the document -----------------------------------------------------------------------------------

    def set_up(self) -> None:
        core = self.document.core_properties
        core.title = self.p.form.asked.definition.title[self.lang]
        core.subject = self.p.occasion.title
        core.author = self.p.occasion.council
        core.language = LANGUAGES[self.lang]
        core.comments = f"{self.w['form']} {self.p.form.id}"
        core.created = core.modified = MADE
        self.set_styles()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(1.8), Cm(2)
        self.footer(section.footer.paragraphs[0])

    def set_styles(self) -> None:
        size = SIZES[self.p.size]
        for name, factor in (
            ("Normal", 1.0),
            ("Title", 1.9),
            ("Heading 1", 1.4),
            ("Heading 2", 1.2),
            ("Heading 3", 1.05),
        ):
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(size * factor)
            style.font.color.rgb = None
            marks.set_fonts(style, FONT)
            if name != "Normal":
                style.font.bold = True
                style.paragraph_format.keep_with_next = True
                style.paragraph_format.space_after = Pt(4)
        for name in ("Normal", "List"):
            self.document.styles[name].paragraph_format.space_after = Pt(size * 0.4)
        marks.set_language(self.document, LANGUAGES[self.lang])

    def footer(self, paragraph: Any) -> None:
        """Such as "Form 7KQ4 · page 3 of 12"."""
        paragraph.add_run(f"{self.w['form']} {self.p.form.id} · {self.w['page']} ").bold = True
        marks.field(paragraph, "PAGE")
        paragraph.add_run(f" {self.w['of']} ").bold = True
        marks.field(paragraph, "NUMPAGES")

    def whole(self) -> bytes:
        self.front()
        for part in self.p.form.parts:
            self.part(part)
        self.back()
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    # --- pieces -----------------------------------------------------------------------------------------

    def say(self, text: str, *, bold: bool = False, style: str | None = None, keep: bool = False) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.add_run(text).bold = bold
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def head(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def markdown(self, text: str) -> None:
        write_markdown(self.document, text)

    def new_page(self) -> None:
        self.document.add_page_break()  # type: ignore[no-untyped-call]

    def front(self) -> None:
        w, o = self.w, self.p.occasion
        self.say(o.council, bold=True)
        self.document.add_heading(self.p.form.asked.definition.title[self.lang], 0)
        self.say(" · ".join(each for each in (o.title, w["paper_form"], self.p.name) if each))
        self.say(w["ours"])
        other = self.say(f"{self.p.other_language} {o.other_online}")
        marks.speak(other, LANGUAGES["cy" if self.lang == "en" else "en"])
        self.markdown(self.p.form.asked.definition.intro[self.lang])
        self.head(w["how"], 1)
        for line in self.how():
            self.say(line, style="List Bullet")
        self.sending(1)
        self.head(w["help"], 1)
        self.say(f"{w['telephone']} {o.telephone}")
        self.say(f"{w['email']} {o.email}")
        self.say(w["formats"])
        self.markdown(o.formats)

    def how(self) -> list[str]:
        w = self.w
        ticks = {"tick": f" {TICKED}", "slip": f" {FULL} {TICKED}", "space": f" {self.p.form.id}"}
        names = ("ink", "tick", "slip", "strike", "skip", "follow", "numbers", "names", "space")
        return [w[name] + ticks.get(name, "") for name in names]

    def sending(self, level: int) -> None:
        w, o = self.w, self.p.occasion
        self.head(w["send"], level)
        self.say(f"{w['by']} {o.by}", bold=True)
        self.say(w["to"], keep=True)
        for line in o.address:
            paragraph = self.say(line, bold=True, keep=line != o.address[-1])
            paragraph.paragraph_format.left_indent = Cm(1)
            paragraph.paragraph_format.space_after = Pt(0)
        self.say(w["late"]).paragraph_format.space_before = Pt(6)
        self.say(f"{w['online']} {o.online}")

    def part(self, part: Part) -> None:
        if part.is_equality:
            self.new_page()
            self.say(self.w["equality_begins"], bold=True)
            self.head(self.w["equality"], 1)
            self.gates(part.gates)
            self.markdown(self.p.form.asked.equality_intro[self.lang])
        else:
            self.head(part.section.title[self.lang], 1)
            self.gates(part.gates)
        for sheet in part.sheets:
            self.sheet(part, sheet)

    def gates(self, gates: Sequence[Gate]) -> None:
        for gate in gates:
            note = self.p.note(gate)
            self.say(note.heading, bold=True, keep=True)
            one = len(note.clauses) == 1
            self.say(f"{note.only} {note.clauses[0]}." if one else note.only, keep=True)
            for clause in () if one else note.clauses:
                self.say(clause, style="List Bullet", keep=True)
            if note.otherwise:
                self.say(note.otherwise, keep=True)

    def sheet(self, part: Part, sheet: Sheet) -> None:
        page, lang = sheet.page, self.lang
        self.gates(sheet.gates)
        titled = shows_title(page, part.section.title[lang], lang)
        if titled:
            self.head(page.title[lang], 2)
        if sheet.begins_item and sheet.step.item and sheet.step.item.label[lang] not in page.title[lang]:
            self.say(sheet.step.item.label[lang], bold=True)
        self.markdown(page.body[lang])
        self.media(page)
        for asked in sheet.questions:
            self.question(asked, 3 if titled else 2)

    def media(self, page: Any) -> None:
        lang, w = self.lang, self.w
        for image in page.images:
            if image.file:
                shown = self.document.add_picture(io.BytesIO(self.picture(image.file)), width=Cm(9))
                shown._inline.docPr.set("descr", "" if image.decorative else image.alt[lang])
        for film in page.videos:
            self.say(f"{w['film']} {film.title[lang]} {film.address[lang]}")
            if film.transcript[lang]:
                self.say(w["transcript"], bold=True)
                self.markdown(film.transcript[lang])
        for panel in getattr(page, "panels", ()):
            self.say(panel.title[lang], bold=True)
            self.markdown(panel.body[lang])
            for code in panel.documents:
                if code in self.p.documents:
                    self.say(self.p.documents[code], style="List Bullet")

    # --- questions --------------------------------------------------------------------------------------

    def question(self, asked: Asked, level: int) -> None:
        question, lang = asked.question, self.lang
        if asked.gate:
            self.gates((asked.gate,))
        self.head(f"{asked.number}. {question.title[lang]}", level)
        if own := self.p.own_media(asked):
            self.media(own)
        if question.hint[lang]:
            self.say(question.hint[lang], keep=True)
        if how := instruction(question, self.w):
            self.say(how, keep=True).runs[0].italic = True
        self.answer(question)
        for line in self.p.notes[asked.number]:
            self.say(f"→ {line}", bold=True)

    def answer(self, question: Question) -> None:
        match question.kind:
            case "single" | "several" | "consent":
                self.options(choices(question))
            case "scale":
                self.options(points(question))  # type: ignore[arg-type]
            case "matrix":
                for scale in question.scales:  # type: ignore[attr-defined]
                    self.matrix(question, scale)  # type: ignore[arg-type]
            case "ranking" | "allocation":
                self.numbers(question)
            case "number":
                unit = question.unit[self.lang]  # type: ignore[attr-defined]
                self.say(f"£ {LINE}" if unit == "£" else f"{LINE} {unit}".strip())
            case "date":
                w = self.w
                self.say(f"{w['day']} ____   {w['month']} ____   {w['year']} ________")
            case "postcode":
                self.say(LINE)
            case "file":
                pass  # a copy is enclosed
            case _:
                self.ruled(rules(question) if question.kind == "long_text" else 1)

    def ruled(self, lines: int) -> None:
        """Lines to write on."""
        for line in range(lines):
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(SIZES[self.p.size] * 0.9)
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = line < lines - 1
            marks.rule(paragraph)
        self.document.add_paragraph()

    def options(self, options: Sequence[Option]) -> None:
        lang = self.lang
        for number, option in enumerate(options, start=1):
            alone = f" ({self.w['alone']})" if option.exclusive else ""
            hint = f" – {option.hint[lang]}" if option.hint[lang] else ""
            other = f" {option.other[lang]} {LINE}" if option.other[lang] else ""
            last = number == len(options)
            self.boxed(number, f"{option.label[lang]}{hint}{alone}{other}", keep=not last)

    def boxed(self, number: int, text: str, *, keep: bool) -> None:
        paragraph = self.document.add_paragraph(style="List")
        small = paragraph.add_run(f"{number} ")
        small.font.size = Pt(SIZES[self.p.size] * 0.65)
        paragraph.add_run(f"{BOX}  {text}")
        paragraph.paragraph_format.keep_with_next = keep

    def matrix(self, question: Matrix, scale: MatrixScale) -> None:
        lang, of_scale = self.lang, points(scale)
        if scale.title[lang]:
            self.say(scale.title[lang], bold=True, keep=True)
        if self.p.size == "large" and max(len(points(each)) for each in question.scales) > WIDEST:
            for row in question.rows:
                self.say(row.label[lang], keep=True)
                self.options(of_scale)
            return
        headings = [f"{number}. {point.label[lang]}" for number, point in enumerate(of_scale, start=1)]
        rows = [[row.label[lang], *[BOX for _point in of_scale]] for row in question.rows]
        self.table([self.w["row"], *headings], rows)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = self.document.add_table(rows=0, cols=len(headings), style="Table Grid")
        for number, cells in enumerate([headings, *rows]):
            row = table.add_row()
            marks.keep_whole(row, is_heading=number == 0)
            for cell, text in zip(row.cells, cells, strict=True):
                cell.paragraphs[0].add_run(text).bold = number == 0
                cell.paragraphs[0].paragraph_format.keep_with_next = number < len(rows)
        self.document.add_paragraph()

    def numbers(self, question: Any) -> None:
        options = question.options
        for option in options:
            paragraph = self.say(f"[____]  {option.label[self.lang]}", style="List")
            paragraph.paragraph_format.keep_with_next = option is not options[-1]
        if question.kind == "allocation":
            self.say(f"{self.w['together']} {question.total} {question.unit[self.lang]}")

    # --- the end ----------------------------------------------------------------------------------------

    def back(self) -> None:
        w = self.w
        self.new_page()
        self.head(w["end"], 1)
        self.say(w["thanks"])
        self.sending(2)
        self.head(w["helper"], 2)
        self.say(w["helper_who"])
        for line in ("helper_read", "helper_wrote", "helper_agreed"):
            self.say(f"{BOX}  {w[line]}", style="List")
        self.head(w["privacy"], 1)
        self.markdown(self.p.occasion.privacy)
        self.head(w["office"], 1)
        self.say(f"{w['stack']} {LINE}")
        self.say(f"{w['received']} {LINE}")
