"""What does the demonstration leave for somebody to decide about what was received?"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from itertools import islice

from sqlalchemy import select

from engage import dates
from engage.accounts.models import Officer
from engage.bilingual import Bilingual
from engage.database import db, unit_of_work
from engage.respond import contribution_service as contributions
from engage.respond.channel import Channel
from engage.respond.contribution_service import Said
from engage.respond.enclosures import Enclosure
from engage.respond.ledger_models import Trace
from engage.respond.models import Response

ALIKE = {"device": 3, "words": 2}  # how many responses look alike, by what


@unit_of_work
def leave_likenesses(consultation_id: int) -> None:
    """Let a few responses of one day look alike, although nobody has sent them from any device."""
    mine = select(Response.id, Response.sent_at).filter_by(consultation_id=consultation_id)
    by_day: defaultdict[date, list[int]] = defaultdict(list)
    for response_id, sent_at in db.session.execute(mine.order_by(Response.reference)):
        if sent_at:
            by_day[sent_at.astimezone(dates.LONDON).date()].append(response_id)
    day, ids = max(by_day.items(), key=lambda each: len(each[1]), default=(date.min, []))
    rest = (each for several in by_day.values() for each in several if each not in ids[: ALIKE["device"]])
    alike = {"device": ids[: ALIKE["device"]], "words": list(islice(rest, ALIKE["words"]))}
    for kind, several in alike.items():
        for response_id in several:
            trace = {"consultation_id": consultation_id, "response_id": response_id, "day": day}
            db.session.add(Trace(**trace, **{kind: b"invented"}))


LETTER = Bilingual(
    "I have read the papers and agree with most of them. Please think of people who have no car.",
    "Rwyf wedi darllen y papurau ac yn cytuno â’r rhan fwyaf ohonynt. Cofiwch am bobl heb gar.",
)
PETITION = Bilingual("We ask the council to think again.", "Gofynnwn i’r cyngor ailystyried.")


def leave_contributions(clerk: Officer, consultation_id: int, *, now: datetime) -> None:
    """Enter a letter in Welsh and a petition."""
    on = now.astimezone(dates.LONDON).date()
    came = (
        Said(
            channel=Channel.LETTER,
            language="cy",
            received_on=on,
            texts={"": LETTER.cy},
            files=[Enclosure.read("llythyr.txt", LETTER.cy.encode())],
        ),
        Said(
            channel=Channel.PETITION,
            language="en",
            received_on=on,
            texts={"": PETITION.en},
            speaks_for=184,
            files=[Enclosure.read("petition.txt", PETITION.en.encode())],
        ),
    )
    for said in came:
        contributions.add(clerk, consultation_id, said, now=now)
