"""In which words is a notable difference told, and what is never claimed of it?

Whole sentences that can stand alone in a report, with what varies in quotation marks, in brackets, or where
Welsh does not mutate it. They speak of
the people who responded and of nobody else: those chose themselves, so nothing is said of residents.
"""

from __future__ import annotations

from types import MappingProxyType

from engage.analysis.rule import USUAL, Rule
from engage.bilingual import Bilingual

HIGHER = Bilingual(
    "Of the people in the group “{group}” ({by}) who answered “{question}”, {share} gave "
    "the answer “{answer}” (base: {base}). That is higher than among people in the other groups who answered "
    "({other}; base: {other_base}). A gap this large would be unusual if both answered alike.",
    "O'r bobl yn y grŵp “{group}” ({by}) a atebodd “{question}”, rhoddodd {share} "
    "yr ateb “{answer}” (sylfaen: {base}). Mae hynny'n uwch nag ymhlith pobl yn y grwpiau eraill a atebodd "
    "({other}; sylfaen: {other_base}). Byddai bwlch mor fawr yn anarferol pe bai'r ddau'n ateb yr un fath.",
)
LOWER = Bilingual(
    "Of the people in the group “{group}” ({by}) who answered “{question}”, {share} gave "
    "the answer “{answer}” (base: {base}). That is lower than among people in the other groups who answered "
    "({other}; base: {other_base}). A gap this large would be unusual if both answered alike.",
    "O'r bobl yn y grŵp “{group}” ({by}) a atebodd “{question}”, rhoddodd {share} "
    "yr ateb “{answer}” (sylfaen: {base}). Mae hynny'n is nag ymhlith pobl yn y grwpiau eraill a atebodd "
    "({other}; sylfaen: {other_base}). Byddai bwlch mor fawr yn anarferol pe bai'r ddau'n ateb yr un fath.",
)
HIGHER_OF_ASKED = Bilingual(
    "Of the people in the group “{group}” ({by}) who were asked “{question}”, "
    "{share} gave the answer “{answer}” (base: {base}). "
    "That is higher than among people in the other groups who were asked ("
    "{other}; base: {other_base}). A gap this large would be unusual if both answered alike.",
    "O'r bobl yn y grŵp “{group}” ({by}) y gofynnwyd “{question}” iddynt, "
    "rhoddodd {share} yr ateb “{answer}” (sylfaen: {base}). "
    "Mae hynny'n uwch nag ymhlith pobl yn y grwpiau eraill y gofynnwyd iddynt ("
    "{other}; sylfaen: {other_base}). Byddai bwlch mor fawr yn anarferol pe bai'r ddau'n ateb yr un fath.",
)
LOWER_OF_ASKED = Bilingual(
    "Of the people in the group “{group}” ({by}) who were asked “{question}”, "
    "{share} gave the answer “{answer}” (base: {base}). "
    "That is lower than among people in the other groups who were asked ("
    "{other}; base: {other_base}). A gap this large would be unusual if both answered alike.",
    "O'r bobl yn y grŵp “{group}” ({by}) y gofynnwyd “{question}” iddynt, "
    "rhoddodd {share} yr ateb “{answer}” (sylfaen: {base}). "
    "Mae hynny'n is nag ymhlith pobl yn y grwpiau eraill y gofynnwyd iddynt ("
    "{other}; sylfaen: {other_base}). Byddai bwlch mor fawr yn anarferol pe bai'r ddau'n ateb yr un fath.",
)
ABOUT = Bilingual("about {percent}", "tua {percent}")

# Cohen's h, by the least value that bears the name.
SIZES = MappingProxyType(
    {
        0.8: Bilingual("large", "mawr"),
        0.5: Bilingual("medium", "canolig"),
        0.2: Bilingual("small", "bach"),
        0.0: Bilingual("very small", "bach iawn"),
    }
)

TESTS_MADE = Bilingual("Comparisons made:", "Cymariaethau a wnaed:")
NOTABLE = Bilingual("Differences that are notable:", "Gwahaniaethau nodedig:")

# Said beside every interval.
NOT_A_SAMPLE = Bilingual(
    "This is not a survey sample: people chose to respond.",
    "Nid sampl arolwg yw hwn: dewisodd pobl ymateb.",
)


def compared(rule: Rule) -> Bilingual:
    """Say who is compared with whom."""
    return Bilingual(
        "Each group is compared with everybody in the other groups who answered the same question, "
        f"where there are at least {rule.least_of_two} people on each side. "
        "Whoever did not say which group they are in is on neither side.",
        "Caiff pob grŵp ei gymharu â phawb yn y grwpiau eraill a atebodd yr un cwestiwn, "
        f"lle mae o leiaf {rule.least_of_two} o bobl ar bob ochr. "
        "Nid yw'r sawl na ddywedodd ym mha grŵp y mae ar y naill ochr na'r llall.",
    )


def reading(rule: Rule = USUAL) -> tuple[Bilingual, ...]:
    """Say how to read differences in figures that were made safe by this rule."""
    return compared(rule), *READING


READING = (
    Bilingual(
        "With many comparisons some will look large by chance. "
        "So a difference is called notable only if it is 10 percentage points or more, "
        "and if at most 5% of all the differences called notable can be expected to be chance.",
        "Wrth wneud llawer o gymariaethau, bydd rhai'n edrych yn fawr ar hap. "
        "Felly dim ond os yw gwahaniaeth yn 10 pwynt canran neu fwy y caiff ei alw'n nodedig, "
        "ac os gellir disgwyl mai hap yw 5% ar y mwyaf o'r holl wahaniaethau a elwir yn nodedig.",
    ),
    Bilingual(
        "A difference that is not called notable may still matter. "
        "The duty to have due regard to equality does not depend on the size of a group.",
        "Gall gwahaniaeth na chaiff ei alw'n nodedig fod o bwys o hyd. "
        "Nid yw'r ddyletswydd i roi sylw dyledus i gydraddoldeb yn dibynnu ar faint grŵp.",
    ),
    Bilingual(
        "A group whose numbers are hidden has views too: "
        "read what its people wrote, and write up the themes without saying who they are from.",
        "Mae gan grŵp y mae ei rifau wedi'u cuddio ei farn hefyd: "
        "darllenwch yr hyn a ysgrifennodd y bobl ynddo, a nodwch y themâu heb ddweud gan bwy y daethant.",
    ),
    Bilingual(
        "The comparisons describe the people who responded. "
        "They say nothing about residents who did not respond.",
        "Mae'r cymariaethau'n disgrifio'r bobl a ymatebodd. "
        "Nid ydynt yn dweud dim am drigolion nad ymatebodd.",
    ),
)
