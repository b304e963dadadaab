"""Which words travel with records for analysts?"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from engage.analysis import words
from engage.analysis.rule import USUAL, Rule
from engage.bilingual import Bilingual
from engage.equality.coding import NOT_GIVEN_LABEL

TICKED = Bilingual("Selected", "Wedi'i ddewis")
NOT_TICKED = Bilingual("Not selected", "Heb ei ddewis")

HIDDEN, NOT_ANSWERED, NOT_ASKED = words.HIDDEN, "[x]", "[z]"
HIDDEN_LABEL = Bilingual(
    "Confidential: it could help to tell who somebody is",
    "Cyfrinachol: gallai helpu i ddatgelu pwy yw rhywun",
)
NOT_ASKED_LABEL = Bilingual("Not asked", "Ni ofynnwyd")
MISSING = MappingProxyType(
    {HIDDEN: HIDDEN_LABEL, NOT_ANSWERED: words.NOT_ANSWERED, NOT_ASKED: NOT_ASKED_LABEL}
)
MISSING_OF_PEOPLE = MappingProxyType({HIDDEN: HIDDEN_LABEL, NOT_ANSWERED: NOT_GIVEN_LABEL})

TITLE = Bilingual("Records for analysis", "Cofnodion i'w dadansoddi")
FILE = Bilingual("records", "cofnodion")
VARIABLE = Bilingual("Variable", "Newidyn")


@cache
def notes(rule: Rule = USUAL) -> tuple[Bilingual, ...]:
    """Say how to read records behind figures that this rule protects, and what may not be done with them."""
    return (
        Bilingual(
            "Each row is one response by a person. Responses of organisations are not here.",
            "Un ymateb gan berson yw pob rhes. Nid yw ymatebion sefydliadau yma.",
        ),
        Bilingual(
            "The order of the rows says nothing: they are shuffled. "
            "There are no times, references, contact details or written answers.",
            "Nid yw trefn y rhesi yn dweud dim: maent wedi'u cymysgu. "
            "Nid oes yma amserau, cyfeirnodau, manylion cyswllt nac atebion ysgrifenedig.",
        ),
        Bilingual(
            "What people are stands here in the groups of the published figures. "
            f"Where fewer than {rule.threshold} people share a combination of them, part of it is [c].",
            "Mae'r hyn yw pobl i'w weld yma yn ôl grwpiau'r ffigurau a gyhoeddwyd. "
            f"Lle mae llai na {rule.threshold} o bobl yn rhannu cyfuniad ohonynt, "
            "dangosir rhan ohono fel [c].",
        ),
        Bilingual(
            "Questions about where somebody lives, about special categories of data, "
            "and those that are asked only after some answers to these are treated in the same way.",
            "Caiff cwestiynau am ble mae rhywun yn byw, cwestiynau am gategorïau arbennig o ddata, "
            "a'r rhai a ofynnir ar ôl rhai atebion i'r rhain yn unig eu trin yn yr un ffordd.",
        ),
        Bilingual(
            "Where it depends on an answer that is [c] whether a question was asked, the question is "
            "[c] too. Where several councils consult together, only residents of the council that leads are "
            "told from everybody else.",
            "Lle mae'n dibynnu ar ateb sy'n [c] a ofynnwyd cwestiwn, mae'r cwestiwn hwnnw'n [c] hefyd. "
            "Lle mae sawl cyngor yn ymgynghori gyda'i gilydd, dim ond preswylwyr y cyngor sy'n arwain "
            "y gellir eu gwahaniaethu oddi wrth bawb arall.",
        ),
        Bilingual(
            "Only responses that are in the published figures and have not been changed, withdrawn or "
            "erased since are here.",
            "Dim ond ymatebion sydd yn y ffigurau a gyhoeddwyd, ac sydd heb eu newid, eu tynnu'n ôl na'u "
            "dileu ers hynny, sydd yma.",
        ),
        Bilingual(
            "Numbers counted in these records are not protected. "
            "Publish none of them: use the breakdown instead.",
            "Nid yw rhifau a gyfrifir o'r cofnodion hyn wedi'u diogelu. "
            "Peidiwch â chyhoeddi'r un ohonynt: defnyddiwch y dadansoddiad yn lle hynny.",
        ),
        Bilingual(
            "Do not try to find out who anybody is, and do not pass the file on.",
            "Peidiwch â cheisio darganfod pwy yw neb, a pheidiwch â throsglwyddo'r ffeil i neb arall.",
        ),
    )


DELETE_BY = Bilingual("Delete every copy by the end of:", "Dilëwch bob copi erbyn diwedd:")
