"""What is printed of a form around its questions, and how is each note said?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from engage.markdown import to_html
from engage.respond.paper import Asked, Form, Gate
from engage.respond.paper_routes import goes
from engage.respond.paper_routing_words import Note, Words
from engage.respond.paper_words import OTHER_LANGUAGE, words
from engage.surveys import presentation
from engage.surveys.choices import points
from engage.surveys.contact import NAMES, Purpose
from engage.surveys.definition import Allocation, LongText, Matrix, Page, Question, Ranking, SeveralChoices
from engage.surveys.variant import OwnMedia
from engage.surveys.ways import EASY_READ, Way

RULES = ((200, 2), (500, 4), (1200, 6), (3000, 9))  # up to so many characters, so many lines to write on
MOST_RULES = 14
WIDEST = {"large": 3, "easy": 4}  # points of a scale in large letters: more columns would break words
HOW = {  # is a question answered, by its kind: what `words` calls it
    "single": "one", "scale": "one", "several": "all", "matrix": "each", "number": "number",
    "postcode": "postcode", "consent": "consent", "file": "enclose",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Occasion:
    """The consultation for which the form is, in the language of the form."""

    council: str
    title: str
    by: str  # until when it must have come
    address: tuple[str, ...]  # where to send it, line by line
    telephone: str
    email: str
    online: str  # where the consultation is on the website
    other_online: str  # and the same in the other language
    formats: str  # Markdown
    privacy: str  # Markdown


@dataclass(frozen=True)
class Print:
    """A form as templates print it, and the document to edit."""

    form: Form
    occasion: Occasion
    picture: Callable[[str], str]  # from the name of a picture to where it is
    documents: Mapping[str, str] = field(default_factory=dict)  # titles by code
    w: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[int, Sequence[str]] = field(default_factory=dict)  # after each question: where to go on
    _words: Words | None = None

    @property
    def lang(self) -> str:
        return self.form.id.lang

    @property
    def way(self) -> Way | None:
        return self.form.asked.way

    @property
    def size(self) -> str:
        """How large the letters are: standard, easy or large."""
        if self.form.id.is_large:
            return "large"
        return "easy" if self.way and self.way.code == EASY_READ else "standard"

    @property
    def name(self) -> str:
        """What sets this form apart from the standard one; empty for that."""
        own = self.way.name[self.lang] if self.way else ""
        large = self.w["large"] if self.form.id.is_large and own != self.w["large"] else ""
        return ", ".join(part for part in (own, large) if part)

    @property
    def purposes(self) -> list[str]:
        """For what people may leave an address, on a slip of its own."""
        return [NAMES[Purpose(each)][self.lang] for each in self.form.asked.definition.contact]

    @property
    def other_language(self) -> str:
        """That the form is there in the other language, said in that language."""
        return OTHER_LANGUAGE[self.lang]

    def note(self, gate: Gate) -> Note:
        if self._words is None:
            raise ValueError("made without `printed`")
        return self._words.note(gate)

    def own_media(self, asked: Asked) -> OwnMedia | None:
        """The pictures and films of the variant beside a question."""
        return self.form.asked.media.get(f"question:{asked.question.id}")


def printed(
    form: Form,
    occasion: Occasion,
    picture: Callable[[str], str],
    documents: Mapping[str, str] | None = None,
) -> Print:
    """Get a form ready to be printed."""
    said, after = Words(form), goes(form)
    notes = {asked.number: [said.go(asked, go) for go in after[asked.number]] for asked in form.questions()}
    return Print(form, occasion, picture, documents or {}, words(form.id.lang), notes, said)


def rules(question: Question) -> int:
    """How many lines there are to write on."""
    limit = question.limit if isinstance(question, LongText) else 0
    return next((lines for most, lines in RULES if limit <= most), MOST_RULES)


def is_wide(question: Matrix, size: str) -> bool:
    """Does each row of a matrix have its own boxes, because a table would be too wide?"""
    return size in WIDEST and max(len(points(scale)) for scale in question.scales) > WIDEST[size]


def shows_title(page: Page, section_title: str, lang: str) -> bool:
    """Is the page's title more than what stands right above or below it?"""
    title = page.title[lang]
    return bool(title) and title != section_title and not presentation.is_heading(page)


def instruction(question: Question, w: Mapping[str, str]) -> str:
    """What somebody with a pen does to answer this question; empty where that is plain to see."""
    match question:
        case SeveralChoices(maximum=1):
            return w["one"]
        case SeveralChoices(maximum=int(most)):
            return w["most"].format(number=most)
        case Ranking(top=int(top)):
            return w["rank_top"].format(number=top)
        case Ranking():
            return w["rank_all"].format(number=len(question.options))
        case Allocation():
            return w["share"].format(number=question.total)
        case _:
            return w[HOW[question.kind]] if question.kind in HOW else ""


def text(markdown: str) -> Markup:
    """An officer's Markdown on paper: its headings are no headings of the form."""
    return to_html(markdown, outline=False)
