"""Which words does the line of sensitivity need, and why may there be none?"""

from __future__ import annotations

from types import MappingProxyType

from engage.analysis.weighting import Reason
from engage.bilingual import Bilingual

REASONS = MappingProxyType(
    {
        Reason.ORGANISATIONS: Bilingual(
            "Organisations are counted in these figures, and they are no residents.",
            "Mae sefydliadau wedi'u cyfrif yn y ffigurau hyn, ac nid preswylwyr ydynt.",
        ),
        Reason.CAMPAIGN: Bilingual(
            "A campaign may have decided who responded. Weighting cannot mend that.",
            "Efallai mai ymgyrch a benderfynodd pwy a ymatebodd. Ni all pwysoli drwsio hynny.",
        ),
        Reason.NOT_RESIDENTS: Bilingual(
            "The consultation is not about all residents, so their shares are no measure for it.",
            "Nid yw'r ymgynghoriad yn ymwneud â'r holl breswylwyr, "
            "felly nid yw eu cyfrannau'n fesur ar ei gyfer.",
        ),
        Reason.MARGINS: Bilingual(
            "Choose one, two or three characteristics.", "Dewiswch un, dwy neu dair nodwedd."
        ),
        Reason.SMALL_GROUP: Bilingual(
            "Fewer than {least} people of this group answered:",
            "Atebodd llai na {least} o bobl yn y grŵp hwn:",
        ),
        Reason.NO_CENSUS: Bilingual(
            "The census table says nothing about this group:",
            "Nid yw'r tabl cyfrifiad yn dweud dim am y grŵp hwn:",
        ),
        Reason.HIDDEN: Bilingual(
            "A number that is needed is hidden.", "Mae rhif sydd ei angen wedi'i guddio."
        ),
        Reason.UNSETTLED: Bilingual(
            "The groups' answers cannot be brought together.",
            "Ni ellir dod ag atebion y grwpiau ynghyd.",
        ),
    }
)
READING = (
    Bilingual(
        "The weighted share asks one thing only: "
        "would the picture be another if respondents had the residents' mix in these characteristics?",
        "Un peth yn unig y mae'r gyfran bwysoledig yn ei ofyn: "
        "a fyddai'r darlun yn wahanol pe bai gan yr ymatebwyr gymysgedd y preswylwyr o ran y nodweddion hyn?",
    ),
    Bilingual(
        "It is no figure for all residents, because those who responded may think otherwise "
        "than those like them who did not. Do not report it on its own.",
        "Nid ffigur ar gyfer yr holl breswylwyr ydyw, oherwydd gall y rhai a ymatebodd feddwl yn wahanol "
        "i'r rhai tebyg iddynt na wnaeth. Peidiwch ag adrodd arni ar ei phen ei hun.",
    ),
    Bilingual(
        "It is worked out from the rounded numbers, with weights between 0.3 and 3. "
        "The number of people that it is worth shows how much certainty the weights cost.",
        "Fe'i cyfrifir o'r rhifau wedi'u talgrynnu, gyda phwysau rhwng 0.3 a 3. "
        "Mae nifer y bobl y mae'n gyfwerth â nhw'n dangos faint o sicrwydd y mae'r pwysau'n ei gostio.",
    ),
)
