"""Is the database asked no more than it has to be, and is a deed done as a whole?"""

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from engage.accounts.models import Council
from engage.database import db, unit_of_work
from tests.factories import make_council

OFTEN = 40  # so that each connection of the pool has had a statement several times


@pytest.mark.postgresql
def test_pages_that_only_read_let_a_connection_keep_what_it_has_prepared(postgresql_app: Flask):
    with postgresql_app.app_context():
        for _ in range(OFTEN):
            db.session.scalar(select(func.count()).select_from(Council))
            db.session.remove()
        assert db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) > 0
        db.session.remove()


def test_a_deed_that_fails_leaves_nothing_behind(app: Flask):
    council = make_council()

    @unit_of_work
    def rename_and_fail() -> None:
        council.colour = "#111111"
        db.session.flush()
        raise KeyError

    with pytest.raises(KeyError):
        rename_and_fail()
    db.session.remove()
    assert db.session.scalar(select(Council.colour)) != "#111111"


def test_what_one_deed_has_not_finished_another_connection_does_not_see(app: Flask):
    council = make_council()
    before = council.colour

    @unit_of_work
    def renamed() -> str:
        council.colour = "#111111"
        db.session.flush()
        with db.engine.connect() as other:
            return str(other.scalar(select(Council.colour)))

    assert renamed() == before
    assert db.session.scalar(select(Council.colour)) == "#111111"
