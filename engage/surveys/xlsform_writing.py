"""How is a definition written as the rows of an XLSForm?

What the format has is written in its own columns. `engage_part` says what a row is for us where that cannot
be seen, and `engage_was` what it was called, so that a new name is known to be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engage.bilingual import Bilingual
from engage.surveys.choices import choices, points
from engage.surveys.constraints import constraint
from engage.surveys.definition import (
    NOTHING,
    Allocation,
    Block,
    Condition,
    Consent,
    DateQuestion,
    Definition,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Page,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    Section,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.xlsform_choices import NO_CHOICE, NOT_APPLICABLE
from engage.surveys.xlsform_names import Names, boxes, distinct
from engage.surveys.xlsform_reading import BODY, INTRO, ITEM, OTHER, PAGE, SECTION, TITLE_CY
from engage.surveys.xlsform_rows import DASH, words_for
from engage.surveys.xpath import Inexpressible, Named, expression

LANGUAGES = {"en": "English (en)", "cy": "Cymraeg (cy)"}
SURVEY = (
    "type", "name", *(f"label::{each}" for each in LANGUAGES.values()),
    *(f"hint::{each}" for each in LANGUAGES.values()), "required", "relevant", "constraint", "appearance",
    "repeat_count", "calculation", "engage_part", "engage_was",
)  # fmt: skip
CHOICES = (
    "list_name",
    "name",
    *(f"label::{each}" for each in LANGUAGES.values()),
    "engage_part",
    "engage_was",
)
BLOCK = "block"
_TYPES = {
    SingleChoice: "select_one", ScaleQuestion: "select_one", SeveralChoices: "select_multiple",
    Consent: "select_multiple", Ranking: "rank", DateQuestion: "date", ShortText: "text", LongText: "text",
    PostcodeQuestion: "text", FileQuestion: "file",
}  # fmt: skip
_LOOKS = {ScaleQuestion: "likert", LongText: "multiline"}

Cells = dict[str, str]


def rows(definition: Definition) -> dict[str, list[Cells]]:
    """The rows of every sheet, by heading."""
    writer = _Writer(definition)
    survey = list(writer.survey())
    title = definition.title
    settings = {
        "form_title": title.en, "form_id": "survey", "default_language": LANGUAGES["en"], TITLE_CY: title.cy,
    }  # fmt: skip
    return {"survey": survey, "choices": writer.choices, "settings": [settings]}


@dataclass
class _Writer:
    """Writes one definition, row after row, and the lists of choices that it needs on the way."""

    definition: Definition
    choices: list[Cells] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._names = Names.of(self.definition)
        self._lists: dict[tuple[tuple[str, Bilingual, str], ...], str] = {}
        self._written = 0  # questions

    def survey(self) -> Iterator[Cells]:
        if self.definition.intro:
            yield self._row("note", INTRO, INTRO, self.definition.intro)
        for section in self.definition.sections:
            yield from self._section(section)

    def _section(self, section: Section) -> Iterator[Cells]:
        row = self._row("begin_group", section.id, SECTION, section.title)
        yield row | self._relevant(section.show_if)
        for part in section.parts:
            yield from self._block(part) if isinstance(part, Block) else self._page(part)
        yield {"type": "end_group"}

    def _page(self, page: Page) -> Iterator[Cells]:
        row = self._row("begin_group", page.id, PAGE, page.title)
        yield row | {"appearance": "field-list"} | self._relevant(page.show_if)
        if page.body:
            yield self._row("note", f"{page.id}_{BODY}", BODY, page.body)
        for question in page.questions:
            named = self._names.questions[self._written]
            yield from self._question(question, named)
            self._written += 1
        yield {"type": "end_group"}

    def _block(self, block: Block) -> Iterator[Cells]:
        row = self._row("begin_repeat", block.id, BLOCK, NOTHING)
        items = [(item.code, item.label, ITEM) for item in block.items]
        self._list(row["name"], items, shared=False)
        picker = self._names.by_id.get(block.picked_by)
        picked = f"${{{picker.name}}}" if picker and isinstance(picker.question, SeveralChoices) else ""
        count = f"count-selected({picked})" if picked else str(len(items))
        yield row | {"repeat_count": count} | self._relevant(block.show_if)
        chosen = picked or "'" + " ".join(distinct(code for code, *_ in items)) + "'"
        item = self._row("calculate", f"{row['name']}_{ITEM}", ITEM, NOTHING)
        yield item | {"calculation": f"selected-at({chosen}, position(..) - 1)"}
        for page in block.pages:
            yield from self._page(page)
        yield {"type": "end_repeat"}

    # --- questions ------------------------------------------------------------------------------------------

    def _question(self, question: Question, named: Named) -> Iterator[Cells]:
        relevant = self._relevant(question.show_if)
        match question:
            case Matrix():
                yield from self._matrix(question, named, relevant)
            case Allocation():
                yield from self._allocation(question, named, relevant)
            case _:
                yield self._asked(question, named) | relevant
                yield from self._boxes(question, named)

    def _asked(self, question: Question, named: Named) -> Cells:
        words = _words("label", question.title, needed=not question.hint) | _words("hint", question.hint)
        return words | _cells(
            type=self._type(question, named),
            name=named.name,
            required=_required(question),
            constraint=constraint(question, {code: name for (_, code), name in named.codes.items()}),
            appearance=_LOOKS.get(type(question), ""),
            engage_part=question.kind,
            engage_was=named.name,
        )

    def _type(self, question: Question, named: Named) -> str:
        if isinstance(question, NumberQuestion):
            return "decimal" if question.decimals > 0 else "integer"
        kind = _TYPES[type(question)]
        if kind in ("text", "date", "file"):
            return kind
        return f"{kind} {self._list(named.name, _parted(question))}"

    def _boxes(self, question: Question, named: Named) -> Iterator[Cells]:
        for name, (chosen, option) in zip(self._names.boxes[self._written], boxes(question), strict=True):
            several = isinstance(question, SeveralChoices)
            is_chosen = (
                f"selected(${{{named.name}}}, '{chosen}')" if several else f"${{{named.name}}} = '{chosen}'"
            )
            yield _cells(
                type="text",
                name=name,
                relevant=is_chosen,
                required="yes" if option.other_required else "",
                engage_part=OTHER,
                engage_was=name,
            ) | _words("label", option.other, needed=True)  # fmt: skip

    def _allocation(self, question: Allocation, named: Named, relevant: Cells) -> Iterator[Cells]:
        yield self._group(question, named) | relevant
        for option, (*_, name) in zip(question.options, named.cells, strict=True):
            row = _cells(type="integer", name=name, required=_required(question), engage_was=name)
            yield row | _words("label", option.label, needed=True)
        yield {"type": "end_group"}

    def _group(self, question: Question, named: Named) -> Cells:
        row = _cells(type="begin_group", name=named.name, engage_part=question.kind, engage_was=named.name)
        return row | _words("label", question.title) | _words("hint", question.hint)

    def _matrix(self, question: Matrix, named: Named, relevant: Cells) -> Iterator[Cells]:
        group = self._group(question, named) | relevant
        several = len(question.scales) > 1 and question.rows
        looks = {"appearance": "table-list"} if question.rows and len(question.scales) == 1 else {}
        yield group | looks
        for place, scale in enumerate(question.scales if question.rows else ()):
            if several:
                name = self._names.free(f"{named.name}_{scale.code}", "scale")
                row = _cells(type="begin_group", name=name, appearance="table-list", engage_was=name)
                yield row | {"engage_part": "scale"} | _words("label", scale.title)
            yield from self._grid(question, place, scale, named)
            if several:
                yield {"type": "end_group"}
        yield {"type": "end_group"}

    def _grid(self, question: Matrix, place: int, scale: MatrixScale, named: Named) -> Iterator[Cells]:
        first = place * len(question.rows)
        cells = named.cells[first : first + len(question.rows)]
        for row, (*_, name) in zip(question.rows, cells, strict=True):
            used = self._list(f"{named.name}_{scale.code}", _parted(scale))
            written = _cells(type=f"select_one {used}", name=name, required=_required(question))
            yield written | {"engage_was": name} | _words("label", row.label, needed=True)

    # --- what rows have in common ---------------------------------------------------------------------------

    def _row(self, kind: str, wanted: str, part: str, label: Bilingual) -> Cells:
        name = self._names.free(wanted, part)
        needed = kind == "note"
        return _cells(type=kind, name=name, engage_part=part, engage_was=name) | _words(
            "label", label, needed
        )

    def _relevant(self, show_if: Condition | None) -> Cells:
        try:
            return {"relevant": expression(show_if, self._names.by_id)} if show_if else {}
        except Inexpressible:
            return {}

    def _list(self, wanted: str, options: list[tuple[str, Bilingual, str]], shared: bool = True) -> str:
        """The name of the list with these choices: one for all questions that have the same."""
        key = tuple(options)
        if shared and key in self._lists:
            return self._lists[key]
        taken = {row["list_name"] for row in self.choices}
        name = wanted if wanted not in taken else next(
            each for number in range(2, len(taken) + 3) if (each := f"{wanted}_{number}") not in taken
        )  # fmt: skip
        if shared:
            self._lists[key] = name
        for written, (_, label, part) in zip(distinct(code for code, *_ in options), options, strict=True):
            row = _cells(list_name=name, name=written, engage_part=part, engage_was=written)
            self.choices.append(row | _words("label", label, needed=True))
        if not options:
            none = _cells(list_name=name, name=NO_CHOICE, engage_part=NO_CHOICE)
            self.choices.append(none | _words("label", NOTHING, needed=True))
        return name


def _parted(question: Question | MatrixScale) -> list[tuple[str, Bilingual, str]]:
    """The choices with what each is."""
    if not isinstance(question, ScaleQuestion | MatrixScale):
        return [(option.code, option.label, "") for option in choices(question)]
    return [
        (option.code, option.label, NOT_APPLICABLE if option is question.not_applicable else "")
        for option in points(question)
    ]


def _required(question: Question) -> str:
    return "yes" if question.required else ""


def _cells(**cells: str) -> Cells:
    return {name: written for name, written in cells.items() if written}


def _words(column: str, words: Bilingual, needed: bool = False) -> Cells:
    safe = words_for(words)
    found = {f"{column}::{name}": safe[each] for each, name in LANGUAGES.items() if safe[each].strip()}
    return found or ({f"{column}::{LANGUAGES['en']}": DASH} if needed else {})
