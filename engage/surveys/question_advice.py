"""Beside which field of a question's form does each of its problems stand?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engage.bilingual import LANGUAGES
from engage.surveys.problems import Problem

_FIELDS = {"minimum": "least", "maximum": "most"}  # of several choices, which the form calls otherwise
_LISTS = {"options", "points", "rows", "scales", "areas"}
WHOLE = ""  # beside no field in particular


def beside(
    problem: Problem, question: str, places: Iterable[tuple[tuple[str, ...], str]], names: Sequence[str]
) -> str:
    """The name of the field beside which the problem stands, or of a list; `WHOLE` when there is none.

    `places` are those of `question_reading.Reading`; `names` are all the fields and lists of the form.
    """
    parts = problem.place.path.split(" › ")
    way = tuple(parts[len(parts) - parts[::-1].index(question) :]) if question in parts else ()
    prefixes = [prefix for codes, prefix in places if codes == way]
    wanted = list(_wanted(problem))
    for prefix in prefixes:
        for name in wanted:
            if prefix + name in names:
                return prefix + name
    fallback = [f"{prefix}{name}_en" for prefix in prefixes if prefix for name in ("label", "title")]
    return next((name for name in fallback if name in names), WHOLE)


def _wanted(problem: Problem) -> Iterable[str]:
    """What the field could be called, the likeliest first."""
    parameters = problem.parameters
    field = str(parameters.get("field", ""))
    if "language" in parameters:
        yield f"{field}_{parameters['language']}"
    yield from (f"{field}_{language}" for language in reversed(LANGUAGES))
    yield _FIELDS.get(field, field)
    yield field
    yield from _OF_CODES.get(problem.code, ())


_OF_CODES: dict[str, tuple[str, ...]] = {
    "limits_crossed": ("most", "maximum", "latest_day"),
    "bands_not_rising": ("bands",),
    "only_exclusive": ("options",),
    "bad_postcode": ("postcodes",),
    "repeated_postcode": ("postcodes",),
    "unknown_autocomplete": ("autocomplete",),
    "unknown_special_category": ("special_category",),
    "bad_code": ("code",),
    "repeated_code": ("code",),
    "same_words_en": ("label_en",),
    "same_words_cy": ("label_cy",),
    "exclusive_not_here": ("exclusive",),
    "other_not_here": ("other_en",),
}
