"""How is a form written as a document that a council can change before it prints it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.shared import Cm, Pt

from engage.respond import paper_docx_marks as marks
from engage.respond.paper import Asked, Gate, Part, Sheet
from engage.respond.paper_docx_boxes import LINE, Boxes
from engage.respond.paper_docx_pieces import LANGUAGES, Pieces
from engage.respond.paper_print import Print, instruction, shows_title
from engage.surveys.definition import Page
from engage.surveys.media import Panel
from engage.surveys.variant import OwnMedia

FULL, TICKED = "■", "☑"


def docx(p: Print, picture: Callable[[str], bytes]) -> bytes:
    """Write the whole form."""
    return _Writer(p, picture).whole()


class _Writer:
    def __init__(self, p: Print, picture: Callable[[str], bytes]) -> None:
        self.p, self.w, self.lang, self.picture = p, p.w, p.lang, picture
        self.pieces = Pieces(p)
        self.boxes = Boxes(p, self.pieces)

    def whole(self) -> bytes:
        self.front()
        for part in self.p.form.parts:
            self.part(part)
        self.back()
        return self.pieces.to_bytes()

    def front(self) -> None:
        w, o = self.w, self.p.occasion
        self.pieces.say(o.council, bold=True)
        self.pieces.head(self.p.form.asked.definition.title[self.lang], 0)
        self.pieces.say(" · ".join(each for each in (o.title, w["paper_form"], self.p.name) if each))
        self.pieces.say(w["ours"])
        other = self.pieces.say(f"{self.p.other_language} {o.other_online}")
        marks.speak(other, LANGUAGES["cy" if self.lang == "en" else "en"])
        self.pieces.markdown(self.p.form.asked.definition.intro[self.lang])
        self.pieces.head(w["how"], 1)
        for line in self.how():
            self.pieces.say(line, style="List Bullet")
        self.sending(1)
        self.pieces.head(w["help"], 1)
        self.pieces.say(f"{w['telephone']} {o.telephone}")
        self.pieces.say(f"{w['email']} {o.email}")
        self.pieces.say(w["formats"])
        self.pieces.markdown(o.formats)

    def how(self) -> list[str]:
        w = self.w
        ticks = {"tick": f" {TICKED}", "slip": f" {FULL} {TICKED}", "space": f" {self.p.form.id}"}
        names = ("ink", "tick", "slip", "strike", "skip", "follow", "numbers", "names", "space")
        return [w[name] + ticks.get(name, "") for name in names]

    def sending(self, level: int) -> None:
        w, o = self.w, self.p.occasion
        self.pieces.head(w["send"], level)
        self.pieces.say(f"{w['by']} {o.by}", bold=True)
        self.pieces.say(w["to"], keep=True)
        for line in o.address:
            paragraph = self.pieces.say(line, bold=True, keep=line != o.address[-1])
            paragraph.paragraph_format.left_indent = Cm(1)
            paragraph.paragraph_format.space_after = Pt(0)
        self.pieces.say(w["late"]).paragraph_format.space_before = Pt(6)
        self.pieces.say(f"{w['online']} {o.online}")

    def part(self, part: Part) -> None:
        if part.is_equality:
            self.pieces.new_page()
            self.pieces.say(self.w["equality_begins"], bold=True)
            self.pieces.head(self.w["equality"], 1)
            self.gates(part.gates)
            self.pieces.markdown(self.p.form.asked.equality_intro[self.lang])
        else:
            self.pieces.head(part.section.title[self.lang], 1)
            self.gates(part.gates)
        for sheet in part.sheets:
            self.sheet(part, sheet)

    def gates(self, gates: Sequence[Gate]) -> None:
        for gate in gates:
            note = self.p.note(gate)
            self.pieces.say(note.heading, bold=True, keep=True)
            one = len(note.clauses) == 1
            self.pieces.say(f"{note.only} {note.clauses[0]}." if one else note.only, keep=True)
            for clause in () if one else note.clauses:
                self.pieces.say(clause, style="List Bullet", keep=True)
            if note.otherwise:
                self.pieces.say(note.otherwise, keep=True)

    def sheet(self, part: Part, sheet: Sheet) -> None:
        page, lang = sheet.page, self.lang
        self.gates(sheet.gates)
        titled = shows_title(page, part.section.title[lang], lang)
        if titled:
            self.pieces.head(page.title[lang], 2)
        if sheet.begins_item and sheet.step.item and sheet.step.item.label[lang] not in page.title[lang]:
            self.pieces.say(sheet.step.item.label[lang], bold=True)
        self.pieces.markdown(page.body[lang])
        self.media(page)
        for panel in page.panels:
            self.panel(panel)
        for asked in sheet.questions:
            self.question(asked, 3 if titled else 2)

    def media(self, shown: Page | OwnMedia) -> None:
        lang, w = self.lang, self.w
        for image in shown.images:
            if image.file:
                shows = "" if image.decorative else image.alt[lang]
                self.pieces.picture(self.picture(image.file), shows)
        for film in shown.videos:
            self.pieces.say(f"{w['film']} {film.title[lang]} {film.address[lang]}")
            if film.transcript[lang]:
                self.pieces.say(w["transcript"], bold=True)
                self.pieces.markdown(film.transcript[lang])

    def panel(self, panel: Panel) -> None:
        self.pieces.say(panel.title[self.lang], bold=True)
        self.pieces.markdown(panel.body[self.lang])
        for code in panel.documents:
            if code in self.p.documents:
                self.pieces.say(self.p.documents[code], style="List Bullet")

    def question(self, asked: Asked, level: int) -> None:
        question, lang = asked.question, self.lang
        if asked.gate:
            self.gates((asked.gate,))
        self.pieces.head(f"{asked.number}. {question.title[lang]}", level)
        if own := self.p.own_media(asked):
            self.media(own)
        if question.hint[lang]:
            self.pieces.say(question.hint[lang], keep=True)
        if how := instruction(question, self.w):
            self.pieces.say(how, keep=True).runs[0].italic = True
        self.boxes.answer(question)
        for line in self.p.notes[asked.number]:
            self.pieces.say(f"→ {line}", bold=True)

    def back(self) -> None:
        w = self.w
        self.pieces.new_page()
        self.pieces.head(w["end"], 1)
        self.pieces.say(w["thanks"])
        self.sending(2)
        self.pieces.head(w["helper"], 2)
        self.pieces.say(w["helper_who"])
        for line in ("helper_read", "helper_wrote", "helper_agreed"):
            self.boxes.tick(w[line])
        self.pieces.head(w["privacy"], 1)
        self.pieces.markdown(self.p.occasion.privacy)
        self.pieces.head(w["office"], 1)
        self.pieces.say(f"{w['stack']} {LINE}")
        self.pieces.say(f"{w['received']} {LINE}")
        if self.p.purposes:
            self.slip(self.p.purposes)

    def slip(self, purposes: Sequence[str]) -> None:
        """Where people may leave an address: a sheet that is parted from the form."""
        w, o = self.w, self.p.occasion
        self.pieces.new_sheet()
        self.pieces.head(w["contact"], 1)
        self.pieces.say(f"{o.council}: {o.title}")
        self.pieces.say(w["contact_apart"])
        self.pieces.say(f"{w['contact_email']} {LINE}{LINE}")
        if len(purposes) == 1:
            self.pieces.say(f"{w['contact_only_for']} {purposes[0]}")
            return
        self.pieces.say(w["contact_for"], keep=True)
        for purpose in purposes:
            self.boxes.tick(purpose)
