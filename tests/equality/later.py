"""An invented later set of standard questions: two religions are one answer, care is asked no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.library import standard_set

BEFORE = standard_set("2026-11")
BOTH = "hindu_or_sikh"
LABEL = Bilingual("Hindu or Sikh", "Hindŵaeth neu Siciaeth")
(RELIGION,) = BEFORE.choose(("religion",))


def _recoded(category: Category) -> list[Category]:
    """The group with the new answer in place of the two; alone they are one group."""
    if category.code in ("hindu", "sikh"):
        return [Category(BOTH, LABEL, (BOTH,))] if category.code == "hindu" else []
    holds = (BOTH if code in ("hindu", "sikh") else code for code in category.holds)
    return [replace(category, holds=tuple(dict.fromkeys(holds)))]


def _question(question: StandardQuestion) -> StandardQuestion:
    kept = [each for each in question.choices if each.code not in ("hindu", "sikh")]
    return replace(question, choices=(*kept[:3], Choice(BOTH, LABEL), *kept[3:]))


LATER_RELIGION = replace(
    RELIGION,
    questions=(_question(RELIGION.questions[0]),),
    levels={level: tuple(new for old in RELIGION.levels[level] for new in _recoded(old)) for level in Level},
)


def _later(characteristic: Characteristic) -> Characteristic:
    return LATER_RELIGION if characteristic is RELIGION else characteristic


LATER = replace(
    BEFORE,
    id="2031-01",
    valid_from=date(2031, 1, 1),
    characteristics=tuple(_later(each) for each in BEFORE.characteristics if each.code != "unpaid_care"),
    before=BEFORE.id,
    recoded={"religion": {"hindu": BOTH, "sikh": BOTH}},
)
