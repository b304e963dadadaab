"""Which definition does a survey structure of LimeSurvey describe?

Every group is a section with a page, which is divided where a condition speaks of the same page. The words of
both languages are found by the codes of their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engage.bilingual import Bilingual
from engage.errors import Invalid
from engage.surveys import text
from engage.surveys.definition import (
    Answered,
    Condition,
    Definition,
    Page,
    Section,
)
from engage.surveys.expressions import Call, Expression, Grammar, Ref, Unreadable, parsed
from engage.surveys.html_words import markdown, plain
from engage.surveys.limesurvey_questions import Questions
from engage.surveys.limesurvey_rows import LANGUAGES, SHEET, Group, Line, Structure, structure
from engage.surveys.limesurvey_words import Rows
from engage.surveys.paging import Asked as Item
from engage.surveys.paging import Words, both, pages
from engage.surveys.remarks import Notes, Reading, in_order
from engage.surveys.xlsform_choices import id_for
from engage.surveys.xpath import condition_of

PROBLEMS: dict[str, tuple[str, ...]] = {
    "condition_unreadable": ("condition",),
    "never_asked": (),
}
REMARKS: dict[str, tuple[str, ...]] = {"page_divided": (), "condition_to_check": ("condition",)}
SCRIPT = Grammar(
    re.compile(
        r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
        r"|(?P<sign>&&|\|\||<=|>=|==|!=|[<>(),!]|\b(?:and|or|eq|ne|lt|le|gt|ge)\b)"
        r"|(?P<name>[A-Za-z]\w*(?=\s*\())|(?P<ref>[A-Za-z]\w*(?:\.\w+)?)|(?P<end>$))"
    ),
    {"&&": "and", "||": "or", "==": "=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="},
)
_SUFFIXES = ("", "NAOK", "code", "value")
_TEXTS = {"surveyls_title": False, "surveyls_description": True, "surveyls_welcometext": True}


def read_limesurvey(content: bytes) -> Reading:
    """Read a TSV file. Raises Invalid with everything that we cannot express, by its row."""
    notes = Notes()
    definition = _Reader(structure(content, notes), notes).definition()
    if notes.problems:
        raise Invalid(in_order(notes.problems))
    return Reading(definition, in_order(notes.remarks))


@dataclass
class _Reader:
    structure: Structure
    notes: Notes
    taken: dict[str, set[str]] = field(default_factory=lambda: {"section": set(), "page": set()})

    def definition(self) -> Definition:
        rows = Rows(self.structure, self.notes)
        self._rows, self._questions = rows, Questions(rows)
        groups = self.structure.groups.get(self.structure.first, [])
        for group in groups:
            for asked in group.asked:
                self._questions.take(asked)
        title, description, welcome = (self._text(name, marked) for name, marked in _TEXTS.items())
        intro = Bilingual(*("\n\n".join(filter(None, (description[x], welcome[x]))) for x in LANGUAGES))
        sections = tuple(self._section(at, group) for at, group in enumerate(groups))
        return Definition(title=title, intro=intro, sections=sections)

    def _text(self, name: str, marked: bool) -> Bilingual:
        read = markdown if marked else plain
        words = {}
        for language in LANGUAGES:
            words[language], strange = read(self.structure.texts.get((name, language), ""))
            for tag in sorted(strange):
                self.notes.refuse("html_refused", SHEET, tag=tag)
        return Bilingual(**{language: text.lines(each) for language, each in words.items()})

    # --- sections and pages ---------------------------------------------------------------------------------

    def _section(self, at: int, group: Group) -> Section:
        title = self._rows.group_words(at, "name")
        name = self._id("section", title[self.structure.first] or title.en or title.cy)
        body = self._rows.group_words(at, "text", marked=True)
        items: list[Words | Item] = [Words(body, None, group.line.number)] if body else []
        made = list(self._pages([*items, *self._items(group)], name, title))
        return Section(id=name, title=title, parts=tuple(made), show_if=self._condition(group.line))

    def _pages(self, items: list[Words | Item], name: str, title: Bilingual) -> Iterator[Page]:
        if self.structure.settings.get("format", "G").upper() != "S":
            yield from self._divided(items, name, title)
            return
        for item in items:  # question by question
            alone = item.question.title if isinstance(item, Item) else title
            yield from self._divided([item], name, alone)

    def _divided(self, items: list[Words | Item], name: str, title: Bilingual) -> Iterator[Page]:
        return pages(
            items,
            new_id=lambda: self._id("page", name),
            title=title,
            divided=lambda item: self.notes.remark("page_divided", SHEET, item.row),
        )

    def _items(self, group: Group) -> Iterator[Words | Item]:
        for asked in group.asked:
            show_if, row = self._condition(asked.line), asked.line.number
            if body := self._questions.displayed.get(row):
                yield Words(body, show_if, row)
            for question in self._questions.by_row.get(row, ()):
                yield Item(replace(question, show_if=both(show_if, question.show_if)), row)

    def _id(self, sort: str, name: str) -> str:
        made = id_for(name, self.taken[sort], sort)
        self.taken[sort].add(made)
        return made

    # --- conditions -----------------------------------------------------------------------------------------

    def _condition(self, line: Line) -> Condition | None:
        written = line["relevance"]
        if written in ("", "1"):
            return None
        if written == "0":
            self.notes.refuse("never_asked", SHEET, line.number)
            return None
        try:
            read = parsed(written, SCRIPT)
            if _denies_unasked(read):
                self.notes.remark("condition_to_check", SHEET, line.number, condition=written)
            return condition_of(_without_suffixes(read), self._questions.asked)
        except Unreadable:
            self.notes.refuse("condition_unreadable", SHEET, line.number, condition=written)
            return Answered("")


def _without_suffixes(expression: Expression) -> Expression:
    """``Q1.NAOK`` is the answer to Q1."""
    match expression:
        case Ref(name):
            stem, _, suffix = name.partition(".")
            if suffix not in _SUFFIXES:
                raise Unreadable
            return Ref(stem)
        case Call(name, arguments):
            return Call(name, tuple(_without_suffixes(each) for each in arguments))
    return expression


def _denies_unasked(expression: Expression) -> bool:
    """Is something denied of a question without NAOK? Then LimeSurvey means: only when it was asked."""
    match expression:
        case Call("!=" | "not" | "is_empty", arguments):
            return any(_bare(each) for each in arguments)
        case Call(_, arguments):
            return any(_denies_unasked(each) for each in arguments)
    return False


def _bare(expression: Expression) -> bool:
    match expression:
        case Ref(name):
            return "." not in name
        case Call(_, arguments):
            return any(_bare(each) for each in arguments)
    return False
