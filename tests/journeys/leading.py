"""How do officers lead a survey to the public, knowing nothing but their pages?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from engage import dates
from engage.bilingual import Bilingual, other_language
from engage.consultations import preparation_forms
from engage.consultations.preparation import Preparation
from engage.surveys import welsh_forms
from engage.surveys.all_texts import all_texts
from engage.surveys.approval_forms import PATHS
from engage.surveys.definition import Definition
from engage.surveys.translation_sheet import name_of
from engage.surveys.translation_xliff import CORE
from engage.surveys.workflow import Move
from tests.journeys.desk import Desk, PlainDesk
from tests.officers import upload

PAGES = (  # of the preparation, and which fields each has
    ("consultations_preparation.fair", preparation_forms.fair),
    ("consultations_preparation.equality", preparation_forms.equality),
    ("consultations_preparation.privacy", preparation_forms.privacy),
)
WORDS = {
    "title": Bilingual("Have your say", "Dweud eich dweud"),
    "slug": Bilingual("have-your-say", "dweud-eich-dweud"),
    "summary": Bilingual("Tell us what you think.", "Dywedwch eich barn wrthym."),
    "why": Bilingual("We have a choice to make.", "Mae gennym ddewis i'w wneud."),
    "can_change": Bilingual("Everything can change.", "Gall popeth newid."),
    "cannot_change": Bilingual("Nothing is settled.", "Nid oes dim wedi'i benderfynu."),
    "audience": Bilingual("Everybody.", "Pawb."),
    "area": Bilingual("The whole county", "Y sir gyfan"),
    "contact": Bilingual("Write to us.", "Ysgrifennwch atom."),
    "other_formats": Bilingual("Ask us for paper.", "Gofynnwch i ni am bapur."),
    "privacy": Bilingual("We keep it safe.", "Rydym yn ei gadw'n ddiogel."),
}
REASON = {"en": "We have talked about this.", "cy": "Rydym wedi trafod hyn."}
MOST = 60  # times that one thing is done again: more are a sign of going round in circles


def consult(
    desk: Desk, first: str, opens_at: datetime, closes_at: datetime, words: Mapping[str, Bilingual] = WORDS
) -> int:
    """Add a consultation in one language; its number."""
    fields: dict[str, Any] = {f"{name}_{first}": text[first] for name, text in words.items()}
    for name, moment in (("opens", opens_at), ("closes", closes_at)):
        at = moment.astimezone(dates.LONDON)
        fields |= {f"{name}_{part}": str(getattr(at, part)) for part in ("day", "month", "year")}
        fields[f"{name}_time"] = at.strftime("%H:%M")
    desk.open("consultations_desk.index")
    desk.follow("consultations_desk.add")
    desk.type({**fields, "topics": ["cohesion"]})
    desk.press()
    return int(desk.links("consultations_desk.edit")[0][1]["consultation_id"])


# --- the other language ---------------------------------------------------------------------------------


def translations(wanted: Definition, first: str, words: Mapping[str, Bilingual] = WORDS) -> dict[str, str]:
    """Everything in the language that is not written first, by the keys of the texts."""
    other = other_language(first)
    around = {f"consultation/{name}": text[other] for name, text in words.items()}
    return around | {text.key: text.words[other] for text in all_texts(wanted)}


def translate(desk: Desk, number: int, words: Mapping[str, str]) -> None:
    """Translate what is to be done in the translator's room, page by page, and sign everything off."""
    desk.open("surveys_translation.room", consultation_id=number)
    for _ in range(MOST):
        keys = [values["key"] for _, values in desk.links("surveys_translation_text.show")]
        if not keys:
            break
        desk.type({f"words-{name_of(key)}": words[key] for key in keys})
        desk.press()
    desk.follow("surveys_translation.sign_off")
    desk.press()


def translate_by_file(desk: PlainDesk, number: int, words: Mapping[str, str]) -> None:
    """Fetch what is to be done as XLIFF, translate it elsewhere, bring the file back, and sign off."""
    desk.open("surveys_translation.room", consultation_id=number)
    desk.follow("surveys_translation_files.index")
    links = desk.links("surveys_translation_files.download")
    address = next(href for href, values in links if (values["kind"], values["texts"]) == ("xlf", "to_do"))
    desk.type({"file": upload(translated(desk.fetch(address), words), "back.xlf")})
    desk.press()
    desk.press("take_in")
    desk.follow("surveys_translation.sign_off")
    desk.press()


def translated(file: bytes, words: Mapping[str, str]) -> bytes:
    """The translation file, as a translator's own tool gives it back."""
    root = etree.fromstring(file)
    for unit in root.iter(f"{{{CORE}}}unit"):
        segment = unit.find(f"{{{CORE}}}segment")
        segment.set("state", "translated")
        target = segment.find(f"{{{CORE}}}target")
        target = etree.SubElement(segment, f"{{{CORE}}}target") if target is None else target
        target.text = words[unit.get("name")]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


# --- ready, approved, published -------------------------------------------------------------------------


def prepare(desk: Desk, number: int, said: Preparation) -> None:
    """Say everything that "Ready to publish?" asks for, and set the advice that is left aside."""
    ready = "surveys_ready.show"
    for page, fields in PAGES:
        desk.open(ready, consultation_id=number)
        desk.follow(page)
        desk.type({name: value for name, value in fields(said).items() if value})
        desk.press()
    for proposal in said.proposals:
        desk.open(ready, consultation_id=number)
        desk.follow("surveys_welsh.show")
        desk.follow("surveys_welsh.add")
        desk.type(welsh_forms.filled(proposal))
        desk.press()
    desk.open(ready, consultation_id=number)
    for _ in range(MOST):
        if not desk.links("surveys_ready.set_aside"):
            return
        desk.follow("surveys_ready.set_aside")
        desk.type({"reason": REASON[desk.language]})
        desk.press()
    raise AssertionError("there is always more advice")


def move(desk: Desk, number: int, chosen: Move, **typed: str) -> None:
    """Take one step on the way to the public."""
    desk.open("surveys_approval.show", consultation_id=number)
    desk.follow("surveys_approval.step", move=PATHS[chosen][desk.language])
    desk.type(typed)
    desk.press()


def publish(desk: Desk, number: int) -> None:
    """Publish what is approved, at once."""
    desk.open("surveys_approval.show", consultation_id=number)
    desk.follow("surveys_approval.publish")
    desk.type({"when": "now"})
    desk.press()
