"""Which words stand at first in the fields about a list of postcodes, and beside an invented one?"""

from __future__ import annotations

from engage.bilingual import Bilingual

OF_WALES = Bilingual(
    "Welsh Government, Welsh Index of Multiple Deprivation 2019",
    "Llywodraeth Cymru, Mynegai Amddifadedd Lluosog Cymru 2019",
)
OF_ONS = Bilingual(
    "Office for National Statistics, ONS Postcode Directory",
    "Swyddfa Ystadegau Gwladol, Cyfeiriadur Codau Post yr ONS",
)
INVENTED = Bilingual(
    "These postcodes and what is said of them are invented for the demonstration.",
    "Mae'r codau post hyn a'r hyn a ddywedir amdanynt wedi'u dyfeisio ar gyfer yr arddangosiad.",
)
