"""What are people asked about their age?

Groups: the age bands of Census 2021 (England and Wales), moved so that there is a band that ends at 15.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.asking import AGE_QUESTION
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.choices import RATHER_NOT, as_asked

_BANDS = (
    Choice("under_16", Bilingual("15 and under", "15 oed ac iau")),
    Choice("age_16_to_19", Bilingual("16 to 19", "16 i 19")),
    Choice("age_20_to_24", Bilingual("20 to 24", "20 i 24")),
    Choice("age_25_to_34", Bilingual("25 to 34", "25 i 34")),
    Choice("age_35_to_44", Bilingual("35 to 44", "35 i 44")),
    Choice("age_45_to_49", Bilingual("45 to 49", "45 i 49")),
    Choice("age_50_to_54", Bilingual("50 to 54", "50 i 54")),
    Choice("age_55_to_64", Bilingual("55 to 64", "55 i 64")),
    Choice("age_65_to_74", Bilingual("65 to 74", "65 i 74")),
    Choice("age_75_to_84", Bilingual("75 to 84", "75 i 84")),
    Choice("age_85_and_over", Bilingual("85 and over", "85 oed a throsodd")),
)
_ALONE = {category.code: category for category in as_asked(_BANDS)}

AGE = Characteristic(
    code="age",
    name=Bilingual("Age", "Oed"),
    protected=True,
    special_category=False,
    questions=(
        StandardQuestion(
            id=AGE_QUESTION,
            title=Bilingual("Which age group are you in?", "Ym mha grŵp oedran ydych chi?"),
            choices=(*_BANDS, RATHER_NOT),
        ),
    ),
    # Nobody under 16 is ever divided further. 35 to 49 (detailed) and 45 to 54 (standard) overlap, as in the
    # census: figures at both levels about the same people would give 45 to 49 away.
    levels={
        Level.DETAILED: (
            _ALONE["under_16"],
            _ALONE["age_16_to_19"],
            _ALONE["age_20_to_24"],
            _ALONE["age_25_to_34"],
            Category("age_35_to_49", Bilingual("35 to 49", "35 i 49"), ("age_35_to_44", "age_45_to_49")),
            Category("age_50_to_64", Bilingual("50 to 64", "50 i 64"), ("age_50_to_54", "age_55_to_64")),
            _ALONE["age_65_to_74"],
            _ALONE["age_75_to_84"],
            _ALONE["age_85_and_over"],
        ),
        Level.STANDARD: (
            _ALONE["under_16"],
            Category("age_16_to_24", Bilingual("16 to 24", "16 i 24"), ("age_16_to_19", "age_20_to_24")),
            _ALONE["age_25_to_34"],
            _ALONE["age_35_to_44"],
            Category("age_45_to_54", Bilingual("45 to 54", "45 i 54"), ("age_45_to_49", "age_50_to_54")),
            _ALONE["age_55_to_64"],
            _ALONE["age_65_to_74"],
            Category(
                "age_75_and_over",
                Bilingual("75 and over", "75 oed a throsodd"),
                ("age_75_to_84", "age_85_and_over"),
            ),
        ),
        Level.SUMMARY: (
            Category(
                "under_25",
                Bilingual("Under 25", "O dan 25 oed"),
                ("under_16", "age_16_to_19", "age_20_to_24"),
            ),
            Category(
                "age_25_to_64",
                Bilingual("25 to 64", "25 i 64"),
                ("age_25_to_34", "age_35_to_44", "age_45_to_49", "age_50_to_54", "age_55_to_64"),
            ),
            Category(
                "age_65_and_over",
                Bilingual("65 and over", "65 oed a throsodd"),
                ("age_65_to_74", "age_75_to_84", "age_85_and_over"),
            ),
        ),
    },
)
