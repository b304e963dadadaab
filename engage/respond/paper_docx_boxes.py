"""With which boxes and lines is a question answered in a document that a council can change?

The boxes are characters, so that they can be copied.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.shared import Pt

from engage.respond.paper_docx_pieces import Pieces
from engage.respond.paper_print import Print, is_wide, rules
from engage.surveys.choices import DECLINED, choices, points
from engage.surveys.definition import (
    Allocation,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Option,
    PostcodeQuestion,
    Question,
    Ranking,
    ShortText,
)

BOX = "☐"
LINE = "_" * 24


class Boxes:
    """Adds to a document what a question is answered with."""

    def __init__(self, p: Print, pieces: Pieces) -> None:
        self.p, self.w, self.lang, self.pieces = p, p.w, p.lang, pieces

    def answer(self, question: Question) -> None:
        """Add the boxes or lines of a question; nothing where a copy is enclosed."""
        match question:
            case Matrix():
                for scale in question.scales:
                    self._matrix(question, scale)
            case Ranking() | Allocation():
                self._numbers(question)
            case NumberQuestion():
                unit = question.unit[self.lang]
                self.pieces.say(f"£ {LINE}" if unit == "£" else f"{LINE} {unit}".strip())
            case DateQuestion():
                w = self.w
                self.pieces.say(f"{w['day']} ____   {w['month']} ____   {w['year']} ________")
            case PostcodeQuestion():
                self.pieces.say(LINE)
                self._options((DECLINED,) if question.may_decline else ())
            case ShortText():
                self.pieces.ruled(1)
            case LongText():
                self.pieces.ruled(rules(question))
            case FileQuestion():
                pass
            case _:
                self._options(choices(question))

    def tick(self, text: str) -> None:
        """Add a box to be ticked beside a text."""
        self.pieces.say(f"{BOX}  {text}", style="List")

    def _options(self, options: Sequence[Option]) -> None:
        lang = self.lang
        for number, option in enumerate(options, start=1):
            alone = f" ({self.w['alone']})" if option.exclusive else ""
            hint = f" – {option.hint[lang]}" if option.hint[lang] else ""
            other = f" {option.other[lang]} {LINE}" if option.other[lang] else ""
            last = number == len(options)
            self._numbered(number, f"{option.label[lang]}{hint}{alone}{other}", keep=not last)

    def _numbered(self, number: int, text: str, *, keep: bool) -> None:
        paragraph = self.pieces.say("", style="List", keep=keep)
        paragraph.add_run(f"{number} ").font.size = Pt(self.pieces.size * 0.65)
        paragraph.add_run(f"{BOX}  {text}")

    def _matrix(self, question: Matrix, scale: MatrixScale) -> None:
        lang, of_scale = self.lang, points(scale)
        if scale.title[lang]:
            self.pieces.say(scale.title[lang], bold=True, keep=True)
        if is_wide(question, self.p.size):
            for row in question.rows:
                self.pieces.say(row.label[lang], keep=True)
                self._options(of_scale)
            return
        headings = [f"{number}. {point.label[lang]}" for number, point in enumerate(of_scale, start=1)]
        rows = [[row.label[lang], *[BOX for _point in of_scale]] for row in question.rows]
        self.pieces.table([self.w["row"], *headings], rows)

    def _numbers(self, question: Ranking | Allocation) -> None:
        for option in question.options:
            last = option is question.options[-1]
            self.pieces.say(f"[____]  {option.label[self.lang]}", style="List", keep=not last)
        if isinstance(question, Allocation):
            self.pieces.say(f"{self.w['together']} {question.total} {question.unit[self.lang]}")
