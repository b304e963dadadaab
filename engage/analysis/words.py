"""Which words does the analysis itself put into its tables, charts and files?

They travel with files, so they are `Bilingual` here and not messages of the interface. Numbers and dates
stand after a colon or in a cell of their own, where no Welsh word before them can mutate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from types import MappingProxyType

from engage.analysis.rule import USUAL, Rule
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level

EVERYONE = Bilingual("Everyone", "Pawb")
EVERY_TABLE = Bilingual("every table", "pob tabl")
ANSWERED = Bilingual("Answered", "Wedi ateb")
NOT_ANSWERED = Bilingual("Not answered", "Heb ateb")
ELSEWHERE = Bilingual("Somewhere else", "Rhywle arall")
RANKED_FIRST = Bilingual("Ranked first", "Gosodwyd yn gyntaf")

LEVELS = MappingProxyType(
    {
        Level.DETAILED: Bilingual("Detailed", "Manwl"),
        Level.STANDARD: Bilingual("Standard", "Safonol"),
        Level.SUMMARY: Bilingual("Summary", "Cryno"),
    }
)

LANGUAGE = Bilingual("Language of the response", "Iaith yr ymateb")
LANGUAGES = MappingProxyType({"en": Bilingual("English", "Saesneg"), "cy": Bilingual("Welsh", "Cymraeg")})
CHANNEL = Bilingual("How the response came", "Sut y daeth yr ymateb")
CHANNELS = MappingProxyType(
    {
        "online": Bilingual("Online", "Ar-lein"),
        "kiosk": Bilingual("Kiosk", "Ciosg"),
        "telephone": Bilingual("By telephone", "Dros y ffôn"),
        "in_person": Bilingual("In person", "Wyneb yn wyneb"),
        "paper": Bilingual("Paper form", "Ffurflen bapur"),
        "imported": Bilingual("From another tool", "O offeryn arall"),
    }
)


def both(first: Bilingual, second: Bilingual) -> Bilingual:
    """Name two characteristics together."""
    return Bilingual(f"{first.en} – {second.en}", f"{first.cy} – {second.cy}")


def filtered(groups: Bilingual, by: Bilingual) -> Bilingual:
    """Name groups within the values of a filter."""
    return Bilingual(f"{groups.en} (filter: {by.en})", f"{groups.cy} (hidlydd: {by.cy})")


# Shares of the total in a question that shares something out: the lower bound of each band in per cent.
SHARES = MappingProxyType(
    {
        "none": Bilingual("0%", "0%"),
        "from_1": Bilingual("1% to 24%", "1% i 24%"),
        "from_25": Bilingual("25% to 49%", "25% i 49%"),
        "from_50": Bilingual("50% or more", "50% neu fwy"),
    }
)


def ranked_among_the_first(places: int) -> Bilingual:
    return Bilingual(f"Ranked in the top: {places}", f"Gosodwyd ymhlith y rhai uchaf: {places}")


def band(lowest: str, highest: str) -> Bilingual:
    """Label the numbers from `lowest` to `highest`, both included; one of the two may be empty."""
    if not highest:
        return Bilingual(f"{lowest} or more", f"{lowest} neu fwy")
    if not lowest:
        return Bilingual(f"{highest} or less", f"{highest} neu lai")
    return Bilingual(f"{lowest} to {highest}", f"{lowest} i {highest}")


# --- shorthand: letters in square brackets, as official statistics in the United Kingdom write it ---------

HIDDEN = "[c]"
UNAVAILABLE = "[x]"
UNCERTAIN = "[u]"


@cache
def shorthand(rule: Rule = USUAL) -> Mapping[str, Bilingual]:
    """Explain the marks that stand in place of figures, or beside them."""
    least, of_two = rule.least_base, rule.least_of_two
    meanings = {
        HIDDEN: Bilingual(
            f"Confidential: fewer than about {rule.threshold} responses, possibly none; or figures of a "
            "group that holds nearly everybody from a larger one",
            f"Cyfrinachol: llai na thua {rule.threshold} ymateb, neu ddim un o gwbl; neu ffigurau "
            "grŵp y mae bron pawb o grŵp mwy ynddo",
        ),
        UNAVAILABLE: Bilingual(
            f"Not available: a percentage of a base below {least} (below {of_two} for two characteristics "
            "together), or the count of those who did not answer",
            f"Ddim ar gael: canran o sylfaen sy'n is na {least} (is na {of_two} ar gyfer dwy nodwedd gyda'i "
            "gilydd), neu nifer y rhai heb ateb",
        ),
        UNCERTAIN: Bilingual(
            "Low reliability: the base is below 100, so read the percentage with care",
            "Dibynadwyedd isel: mae'r sylfaen yn is na 100, felly darllenwch y ganran yn ofalus",
        ),
    }
    return MappingProxyType(meanings)


SHORTHAND = shorthand()  # by the usual rule

UNDER = Bilingual("under 5%", "o dan 5%")
OVER = Bilingual("over 95%", "dros 95%")

# --- files ------------------------------------------------------------------------------------------------

FILE_EVERYTHING = Bilingual("everything", "popeth")
FILE_CHARACTERISTICS = Bilingual("characteristics", "nodweddion")
FILE_QUESTION = Bilingual("question", "cwestiwn")
FILE_NOTES = Bilingual("notes", "nodiadau")

# --- how to read the figures ------------------------------------------------------------------------------


@cache
def explanation(rule: Rule = USUAL) -> tuple[Bilingual, ...]:
    """Say how to read figures that were made safe by this rule."""
    return (
        Bilingual(
            "We change the numbers in these tables slightly so that nobody can be recognised in them.",
            "Rydym yn newid ychydig ar y rhifau yn y tablau hyn fel na ellir adnabod neb ynddynt.",
        ),
        Bilingual(
            f"Each number is rounded to a multiple of {rule.base}, sometimes up and sometimes down. "
            "Chance decides which, but the same people always give the same number, "
            "wherever they are counted.",
            f"Mae pob rhif wedi'i dalgrynnu i luosrif o {rule.base}, weithiau i fyny ac weithiau i lawr. "
            "Siawns sy'n penderfynu pa un, ond bydd yr un bobl bob amser yn rhoi'r un rhif, "
            "ble bynnag y cânt eu cyfrif.",
        ),
        Bilingual(
            f"A number that would be below {rule.threshold} is shown as [c]. "
            "That can mean nobody, one person or several people.",
            f"Dangosir [c] yn lle rhif a fyddai'n is na {rule.threshold}. "
            "Gall hynny olygu neb, un person neu sawl person.",
        ),
        Bilingual(
            "All figures of a group are [c] too where it holds nearly everybody from a larger group. "
            "Side by side, the two would tell what the few others answered.",
            "Mae holl ffigurau grŵp yn [c] hefyd lle mae bron pawb o grŵp mwy ynddo. "
            "Ochr yn ochr, byddai'r ddau'n dangos yr hyn a atebodd yr ychydig eraill.",
        ),
        Bilingual(
            "Every number is rounded on its own, totals too, so the numbers may not add up.",
            "Mae pob rhif wedi'i dalgrynnu ar wahân, a'r cyfansymiau hefyd, "
            "felly efallai na fydd y rhifau'n adio.",
        ),
        Bilingual(
            "Percentages come from the rounded numbers. "
            "One is given only where the base, the number of people it is a percentage of, is at least "
            f"{rule.least_base}.",
            "Cyfrifir y canrannau o'r rhifau wedi'u talgrynnu. "
            "Dim ond pan fo'r sylfaen, sef nifer y bobl y mae'r ganran yn cyfeirio atynt, yn "
            f"{rule.least_base} o leiaf y rhoddir canran.",
        ),
        Bilingual(
            "Of people who did not answer we give only the share. "
            "One more rounded number would make it easier to work out the true ones.",
            "Dim ond cyfran y bobl heb ateb a roddwn. "
            "Byddai un rhif arall wedi'i dalgrynnu yn ei gwneud yn haws cyfrifo'r rhifau gwirioneddol.",
        ),
        Bilingual(
            "People chose whether to respond. "
            "The figures describe those who did, not everybody who lives in the area.",
            "Y bobl eu hunain a ddewisodd ymateb. Mae'r ffigurau'n disgrifio'r rhai a wnaeth hynny, "
            "nid pawb sy'n byw yn yr ardal.",
        ),
        Bilingual(
            "The figures were taken once and do not change.",
            "Casglwyd y ffigurau unwaith ac nid ydynt yn newid.",
        ),
    )


COUNTED_UP_TO = Bilingual("Responses received up to:", "Ymatebion a ddaeth i law hyd at:")

# --- what was made coarser --------------------------------------------------------------------------------


def larger_groups(characteristics: Sequence[Bilingual]) -> Bilingual:
    """Tell that characteristics are shown in larger groups than planned."""
    listed = _listed(characteristics)
    return Bilingual(
        "Shown in larger groups than planned, so that nothing can be worked out about a few people: "
        f"{listed.en}",
        f"Dangosir mewn grwpiau mwy na'r bwriad, fel na ellir cyfrifo dim am ychydig o bobl: {listed.cy}",
    )


def without_answers(tables: int) -> Bilingual:
    """Tell how many tables are left out because they would show no answer."""
    return Bilingual(
        f"Tables left out because every answer in them would be hidden: {tables}",
        f"Tablau a hepgorwyd am y byddai pob ateb ynddynt wedi'i guddio: {tables}",
    )


def left_out(division: Bilingual, asked: Sequence[Bilingual]) -> Bilingual:
    """Tell by which groups, within which filter, tables of what was asked are left out."""
    listed = _listed(asked)
    return Bilingual(
        "Not shown, because something could have been worked out about a few people: "
        f"{division.en}: {listed.en}",
        "Heb ei ddangos, gan y gellid bod wedi cyfrifo rhywbeth am ychydig o bobl: "
        f"{division.cy}: {listed.cy}",
    )


def told_once(lines: Iterable[Bilingual], language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say once what several lines on end begin with, each time with the rest of these lines."""
    for beginning, alike in groupby((line[language] for line in lines), lambda line: line.partition(": ")[0]):
        first, *others = alike
        rests = tuple(line.partition(": ")[2] for line in (first, *others)) if others else ()
        yield (f"{beginning}:" if others else first), rests


def _listed(names: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(*("; ".join(name[language] for name in names) for language in LANGUAGES))
