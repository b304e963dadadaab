"""How does an officer retype a survey, knowing nothing but its pages?

What is typed comes from a definition, in the language that is written first. The pages make the ids of
sections, pages and blocks from their titles: `write` gives the survey back under the ids that they made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from engage.surveys import clauses
from engage.surveys.block_reading import ADD_NAME, TAKE_OPTIONS
from engage.surveys.clauses import Clause, Group, Path
from engage.surveys.definition import Block, Condition, Definition, Page, Question, Section
from engage.surveys.question_set import Origin
from engage.surveys.question_sheet import TICKED, sheet
from engage.surveys.steering import EQUALITY
from engage.surveys.texts import key_of
from engage.surveys.tour import tour
from engage.surveys.typed_rows import Typed
from engage.surveys.variant import Variant
from tests.journeys.desk import Desk

PASTED = ("options", "points", "rows", "areas")


def write(desk: Desk, number: int, survey: Definition, first: str) -> Definition:
    """Write a consultation's whole survey in this language; what it shall be once it is translated."""
    return Author(desk, number, first).write(survey)


@dataclass
class Author:
    """Whoever writes the survey of the consultation with this number, and what its parts are called there."""

    desk: Desk
    number: int
    first: str  # the language
    called: dict[str, str] = field(default_factory=dict)  # the id that the pages made, by the key in the file

    def write(self, survey: Definition) -> Definition:
        self._begin()
        self._settings(survey)
        self.desk.follow("surveys_edit.section")  # which an empty survey has to begin with
        for section in survey.sections:
            self._section(section)
            self.desk.follow("surveys_edit.add_section")
        self._routes(survey)
        wanted = renamed(survey, self.called)
        for variant in wanted.variants:
            self._variant(variant)
        return wanted

    def _open(self, endpoint: str, **values: Any) -> None:
        self.desk.open(endpoint, consultation_id=self.number, **values)

    def _save(self, fields: dict[str, Any], button: str = "") -> None:
        self.desk.type(fields)
        self.desk.press(button)

    def _words(self, part: Any, *names: str) -> dict[str, str]:
        """These texts of a part, as fields in the language that is written first."""
        return {f"{name}_{self.first}": getattr(part, name)[self.first] for name in names}

    # the whole survey

    def _begin(self) -> None:
        self._open("surveys_start.begin")
        self._save({"begin_with": "empty", "written_in": self.first})

    def _settings(self, survey: Definition) -> None:
        self.desk.follow("surveys_edit.settings")
        fields: dict[str, Any] = self._words(survey, "title", "intro", "welsh_effects")
        fields |= {"minutes": str(survey.minutes), "contact": list(survey.contact)}
        if module := survey.equality:
            fields |= {"equality": module.set, "characteristics": list(module.characteristics)}
        self._save(fields)

    # sections, blocks and pages

    def _section(self, section: Section) -> None:
        self._save(self._words(section, "title"))
        home = self._made(section)
        place = f"first {home}"
        for part in section.parts:
            if isinstance(part, Block):
                self._block(part, home)
                place = f"after block:{self.called[key_of(part)]}"
            else:
                self._page(part, home, place)
                place = f"after page:{self.called[key_of(part)]}"

    def _block(self, block: Block, home: str) -> None:
        self.desk.follow("surveys_blocks.add", to=home)
        if block.picked_by:
            self._save({"picked_by": block.picked_by}, TAKE_OPTIONS)
        else:
            self._paste("items", [item.label[self.first] for item in block.items])
        names = [name for name, _ in block.items[0].data]
        for name in names:
            self._save({"new_name": name}, ADD_NAME)
        cells = {
            f"items-{row}-data-{names.index(name)}-text_{self.first}": words[self.first]
            for row, item in enumerate(block.items)
            for name, words in item.data
        }
        self._save(cells, "save")
        home = self._made(block)
        for page in block.pages:
            self._page(page, home)

    def _page(self, page: Page, home: str, place: str = "") -> None:
        if any(question.origin for question in page.questions):
            self._from_library(page, place)
            return
        self.desk.follow("surveys_edit.add_page", to=home)
        ticks = {name: ["y"] if getattr(page, name) else [] for name in ("ends", "safe_exit")}
        self._save({**self._words(page, "title", "body"), **ticks})
        self._made(page)
        if page.questions:
            self.desk.follow("surveys_questions.choose", page_id=self.called[key_of(page)])
        for question in page.questions:
            self._question(question, "save" if question is page.questions[-1] else "more")

    def _from_library(self, page: Page, place: str) -> None:
        """Insert a standard page, whose questions and conditions are those of its set."""
        origins = [Origin.read(question.origin) for question in page.questions]
        self.desk.follow("surveys_library.choose")
        self.desk.follow("surveys_library.insert", set_id=origins[0].set)
        self._save({"chosen": [origin.question for origin in origins], "place": place})
        self._made(page)
        self.desk.follow("surveys_edit.page", page_id=self.called[key_of(page)])
        self._save(self._words(page, "title", "body"))

    def _made(self, part: Section | Block | Page) -> str:
        """Read on the contents what the last part of this sort is called; its key."""
        if isinstance(part, Page):
            made = [values["page_id"] for _, values in self.desk.links("surveys_questions.choose")][-1]
        else:
            sort = key_of(part).partition(":")[0]
            homes = [values["to"] for _, values in self.desk.links("surveys_edit.add_page")]
            made = [key.partition(":")[2] for key in homes if key.startswith(f"{sort}:")][-1]
        self.called[key_of(part)] = made
        return f"{key_of(part).partition(':')[0]}:{made}"

    # questions

    def _question(self, question: Question, button: str) -> None:
        self.desk.follow("surveys_questions.add", kind=question.kind)
        typed = sheet(question)
        if len(typed.rows("scales")) > 1:
            self.desk.press("scales-add")
        for name, labels in self._lists(typed):
            self._paste(name, labels)
        self._save(dict(self._fields(typed)) | {"code": question.id}, button)

    def _lists(self, typed: Typed, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
        """Every list that can be pasted, by its name in the form."""
        for name, rows in typed.lists.items():
            if name in PASTED:
                yield prefix + name, [row[f"label_{self.first}"] for row in rows]
            for at, row in enumerate(rows):
                yield from self._lists(row, f"{prefix}{name}-{at}-")

    def _paste(self, name: str, lines: list[str]) -> None:
        self._save({f"{name}_pasted_{self.first}": "\n".join(lines)}, f"{name}-paste")

    def _fields(self, typed: Typed, prefix: str = "", pasted: bool = False) -> Iterator[tuple[str, Any]]:
        """What is typed once the lists are pasted: all but words of the other language, and their labels."""
        for name, text in typed.fields.items():
            word, _, language = name.rpartition("_")
            is_other = language in ("en", "cy") and (language != self.first or (pasted and word == "label"))
            if text and not is_other:
                yield prefix + name, [text] if text == TICKED else text
        for name, rows in typed.lists.items():
            for at, row in enumerate(rows):
                yield from self._fields(row, f"{prefix}{name}-{at}-", name in PASTED)

    # routes

    def _routes(self, survey: Definition) -> None:
        """Say of whom each part is asked; the library brings the routes of its own pages."""
        self._open("surveys_desk.overview")
        doors = {values["part"]: href for href, values in self.desk.links("surveys_routing.edit")}
        for stop in tour(survey):
            part = stop.part
            ours = not (isinstance(part, Page) and any(each.origin for each in part.questions))
            if part.show_if and ours and not getattr(part, "origin", ""):
                sort, _, name = key_of(part).partition(":")
                self.desk.go(doors[f"{sort}:{self.called.get(key_of(part), name)}"])
                self._route(part.show_if)
        if survey.equality and survey.equality.show_if:
            self._open("surveys_routing.map")
            self.desk.follow("surveys_routing.edit", part=EQUALITY)
            self._route(survey.equality.show_if)

    def _route(self, condition: Condition) -> None:
        self._group(clauses.opened(condition), ())
        self.desk.press("save")

    def _group(self, group: Group, path: Path) -> None:
        """Fill in a group, which has one sentence to begin with."""
        begin = clauses.name(path)
        if isinstance(group.parts[0], Group):
            self.desk.press(f"remove {clauses.name((*path, 0))}")
        self.desk.type({f"{begin}-join": str(group.join)})
        for at, part in enumerate(group.parts):
            inner = (*path, at)
            if isinstance(part, Group):
                self.desk.press(f"group {begin}")
                self._group(part, inner)
            else:
                if at:
                    self.desk.press(f"add {begin}")
                self._clause(part, clauses.name(inner))

    def _clause(self, clause: Clause, begin: str) -> None:
        self._save({f"{begin}-question": clause.question}, f"show {begin}")
        said = {name: getattr(clause, name) for name in ("row", "scale", "test", "low", "high", "codes")}
        self.desk.type({f"{begin}-{name}": value for name, value in said.items() if value})

    # variants

    def _variant(self, variant: Variant) -> None:
        self._open("surveys_variants.index")
        self.desk.follow("surveys_variants.add")
        self._save({"code": variant.code})
        own = {key: words[self.first] for key, words in variant.words}
        for href, _ in self.desk.links("surveys_variants.words"):
            self.desk.go(href)
            fields = {f"{key}:{self.first}": text for key, text in own.items()}
            there = set(self.desk.page.xpath("//form[@id='page-form']//textarea/@name"))
            self._save({name: text for name, text in fields.items() if name in there}, "back")


def renamed(survey: Definition, called: dict[str, str]) -> Definition:
    """The survey with its sections, pages and blocks under other ids, given by their keys."""

    def part(old: Any) -> Any:
        inner = {
            name: tuple(map(part, getattr(old, name))) for name in ("parts", "pages") if hasattr(old, name)
        }
        return replace(old, id=called[key_of(old)], **inner)

    def key(old: str) -> str:
        of, slash, rest = old.partition("/")
        return f"{of.partition(':')[0]}:{called[of]}{slash}{rest}" if of in called else old

    variants = (
        replace(each, words=tuple((key(name), words) for name, words in each.words))
        for each in survey.variants
    )
    return replace(survey, sections=tuple(map(part, survey.sections)), variants=tuple(variants))
