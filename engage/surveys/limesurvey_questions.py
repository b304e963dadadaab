"""Which questions of ours does a question of LimeSurvey ask, by the letter of its type?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys.definition import (
    NOTHING,
    Allocation,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Option,
    Question,
    Ranking,
    Row,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.limesurvey_attributes import check
from engage.surveys.limesurvey_rows import LANGUAGES, SHEET, Asked, Line
from engage.surveys.limesurvey_words import Rows
from engage.surveys.xlsform_choices import OTHER, code_for, id_for
from engage.surveys.xpath import Asked as Named

PROBLEMS: dict[str, tuple[str, ...]] = {"type_refused": ("type",), "name_repeated": ("name",)}
REMARKS: dict[str, tuple[str, ...]] = {
    "question_split": ("name",),
    "comment_added": ("name",),
    "words_added": ("name",),
}
_FIVE = tuple(Option(f"point_{n}", Bilingual(str(n), str(n))) for n in range(1, 6))
_TEN = tuple(Option(f"point_{n}", Bilingual(str(n), str(n))) for n in range(1, 11))
_YES_NO = {"Y": Option("yes", Bilingual("Yes")), "N": Option("no", Bilingual("No"))}
_GENDER = {
    "F": Option("female", Bilingual("Female", "Benyw")),
    "M": Option("male", Bilingual("Male", "Gwryw")),
}
_CHANGE = {
    "I": Option("increase", Bilingual("Increase", "Cynyddu")),
    "S": Option("same", Bilingual("Same", "Yr un fath")),
    "D": Option("decrease", Bilingual("Decrease", "Lleihau")),
}
_UNCERTAIN = {**_YES_NO, "U": Option("uncertain", Bilingual("Uncertain", "Ansicr"))}
_FIXED: dict[str, Mapping[str, Option]] = {
    "5": {str(n): point for n, point in enumerate(_FIVE, 1)},
    "A": {str(n): point for n, point in enumerate(_FIVE, 1)},
    "B": {str(n): point for n, point in enumerate(_TEN, 1)},
    "Y": _YES_NO, "G": _GENDER, "C": _UNCERTAIN, "E": _CHANGE,
}  # fmt: skip
_COMMENT = Bilingual("Your comment", "Eich sylw")
_MORE = Bilingual("Please say more", "Dywedwch fwy")

Choices = list[tuple[str, Option]]  # the code in the file, and our option


@dataclass
class Questions:
    """The questions by the number of their row, what is only displayed, and what conditions may call them."""

    rows: Rows
    by_row: dict[int, tuple[Question, ...]] = field(default_factory=dict)
    displayed: dict[int, Bilingual] = field(default_factory=dict)
    asked: dict[str, Named] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _names: set[str] = field(default_factory=set)

    def take(self, asked: Asked) -> None:
        """Read one question; what cannot be expressed is noted."""
        kind, name = asked.line["type/scale"].upper(), asked.line["name"]
        check(self.rows, asked)
        if name in self._names:
            self.rows.refuse("name_repeated", asked.line, name=name)
        self._names.add(name)
        if kind == "X":
            self.displayed[asked.line.number] = self.rows.words(asked, asked.line, marked=True)
        elif kind in _MAKERS:
            self.by_row[asked.line.number] = tuple(_MAKERS[kind](self, asked))
        else:
            self.rows.refuse("type_refused", asked.line, type=kind)

    # --- what questions have in common ----------------------------------------------------------------------

    def _common(self, asked: Asked) -> dict[str, Any]:
        made = id_for(asked.line["name"], self._taken, "question")
        self._taken.add(made)
        return {
            "id": made,
            "title": self.rows.words(asked, asked.line),
            "hint": self.rows.words(asked, asked.line, "help"),
            "required": asked.line["mandatory"].upper() in ("Y", "S"),
        }

    def _choices(self, asked: Asked, lines: Iterable[Line]) -> Choices:
        found: dict[str, tuple[str, Option]] = {}
        for line in lines:
            code = code_for(line["name"].lower(), found, "option")
            found[code] = (line["name"], Option(code, self.rows.words(asked, line)))
        return list(found.values())

    def _with_other(self, asked: Asked, choices: Choices) -> Choices:
        if asked.line["other"].upper() != "Y":
            return choices
        label = self.rows.words(asked, asked.line, "other_replace_text")
        taken = {option.code for _, option in choices}
        other = replace(OTHER, code=code_for("other", taken, "option"), label=label or OTHER.label)
        return [*choices, ("-oth-", other)]

    def _name(
        self, name: str, question: Question, choices: Iterable[tuple[str, Option]] = (), **more: Any
    ) -> None:
        codes = {code: option.code for code, option in choices}
        self.asked[name] = Named(question.id, type(question), codes, **more)

    def _number(self, line: Line, attribute: str) -> float | None:
        try:
            number = float(line[attribute]) if line[attribute] else None
        except ValueError:
            self.rows.refuse("attribute_refused", line, attribute=attribute, value=line[attribute][:60])
            return None
        return int(number) if number is not None and number.is_integer() else number

    def _whole(self, line: Line, attribute: str) -> int | None:
        number = self._number(line, attribute)
        if isinstance(number, float):
            self.rows.refuse("attribute_refused", line, attribute=attribute, value=line[attribute][:60])
        return int(number) if number else None

    # --- one of several -------------------------------------------------------------------------------------

    def single(self, asked: Asked) -> Iterator[Question]:
        choices = self._with_other(asked, self._choices(asked, asked.answers))
        question = SingleChoice(**self._common(asked), options=tuple(option for _, option in choices))
        self._name(asked.line["name"], question, choices)
        yield question

    def single_with_comment(self, asked: Asked) -> Iterator[Question]:
        yield from self.single(asked)
        self.rows.notes.remark("comment_added", SHEET, asked.line.number, name=asked.line["name"])
        name = f"{asked.line['name']}_comment"
        made = id_for(name.lower(), self._taken, "question")
        self._taken.add(made)
        comment = LongText(id=made, title=_COMMENT)
        self._name(name, comment)
        yield comment

    def fixed(self, asked: Asked) -> Iterator[Question]:
        choices = self._fixed(asked)
        options, common = tuple(option for _, option in choices), self._common(asked)
        question: Question
        if asked.line["type/scale"] == "5":
            question = ScaleQuestion(**common, points=options)
        else:
            question = SingleChoice(**common, options=options)
        self._name(asked.line["name"], question, choices)
        yield question

    def _fixed(self, asked: Asked) -> Choices:
        choices = list(_FIXED[asked.line["type/scale"].upper()].items())
        if not all(option.label.complete for _, option in choices):
            self.rows.notes.remark("words_added", SHEET, asked.line.number, name=asked.line["name"])
        return choices

    # --- several --------------------------------------------------------------------------------------------

    def several(self, asked: Asked) -> Iterator[Question]:
        choices = self._with_other(asked, self._choices(asked, asked.subquestions))
        alone = {code.strip() for code in asked.line["exclude_all_others"].split(";")} - {""}
        if unknown := alone - {code for code, _ in choices}:
            value = ", ".join(sorted(unknown))
            self.rows.refuse("attribute_refused", asked.line, attribute="exclude_all_others", value=value)
        boxed = asked.line["type/scale"].upper() == "P"
        options = tuple(replace(option, exclusive=code in alone) for code, option in choices)
        if boxed:
            options = tuple(
                option if option.other else replace(option, other=_MORE, other_required=False)
                for option in options
            )
        question = SeveralChoices(
            **self._common(asked),
            options=options,
            minimum=self._whole(asked.line, "min_answers") or 0,
            maximum=self._whole(asked.line, "max_answers"),
        )
        self._name(asked.line["name"], question)
        for code, option in choices:
            ticked = Named(question.id, SingleChoice, {"Y": option.code}, part=True)
            self.asked[f"{asked.line['name']}_{code}"] = ticked
        yield question

    def ranking(self, asked: Asked) -> Iterator[Question]:
        choices = self._choices(asked, asked.answers or asked.subquestions)
        top = self._whole(asked.line, "max_answers")
        yield Ranking(
            **self._common(asked),
            options=tuple(option for _, option in choices),
            top=top if top != len(choices) else None,
        )

    # --- tables ---------------------------------------------------------------------------------------------

    def matrix(self, asked: Asked) -> Iterator[Question]:
        kind = asked.line["type/scale"].upper()
        rows = self._choices(asked, asked.subquestions)
        if kind in _FIXED:
            scales = [("scale", NOTHING, self._fixed(asked))]
        elif kind == "1":
            scales = [
                (
                    f"scale_{at + 1}",
                    self.rows.words(asked, asked.line, f"dualscale_header{letter}"),
                    self._points(asked, at),
                )
                for at, letter in enumerate("ab")
            ]
        else:
            scales = [("scale", NOTHING, self._points(asked, 0))]
        question = Matrix(
            **self._common(asked),
            rows=tuple(Row(option.code, option.label) for _, option in rows),
            scales=tuple(
                MatrixScale(code, tuple(option for _, option in points), title)
                for code, title, points in scales
            ),
        )
        for name, row in rows:
            for at, (code, _, points) in enumerate(scales):
                ending, scale = (f"_{at}", code) if kind == "1" else ("", "")
                self._name(
                    f"{asked.line['name']}_{name}{ending}",
                    question,
                    points,
                    row=row.code,
                    scale=scale,
                    part=True,
                )
        yield question

    def _points(self, asked: Asked, scale: int) -> Choices:
        return self._choices(
            asked, (each for each in asked.answers if (each["type/scale"] or "0") == str(scale))
        )

    # --- numbers, dates, text -------------------------------------------------------------------------------

    def number(self, asked: Asked) -> Iterator[Question]:
        question = self._numeric(asked, self._common(asked))
        self._name(asked.line["name"], question, whole=question.decimals == 0)
        yield question

    def _numeric(self, asked: Asked, common: dict[str, Any]) -> NumberQuestion:
        line = asked.line
        return NumberQuestion(
            **common,
            minimum=self._number(line, "min_num_value_n"),
            maximum=self._number(line, "max_num_value_n"),
            decimals=0 if line["num_value_int_only"] == "1" else 2,
            unit=self.rows.words(asked, line, "suffix"),
        )

    def numbers(self, asked: Asked) -> Iterator[Question]:
        """Several numbers: shares of a sum, or questions of their own."""
        total = self._whole(asked.line, "equals_num_value")
        if total:
            choices = self._choices(asked, asked.subquestions)
            question = Allocation(
                **self._common(asked), options=tuple(option for _, option in choices), total=total
            )
            for code, _ in choices:
                self._name(f"{asked.line['name']}_{code}", question)
            yield question
            return
        for code, common in self._split(asked):
            number = self._numeric(asked, common)
            self._name(f"{asked.line['name']}_{code}", number, whole=number.decimals == 0)
            yield number

    def short_texts(self, asked: Asked) -> Iterator[Question]:
        for code, common in self._split(asked):
            question = ShortText(**common)
            self._name(f"{asked.line['name']}_{code}", question)
            yield question

    def _split(self, asked: Asked) -> Iterator[tuple[str, dict[str, Any]]]:
        """What each subquestion is as a question of its own."""
        self.rows.notes.remark("question_split", SHEET, asked.line.number, name=asked.line["name"])
        whole = self._common(asked)
        for line in asked.subquestions:
            made = id_for(f"{whole['id']}_{line['name'].lower()}", self._taken, "question")
            self._taken.add(made)
            title = self.rows.words(asked, line)
            both = {each: ": ".join(filter(None, (whole["title"][each], title[each]))) for each in LANGUAGES}
            yield line["name"], {**whole, "id": made, "title": Bilingual(**both)}

    def day(self, asked: Asked) -> Iterator[Question]:
        if re.search(r"[HhMi]{1,2}:|HH", asked.line["date_format"]):
            self.rows.refuse(
                "attribute_refused", asked.line, attribute="date_format", value=asked.line["date_format"]
            )
        question = DateQuestion(
            **self._common(asked),
            earliest=self._day(asked.line, "date_min"),
            latest=self._day(asked.line, "date_max"),
        )
        self._name(asked.line["name"], question)
        yield question

    def _day(self, line: Line, attribute: str) -> date | None:
        try:
            return date.fromisoformat(line[attribute]) if line[attribute] else None
        except ValueError:
            self.rows.refuse("attribute_refused", line, attribute=attribute, value=line[attribute][:60])
            return None

    def text(self, asked: Asked) -> Iterator[Question]:
        kind: type[ShortText | LongText] = ShortText if asked.line["type/scale"].upper() == "S" else LongText
        question = kind(**self._common(asked))
        if limit := self._whole(asked.line, "maximum_chars"):
            question = replace(question, limit=limit)
        self._name(asked.line["name"], question)
        yield question

    def files(self, asked: Asked) -> Iterator[Question]:
        """As many files as there may be, but no more than we take."""
        wanted = self._whole(asked.line, "max_num_of_files") or 1
        question = FileQuestion(**self._common(asked), maximum=min(wanted, FileQuestion.MOST))
        self._name(asked.line["name"], question)
        yield question


_MAKERS: dict[str, Callable[[Questions, Asked], Iterator[Question]]] = {
    "L": Questions.single, "!": Questions.single, "O": Questions.single_with_comment,
    "Y": Questions.fixed, "G": Questions.fixed, "5": Questions.fixed,
    "M": Questions.several, "P": Questions.several, "R": Questions.ranking,
    **dict.fromkeys("FABCEH1", Questions.matrix),
    "N": Questions.number, "K": Questions.numbers, "Q": Questions.short_texts, "D": Questions.day,
    "S": Questions.text, "T": Questions.text, "U": Questions.text, "|": Questions.files,
}  # fmt: skip
