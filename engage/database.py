"""How are rows kept, and when is a deed done?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, Text, event, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from engage.bilingual import Bilingual
from engage.config import ROOT
from engage.errors import NotFound

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row")
LARGEST_KEY = 2**31  # an address may hold any number, a database's integer may not


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


RESTED = 1.0  # seconds
SEVERAL: dict[str, dict[str, Any]] = {  # options of a connection on which several statements are one deed
    "sqlite": {},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True)

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
        id: Mapped[int] = mapped_column(primary_key=True)

        def __init__(self, **columns: Any) -> None: ...
else:

    class Model(db.Model):
        """A table with a whole-number primary key."""

        __abstract__ = True
        id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Utc(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back on reading. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return _in_utc(value) if value is not None else None


class Words(TypeDecorator[Bilingual]):
    """An officer's words in both languages, as JSON."""

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: Bilingual | None, dialect: Dialect) -> Any:
        return value.to_json() if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> Bilingual | None:
        return Bilingual.from_json(value) if value is not None else None


class InOne(FunctionElement[str]):
    """Columns as one text, a JSON list of them: quicker to fetch, and what it says can be kept by it."""

    name = "in_one"
    type = Text()
    inherit_cache = True


@compiles(InOne, "sqlite")
def _in_one_for_sqlite(element: InOne, compiler: SQLCompiler, **options: Any) -> str:
    def said(column: ColumnElement[Any]) -> str:
        text = compiler.process(column, **options)
        return f"json({text})" if isinstance(column.type, Words) else text

    return f"json_array({', '.join(said(column) for column in element.clauses)})"


@compiles(InOne, "postgresql")
def _in_one_for_postgresql(element: InOne, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(json_build_array({compiler.process(element.clauses, **options)}) AS TEXT)"


def moment(written: str | None) -> datetime | None:
    """A moment that a database has written as text."""
    return _in_utc(datetime.fromisoformat(written)) if written else None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def fetch(model: type[Row], key: int) -> Row:
    """Return the row of `model` with this primary key, or raise NotFound."""
    row = db.session.get(model, key) if 0 < key < LARGEST_KEY else None
    if row is None:
        raise NotFound
    return row


def unit_of_work(verb: Callable[P, R]) -> Callable[P, R]:
    """Make a service verb one transaction: all of it is kept, or, on any error, none of it.

    A verb called by another verb joins the outer transaction. On SQLite the write lock is taken at the start,
    because a transaction that began by reading cannot always be turned into one that writes.
    """

    @wraps(verb)
    def one_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if session.info.get("unit_of_work"):
            return verb(*args, **kwargs)
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("rows were changed outside a unit of work")
        if session.in_transaction():
            session.commit()  # ends a transaction that has only read
        session.info["unit_of_work"] = True
        try:
            begin(session.connection(execution_options=SEVERAL[db.engine.dialect.name]), write=True)
            result = verb(*args, **kwargs)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("unit_of_work", None)
        return result

    return one_transaction


def begin(connection: Connection, *, write: bool) -> None:
    """Make what follows on this connection one transaction; PostgreSQL's driver begins it by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def alone() -> Connection:
    """A connection for a single statement, which is a whole transaction, the shortest there is."""
    return db.engine.connect()


def reading() -> Connection:
    """A connection for a transaction that reads a few rows at a time."""
    connection = db.engine.connect().execution_options(**SEVERAL[db.engine.dialect.name])
    begin(connection, write=False)
    return connection


def its_time(now: datetime) -> datetime:
    """What time it is by the database's clock, which decides where several servers must agree to the second.

    SQLite has none but that of this machine, which is `now`.
    """
    if db.engine.dialect.name == "sqlite":
        return now
    with alone() as connection:
        return cast(datetime, connection.scalar(select(func.clock_timestamp())))


def prepare_engine(engine: Engine) -> None:
    """Make SQLite durable, strict and fit for several writers; notice when PostgreSQL was away."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _ask_rested_connections(engine)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # each statement is a transaction until we say BEGIN
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")


def _ask_rested_connections(engine: Engine) -> None:
    """Before a connection is used that has rested, ask whether it is alive; one in use a moment ago is."""

    @event.listens_for(engine, "checkin")
    def checked_in(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def checked_out(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("rests_since", monotonic()) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone


def engine_options(url: str, testing: bool) -> dict[str, Any]:
    """How connections are pooled: a PostgreSQL pool has one for each thread of the server.

    What only reads is no transaction: in PostgreSQL, to begin one and to roll it back would be two more trips
    to the database, and the second makes the connection forget every statement that it has prepared.
    What an error says, and so what is logged, never holds a statement's values: they are people's answers.
    """
    usual = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}, **usual}
    no_transaction = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    return {"pool_size": 2 if testing else 8, "max_overflow": 4, **no_transaction, **usual}


def init_app(app: Flask) -> None:
    """Hang the database and its migrations on the application."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        prepare_engine(db.engine)
