"""Which agreed terms stand in a text, and what are they in the other language?

The terms are those that councils' own pages and forms in Wales use. A noun may mutate where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engage.bilingual import Bilingual

TERMS = tuple(
    Bilingual(*pair)
    for pair in (
        ("Consultation", "Ymgynghoriad"),
        ("Consultations", "Ymgynghoriadau"),
        ("Have your say", "Dweud eich dweud"),
        ("Survey", "Arolwg"),
        ("Questionnaire", "Holiadur"),
        ("Question", "Cwestiwn"),
        ("Questions", "Cwestiynau"),
        ("Response", "Ymateb"),
        ("Responses", "Ymatebion"),
        ("Response form", "Ffurflen ymateb"),
        ("Respondent", "Ymatebydd"),
        ("Respondents", "Ymatebwyr"),
        ("Resident", "Preswylydd"),
        ("Residents", "Preswylwyr"),
        ("Council", "Cyngor"),
        ("Closing date", "Dyddiad cau"),
        ("Impact assessment", "Asesiad effaith"),
        ("Equality impact assessment", "Asesiad effaith cydraddoldeb"),
        ("Report", "Adroddiad"),
        ("Results", "Canlyniadau"),
        ("Summary of responses", "Crynodeb o'r ymatebion"),
        ("Section", "Adran"),
        ("Full name", "Enw llawn"),
        ("Reference number", "Cyfeirnod"),
        ("Postcode", "Cod post"),
        ("Email address", "Cyfeiriad e-bost"),
        ("Email", "E-bost"),
        ("Privacy notice", "Hysbysiad preifatrwydd"),
        ("Data protection", "Diogelu data"),
        ("Accessibility statement", "Datganiad hygyrchedd"),
        ("None of the above", "Dim un o'r uchod"),
        ("Prefer not to say", "Mae'n well gen i beidio â dweud"),
        ("Draft", "Drafft"),
        ("Proposal", "Cynnig"),
        ("Proposals", "Cynigion"),
        ("Budget", "Cyllideb"),
        ("Equality and diversity", "Cydraddoldeb ac amrywiaeth"),
        ("Protected characteristic", "Nodwedd warchodedig"),
        ("Protected characteristics", "Nodweddion gwarchodedig"),
        ("Equality Act 2010", "Deddf Cydraddoldeb 2010"),
        ("Public sector equality duty", "Dyletswydd cydraddoldeb y sector cyhoeddus"),
        ("Community cohesion", "Cydlyniant cymunedol"),
        ("Age", "Oed"),
        ("Age group", "Grŵp oedran"),
        ("Disability", "Anabledd"),
        ("Disabled people", "Pobl anabl"),
        ("Gender reassignment", "Ailbennu rhywedd"),
        ("Marriage and civil partnership", "Priodas a phartneriaeth sifil"),
        ("Pregnancy and maternity", "Beichiogrwydd a mamolaeth"),
        ("Race", "Hil"),
        ("Ethnic group", "Grŵp ethnig"),
        ("Religion or belief", "Crefydd neu gred"),
        ("No religion", "Dim crefydd"),
        ("Sex", "Rhyw"),
        ("Sexual orientation", "Cyfeiriadedd rhywiol"),
        ("British Sign Language", "Iaith Arwyddion Prydain"),
        ("Anonymous", "Dienw"),
        ("Statistics", "Ystadegau"),
        ("Welsh language", "Y Gymraeg"),
    )
)
MOST = 8  # terms shown beside a text


def terms(text: str, language: str) -> tuple[Bilingual, ...]:
    """The terms in a text of this language, in its order; of terms inside each other, the longest."""
    found: list[Bilingual] = []
    for match in _PATTERNS[language].finditer(_straight(text)):
        term = _BY_NAME[language][match[0].lower()]
        if term not in found:
            found.append(term)
    return tuple(found[:MOST])


def _straight(text: str) -> str:
    return text.replace("’", "'")


def _names(language: str) -> Iterator[tuple[str, Bilingual]]:
    yield from ((term[language].lower(), term) for term in TERMS)


_BY_NAME = {language: dict(_names(language)) for language in ("en", "cy")}
_PATTERNS = {
    language: re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b", re.IGNORECASE
    )
    for language, names in _BY_NAME.items()
}
