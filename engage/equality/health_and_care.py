"""What are people asked about disability and about the care that they give?

Wording and groups: Census 2021 (England and Wales), in both languages. "Disabled" is worked out from two
questions, as the census does, in line with the Equality Act 2010, section 6.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import (
    AskedIf,
    Category,
    Characteristic,
    Choice,
    Level,
    StandardQuestion,
)
from engage.equality.choices import RATHER_NOT

# --- disability -----------------------------------------------------------------------------------------

_BY_LIMITATION = (
    Category(
        "limited_a_lot",
        Bilingual(
            "Disabled under the Equality Act: day-to-day activities limited a lot",
            "Yn anabl o dan y Ddeddf Cydraddoldeb: gweithgareddau o ddydd i ddydd wedi'u cyfyngu llawer",
        ),
        ("a_lot",),
    ),
    Category(
        "limited_a_little",
        Bilingual(
            "Disabled under the Equality Act: day-to-day activities limited a little",
            "Yn anabl o dan y Ddeddf Cydraddoldeb: gweithgareddau o ddydd i ddydd wedi'u cyfyngu ychydig",
        ),
        ("a_little",),
    ),
    Category(
        "not_limited",
        Bilingual(
            "Not disabled under the Equality Act: has a long-term physical or mental health condition, "
            "but day-to-day activities are not limited",
            "Ddim yn anabl o dan y Ddeddf Cydraddoldeb: â chyflwr iechyd corfforol neu iechyd meddwl "
            "hirdymor, ond ni chyfyngir ar weithgareddau o ddydd i ddydd",
        ),
        ("not_at_all",),
    ),
    Category(
        "no_condition",
        Bilingual(
            "Not disabled under the Equality Act: no long-term physical or mental health conditions",
            "Ddim yn anabl o dan y Ddeddf Cydraddoldeb: dim cyflyrau iechyd corfforol nac iechyd meddwl "
            "hirdymor",
        ),
        ("no",),
    ),
)

DISABILITY = Characteristic(
    code="disability",
    name=Bilingual("Disability", "Anabledd"),
    protected=True,
    special_category=True,
    questions=(
        StandardQuestion(
            id="disability_condition",
            title=Bilingual(
                "Do you have any physical or mental health conditions or illnesses lasting or expected "
                "to last 12 months or more?",
                "Oes gennych chi gyflwr neu salwch corfforol neu feddyliol sydd wedi para neu sy'n debygol "
                "o bara 12 mis neu fwy?",
            ),
            choices=(
                Choice("yes", Bilingual("Yes", "Oes")),
                Choice("no", Bilingual("No", "Nac oes")),
                RATHER_NOT,
            ),
        ),
        StandardQuestion(
            id="disability_impact",
            title=Bilingual(
                "Do any of your conditions or illnesses reduce your ability to carry out day-to-day "
                "activities?",
                "Ydy unrhyw gyflwr neu salwch sydd gennych chi'n lleihau eich gallu i wneud gweithgareddau "
                "pob dydd?",
            ),
            choices=(
                Choice("a_lot", Bilingual("Yes, a lot", "Ydy, yn fawr")),
                Choice("a_little", Bilingual("Yes, a little", "Ydy, ychydig")),
                Choice("not_at_all", Bilingual("Not at all", "Ddim o gwbl")),
                RATHER_NOT,
            ),
            asked_if=AskedIf("disability_condition", ("yes",)),
        ),
    ),
    levels={
        Level.DETAILED: _BY_LIMITATION,
        Level.STANDARD: _BY_LIMITATION,
        Level.SUMMARY: (
            Category(
                "disabled",
                Bilingual("Disabled under the Equality Act", "Yn anabl o dan y Ddeddf Cydraddoldeb"),
                ("a_lot", "a_little"),
            ),
            Category(
                "not_disabled",
                Bilingual("Not disabled under the Equality Act", "Ddim yn anabl o dan y Ddeddf Cydraddoldeb"),
                ("not_at_all", "no"),
            ),
        ),
    },
)

# --- unpaid care ----------------------------------------------------------------------------------------

_NO_CARE = Category(
    "no_care",
    Bilingual("Provides no unpaid care", "Ddim yn darparu unrhyw ofal di-dâl"),
    ("no",),
)
_50_HOURS_OR_MORE = Category(
    "hours_50_or_more",
    Bilingual(
        "Provides 50 or more hours of unpaid care a week",
        "Yn darparu 50 neu fwy o oriau o ofal di-dâl yr wythnos",
    ),
    ("hours_50_or_more",),
)

UNPAID_CARE = Characteristic(
    code="unpaid_care",
    name=Bilingual("Unpaid care", "Gofal di-dâl"),
    protected=False,
    special_category=False,
    questions=(
        StandardQuestion(
            id="unpaid_care",
            title=Bilingual(
                "Do you look after, or give any help or support to, anyone because they have long-term "
                "physical or mental health conditions or illnesses, or problems related to old age?",
                "Ydych chi'n gofalu am unrhyw un, neu'n cynnig unrhyw help neu gefnogaeth i unrhyw un, "
                "oherwydd cyflwr neu salwch corfforol neu feddyliol hir dymor, neu broblemau sy'n "
                "gysylltiedig â henaint?",
            ),
            hint=Bilingual(
                "Do not count anything that you are paid to do.",
                "Peidiwch â chyfrif unrhyw beth rydych chi'n cael eich talu am ei wneud.",
            ),
            choices=(
                Choice("no", Bilingual("No", "Nac ydw")),
                Choice(
                    "hours_9_or_less",
                    Bilingual("Yes, 9 hours a week or less", "Ydw, 9 awr neu lai yr wythnos"),
                ),
                Choice(
                    "hours_10_to_19",
                    Bilingual("Yes, 10 to 19 hours a week", "Ydw, 10 i 19 awr yr wythnos"),
                ),
                Choice(
                    "hours_20_to_34",
                    Bilingual("Yes, 20 to 34 hours a week", "Ydw, 20 i 34 awr yr wythnos"),
                ),
                Choice(
                    "hours_35_to_49",
                    Bilingual("Yes, 35 to 49 hours a week", "Ydw, 35 i 49 awr yr wythnos"),
                ),
                Choice(
                    "hours_50_or_more",
                    Bilingual("Yes, 50 or more hours a week", "Ydw, 50 awr neu fwy yr wythnos"),
                ),
                RATHER_NOT,
            ),
        ),
    ),
    levels={
        Level.DETAILED: (
            _NO_CARE,
            Category(
                "hours_9_or_less",
                Bilingual(
                    "Provides 9 hours or less of unpaid care a week",
                    "Yn darparu 9 awr neu lai o ofal di-dâl yr wythnos",
                ),
                ("hours_9_or_less",),
            ),
            Category(
                "hours_10_to_19",
                Bilingual(
                    "Provides 10 to 19 hours of unpaid care a week",
                    "Yn darparu 10 i 19 awr o ofal di-dâl yr wythnos",
                ),
                ("hours_10_to_19",),
            ),
            Category(
                "hours_20_to_34",
                Bilingual(
                    "Provides 20 to 34 hours of unpaid care a week",
                    "Yn darparu 20 i 34 awr o ofal di-dâl yr wythnos",
                ),
                ("hours_20_to_34",),
            ),
            Category(
                "hours_35_to_49",
                Bilingual(
                    "Provides 35 to 49 hours of unpaid care a week",
                    "Yn darparu 35 i 49 awr o ofal di-dâl yr wythnos",
                ),
                ("hours_35_to_49",),
            ),
            _50_HOURS_OR_MORE,
        ),
        Level.STANDARD: (
            _NO_CARE,
            Category(
                "hours_19_or_less",
                Bilingual(
                    "Provides 19 hours or less of unpaid care a week",
                    "Yn darparu 19 awr neu lai o ofal di-dâl yr wythnos",
                ),
                ("hours_9_or_less", "hours_10_to_19"),
            ),
            Category(
                "hours_20_to_49",
                Bilingual(
                    "Provides 20 to 49 hours of unpaid care a week",
                    "Yn darparu 20 i 49 awr o ofal di-dâl yr wythnos",
                ),
                ("hours_20_to_34", "hours_35_to_49"),
            ),
            _50_HOURS_OR_MORE,
        ),
        Level.SUMMARY: (
            _NO_CARE,
            Category(
                "carer",
                Bilingual("Provides unpaid care", "Yn darparu gofal di-dâl"),
                (
                    "hours_9_or_less",
                    "hours_10_to_19",
                    "hours_20_to_34",
                    "hours_35_to_49",
                    "hours_50_or_more",
                ),
            ),
        ),
    },
)
