"""Under which condition may answers be kept that are special category data?

Each is a condition of Article 9(2) of the UK GDPR; where that asks for one in law as well, one of the Data
Protection Act 2018, Schedule 1, is named with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.surveys.definition import Definition, Question
from engage.surveys.problems import Problem
from engage.surveys.tour import tour

PROBLEMS: dict[str, tuple[str, ...]] = {"unknown_special_category": ("condition",)}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: what it says in plain words, and where it stands."""

    words: Bilingual
    source: Bilingual


def _condition(en: str, cy: str, article: str, schedule: str = "") -> Condition:
    paragraph = (
        f"; DPA 2018, Schedule 1, paragraph {schedule}",
        f"; DDD 2018, Atodlen 1, paragraff {schedule}",
    )
    source_en, source_cy = paragraph if schedule else ("", "")
    return Condition(
        Bilingual(en, cy),
        Bilingual(f"Article 9(2)({article}){source_en}", f"Erthygl 9(2)({article}){source_cy}"),
    )


CONDITIONS: dict[str, Condition] = {
    "equality": _condition(
        "To see whether people are treated equally",
        "Er mwyn gweld a yw pobl yn cael eu trin yn gyfartal",
        "g",
        "8",
    ),
    "public_function": _condition(
        "To do what a law asks of the council, in the substantial public interest",
        "Er mwyn gwneud yr hyn y mae'r gyfraith yn ei ofyn gan y cyngor, er budd sylweddol i'r cyhoedd",
        "g",
        "6",
    ),
    "explicit_consent": _condition(
        "The person agrees in so many words to this use",
        "Mae'r person yn cytuno'n benodol i'r defnydd hwn",
        "a",
    ),
    "research": _condition(
        "For statistics or research in the public interest",
        "At ddibenion ystadegau neu ymchwil er budd y cyhoedd",
        "j",
        "4",
    ),
    "health_or_social_care": _condition(
        "To provide or manage health or social care",
        "Er mwyn darparu neu reoli gofal iechyd neu ofal cymdeithasol",
        "h",
        "2",
    ),
    "public_health": _condition("To protect public health", "Er mwyn diogelu iechyd y cyhoedd", "i", "3"),
    "employment": _condition(
        "To meet duties in employment or social security law",
        "Er mwyn cyflawni dyletswyddau mewn cyfraith cyflogaeth neu nawdd cymdeithasol",
        "b",
        "1",
    ),
}  # fmt: skip


def problems(definition: Definition) -> Iterator[Problem]:
    """Questions that name a condition which is not among these."""
    for stop in tour(definition):
        named = stop.part.special_category if isinstance(stop.part, Question) else ""
        if named and named not in CONDITIONS:
            yield Problem("unknown_special_category", stop.place, {"condition": named})
