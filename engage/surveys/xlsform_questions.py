"""Which question of ours does a row, or a group of rows, of an XLSForm ask?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from engage.surveys.constraints import constrained
from engage.surveys.definition import (
    Allocation,
    Consent,
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
    Row,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.expressions import Unreadable
from engage.surveys.remarks import Notes
from engage.surveys.xlsform_choices import NOT_APPLICABLE, OTHER, Choice, Lists, code_for, id_for
from engage.surveys.xlsform_outline import Node, every
from engage.surveys.xpath import Asked

PROBLEMS: dict[str, tuple[str, ...]] = {
    "type_refused": ("type",),
    "name_missing": (),
    "name_repeated": ("name",),
    "list_missing": ("list",),
    "matrix_mixed": (),
    "required_unclear": (),
    "required_in_part": (),
    "constraint_unreadable": ("constraint",),
    "range_unclear": (),
    "appearance_refused": ("appearance",),
    "cell_not_here": ("column",),
    "words_not_here": (),
}
REMARKS: dict[str, tuple[str, ...]] = {"appearance_left_out": ("appearance",)}
YES, _NO = ("yes", "true", "true()", "1"), ("", "no", "false", "false()", "0")
_ONLY_LOOKS = {
    "minimal", "quick", "quickcompact", "compact", "horizontal", "horizontal-compact", "columns",
    "columns-pack", "columns-flex", "numbers", "thousands-sep", "autocomplete", "no-calendar", "no-ticks",
    "vertical", "no-buttons",
}  # fmt: skip
_OURS = {
    "select_one": {"likert"},
    "text": {"multiline"},
    "group": {"field-list", "table-list"},
}
_STEPS = {"": 0, "1": 0, "0.1": 1, "0.01": 2, "0.001": 3, "0.0001": 4}


@dataclass
class Questions:
    """The questions of a form by the number of their row, and what conditions may call them."""

    lists: Lists
    notes: Notes
    by_row: dict[int, Question] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)  # by the id of the question
    names: set[str] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)

    def take(self, nodes: list[Node]) -> None:
        """Read every question among these nodes and inside them."""
        for node in nodes:
            self._check(node)
            if is_question(node):
                for inner in every(node.inside):
                    self._check(inner)
                self._question(node)
            else:
                self.take(node.inside)

    # --- what every row has ---------------------------------------------------------------------------------

    def refuse(self, code: str, node: Node, /, **parameters: Any) -> None:
        self.notes.refuse(code, "survey", node.row.number, **parameters)

    def _check(self, node: Node) -> None:
        name = node.row["name"]
        if not name and node.kind != "note":
            self.refuse("name_missing", node)
        elif name and name in self.names:
            self.refuse("name_repeated", node, name=name)
        self.names.add(name)
        self._check_looks(node)
        allowed = {"repeat": ("repeat_count",), "calculate": ("calculation",)}
        for column in ("repeat_count", "calculation", "parameters", "constraint", "required"):
            if node.row[column] and not self._may_have(node, column, allowed.get(node.kind, ())):
                self.refuse("cell_not_here", node, column=column)

    @staticmethod
    def _may_have(node: Node, column: str, also: tuple[str, ...]) -> bool:
        if column == "parameters":
            return node.kind == "range"
        if column in ("constraint", "required"):
            return node.kind not in ("group", "repeat", "note", "calculate") or node.row[column] in _NO
        return column in also

    def _check_looks(self, node: Node) -> None:
        for appearance in node.row["appearance"].split():
            if appearance in _OURS.get(node.kind, ()):
                continue
            only_looks = appearance in _ONLY_LOOKS or (appearance[0] == "w" and appearance[1:].isdigit())
            if only_looks or appearance.startswith("columns-"):
                number = node.row.number
                self.notes.remark("appearance_left_out", "survey", number, appearance=appearance)
            else:
                self.refuse("appearance_refused", node, appearance=appearance)

    def _id(self, node: Node) -> str:
        made = id_for(node.row["name"], self._taken, "question")
        if made != node.row["name"].lower() and node.row["name"]:
            self.notes.remark("code_made", "survey", node.row.number, name=node.row["name"], code=made)
        self._taken.add(made)
        return made

    def _required(self, node: Node) -> bool:
        written = node.row["required"].lower()
        if written not in YES + _NO:
            self.refuse("required_unclear", node)
        return written in YES

    def _choices(self, node: Node) -> tuple[Choice, ...]:
        if node.choices not in self.lists:
            self.refuse("list_missing", node, list=node.choices)
        return self.lists.get(node.choices, ())

    # --- questions ------------------------------------------------------------------------------------------

    def _question(self, node: Node) -> None:
        if node.kind not in _MAKERS:
            self.refuse("type_refused", node, type=node.row["type"])
            return
        common = {"id": self._id(node), "title": node.row.label, "hint": node.row.hint}
        question = _MAKERS[node.kind](self, node, common)
        if node.row["constraint"]:
            question = self._constrained(node, question)
        self.by_row[node.row.number] = question

    def _constrained(self, node: Node, question: Question) -> Question:
        names = {choice.name: choice.code for choice in self.choices.get(question.id, ())}
        try:
            return constrained(question, node.row["constraint"], names)
        except Unreadable:
            self.refuse("constraint_unreadable", node, constraint=node.row["constraint"])
            return question

    def _name(self, node: Node, question: Question, **more: Any) -> None:
        codes = {choice.name: choice.code for choice in self.choices.get(question.id, ())}
        self.asked[node.row["name"]] = Asked(question.id, type(question), codes, **more)

    def select_one(self, node: Node, common: dict[str, Any]) -> Question:
        choices = self._of_question(node, common)
        common["required"] = self._required(node)
        question: Question
        if node.has("likert"):
            points, apart = _points(choices)
            question = ScaleQuestion(**common, points=points, not_applicable=apart)
        else:
            question = SingleChoice(**common, options=_options(node, choices))
        self._name(node, question)
        return question

    def select_multiple(self, node: Node, common: dict[str, Any]) -> Question:
        choices = self._of_question(node, common)
        common["required"] = self._required(node)
        question: Question
        if [choice.name for choice in choices] == [Consent.YES] and node.part in ("", Consent.kind):
            question = Consent(**common, statement=choices[0].label)
        else:
            question = SeveralChoices(**common, options=_options(node, choices))
        self._name(node, question)
        return question

    def rank(self, node: Node, common: dict[str, Any]) -> Question:
        options = tuple(choice.option for choice in self._of_question(node, common))
        question = Ranking(**common, required=self._required(node), options=options)
        self._name(node, question)
        return question

    def _of_question(self, node: Node, common: dict[str, Any]) -> tuple[Choice, ...]:
        choices = self._choices(node)
        self.choices[common["id"]] = choices
        return choices

    def number(self, node: Node, common: dict[str, Any]) -> Question:
        decimals = 0 if node.kind == "integer" else 2
        question = NumberQuestion(**common, required=self._required(node), decimals=decimals)
        self._name(node, question, whole=decimals == 0)
        return question

    def range(self, node: Node, common: dict[str, Any]) -> Question:
        try:
            given = dict(pair.split("=") for pair in node.row["parameters"].replace(" =", "=").split())
            low, high = _bound(given.get("start", "1")), _bound(given.get("end", "10"))
            decimals = _STEPS[given.get("step", "1")]
            if set(given) - {"start", "end", "step"}:
                raise ValueError
        except (ValueError, KeyError):
            self.refuse("range_unclear", node)
            low, high, decimals = None, None, 0
        question = NumberQuestion(
            **common, required=self._required(node), minimum=low, maximum=high, decimals=decimals
        )
        self._name(node, question, whole=decimals == 0)
        return question

    def date(self, node: Node, common: dict[str, Any]) -> Question:
        return self._plain(DateQuestion, node, common)

    def file(self, node: Node, common: dict[str, Any]) -> Question:
        return self._plain(FileQuestion, node, common)

    def text(self, node: Node, common: dict[str, Any]) -> Question:
        if node.part == PostcodeQuestion.kind:
            return self._plain(PostcodeQuestion, node, common, areas=())
        return self._plain(LongText if node.has("multiline") else ShortText, node, common)

    def _plain(self, kind: type[Question], node: Node, common: dict[str, Any], **more: Any) -> Question:
        question = kind(**common, required=self._required(node), **more)
        self._name(node, question)
        return question

    def acknowledge(self, node: Node, common: dict[str, Any]) -> Question:
        question = Consent(**common, required=self._required(node), statement=node.row.label)
        self.asked[node.row["name"]] = Asked(question.id, Consent, {"OK": Consent.YES})
        return question

    # --- groups that are one question -----------------------------------------------------------------------

    def group(self, node: Node, common: dict[str, Any]) -> Question:
        if node.part == Allocation.kind:
            return self._allocation(node, common)
        return self._matrix(node, common)

    def _allocation(self, node: Node, common: dict[str, Any]) -> Question:
        options = tuple(
            Option(code, inner.row.label) for code, inner in _coded(node.row["name"], node.inside)
        )
        self._check_cells(node)
        required = any(self._required(inner) for inner in node.inside)
        question = Allocation(**common, required=required, options=options)
        for inner in node.inside:
            self._name(inner, question)
        return question

    def _matrix(self, node: Node, common: dict[str, Any]) -> Question:
        if not node.inside:
            return Matrix(**common, rows=(), scales=())
        grids = [node] if node.has("table-list") else node.inside
        scales = tuple(self._scale(grid, node) for grid in grids)
        rows = [(code, inner.row.label) for code, inner in _coded(grids[0].row["name"], grids[0].inside)]
        asked = [inner for grid in grids for inner in grid.inside]
        required = [self._required(inner) for inner in asked]
        if len(set(required)) > 1:
            self.refuse("required_in_part", node)
        lists = {tuple(inner.choices for inner in set_of) for set_of in (grid.inside for grid in grids)}
        same = all(len(set(names)) == 1 for names in lists)
        if not same or any(_codes(grid) != [code for code, _ in rows] for grid in grids):
            self.refuse("matrix_mixed", node)
        question = Matrix(
            **common, required=any(required), rows=tuple(Row(*row) for row in rows), scales=scales
        )
        for grid, scale in zip(grids, scales, strict=True):
            self._name_cells(grid, question, scale.code if len(scales) > 1 else "")
        return question

    def _name_cells(self, grid: Node, question: Matrix, scale: str) -> None:
        for code, inner in _coded(grid.row["name"], grid.inside):
            codes = {choice.name: choice.code for choice in self.lists.get(inner.choices, ())}
            self.asked[inner.row["name"]] = Asked(question.id, Matrix, codes, code, scale, part=True)

    def _check_cells(self, group: Node) -> None:
        """The rows of one question have nothing of their own but their words."""
        for inner in group.inside:
            for column in ("relevant", "constraint"):
                if inner.row[column]:
                    self.refuse("cell_not_here", inner, column=column)
            if inner.row.hint:
                self.refuse("words_not_here", inner)

    def _scale(self, grid: Node, node: Node) -> MatrixScale:
        self._check_cells(grid)
        if grid is not node and (grid.row["relevant"] or grid.row.hint):
            self.refuse("cell_not_here", grid, column="relevant" if grid.row["relevant"] else "hint")
        points, apart = _points(self._choices(grid.inside[0]))
        alone = grid is node
        name = "scale" if alone else grid.row["name"].removeprefix(f"{node.row['name']}_")
        return MatrixScale(
            code_for(name, (), "scale"), points, **{} if alone else {"title": grid.row.label},
            not_applicable=apart,
        )  # fmt: skip


_MAKERS: dict[str, Callable[[Questions, Node, dict[str, Any]], Question]] = {
    "select_one": Questions.select_one, "select_multiple": Questions.select_multiple,
    "rank": Questions.rank, "integer": Questions.number, "decimal": Questions.number,
    "range": Questions.range, "date": Questions.date, "text": Questions.text,
    "file": Questions.file, "image": Questions.file,
    "acknowledge": Questions.acknowledge, "group": Questions.group,
}  # fmt: skip


def is_question(node: Node) -> bool:
    """Does this node ask one question? A group does that is a table, several tables, or shares out a sum."""
    if node.kind == "repeat":
        return False
    if node.kind != "group":
        return node.kind not in ("note", "calculate")
    if not node.inside:
        return node.part in (Allocation.kind, Matrix.kind)
    if node.part == Allocation.kind:
        return node.holds("integer")
    return _is_grid(node) or _is_twofold(node)


def _is_twofold(node: Node) -> bool:
    """Are these tables with the same rows, which are rated on several scales?"""
    if not all(_is_grid(inner) for inner in node.inside):
        return False
    same = len({tuple(inner.row.label for inner in grid.inside) for grid in node.inside}) == 1
    unsaid = not node.part and not node.has("field-list") and len(node.inside) > 1 and same
    return node.part == Matrix.kind or unsaid


def _is_grid(node: Node) -> bool:
    return node.kind == "group" and node.has("table-list") and node.holds("select_one")


def _points(choices: tuple[Choice, ...]) -> tuple[tuple[Option, ...], Option | None]:
    points = tuple(choice.option for choice in choices if choice.part != NOT_APPLICABLE)
    apart = [choice.option for choice in choices if choice.part == NOT_APPLICABLE]
    return points, apart[0] if apart else None


def _options(node: Node, choices: tuple[Choice, ...]) -> tuple[Option, ...]:
    options = tuple(choice.option for choice in choices)
    if not node.or_other:
        return options
    if OTHER.code not in {option.code for option in options}:
        return (*options, OTHER)
    return tuple(
        replace(option, other=OTHER.other) if option.code == OTHER.code else option for option in options
    )


def _coded(group: str, nodes: list[Node]) -> list[tuple[str, Node]]:
    """Each row of a group with a code: its name without that of the group."""
    found: dict[str, Node] = {}
    for node in nodes:
        found[code_for(node.row["name"].removeprefix(f"{group}_"), found, "row")] = node
    return list(found.items())


def _codes(grid: Node) -> list[str]:
    return [code for code, _ in _coded(grid.row["name"], grid.inside)]


def _bound(written: str) -> float:
    number = float(written)
    return int(number) if number.is_integer() else number
