"""What are people asked about the income of their household?

A socio-economic measure, asked only where a council chooses it. The bands lie in each other at every level.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Choice, Level, StandardQuestion
from engage.equality.choices import RATHER_NOT, as_asked

_BANDS = (
    Choice("under_10000", Bilingual("Under £10,000", "O dan £10,000")),
    Choice("from_10000", Bilingual("£10,000 to £19,999", "£10,000 i £19,999")),
    Choice("from_20000", Bilingual("£20,000 to £29,999", "£20,000 i £29,999")),
    Choice("from_30000", Bilingual("£30,000 to £39,999", "£30,000 i £39,999")),
    Choice("from_40000", Bilingual("£40,000 to £59,999", "£40,000 i £59,999")),
    Choice("from_60000", Bilingual("£60,000 or more", "£60,000 neu fwy")),
)
_ALONE = {category.code: category for category in as_asked(_BANDS)}
_LOWER = Category("under_20000", Bilingual("Under £20,000", "O dan £20,000"), ("under_10000", "from_10000"))
_MIDDLE = Category(
    "from_20000_to_39999", Bilingual("£20,000 to £39,999", "£20,000 i £39,999"), ("from_20000", "from_30000")
)
_HIGHER = Category(
    "from_40000_on", Bilingual("£40,000 or more", "£40,000 neu fwy"), ("from_40000", "from_60000")
)

HOUSEHOLD_INCOME = Characteristic(
    code="household_income",
    name=Bilingual("Household income", "Incwm y cartref"),
    protected=False,
    special_category=False,
    optional=True,
    questions=(
        StandardQuestion(
            id="household_income",
            title=Bilingual(
                "What is your household's total income in a year, before tax?",
                "Beth yw cyfanswm incwm eich cartref mewn blwyddyn, cyn treth?",
            ),
            hint=Bilingual(
                "Count wages, pensions, benefits and any other income of everybody with whom you share "
                "what you live on.",
                "Dylech gynnwys cyflogau, pensiynau, budd-daliadau ac unrhyw incwm arall pawb yr ydych yn "
                "rhannu costau byw â nhw.",
            ),
            choices=(*_BANDS, RATHER_NOT),
        ),
    ),
    levels={
        Level.DETAILED: tuple(_ALONE.values()),
        Level.STANDARD: (_LOWER, _MIDDLE, _ALONE["from_40000"], _ALONE["from_60000"]),
        Level.SUMMARY: (_LOWER, _MIDDLE, _HIGHER),
    },
)
