"""What are people asked about their sex, gender identity and sexual orientation?

Wording and groups: Census 2021 (England and Wales), in both languages. Sex and gender identity are two
questions and are never joined in one list.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.choices import RATHER_NOT, as_asked

# --- sex ------------------------------------------------------------------------------------------------

_SEXES = (
    Choice("female", Bilingual("Female", "Benyw")),
    Choice("male", Bilingual("Male", "Gwryw")),
)

SEX = Characteristic(
    code="sex",
    name=Bilingual("Sex", "Rhyw"),
    protected=True,
    special_category=False,
    questions=(
        StandardQuestion(
            id="sex",
            title=Bilingual("What is your sex?", "Beth yw eich rhyw?"),
            choices=(*_SEXES, RATHER_NOT),
        ),
    ),
    levels=dict.fromkeys(Level, as_asked(_SEXES)),
)

# --- gender reassignment --------------------------------------------------------------------------------

# Finer groups, or what is written in the box, would name people: these two are the finest that are published.
_SAME_OR_DIFFERENT = (
    Category(
        "same",
        Bilingual(
            "Gender identity the same as sex registered at birth",
            "Hunaniaeth o ran rhywedd yr un peth â'r rhyw a gofrestrwyd pan y'i ganwyd",
        ),
        ("yes",),
    ),
    Category(
        "different",
        Bilingual(
            "Gender identity different from sex registered at birth",
            "Hunaniaeth o ran rhywedd yn wahanol i'r rhyw a gofrestrwyd pan y'i ganwyd",
        ),
        ("no",),
    ),
)

GENDER_REASSIGNMENT = Characteristic(
    code="gender_reassignment",
    name=Bilingual(
        "Gender reassignment (gender identity)",
        "Ailbennu rhywedd (hunaniaeth o ran rhywedd)",
    ),
    protected=True,
    special_category=True,  # not named in Article 9, but it can reveal health or sex life
    questions=(
        StandardQuestion(
            id="gender_identity",
            title=Bilingual(
                "Is the gender you identify with the same as your sex registered at birth?",
                "A yw'r rhywedd rydych chi'n uniaethu ag ef yr un peth â'ch rhyw a gofrestrwyd "
                "pan gawsoch chi eich geni?",
            ),
            hint=Bilingual(
                "If you select “No”, you can write in a box or leave it empty. "
                "We do not use what you write there in any published figures.",
                "Os dewiswch “Nac ydy”, gallwch ysgrifennu mewn blwch neu ei adael yn wag. "
                "Nid ydym yn defnyddio'r hyn a ysgrifennwch yno mewn unrhyw ffigurau a gyhoeddir.",
            ),
            choices=(
                Choice("yes", Bilingual("Yes", "Ydy")),
                Choice(
                    "no",
                    Bilingual("No", "Nac ydy"),
                    other=Bilingual("Enter gender identity", "Nodwch hunaniaeth o ran rhywedd"),
                ),
                RATHER_NOT,
            ),
            minimum_age=16,
        ),
    ),
    levels=dict.fromkeys(Level, _SAME_OR_DIFFERENT),
)

# --- sexual orientation ---------------------------------------------------------------------------------

_ORIENTATIONS = (
    Choice("straight", Bilingual("Straight or Heterosexual", "Heterorywiol/Strêt")),
    Choice("gay_or_lesbian", Bilingual("Gay or Lesbian", "Hoyw neu Lesbiaidd")),
    Choice("bisexual", Bilingual("Bisexual", "Deurywiol/Bi")),
    Choice("other_orientation", Bilingual("Other sexual orientation", "Cyfeiriadedd rhywiol arall")),
)
_STRAIGHT_OR_LGB = (
    *as_asked(_ORIENTATIONS[:1]),
    Category(
        "lgb_plus",
        Bilingual(
            "Gay or Lesbian, Bisexual or other sexual orientation (LGB+)",
            "Hoyw neu Lesbiaidd, Deurywiol/Bi neu gyfeiriadedd rhywiol arall (LHD+)",
        ),
        ("gay_or_lesbian", "bisexual", "other_orientation"),
    ),
)

SEXUAL_ORIENTATION = Characteristic(
    code="sexual_orientation",
    name=Bilingual("Sexual orientation", "Cyfeiriadedd rhywiol"),
    protected=True,
    special_category=True,
    questions=(
        StandardQuestion(
            id="sexual_orientation",
            title=Bilingual(
                "Which of the following best describes your sexual orientation?",
                "Pa un o'r canlynol sy'n disgrifio orau eich cyfeiriadedd rhywiol?",
            ),
            choices=(*_ORIENTATIONS, RATHER_NOT),
            minimum_age=16,
        ),
    ),
    levels={
        Level.DETAILED: as_asked(_ORIENTATIONS),
        Level.STANDARD: _STRAIGHT_OR_LGB,
        Level.SUMMARY: _STRAIGHT_OR_LGB,
    },
)
