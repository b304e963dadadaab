"""Do the commands say what to do when the database is not as they need it?"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from engage.accounts import service as accounts
from engage.database import db


@pytest.mark.parametrize("gone", ["SELECT 1 FROM a_table", "SELECT a_column FROM council"])
def test_a_database_without_the_tables_is_to_be_upgraded(app: Flask, monkeypatch, gone):
    monkeypatch.setattr(accounts, "council", lambda _slug: db.session.execute(text(gone)))
    arguments = ["officers", "add", "a@b.example", "--council", "c", "--name", "Ann", "--password", "x" * 20]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1
    assert "run `flask db upgrade` or `flask up` first" in result.output
    assert result.output.count("\n") == 1
