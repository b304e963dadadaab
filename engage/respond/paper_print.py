"""What is printed of a form around its questions, and how is each note said?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from engage.markdown import to_html
from engage.respond.paper import Asked, Form, Gate
from engage.respond.paper_routes import goes
from engage.respond.paper_routing_words import Note, Words
from engage.respond.paper_words import OTHER_LANGUAGE, words
from engage.surveys import presentation
from engage.surveys.definition import LongText, Page, Question, SeveralChoices
from engage.surveys.variant import OwnMedia
from engage.surveys.ways import EASY_READ, Way

_HEADING = re.compile(r"<(/?)h[2-6][^>]*>")
RULES = ((200, 2), (500, 4), (1200, 6), (3000, 9))  # up to so many characters, so many lines to write on
MOST_RULES = 14


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


def shows_title(page: Page, section_title: str, lang: str) -> bool:
    """Is the page's title more than what stands right above or below it?"""
    title = page.title[lang]
    return bool(title) and title != section_title and not presentation.is_heading(page)


def instruction(question: Question, w: Mapping[str, str]) -> str:
    """What somebody with a pen does to answer this question; empty where that is plain to see."""
    if isinstance(question, SeveralChoices) and question.maximum is not None:
        return w["one"] if question.maximum == 1 else w["most"].format(number=question.maximum)
    said = {"single": "one", "scale": "one", "several": "all", "matrix": "each", "number": "number"}
    said |= {"postcode": "postcode", "consent": "consent", "allocation": "share", "file": "enclose"}
    if question.kind == "ranking":
        top, options = getattr(question, "top", None), getattr(question, "options", ())
        return w["rank_top" if top else "rank_all"].format(number=top or len(options))
    number = getattr(question, "total", "")
    return w[said[question.kind]].format(number=number) if question.kind in said else ""


def text(markdown: str) -> Markup:
    """An officer's Markdown on paper: its headings are no headings of the form."""
    html = _HEADING.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", to_html(markdown))
    return Markup(html)  # noqa: S704 - what was cleaned, with other tags of ours
