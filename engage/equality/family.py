"""What are people asked about marriage, civil partnership, pregnancy and maternity?

Marriage and civil partnership, wording and groups: Census 2021 (England and Wales), in both languages.
Pregnancy and maternity: Equality Act 2010, sections 4, 17 and 18; the census does not ask, so the wording is
the product's own.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.choices import (
    RATHER_NOT,
    RATHER_NOT_ALONE,
    SELECT_ALL,
    as_asked,
    in_order,
    ticked_together,
)

# --- marriage and civil partnership ---------------------------------------------------------------------

_STATUSES = (
    Choice(
        "never",
        Bilingual(
            "Never married and never registered a civil partnership",
            "Erioed wedi priodi na chofrestru partneriaeth sifil",
        ),
    ),
    Choice("married", Bilingual("Married", "Priod")),
    Choice(
        "civil_partnership",
        Bilingual("In a registered civil partnership", "Mewn partneriaeth sifil gofrestredig"),
    ),
    Choice(
        "separated_marriage",
        Bilingual(
            "Separated, but still legally married",
            "Wedi gwahanu, ond yn gyfreithiol yn dal i fod yn briod",
        ),
    ),
    Choice(
        "separated_partnership",
        Bilingual(
            "Separated, but still legally in a civil partnership",
            "Wedi gwahanu, ond yn gyfreithiol yn dal i fod mewn partneriaeth sifil",
        ),
    ),
    Choice("divorced", Bilingual("Divorced", "Wedi ysgaru")),
    Choice(
        "dissolved_partnership",
        Bilingual(
            "Formerly in a civil partnership which is now legally dissolved",
            "Wedi bod mewn partneriaeth sifil sydd bellach wedi'i diddymu'n gyfreithiol",
        ),
    ),
    Choice("widowed", Bilingual("Widowed", "Person gweddw")),
    Choice(
        "surviving_partner",
        Bilingual(
            "Surviving partner from a registered civil partnership",
            "Wedi colli partner sifil cofrestredig drwy farwolaeth",
        ),
    ),
)
_MARRIED = Category(
    "married_or_partnership",
    Bilingual(
        "Married or in a registered civil partnership",
        "Priod neu mewn partneriaeth sifil gofrestredig",
    ),
    ("married", "civil_partnership"),
)

MARRIAGE = Characteristic(
    code="marriage",
    name=Bilingual("Marriage and civil partnership", "Priodas a phartneriaeth sifil"),
    protected=True,
    special_category=False,
    questions=(
        StandardQuestion(
            id="marriage",
            title=Bilingual(
                "What is your legal marital or registered civil partnership status?",
                "Yn gyfreithiol, beth yw eich statws priodasol neu statws eich partneriaeth sifil "
                "gofrestredig?",
            ),
            choices=(*_STATUSES, RATHER_NOT),
            minimum_age=16,
        ),
    ),
    levels={
        Level.DETAILED: as_asked(_STATUSES),
        Level.STANDARD: (
            *as_asked(_STATUSES[:1]),
            _MARRIED,
            Category(
                "separated",
                Bilingual(
                    "Separated, but still legally married or in a civil partnership",
                    "Wedi gwahanu, ond yn gyfreithiol yn dal i fod yn briod neu mewn partneriaeth sifil",
                ),
                ("separated_marriage", "separated_partnership"),
            ),
            Category(
                "divorced_or_dissolved",
                Bilingual(
                    "Divorced, or formerly in a civil partnership which is now legally dissolved",
                    "Wedi ysgaru, neu wedi bod mewn partneriaeth sifil sydd bellach wedi'i diddymu'n "
                    "gyfreithiol",
                ),
                ("divorced", "dissolved_partnership"),
            ),
            Category(
                "widowed_or_surviving",
                Bilingual(
                    "Widowed, or surviving partner from a civil partnership",
                    "Gweddw, neu wedi colli partner sifil drwy farwolaeth",
                ),
                ("widowed", "surviving_partner"),
            ),
        ),
        Level.SUMMARY: (
            _MARRIED,
            Category(
                "other_status",
                Bilingual(
                    "Any other marital or civil partnership status",
                    "Unrhyw statws priodasol neu statws partneriaeth sifil arall",
                ),
                tuple(status.code for status in _STATUSES if status.code not in _MARRIED.holds),
            ),
        ),
    },
)

# --- pregnancy and maternity ----------------------------------------------------------------------------

_NO_MATERNITY = Choice("none", Bilingual("None of these", "Dim un o'r rhain"), exclusive=True)
_MATERNITY = (
    Choice("expecting", Bilingual("I am expecting a baby", "Rwy'n disgwyl babi")),
    Choice(
        "recent_birth",
        Bilingual(
            "I have had a baby in the last six months",
            "Rwyf wedi cael babi yn ystod y chwe mis diwethaf",
        ),
    ),
    Choice(
        "on_leave",
        Bilingual(
            "I am on maternity, paternity or shared parental leave",
            "Rwyf ar absenoldeb mamolaeth, absenoldeb tadolaeth neu absenoldeb rhiant a rennir",
        ),
    ),
    _NO_MATERNITY,
)
_ANY_MATERNITY = ticked_together(_MATERNITY)
_NEITHER = as_asked([_NO_MATERNITY])
_MATERNITY_YES_OR_NO = (
    Category(
        "pregnancy_or_maternity",
        Bilingual(
            "Expecting a baby, had a baby in the last six months, or on parental leave",
            "Yn disgwyl babi, wedi cael babi yn ystod y chwe mis diwethaf, neu ar absenoldeb rhiant",
        ),
        in_order(_ANY_MATERNITY, _MATERNITY),
    ),
    *_NEITHER,
)

PREGNANCY = Characteristic(
    code="pregnancy",
    name=Bilingual("Pregnancy and maternity", "Beichiogrwydd a mamolaeth"),
    protected=True,
    special_category=False,
    questions=(
        StandardQuestion(
            id="pregnancy",
            kind="several",
            title=Bilingual(
                "Pregnancy and maternity: which of these apply to you?",
                "Beichiogrwydd a mamolaeth: pa rai o'r rhain sy'n berthnasol i chi?",
            ),
            hint=SELECT_ALL,
            choices=(*_MATERNITY, RATHER_NOT_ALONE),
            minimum_age=16,
        ),
    ),
    levels={
        # Who ticks more than one is counted once, in the first group that fits.
        Level.DETAILED: (
            Category(
                "expecting",
                Bilingual("Expecting a baby", "Yn disgwyl babi"),
                in_order([each for each in _ANY_MATERNITY if "expecting" in each], _MATERNITY),
            ),
            Category(
                "recent_birth",
                Bilingual(
                    "Had a baby in the last six months",
                    "Wedi cael babi yn ystod y chwe mis diwethaf",
                ),
                ("recent_birth", "recent_birth+on_leave"),
            ),
            Category(
                "on_leave",
                Bilingual(
                    "On maternity, paternity or shared parental leave only",
                    "Ar absenoldeb mamolaeth, absenoldeb tadolaeth neu absenoldeb rhiant a rennir yn unig",
                ),
                ("on_leave",),
            ),
            *_NEITHER,
        ),
        Level.STANDARD: _MATERNITY_YES_OR_NO,
        Level.SUMMARY: _MATERNITY_YES_OR_NO,
    },
)
