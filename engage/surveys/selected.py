"""What did the person choose, tick, rate, rank or share out?

Each reader returns the answer's value, or None for no answer, and notes problems on the sheet. A code that
the question does not have can only be tampering or a very old page: it is a problem, never a crash.
"""

from __future__ import annotations

from collections.abc import Iterable

from engage.surveys.choices import choices, points
from engage.surveys.definition import (
    Allocation,
    Consent,
    Matrix,
    MatrixScale,
    Option,
    Question,
    Ranking,
    Row,
    SeveralChoices,
)
from engage.surveys.fields import Sheet, cell_field, other_field, points_field, rank_field
from engage.surveys.numerals import whole_number
from engage.surveys.text import line

OTHER_LIMIT = 200  # characters of a "please say" text


def one(question: Question, sheet: Sheet) -> str | None:
    """A single choice or a point of a scale: its code."""
    code = sheet.first(sheet.key)
    chosen = [option for option in choices(question) if option.code == code]
    _refuse_unchosen(choices(question), chosen, sheet)
    if not code:
        return None
    if not chosen:
        sheet.refuse("unknown_option")
        return None
    _read_others(chosen, sheet)
    return code


def several(question: SeveralChoices, sheet: Sheet) -> list[str] | None:
    """The ticked codes in the order of the question."""
    codes = sheet.every(sheet.key)
    ticked = [option for option in question.options if option.code in codes]
    _refuse_unchosen(question.options, ticked, sheet)
    if len(ticked) < len(codes):
        sheet.refuse("unknown_option")
        return None
    _check_number(question, ticked, sheet)
    _read_others(ticked, sheet)
    return [option.code for option in ticked] or None


def _refuse_unchosen(options: Iterable[Option], chosen: list[Option], sheet: Sheet) -> None:
    """What stands in the box of an option that is not chosen is neither left out in silence nor counted."""
    for option in options:
        field = other_field(sheet.key, option.code)
        if option.other and option not in chosen and line(sheet.first(field)):
            sheet.refuse_field("other_unchosen", field, option=option.label)


def _check_number(question: SeveralChoices, ticked: list[Option], sheet: Sheet) -> None:
    alone = [option for option in ticked if option.exclusive]
    if alone and len(ticked) > 1:
        sheet.refuse("exclusive", option=alone[0].label)
    elif ticked and not alone and len(ticked) < question.minimum:
        sheet.refuse("too_few", minimum=question.minimum)
    elif question.maximum is not None and len(ticked) > question.maximum:
        sheet.refuse("too_many", maximum=question.maximum)


def _read_others(chosen: list[Option], sheet: Sheet) -> None:
    """Read the "please say" boxes of the chosen options."""
    for option in chosen:
        if not option.other:
            continue
        field = other_field(sheet.key, option.code)
        text = line(sheet.first(field))
        if len(text) > OTHER_LIMIT:
            sheet.refuse_field("other_too_long", field, option=option.label, limit=OTHER_LIMIT)
        elif text:
            sheet.other[option.code] = text
        elif option.other_required:
            sheet.refuse_field("other_required", field, option=option.label)


def matrix(question: Matrix, sheet: Sheet) -> dict[str, dict[str, str]] | None:
    """For each row and scale that was rated, the code of the point."""
    cells: dict[str, dict[str, str]] = {}
    for row in question.rows:
        for scale in question.scales:
            if point := _cell(question, row, scale, sheet):
                cells.setdefault(row.code, {})[scale.code] = point
    return cells or None


def _cell(question: Matrix, row: Row, scale: MatrixScale, sheet: Sheet) -> str:
    field = cell_field(sheet.key, row.code, scale.code)
    code = sheet.first(field)
    if code and not any(point.code == code for point in points(scale)):
        sheet.refuse_field("unknown_option", field)
    elif not code and question.required and scale.title:
        sheet.refuse_field("required_cell", field, row=row.label, scale=scale.title)
    elif not code and question.required:
        sheet.refuse_field("required_row", field, row=row.label)
    return code


def ranking(question: Ranking, sheet: Sheet) -> list[str] | None:
    """The codes from the first place on: all places, or as many of the best `top` as the person gave."""
    places = question.top or len(question.options)
    ranked: dict[int, str] = {}
    for option in question.options:
        field = rank_field(sheet.key, option.code)
        typed = sheet.first(field).strip()
        if not typed:
            continue
        place = whole_number(typed)
        if place is None or not 1 <= place <= places:
            sheet.refuse_field("unknown_option", field)
        elif place in ranked:
            sheet.refuse_field("rank_twice", field, place=place)
        else:
            ranked[place] = option.code
    if ranked and not sheet.problems:
        _check_places(ranked, max(ranked) if question.top else places, sheet)
    return [ranked[place] for place in sorted(ranked)] or None


def _check_places(ranked: dict[int, str], needed: int, sheet: Sheet) -> None:
    missing = [place for place in range(1, needed + 1) if place not in ranked]
    if missing:
        sheet.refuse("rank_missing", place=missing[0])


def allocation(question: Allocation, sheet: Sheet) -> dict[str, int] | None:
    """The number given to each option, an empty box counting as 0; None when nothing was typed at all."""
    typed = {o.code: sheet.first(points_field(sheet.key, o.code)).strip() for o in question.options}
    if not any(typed.values()):
        return None
    shares: dict[str, int] = {}
    for option in question.options:
        share = whole_number(typed[option.code] or "0")
        if share is None or share < 0:
            sheet.refuse_field("not_points", points_field(sheet.key, option.code), option=option.label)
        else:
            shares[option.code] = share
    given = sum(shares.values())
    if not sheet.problems and given != question.total:
        sheet.refuse("wrong_total", total=question.total, given=given)
    return shares


def consent(question: Consent, sheet: Sheet) -> str | None:
    """`YES` when the box is ticked."""
    ticked = sheet.first(sheet.key)
    if ticked and ticked != question.YES:
        sheet.refuse("unknown_option")
    return ticked or None
