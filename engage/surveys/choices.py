"""Which codes may the answer to a question hold, and which labels do they have?"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.choices import RATHER_NOT
from engage.surveys.definition import (
    Allocation,
    Consent,
    Matrix,
    MatrixScale,
    Option,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    SingleChoice,
)

ELSEWHERE = Option(
    PostcodeQuestion.ELSEWHERE, Bilingual("Outside these areas", "Y tu allan i'r ardaloedd hyn")
)
NOT_LISTED = Option(
    PostcodeQuestion.ELSEWHERE,
    Bilingual("Not in the list of postcodes", "Ddim yn y rhestr o godau post"),
)
DECLINED = Option(PostcodeQuestion.DECLINED, RATHER_NOT.label)


def choices(question: Question) -> tuple[Option, ...]:
    """Everything that can be chosen, in order; empty for a matrix and for questions that hold no codes."""
    match question:
        case SingleChoice() | SeveralChoices() | Ranking() | Allocation():
            return question.options
        case ScaleQuestion():
            return points(question)
        case PostcodeQuestion():
            return _places(question)
        case Consent():
            return (Option(Consent.YES, question.statement),)
        case _:
            return ()


def _places(question: PostcodeQuestion) -> tuple[Option, ...]:
    areas = (Option(area.code, area.label) for area in question.areas)
    declined = (DECLINED,) if question.may_decline else ()
    return (*areas, NOT_LISTED if question.lookup else ELSEWHERE, *declined)


def points(scale: ScaleQuestion | MatrixScale) -> tuple[Option, ...]:
    """The points of a scale, lowest first, and "not applicable" after them where it is offered."""
    return (*scale.points, scale.not_applicable) if scale.not_applicable else scale.points


def points_of(matrix: Matrix, scale: str = "") -> tuple[Option, ...]:
    """What can be chosen on this scale of a matrix, or on any; a code that stands on several comes once."""
    found: dict[str, Option] = {}
    for each in matrix.scales:
        for point in points(each) if scale in ("", each.code) else ():
            found.setdefault(point.code, point)
    return tuple(found.values())


def label(options: tuple[Option, ...], code: str) -> Bilingual:
    """The label of the option with this code. Raises KeyError when there is none."""
    for option in options:
        if option.code == code:
            return option.label
    raise KeyError(code)
