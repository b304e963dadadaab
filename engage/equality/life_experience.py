"""What are people asked about having served in the armed forces and having been in care?

Armed forces, wording and groups: Census 2021 (England and Wales), in both languages. Care experience: no
official bilingual question exists, so the wording is the product's own, with the Welsh Government's term
"care-experienced".
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.choices import RATHER_NOT, RATHER_NOT_ALONE

# --- armed forces ---------------------------------------------------------------------------------------

_NOT_SERVED = Category(
    "not_served",
    Bilingual(
        "Has not previously served in the UK Armed Forces",
        "Heb wasanaethu yn Lluoedd Arfog y Deyrnas Unedig yn y gorffennol",
    ),
    ("no",),
)
_SERVED_OR_NOT = (
    Category(
        "served",
        Bilingual(
            "Previously served in the UK Armed Forces",
            "Wedi gwasanaethu yn Lluoedd Arfog y Deyrnas Unedig yn y gorffennol",
        ),
        ("regular", "reserve", "regular+reserve"),
    ),
    _NOT_SERVED,
)

ARMED_FORCES = Characteristic(
    code="armed_forces",
    name=Bilingual(
        "Previous service in the UK Armed Forces",
        "Gwasanaeth blaenorol yn Lluoedd Arfog y Deyrnas Unedig",
    ),
    protected=False,
    special_category=False,
    questions=(
        StandardQuestion(
            id="armed_forces",
            kind="several",
            title=Bilingual(
                "Have you previously served in the UK Armed Forces?",
                "Ydych chi wedi gwasanaethu yn Lluoedd Arfog y Deyrnas Unedig yn y gorffennol?",
            ),
            hint=Bilingual(
                "Select all that apply. If you are serving now, select “No”.",
                "Dewiswch bob un sy'n berthnasol. Os ydych chi'n gwasanaethu ar hyn o bryd, "
                "dewiswch “Nac ydw”.",
            ),
            choices=(
                Choice(
                    "regular",
                    Bilingual(
                        "Yes, previously served in Regular Armed Forces",
                        "Ydw, wedi gwasanaethu yn y Lluoedd Arfog Rheolaidd yn y gorffennol",
                    ),
                ),
                Choice(
                    "reserve",
                    Bilingual(
                        "Yes, previously served in Reserve Armed Forces",
                        "Ydw, wedi gwasanaethu yn y Lluoedd Arfog Wrth Gefn yn y gorffennol",
                    ),
                ),
                Choice("no", Bilingual("No", "Nac ydw"), exclusive=True),
                RATHER_NOT_ALONE,
            ),
            minimum_age=16,
        ),
    ),
    levels={
        Level.DETAILED: (
            Category(
                "regular_only",
                Bilingual(
                    "Previously served: Regular Armed Forces only",
                    "Wedi gwasanaethu yn y gorffennol: Lluoedd Arfog Rheolaidd yn unig",
                ),
                ("regular",),
            ),
            Category(
                "reserve_only",
                Bilingual(
                    "Previously served: Reserve Armed Forces only",
                    "Wedi gwasanaethu yn y gorffennol: Lluoedd Arfog Wrth Gefn yn unig",
                ),
                ("reserve",),
            ),
            Category(
                "regular_and_reserve",
                Bilingual(
                    "Previously served: both Regular and Reserve Armed Forces",
                    "Wedi gwasanaethu yn y gorffennol: Lluoedd Arfog Rheolaidd a Lluoedd Arfog Wrth Gefn",
                ),
                ("regular+reserve",),
            ),
            _NOT_SERVED,
        ),
        Level.STANDARD: _SERVED_OR_NOT,
        Level.SUMMARY: _SERVED_OR_NOT,
    },
)

# --- care experience ------------------------------------------------------------------------------------

_CARE_EXPERIENCED_OR_NOT = (
    Category(
        "care_experienced",
        Bilingual("Care-experienced", "Â phrofiad o fod mewn gofal"),
        ("yes",),
    ),
    Category(
        "not_care_experienced",
        Bilingual("Not care-experienced", "Heb brofiad o fod mewn gofal"),
        ("no",),
    ),
)

CARE_EXPERIENCE = Characteristic(
    code="care_experience",
    name=Bilingual("Care experience", "Profiad o fod mewn gofal"),
    protected=False,
    special_category=False,
    questions=(
        StandardQuestion(
            id="care_experience",
            title=Bilingual(
                "Have you ever been in care as a child or young person?",
                "Ydych chi erioed wedi bod mewn gofal fel plentyn neu berson ifanc?",
            ),
            hint=Bilingual(
                "For example, in foster care, in a children's home, or living with relatives or friends "
                "because social services arranged it. If you are in care now, select “Yes”.",
                "Er enghraifft, mewn gofal maeth, mewn cartref plant, neu'n byw gyda pherthnasau neu "
                "ffrindiau am fod y gwasanaethau cymdeithasol wedi trefnu hynny. Os ydych chi mewn gofal "
                "nawr, dewiswch “Ydw”.",
            ),
            choices=(
                Choice("yes", Bilingual("Yes", "Ydw")),
                Choice("no", Bilingual("No", "Nac ydw")),
                RATHER_NOT,
            ),
        ),
    ),
    levels=dict.fromkeys(Level, _CARE_EXPERIENCED_OR_NOT),
)
