"""How Alembic reaches the database and compares it with the models."""

from __future__ import annotations

from functools import partial

from alembic import context
from flask import current_app
from sqlalchemy import event

from engage.database import SEVERAL, Json, Utc, Words, begin

database = current_app.extensions["migrate"].db


def render(kind: str, value: object, _autogenerate: object) -> str | bool:
    """Write the column types that are ours as plain SQLAlchemy, so that revisions need no code of ours."""
    if kind != "type":
        return False
    if isinstance(value, Utc):
        return "sa.DateTime(timezone=True)"
    if isinstance(value, Words) or value is Json:
        return "Json"
    return False


def run() -> None:
    options = {
        "target_metadata": database.metadata,
        "render_as_batch": True,
        "render_item": render,
        "transaction_per_migration": True,
    }
    several = SEVERAL[database.engine.dialect.name]
    with database.engine.connect().execution_options(**several) as connection:
        event.listen(connection, "begin", partial(begin, write=True))
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()


run()
