"""Which words stand in the files that officers take away, besides those of `words`?"""

from __future__ import annotations

from types import MappingProxyType

from engage.analysis.epochs import Kind
from engage.bilingual import Bilingual

BREAKDOWN = Bilingual("Equality breakdown", "Dadansoddiad cydraddoldeb")
FILE = Bilingual("breakdown", "dadansoddiad")  # the stem of every name

# --- of the release ---------------------------------------------------------------------------------------

COUNCIL = Bilingual("Council", "Cyngor")
FIGURES = Bilingual("Which figures", "Pa ffigurau")
KINDS = MappingProxyType(
    {
        Kind.COMPOSITION: Bilingual("Who has responded so far", "Pwy sydd wedi ymateb hyd yma"),
        Kind.INTERIM: Bilingual("Interim figures", "Ffigurau interim"),
        Kind.FINAL: Bilingual("Final figures", "Ffigurau terfynol"),
        Kind.CORRECTION: Bilingual("Corrected figures", "Ffigurau wedi'u cywiro"),
    }
)
REASON = Bilingual("What was wrong with the earlier figures", "Beth oedd yn anghywir â'r ffigurau cynharach")
RECEIVED = Bilingual("Responses analysed", "Ymatebion a ddadansoddwyd")
COUNTED_UP_TO = Bilingual("Responses received up to", "Ymatebion a ddaeth i law hyd at")
PEOPLE_COUNTED = Bilingual(
    "Number of people counted, rounded", "Nifer y bobl a gafodd eu cyfrif, wedi'i dalgrynnu"
)
LEVEL = Bilingual("Level of detail, as planned", "Lefel y manylder, fel y'i cynlluniwyd")
COARSER = Bilingual("Shown in larger groups than planned", "Dangosir mewn grwpiau mwy na'r bwriad")
LEAST_BASE = Bilingual(
    "Fewest people that a percentage is of", "Y nifer lleiaf o bobl y rhoddir canran ohonynt"
)
BODY = Bilingual("Residents shown apart", "Preswylwyr a ddangosir ar wahân")
JOINT = Bilingual(
    "Several bodies hold this consultation together. Each gets the figures about everybody who responded "
    "and, apart from them, about its own residents. What is left when some put their figures together "
    "was checked as well.",
    "Mae sawl corff yn cynnal yr ymgynghoriad hwn gyda'i gilydd. Mae pob un yn cael y ffigurau am bawb a "
    "ymatebodd ac, ar wahân iddynt, am ei breswylwyr ei hun. Gwiriwyd hefyd yr hyn sy'n weddill pan fydd "
    "rhai ohonynt yn rhoi eu ffigurau at ei gilydd.",
)
LEFT_OUT = Bilingual("Organisations left out", "Sefydliadau a adawyd allan")
ROUNDED_TO = Bilingual("Numbers rounded to multiples of", "Rhifau wedi'u talgrynnu i luosrifau o")
HIDDEN_BELOW = Bilingual("Numbers hidden below", "Rhifau wedi'u cuddio o dan")
RELEASE = Bilingual("Release", "Datganiad")
EPOCH = Bilingual("Number of the release", "Rhif y datganiad")
EMAIL = Bilingual("E-mail", "E-bost")
TELEPHONE = Bilingual("Telephone", "Ffôn")


# --- of a table -------------------------------------------------------------------------------------------

CHARACTERISTIC = Bilingual("Characteristic", "Nodwedd")
GROUP = Bilingual("Group", "Grŵp")
WITHIN = Bilingual("Responses", "Ymatebion")
ALL = Bilingual("All", "Pob un")
WHO_RESPONDED = Bilingual("Who responded", "Pwy ymatebodd")
BASE_ANSWERED = Bilingual("Base: people who answered", "Sylfaen: pobl a atebodd")
BASE_ASKED = Bilingual("Base: people who were asked", "Sylfaen: pobl y gofynnwyd iddynt")
ASKED = Bilingual("People who were asked", "Pobl y gofynnwyd iddynt")
UNANSWERED = Bilingual(
    "Did not answer, of those who were asked (per cent)", "Heb ateb, o'r rhai y gofynnwyd iddynt (y cant)"
)
MARK = Bilingual("Mark on the percentages", "Nod ar y canrannau")
NO_MARK = Bilingual("none", "dim")
PEOPLE = Bilingual("People", "Pobl")
BASE = Bilingual("Base", "Sylfaen")
PERCENTAGE = Bilingual("Per cent of the base", "Y cant o'r sylfaen")
PERCENTAGES = Bilingual("Percentages", "Canrannau")
NUMBERS = Bilingual("Numbers of people", "Niferoedd y bobl")
PART = Bilingual("Part", "Rhan")


def everyone_else(group: str) -> Bilingual:
    """Name those who are in another group of the same characteristic."""
    return Bilingual(f"{group} – everyone else", f"{group} – pawb arall")


def in_per_cent(label: str) -> Bilingual:
    return Bilingual(f"{label} (per cent)", f"{label} (y cant)")


def in_people(label: str) -> Bilingual:
    return Bilingual(f"{label} (people)", f"{label} (pobl)")


# --- of differences ---------------------------------------------------------------------------------------

DIFFERENCES = Bilingual("Differences", "Gwahaniaethau")
NOTABLE = Bilingual("Notable differences between groups", "Gwahaniaethau nodedig rhwng grwpiau")
QUESTION = Bilingual("Question", "Cwestiwn")
ANSWER = Bilingual("Answer", "Ateb")
GROUP_SHARE = Bilingual("In the group (per cent)", "Yn y grŵp (y cant)")
GROUP_BASE = Bilingual("Base of the group", "Sylfaen y grŵp")
OTHER_SHARE = Bilingual("Among everyone else (per cent)", "Ymhlith pawb arall (y cant)")
OTHER_BASE = Bilingual("Base of everyone else", "Sylfaen pawb arall")
COHENS_H = Bilingual("Size of the difference: Cohen's h", "Maint y gwahaniaeth: h Cohen")
RATE = Bilingual("Adjusted probability (q)", "Tebygolrwydd wedi'i addasu (q)")
UNDER_LEAST = Bilingual("under 0.001", "o dan 0.001")
CONNECTIONS = Bilingual("Connections", "Cysylltiadau")
CONNECTED = Bilingual(
    "How closely groups and answers are connected", "Pa mor agos yw'r cysylltiad rhwng grwpiau ac atebion"
)
CONNECTIONS_SAY = (
    Bilingual(
        "A whole table is tested where nothing in it is hidden and everybody gave one answer.",
        "Caiff tabl cyfan ei brofi lle nad oes dim ynddo wedi'i guddio a lle rhoddodd pawb un ateb.",
    ),
    Bilingual(
        "Cramér's V goes from 0, no connection, to 1, the closest.",
        "Mae V Cramér yn mynd o 0, dim cysylltiad, i 1, y cysylltiad agosaf.",
    ),
    Bilingual(
        "The adjusted probability counts all the comparisons of these figures.",
        "Mae'r tebygolrwydd wedi'i addasu yn cyfrif holl gymariaethau'r ffigurau hyn.",
    ),
)
CRAMERS_V = Bilingual("Cramér's V", "V Cramér")
CHI_SQUARE = Bilingual("Chi-square, less the rounding", "Chi-sgwâr, heb y talgrynnu")
FREEDOM = Bilingual("Degrees of freedom", "Graddau rhyddid")
MAY_BE_SAID = Bilingual("What may be said", "Yr hyn y gellir ei ddweud")

# --- of a spreadsheet -------------------------------------------------------------------------------------

COVER = Bilingual("Cover", "Clawr")
CONTENTS = Bilingual("Contents", "Cynnwys")
NOTES = Bilingual("Notes", "Nodiadau")
TABLE = Bilingual("Table", "Tabl")
NOTES_TITLE = Bilingual("How to read the figures", "Sut i ddarllen y ffigurau")
SHEET = Bilingual("Sheet", "Taflen")
SHOWS = Bilingual("What it shows", "Yr hyn y mae'n ei ddangos")
NOTE = Bilingual("Note", "Nodyn")
MEANING = Bilingual("Meaning", "Ystyr")
IN_THIS_FILE = Bilingual("In this file", "Yn y ffeil hon")
ABOUT = Bilingual("About these figures", "Ynghylch y ffigurau hyn")
COVER_SAYS = (
    Bilingual(
        "This file tells how different groups of people answered a consultation.",
        "Mae'r ffeil hon yn dangos sut yr atebodd gwahanol grwpiau o bobl ymgynghoriad.",
    ),
    Bilingual(
        "Every sheet after the notes holds one table. "
        "There is a file with the same figures in the other language.",
        "Mae un tabl ar bob taflen ar ôl y nodiadau. Mae ffeil â'r un ffigurau yn yr iaith arall.",
    ),
)
ONE_TABLE = Bilingual(
    "This sheet holds one table. The notes explain how the figures were protected.",
    "Mae un tabl ar y daflen hon. Mae'r nodiadau'n egluro sut y diogelwyd y ffigurau.",
)
SHORTHAND = Bilingual("Shorthand", "Byrfoddau")
TO_CONTENTS = Bilingual("Go to the contents", "Ewch i'r cynnwys")

# --- of a file of comma-separated values ------------------------------------------------------------------

HEADERS = (
    Bilingual("Release", "Datganiad"),
    Bilingual("Question code", "Cod y cwestiwn"),
    Bilingual("Question", "Cwestiwn"),
    Bilingual("Option code", "Cod yr opsiwn"),
    Bilingual("Option", "Opsiwn"),
    Bilingual("Characteristic code", "Cod y nodwedd"),
    Bilingual("Characteristic", "Nodwedd"),
    Bilingual("Level code", "Cod y lefel"),
    Bilingual("Level", "Lefel"),
    Bilingual("Group code", "Cod y grŵp"),
    Bilingual("Group", "Grŵp"),
    Bilingual("Filter code", "Cod yr hidlydd"),
    Bilingual("Filter", "Hidlydd"),
    Bilingual("Count", "Nifer"),
    Bilingual("Base", "Sylfaen"),
    Bilingual("Percent", "Canran"),
    Bilingual("Note", "Nodyn"),
)

# --- of a page that stands alone --------------------------------------------------------------------------

SKIP = Bilingual("Skip to the contents", "Ewch i'r cynnwys")
OTHER_LANGUAGE = Bilingual(
    "There is a file with the same figures in Welsh.", "Mae ffeil â'r un ffigurau yn Saesneg."
)

# --- of the description of columns ------------------------------------------------------------------------

COLUMNS = MappingProxyType(
    {
        "release": Bilingual(
            "Names the release: no two have the same name.", "Enw'r datganiad: nid oes dau â'r un enw."
        ),
        "question_code": Bilingual(
            "The question, or one part of it; empty where a characteristic is counted alone.",
            "Y cwestiwn, neu un rhan ohono; gwag lle mae nodwedd yn cael ei chyfrif ar ei phen ei hun.",
        ),
        "question": Bilingual("The question in words.", "Y cwestiwn mewn geiriau."),
        "option_code": Bilingual("The answer that is counted.", "Yr ateb sy'n cael ei gyfrif."),
        "option": Bilingual("The answer in words.", "Yr ateb mewn geiriau."),
        "characteristic_code": Bilingual(
            "The characteristic by which people are grouped; empty for everyone together.",
            "Y nodwedd y mae pobl wedi'u grwpio yn ei hôl; gwag i bawb gyda'i gilydd.",
        ),
        "characteristic": Bilingual("The characteristic in words.", "Y nodwedd mewn geiriau."),
        "level_code": Bilingual("How finely people are grouped.", "Pa mor fanwl y mae pobl wedi'u grwpio."),
        "level": Bilingual("The level in words.", "Y lefel mewn geiriau."),
        "group_code": Bilingual("The group of people.", "Y grŵp o bobl."),
        "group": Bilingual("The group in words.", "Y grŵp mewn geiriau."),
        "filter_code": Bilingual(
            "The answer that everybody counted has given; empty where all responses are counted.",
            "Yr ateb a roddodd pawb a gafodd eu cyfrif; gwag lle mae pob ymateb wedi'i gyfrif.",
        ),
        "filter": Bilingual("That answer in words.", "Yr ateb hwnnw mewn geiriau."),
        "count": Bilingual(
            "People in the group who gave the answer, rounded; none where it is hidden.",
            "Pobl yn y grŵp a roddodd yr ateb, wedi'i dalgrynnu; dim lle mae wedi'i guddio.",
        ),
        "base": Bilingual(
            "People that the percentage is of, rounded; none where it is hidden.",
            "Y bobl y mae'r ganran yn cyfeirio atynt, wedi'i dalgrynnu; dim lle mae wedi'i guddio.",
        ),
        "percent": Bilingual(
            "The count as a whole percentage of the base, worked out from these two alone.",
            "Y nifer fel canran gyfan o'r sylfaen, wedi'i chyfrifo o'r ddau rif hyn yn unig.",
        ),
        "note": Bilingual("A mark on the percentage.", "Nod ar y ganran."),
    }
)
NO_QUESTION = Bilingual(
    "No question: a characteristic is counted alone",
    "Dim cwestiwn: mae nodwedd yn cael ei chyfrif ar ei phen ei hun",
)
