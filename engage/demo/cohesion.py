"""What stands beside the demonstration's figures on cohesion? Published figures, and another council's."""

from __future__ import annotations

from datetime import date, datetime

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.analysis import cohesion_service
from engage.analysis import queries as releases
from engage.analysis.cohesion_models import CohesionShare
from engage.analysis.cohesion_service import Entered
from engage.bilingual import Bilingual
from engage.database import db, unit_of_work

SURVEY = Bilingual("National Survey for Wales", "Arolwg Cenedlaethol Cymru")
WALES = Bilingual("Wales", "Cymru")
NO_NOTE = Bilingual()
PUBLISHED = (  # the first two are real
    Entered(
        measure="cohesion.all_three",
        tenths=640,
        survey=SURVEY,
        place=WALES,
        period=Bilingual("April 2021 to March 2022", "Ebrill 2021 i Fawrth 2022"),
        people=12_500,
        source=Bilingual(
            "Welsh Government, first full year of National Survey results since the pandemic",
            "Llywodraeth Cymru, blwyddyn lawn gyntaf o ganlyniadau'r Arolwg Cenedlaethol ers y pandemig",
        ),
        address="https://www.gov.wales/first-full-year-national-survey-results-pandemic-show-increased-sense-community-wales",
        published_on=date(2022, 7, 14),
        note=Bilingual("Adults, asked by telephone.", "Oedolion, a holwyd dros y ffôn."),
    ),
    Entered(
        measure="cohesion.all_three",
        tenths=520,
        survey=SURVEY,
        place=WALES,
        period=Bilingual("April 2018 to March 2019", "Ebrill 2018 i Fawrth 2019"),
        people=None,
        source=Bilingual(
            "Welsh Government, Wellbeing of Wales 2022: a Wales of cohesive communities",
            "Llywodraeth Cymru, Llesiant Cymru 2022: Cymru o gymunedau cydlynus",
        ),
        address="https://www.gov.wales/wellbeing-wales-2022-wales-cohesive-communities-html",
        published_on=date(2022, 9, 29),
        note=NO_NOTE,
    ),
    Entered(
        measure="cohesion.get_on",
        tenths=780,
        survey=Bilingual("An invented survey", "Arolwg wedi'i ddyfeisio"),
        place=WALES,
        period=Bilingual("an invented year", "blwyddyn wedi'i dyfeisio"),
        people=1_000,
        source=Bilingual("Invented for the demonstration", "Wedi'i ddyfeisio ar gyfer yr arddangosiad"),
        address="",
        published_on=date(2026, 1, 15),
        note=Bilingual("This figure is no statistic.", "Nid ystadegyn yw'r ffigur hwn."),
    ),
)


def enter_published(analyst: Officer, *, now: datetime) -> None:
    """Enter the figures that stand beside every consultation on the same."""
    for each in PUBLISHED:
        cohesion_service.enter(analyst, each, now=now)


@unit_of_work
def share(approver: Officer, consultation_id: int, *, now: datetime) -> None:
    """Let other councils see the figures of this consultation as soon as they are made, in the background."""
    release = releases.releases(consultation_id)[0]
    row = {"release_id": release.id, "council_id": approver.council_id}
    db.session.add(CohesionShare(**row, agreed_at=now, agreed_by_id=approver.id))
    accounts.record(approver, Action.COHESION_SHARED, release, at=now)
