"""A consultation whose breakdown is given out, and everything of it that an officer, or a thief, can hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from engage import clock
from engage.accounts.models import Officer
from engage.accounts.permissions import Role
from engage.analysis import formats, queries, service
from engage.analysis.formats import Format
from engage.analysis.models import Release, ReleaseFile
from engage.analysis.universe import Plan
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.equality.coding import categorise
from engage.surveys.definition import Definition, EqualityModule, Page, Section
from tests.analysis import people
from tests.analysis.attacker import ANSWERED, NO_VALUE, PEOPLE, REST, UNANSWERED, Cell, Survey
from tests.analysis.stored import add_responses, make_survey
from tests.factories import NOON, make_officer

QUESTIONS = (people.VIEW, people.USES, people.FEEL)
SURVEY = Definition(
    title=Bilingual("Buses", "Bysiau"),
    sections=(
        Section(
            id="all",
            title=Bilingual("Buses", "Bysiau"),
            parts=(Page(id="one", title=Bilingual("Buses", "Bysiau"), questions=QUESTIONS),),
        ),
    ),
    equality=EqualityModule(people.STANDARD.id),
)
PLAN = Plan(level=Level.SUMMARY, characteristics=("sex", "disability", "religion"), filter="view")
PUBLISHED = Survey(
    options={
        "view": ("for", "neither", "against"),
        "uses": ("bus", "train", "none"),
        "feel": ("bad", "good", "na"),
    },
    several=frozenset({"uses"}),
    groups={
        "sex": ("female", "male"),
        "disability": ("disabled", "not_disabled"),
        "religion": ("no_religion", "any_religion"),
    },
    asked_of_all=frozenset(PLAN.characteristics),
    filter="view",
)
About = dict[str, object]
Person = tuple[dict[str, object], About]  # what somebody says of the subject, and of themselves
ROOMS = {
    "en": "/en/officers/consultations/{}/breakdown",
    "cy": "/cy/swyddogion/ymgynghoriadau/{}/dadansoddiad",
}
NOT_FIGURES = re.compile(
    r"/(plan|cynllun|make|creu|records|cofnodion|texts|testunau|progress|cynnydd)\b|\.pdf"
)
PASSING = re.compile(rb'nonce="[^"]+"|name="csrf_token"[^>]+>|Officer \d+')  # what is another one each time


def crowd(number: int = 150, seed: int = 8) -> list[Person]:
    """People who answer as they like, ten disabled people who all are against, and thirty with a religion who
    all are for. Nobody else says that they are disabled or have a religion."""
    chance = np.random.default_rng(seed)
    drawn = [_drawn(chance) for _ in range(number - 40)]
    ten = [_person("against", ["train"], "good", TEN, chance) for _ in range(10)]
    thirty = [_person("for", ["bus"], "bad", THIRTY, chance) for _ in range(30)]
    return [*drawn, *ten, *thirty]


NEITHER = {"disability_condition": "no", "religion": "no_religion"}
TEN = NEITHER | {"disability_condition": "yes", "disability_impact": "a_lot"}
THIRTY = NEITHER | {"religion": "sikh"}


def _drawn(chance: np.random.Generator) -> Person:
    view = str(chance.choice(["for", "neither", "against"], p=[0.4, 0.2, 0.4]))
    uses = [code for code in ("bus", "train") if chance.random() < 0.4] or ["none"]
    feel = str(chance.choice(["bad", "good", "na"], p=[0.5, 0.4, 0.1]))
    said, about = _person(view, uses, feel, NEITHER, chance)
    return {key: value for key, value in said.items() if chance.random() < 0.94}, about


def _person(view: str, uses: list[str], feel: str, about: About, chance: np.random.Generator) -> Person:
    sex = str(chance.choice(["female", "male"], p=[0.6, 0.4]))
    return {"view": view, "uses": uses, "feel": feel}, {"sex": sex} | about


# --- what is true ----------------------------------------------------------------------------------------


def sets_of(person: Person, level: Level = PLAN.level) -> Iterator[Cell]:
    """Every set that somebody is in, who is asked everything but that the group is known to them alone."""
    said, about = person
    groups = [("", "")]
    for characteristic in people.STANDARD.choose(PLAN.characteristics):
        group = categorise(characteristic, level, about)
        groups.append((characteristic.code, group if isinstance(group, str) else REST))
    for (characteristic, group), within in product(groups, ("", said.get("view", NO_VALUE))):
        yield Cell("", PEOPLE, characteristic, group, within)
        for question in PUBLISHED.asked_within(within):
            for answer in _answers(said.get(question)):
                yield Cell(question, answer, characteristic, group, within)


def _answers(given: object) -> tuple[str, ...]:
    if given is None:
        return (UNANSWERED,)
    return (ANSWERED, *(given if isinstance(given, list) else [given]))


def truth_of(everybody: list[Person], level: Level = PLAN.level) -> Counter[Cell]:
    return Counter(cell for person in everybody for cell in sets_of(person, level))


# --- what is given out -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class GivenOut:
    """Every page and file of one breakdown by its address, just as it came."""

    pages: Mapping[str, bytes]
    files: Mapping[tuple[str, str], bytes]  # by language and name

    @property
    def everything(self) -> bytes:
        return self.files["en", "everything.csv"]


@contextmanager
def at(moment=NOON) -> Iterator[None]:
    """Let it be this moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        yield


def consult(everybody: list[Person], plan: Plan = PLAN, **fields) -> Consultation:
    """A consultation that has closed, answered by these people, with a plan for its breakdown."""
    version = make_survey(SURVEY, **fields)
    add_responses(version, everybody)
    consultation = db.session.get(Consultation, version.survey.consultation_id)
    service.decide_plan(analyst_of(consultation), consultation.id, plan, now=NOON)
    return consultation


def analyst_of(consultation: Consultation) -> Officer:
    return make_officer(consultation.council, Role.ANALYST)


def release(consultation: Consultation, now=NOON, **asked) -> Release:
    """Ask for figures, and have them made."""
    with at(now):
        service.ask_release(analyst_of(consultation), consultation.id, now=now, **asked)
    db.session.rollback()
    db.session.expire_all()
    return queries.releases(consultation.id)[0]


def files(client: FlaskClient, made: Release) -> dict[tuple[str, str], bytes]:
    """Every file of a release as the browser gets it, but the PDF, which is the page that stands alone."""
    found = {}
    for language in LANGUAGES:
        room = ROOMS[language].format(made.consultation_id)
        small, whole = {"en": ("files", "whole"), "cy": ("ffeiliau", "cyfan")}[language]
        names = dict.fromkeys(made.file_bytes[language], small)
        names |= {name: whole for name, kind in formats.names(language).items() if kind is not Format.PDF}
        for name, where in names.items():
            response = client.get(f"{room}/{where}/{name}?release={made.epoch}")
            assert response.status_code == 200, name
            found[language, name] = response.data
    return found


def pages(client: FlaskClient, made: Release) -> dict[str, bytes]:
    """Every page of a breakdown that can be reached, without what depends on who asks, and when."""
    found: dict[str, bytes] = {}
    waiting = list(addresses(made))
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = PASSING.sub(b"", response.data)
        links = re.findall(
            rf'href="({ROOMS[address[1:3]].format(made.consultation_id)}[^"#]*)"', response.text
        )
        here = (link.replace("&amp;", "&") for link in links)
        waiting += [each for each in here if not NOT_FIGURES.search(each) and not _is_file(each)]
    return found


def _is_file(address: str) -> bool:
    return "." in address.partition("?")[0]


def addresses(made: Release) -> Iterator[str]:
    """The breakdown's own page, and every table."""
    universe = queries.universe_of(made)
    tables = [each for each in universe.tables() if each.subject.level is None]
    for language in LANGUAGES:
        room, table = ROOMS[language].format(made.consultation_id), {"en": "table", "cy": "tabl"}[language]
        yield f"{room}?release={made.epoch}"
        for each in tables:
            within = each.within.code if each.within else ""
            asked = f"question={each.subject.key}&by={each.by.key}&within={within}&release={made.epoch}"
            yield f"{room}/{table}?{asked}"


def forget_files() -> None:
    """As if nobody had taken a file yet: each is written anew."""
    db.session.execute(delete(ReleaseFile))
    db.session.commit()
