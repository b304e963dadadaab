"""How long does it take to bring the codes of everybody up to date, after a thousand have come to a million?

    python -m bench.renewal [RESPONSES]

Prints a line of JSON for each kind of database. `renewing_seconds` is the time from asking the database what
has changed until the new codes are kept; the limit, in the same process, is `reading_seconds`: reading and
coding every response once. The responses are copies of one that came through the pages, sent hours ago but
for those that have come since.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import datetime, timedelta
from secrets import token_bytes, token_hex

from sqlalchemy import insert, select, update

from bench.breakdown import seconds
from bench.journeys import environment, free_port, prepare, running
from bench.people import Person, Tally
from bench.stored import fill
from engage import clock, config, create_app
from engage.analysis import queries, service
from engage.analysis import working_service as working
from engage.analysis.epochs import Kind
from engage.database import db
from engage.respond import queries as responses
from engage.respond.models import Response
from engage.surveys.models import Survey
from tests import databases

STORED, NEW = 1_000_000, 1_000
AGO = timedelta(hours=2)


def measure(name: str, url: str, stored: int) -> dict[str, object]:
    """Store responses, read them all, let some more come, and read these."""
    environ = environment(url, free_port())
    settings = config.read(environ)
    start = prepare(settings)
    with running("wsgi:app", environ, settings):
        Person(settings.port, Tally(0)).journey(start)
    now, app = clock.now(), create_app(settings)
    with app.app_context():
        db.session.execute(update(Response).values(sent_at=now - AGO, saved_at=now - AGO))
        db.session.commit()
        fill(url, stored - 1)
        consultation_id = db.session.query(Survey).one().consultation_id
        release = service._new(consultation_id, Kind.INTERIM, None, now=now)  # it is never stored
        universe = queries.planned_universe(release)
        first = seconds(lambda: working.current(release, universe, now=now), 1)
        come(now)
        again = seconds(lambda: working.current(release, universe, now=now), 1)
        assert responses.count_sent(consultation_id) == stored + NEW
        db.session.remove()
        db.engine.dispose()
    return {
        "measures": "renewal",
        "database": name,
        "responses": stored,
        "new": NEW,
        "reading_seconds": round(first, 2),
        "renewing_seconds": round(again, 2),
        "ratio": round(again / first, 3),
    }


def come(now: datetime) -> None:
    """Let more people send the same answers."""
    columns = [column for column in Response.__table__.columns if column.name != "id"]
    one = dict(db.session.execute(select(*columns).limit(1)).one()._mapping)
    db.session.execute(
        insert(Response),
        [
            one
            | {
                "uuid": token_bytes(16),
                "code_hash": token_bytes(32),
                "reference": token_hex(7),
                "sent_at": now,
                "saved_at": now,
            }
            for _ in range(NEW)
        ],
    )
    db.session.commit()


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure bringing everybody's codes up to date.")
    parser.add_argument("stored", type=int, nargs="?", default=STORED, metavar="RESPONSES")
    stored = parser.parse_args().stored
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure("sqlite", f"sqlite:///{folder}/engage.db", stored)), flush=True)
    with databases.postgresql() as url:
        print(json.dumps(measure("postgresql", url, stored)), flush=True)


if __name__ == "__main__":
    main()
