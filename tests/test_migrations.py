"""Do the migrations make the tables that the models describe, forwards and back, and lose nothing?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from engage.accounts.service import Action, record
from engage.database import db
from tests.factories import make_officer


def differences() -> list[object]:
    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), db.metadata)


def test_tables_and_models_agree(app: Flask):
    assert differences() == []


def test_all_the_way_back_and_forth_again(app: Flask):
    db.session.remove()
    try:
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    finally:
        upgrade()
    assert differences() == []


@pytest.mark.parametrize("deed", ["UPDATE audit_event SET action = 'nothing'", "DELETE FROM audit_event"])
def test_audit_events_cannot_be_changed_or_removed(app: Flask, deed: str):
    officer = make_officer()
    record(officer, Action.SIGNED_IN, officer, at=datetime(2026, 6, 1, tzinfo=UTC))
    db.session.commit()
    with pytest.raises(DatabaseError, match="only ever added"):
        db.session.execute(text(deed))
    db.session.rollback()
    assert db.session.scalar(text("SELECT count(*) FROM audit_event")) == 1
