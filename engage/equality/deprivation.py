"""How deprived is the area in which people live?

A socio-economic measure, asked only where a council chooses it: the quintile of the Welsh Index of Multiple
Deprivation (WIMD) in which a postcode lies. The postcode becomes a quintile at once and is never kept.
"""

from __future__ import annotations

from engage.bilingual import Bilingual
from engage.equality.characteristics import (
    NOT_LISTED,
    Category,
    Characteristic,
    Choice,
    Level,
    StandardQuestion,
)
from engage.equality.choices import RATHER_NOT, as_asked

LOOKUP = "wimd_quintile"  # what a council's list of postcodes with their quintiles is called
QUINTILES = (
    Choice(
        "quintile_1",
        Bilingual(
            "Quintile 1: the most deprived 20% of areas in Wales",
            "Cwintel 1: yr 20% o ardaloedd mwyaf difreintiedig yng Nghymru",
        ),
    ),
    Choice("quintile_2", Bilingual("Quintile 2", "Cwintel 2")),
    Choice("quintile_3", Bilingual("Quintile 3", "Cwintel 3")),
    Choice("quintile_4", Bilingual("Quintile 4", "Cwintel 4")),
    Choice(
        "quintile_5",
        Bilingual(
            "Quintile 5: the least deprived 20% of areas in Wales",
            "Cwintel 5: yr 20% o ardaloedd lleiaf difreintiedig yng Nghymru",
        ),
    ),
)
_ELSEWHERE = Choice(
    NOT_LISTED,
    Bilingual(
        "Outside Wales, or a postcode that is not in the list",
        "Y tu allan i Gymru, neu god post nad yw yn y rhestr",
    ),
)
_EACH = as_asked((*QUINTILES, _ELSEWHERE))

WIMD_QUINTILE = Characteristic(
    code="wimd_quintile",
    name=Bilingual(
        "Deprivation of the area (WIMD quintile)",
        "Amddifadedd yr ardal (cwintel MALlC)",
    ),
    protected=False,
    special_category=False,
    optional=True,
    questions=(
        StandardQuestion(
            id="wimd_quintile",
            kind="postcode",
            lookup=LOOKUP,
            title=Bilingual("What is your postcode?", "Beth yw eich cod post?"),
            hint=Bilingual(
                "We look up at once which fifth of areas it is in, by the Welsh Index of Multiple "
                "Deprivation. We keep that and not the postcode. For example, AB12 3CD.",
                "Rydym yn chwilio ar unwaith ym mha un o bum grŵp o ardaloedd y mae, yn ôl Mynegai "
                "Amddifadedd Lluosog Cymru. Rydym yn cadw hynny ac nid y cod post. Er enghraifft, AB12 3CD.",
            ),
            choices=(*QUINTILES, _ELSEWHERE, RATHER_NOT),
        ),
    ),
    levels={
        Level.DETAILED: _EACH,
        Level.STANDARD: _EACH,
        Level.SUMMARY: (
            Category(
                "most_deprived_40",
                Bilingual(
                    "The most deprived 40% of areas in Wales (quintiles 1 and 2)",
                    "Y 40% o ardaloedd mwyaf difreintiedig yng Nghymru (cwinteli 1 a 2)",
                ),
                ("quintile_1", "quintile_2"),
            ),
            Category(
                "other_60",
                Bilingual(
                    "The other 60% of areas in Wales (quintiles 3, 4 and 5)",
                    "Y 60% arall o ardaloedd yng Nghymru (cwinteli 3, 4 a 5)",
                ),
                ("quintile_3", "quintile_4", "quintile_5"),
            ),
            _EACH[-1],
        ),
    },
)
