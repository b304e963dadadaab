"""Is every part of a definition whole in itself: nothing empty, and numbers that fit each other?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

from engage.bilingual import LANGUAGES
from engage.surveys import areas
from engage.surveys.choices import choices
from engage.surveys.contact import PURPOSES
from engage.surveys.definition import (
    Allocation,
    Area,
    Block,
    DateQuestion,
    Definition,
    FileQuestion,
    ListItem,
    LongText,
    Matrix,
    NumberQuestion,
    Option,
    Page,
    PostcodeQuestion,
    Ranking,
    Row,
    ScaleQuestion,
    Section,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.problems import Place, Problem
from engage.surveys.tour import Visited, tour

Labelled: TypeAlias = Option | Row | ListItem | Area
PROBLEMS: dict[str, tuple[str, ...]] = {
    "empty": ("field",),
    "contact": ("purposes",),
    "too_few": ("field", "least"),
    "out_of_range": ("field", "lowest", "highest"),
    "limits_crossed": ("lower", "upper"),
    "bands_not_rising": (),
    "only_exclusive": (),
    "same_words_en": ("words",),
    "same_words_cy": ("words",),
    "exclusive_not_here": (),
    "other_not_here": (),
    "bad_postcode": ("postcode",),
    "repeated_postcode": ("postcode",),
    "unknown_autocomplete": ("token",),
}
# Of HTML's tokens for the person's own data, those that a survey may ask for (WCAG 2.2, criterion 1.3.5).
AUTOCOMPLETE = frozenset({
    "name", "given-name", "family-name", "organization", "organization-title", "email", "tel",
    "street-address", "address-level1", "address-level2", "postal-code", "country-name", "bday-year", "url",
})  # fmt: skip
_LONGEST_TEXT = 20_000  # characters that an answer may be allowed to have
_LARGEST_TOTAL = 1_000_000
_LONGEST_SURVEY = 240  # minutes
_MOST_DECIMALS = 6


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with the shape of the definition and of each of its parts."""
    start = Place()
    if not definition.sections:
        yield Problem("empty", start, {"field": "sections"})
    yield from _range(start, "minutes", definition.minutes, 1, _LONGEST_SURVEY)
    if len(set(definition.contact)) < len(definition.contact) or not set(definition.contact) <= set(PURPOSES):
        yield Problem("contact", start, {"purposes": ", ".join(PURPOSES)})
    for stop in tour(definition):
        yield from _part(stop.part, stop.place)


def _part(part: Visited, place: Place) -> Iterator[Problem]:
    match part:
        case Section():
            yield from _some(place, parts=part.parts)
        case Block():
            yield from _some(place, items=part.items, pages=part.pages)
            yield from _told_apart(place, part.items)
        case Page():
            if not (part.questions or part.body or part.images or part.videos or part.panels):
                yield from _some(place, questions=part.questions)
        case SingleChoice() | Ranking() | Allocation():
            yield from _options(part, place, 2)
        case SeveralChoices():
            yield from _options(part, place, 1)
        case Matrix():
            yield from _matrix(part, place)
        case ScaleQuestion():
            yield from _few(place, "points", part.points, 2)
            yield from _plain(place, choices(part))
            yield from _told_apart(place, choices(part))
        case NumberQuestion():
            yield from _number(part, place)
        case DateQuestion():
            yield from _limits(place, part.earliest, part.latest)
        case ShortText() | LongText():
            yield from _text(part, place)
        case PostcodeQuestion():
            yield from _areas(part, place)
        case FileQuestion():
            yield from _range(place, "maximum", part.maximum, 1, FileQuestion.MOST)


# --- kinds of questions ---------------------------------------------------------------------------------


def _options(
    question: SingleChoice | SeveralChoices | Ranking | Allocation, place: Place, least: int
) -> Iterator[Problem]:
    options = question.options
    yield from _few(place, "options", options, least)
    yield from _told_apart(place, options)
    if isinstance(question, SeveralChoices):
        yield from _several(question, place)
        return
    yield from _plain(place, options, other=isinstance(question, SingleChoice))
    if isinstance(question, Ranking) and question.top is not None:
        yield from _range(place, "top", question.top, 1, len(options))
    if isinstance(question, Allocation):
        yield from _range(place, "total", question.total, 1, _LARGEST_TOTAL)


def _several(question: SeveralChoices, place: Place) -> Iterator[Problem]:
    together = sum(not option.exclusive for option in question.options)
    if question.options and not together:
        yield Problem("only_exclusive", place)
        return
    yield from _range(place, "minimum", question.minimum, 0, together)
    if question.maximum is not None:
        yield from _range(place, "maximum", question.maximum, 1, together)
        yield from _limits(place, question.minimum, question.maximum)


def _matrix(question: Matrix, place: Place) -> Iterator[Problem]:
    yield from _some(place, rows=question.rows, scales=question.scales)
    yield from _told_apart(place, question.rows)
    for scale in question.scales:
        inside = place.inside(scale.code, option=scale.code)
        yield from _few(inside, "points", scale.points, 2)
        points = (*scale.points, *filter(None, [scale.not_applicable]))
        yield from _plain(inside, points)
        yield from _told_apart(inside, points)


def _number(question: NumberQuestion, place: Place) -> Iterator[Problem]:
    yield from _limits(place, question.minimum, question.maximum)
    yield from _range(place, "decimals", question.decimals, 0, _MOST_DECIMALS)
    if any(lower >= upper for lower, upper in pairwise(question.bands)):
        yield Problem("bands_not_rising", place)


def _text(question: ShortText | LongText, place: Place) -> Iterator[Problem]:
    yield from _range(place, "limit", question.limit, 1, _LONGEST_TEXT)
    token = question.autocomplete if isinstance(question, ShortText) else ""
    if token and token not in AUTOCOMPLETE:
        yield Problem("unknown_autocomplete", place, {"token": token})


def _areas(question: PostcodeQuestion, place: Place) -> Iterator[Problem]:
    yield from _some(place, areas=question.areas)
    yield from _told_apart(place, question.areas)
    if question.lookup:
        return  # the council's list says which postcodes are in which area
    seen: set[str] = set()
    for area in question.areas:
        inside = place.inside(area.code, option=area.code)
        yield from _some(inside, postcodes=area.postcodes)
        for postcode in map(areas.beginning, area.postcodes):
            if not areas.BEGINNING.fullmatch(postcode):
                yield Problem("bad_postcode", inside, {"postcode": postcode})
            if postcode in seen:
                yield Problem("repeated_postcode", inside, {"postcode": postcode})
            seen.add(postcode)


# --- what they have in common ---------------------------------------------------------------------------


def _plain(place: Place, options: tuple[Option, ...], other: bool = False) -> Iterator[Problem]:
    """Options that exclude nothing and, unless `other`, have no box of their own."""
    for option in options:
        inside = place.inside(option.code, option=option.code)
        if option.exclusive:
            yield Problem("exclusive_not_here", inside)
        if option.other and not other:
            yield Problem("other_not_here", inside)


def _told_apart(place: Place, listed: Iterable[Labelled]) -> Iterator[Problem]:
    """Whoever reads one language must be able to tell what is in a list from each other.

    What has the code of another one too is told by that.
    """
    first: dict[tuple[str, str], str] = {}
    for each in listed:
        for language in LANGUAGES:
            words = " ".join(each.label[language].split())
            code = first.setdefault((language, words.casefold()), each.code)
            if words and code != each.code:
                inside = place.inside(each.code, option=each.code)
                yield Problem(f"same_words_{language}", inside, {"words": words})


def _some(place: Place, **parts: tuple[Any, ...]) -> Iterator[Problem]:
    for field, held in parts.items():
        if not held:
            yield Problem("empty", place, {"field": field})


def _few(place: Place, field: str, held: tuple[Any, ...], least: int) -> Iterator[Problem]:
    if len(held) < least:
        yield Problem("too_few", place, {"field": field, "least": least})


def _range(place: Place, field: str, value: int, lowest: int, highest: int) -> Iterator[Problem]:
    if not lowest <= value <= highest:
        yield Problem("out_of_range", place, {"field": field, "lowest": lowest, "highest": highest})


def _limits(place: Place, lower: Any, upper: Any) -> Iterator[Problem]:
    if lower is not None and upper is not None and lower > upper:
        yield Problem("limits_crossed", place, {"lower": lower, "upper": upper})
