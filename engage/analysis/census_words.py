"""Which words does the comparison with the census put onto pages and into files?"""

from __future__ import annotations

from types import MappingProxyType

from engage.analysis.representativeness import Band
from engage.bilingual import Bilingual

GROWN, ALL = "grown", "all"
POPULATIONS = MappingProxyType(
    {
        GROWN: Bilingual("Residents aged 16 and over", "Preswylwyr 16 oed a throsodd"),
        ALL: Bilingual("All residents, children too", "Yr holl breswylwyr, gan gynnwys plant"),
    }
)

SOURCE = Bilingual("Office for National Statistics, Census 2021", "Swyddfa Ystadegau Gwladol, Cyfrifiad 2021")
INVENTED = Bilingual(
    "These shares are invented for the demonstration. They are no statistics.",
    "Mae'r cyfrannau hyn wedi'u dyfeisio ar gyfer yr arddangosiad. Nid ystadegau ydynt.",
)

BANDS = MappingProxyType(
    {
        Band.UNDER: Bilingual("Fewer than among residents", "Llai nag ymhlith y preswylwyr"),
        Band.ALIKE: Bilingual("About as among residents", "Tua'r un fath ag ymhlith y preswylwyr"),
        Band.OVER: Bilingual("More than among residents", "Mwy nag ymhlith y preswylwyr"),
        Band.UNSURE: Bilingual("Cannot be told", "Ni ellir dweud"),
        Band.UNKNOWN: Bilingual("Too few to say", "Rhy ychydig i ddweud"),
    }
)
READING = (
    Bilingual(
        "The ratio is the share of a group among those who responded, divided by its share among residents. "
        "At 1 both are the same. "
        "Behind it stands the range in which it would still lie by chance and rounding.",
        "Y gymhareb yw cyfran grŵp ymhlith y rhai a ymatebodd, "
        "wedi'i rhannu â'i gyfran ymhlith y preswylwyr. "
        "Ar 1 mae'r ddwy yr un fath. Ar ei hôl mae'r amrediad y gallai fod ynddo o hyd "
        "ar hap ac oherwydd talgrynnu.",
    ),
    Bilingual(
        "The range is so wide that about 19 in 20 such ranges hold the ratio, "
        "where chance and rounding alone are at work.",
        "Mae'r amrediad mor eang fel bod tua 19 o bob 20 amrediad o'r fath yn cynnwys y gymhareb, "
        "lle mai siawns a thalgrynnu yn unig sydd ar waith.",
    ),
    Bilingual(
        "A group is called fewer below 0.8 and more above 1.25, "
        "and only if the whole range is on that side of 1 and rounding alone cannot have put it there.",
        "Dywedir bod grŵp yn llai o dan 0.8 ac yn fwy uwchlaw 1.25, "
        "a dim ond os yw'r amrediad cyfan ar yr ochr honno i 1 "
        "ac na all talgrynnu yn unig fod wedi ei roi yno.",
    ),
    Bilingual(
        "How many respondents would have to be of another group is worked out from rounded numbers. "
        "It is said only where rounding alone cannot have made the gap, with all that it can be. "
        "Chance makes such a gap too, and a larger one the fewer people responded.",
        "Cyfrifir faint o ymatebwyr a fyddai'n gorfod bod o grŵp arall o rifau wedi'u talgrynnu. "
        "Dim ond lle na all talgrynnu yn unig fod wedi creu'r bwlch y dywedir hynny, "
        "gyda'r cyfan y gall fod. "
        "Mae siawns yn creu bwlch o'r fath hefyd, ac un mwy po leiaf o bobl a ymatebodd.",
    ),
    Bilingual(
        "People who did not answer the question about themselves are left out on both sides. "
        "So are groups that the census table does not have.",
        "Gadewir allan ar y ddwy ochr bobl nad atebodd y cwestiwn amdanynt eu hunain. "
        "Felly hefyd grwpiau nad ydynt yn nhabl y cyfrifiad.",
    ),
    Bilingual(
        "Where a group of the survey begins below the age of 16, children who responded are in it, "
        "even if the census table leaves children out.",
        "Lle mae grŵp yn yr arolwg yn dechrau o dan 16 oed, mae plant a ymatebodd ynddo, "
        "hyd yn oed os yw tabl y cyfrifiad yn gadael plant allan.",
    ),
    Bilingual(
        "The wording of the survey and that of the census may differ. Read a small gap with care.",
        "Gall geiriad yr arolwg a geiriad y cyfrifiad fod yn wahanol. Darllenwch fwlch bach yn ofalus.",
    ),
)
