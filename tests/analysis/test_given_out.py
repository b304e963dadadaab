"""What can a stranger prove, or a thief find, who has every byte of a breakdown that was given out?

Each attack takes files and pages as a browser gets them. Where each pitfall is held, here if nothing is said:

- subtraction within and between tables, complements, filters, ticks of several options: `nothing_is_proven`;
  `test_attack`, `test_bounds`, `test_joint_attack`
- toplines that everybody is in: `where_all_agree`; zeros, 100%, groups of one mind or of ten: `of_the_ten`,
  `of_the_thirty`; percentages and decimals: `every_percentage`
- the threshold on the true count: `test_disclosure`; one level for all: `test_service`, `test_dropping`
- tables made anew with each response, releases one response or one withdrawal apart: `one_withdrawal`,
  `one_response_more`; while people answer `test_releases`
- charts, sort order, alternative text, addresses, hidden sheets, kept copies: `nothing_given_out_looks`; what
  files say of themselves, all formats, both languages: `test_downloads`
- log lines, audit events, letters: `nothing_else_is_written`; errors: `test_snapshot`
- restarts, backups, other keys: `a_copy`, `a_backup`; `test_service`, `test_keys`
- two officers: `two_officers`
- weights: `test_weighting`; comments with characteristics, time, order: `test_free_text`; "not answered" and
  people under 16: `test_statistics`, `test_snapshot`; claims about residents: `test_findings`
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, func, select, update

from engage.accounts.models import AuditEvent
from engage.analysis import queries
from engage.analysis.epochs import Kind
from engage.analysis.models import Release
from engage.consultations.models import Consultation
from engage.database import db
from engage.mail import OutgoingLetter
from engage.respond.models import EqualityAnswers, Response
from engage.surveys.models import SurveyVersion
from tests.analysis.attacker import (
    ANSWERED,
    HIDDEN,
    PEOPLE,
    Cell,
    attack,
    complements,
    is_counted,
    proven_alike,
    proven_small,
    read,
    too_narrow,
    untold_rows,
)
from tests.analysis.figures import WRONG, withdraw
from tests.analysis.given_out import (
    PLAN,
    PUBLISHED,
    GivenOut,
    Person,
    analyst_of,
    at,
    consult,
    crowd,
    files,
    forget_files,
    pages,
    release,
    truth_of,
)
from tests.analysis.stored import add_responses
from tests.conftest import _empty, keep, make_app, put_back
from tests.factories import NOON, saved
from tests.officers import sign_in

SHOWN = {"under 5%": 4.9, "over 95%": 95.1}


@dataclass(frozen=True)
class World:
    """A consultation, what was written while its breakdown was made, and all that was given out of it."""

    app: Flask
    everybody: list[Person]
    given: GivenOut
    written: list[str]  # log lines, audit events
    untold: frozenset[Cell]  # the rows that are hidden beside others

    def desk(self) -> FlaskClient:
        """Another analyst, signed in."""
        return sign_in(self.app.test_client(), analyst_of(consultation()))


def untold_in(made: Release) -> frozenset[Cell]:
    """The rows of a release that are hidden beside others."""
    return untold_rows(queries.opened(consultation(), made).tables)


def consultation() -> Consultation:
    return db.session.scalars(select(Consultation)).one()


@pytest.fixture(scope="module")
def world(sqlite_app: Flask) -> Iterator[World]:
    """Kept as "asked" just before the figures are made, and as "made" after they were taken."""
    everybody = crowd()
    with sqlite_app.app_context(), at():
        _empty(sqlite_app)
        consult(everybody)
        keep(sqlite_app, "asked")
        with listening() as written:
            made = release(consultation())
        untold = untold_in(made)
        desk = sign_in(sqlite_app.test_client(), analyst_of(consultation()))
        given = GivenOut(pages(desk, made), files(desk, made))
        keep(sqlite_app, "made")
        yield World(sqlite_app, everybody, given, written, untold)
        db.session.remove()


@pytest.fixture
def made(world: World) -> Iterator[Release]:
    """The figures as they stand in the database of the world."""
    put_back(world.app, "made")
    with world.app.app_context(), at():
        yield db.session.scalars(select(Release)).one()
        db.session.remove()


@pytest.fixture
def asked(world: World) -> Iterator[Consultation]:
    """The world's backup from before its figures were made."""
    put_back(world.app, "asked")
    with world.app.app_context(), at():
        yield consultation()
        db.session.remove()


def everything(world: World, of: Release) -> bytes:
    """The file of everything, as another analyst gets it."""
    return files(world.desk(), of)["en", "everything.csv"]


# --- what can be proven -----------------------------------------------------------------------------------


def test_nothing_is_proven_about_a_few_people(world):
    figures, truth = read(world.given.everything), truth_of(world.everybody)
    bounds = attack(figures, PUBLISHED, people=150, untold=world.untold)
    assert [cell for cell in truth if not bounds.low[cell] <= truth[cell] <= bounds.high[cell]] == []
    counted = [cell for cell in figures if is_counted(cell) and not _filters(cell)]
    assert proven_small(bounds, counted) == []
    assert too_narrow(bounds, [cell for cell in counted if figures[cell].count == HIDDEN]) == []
    assert too_narrow(bounds, complements(counted, PUBLISHED)) == []
    assert proven_alike(bounds, counted, PUBLISHED) == []


def _filters(cell: Cell) -> bool:
    return bool(cell.within) and cell.question == PUBLISHED.filter


def test_there_is_much_to_guard_and_much_is_shown(world):
    figures, truth = read(world.given.everything), truth_of(world.everybody)
    hidden = [cell for cell in figures if figures[cell].count == HIDDEN]
    assert sum(truth[cell] == 0 for cell in hidden) > 10
    assert sum(0 < truth[cell] < 10 for cell in hidden) > 10
    assert any(cell.within for cell in figures)
    assert len(figures) - len(hidden) > 60


def test_of_the_ten_nobody_knows_that_they_are_ten_and_of_one_mind(world):
    figures, truth = read(world.given.everything), truth_of(world.everybody)
    bounds = attack(figures, PUBLISHED, people=150, untold=world.untold)
    ten = Cell("", PEOPLE, "disability", "disabled")
    against = Cell("view", "against", "disability", "disabled")
    assert truth[ten] == truth[against] == 10
    assert figures[ten].count == "10"
    for cell in (ten, against, against._replace(answer="for")):
        assert bounds.high[cell] - bounds.low[cell] >= 4
    assert bounds.low[against] < bounds.high[against._replace(answer=ANSWERED)]


def test_of_the_thirty_nobody_reads_that_they_all_agree(world):
    thirty = [row for row in rows(world.given.everything) if row["Group code"] == "any_religion"]
    assert {row["Percent"] for row in thirty if row["Option code"] in ("for", "bus", "bad")} == {
        "over 95%",
        HIDDEN,
    }
    assert {row["Count"] for row in thirty if row["Option code"] in ("against", "train", "good")} == {HIDDEN}
    told = b" ".join((*world.given.pages.values(), world.given.files["en", "breakdown.html"]))
    assert b"<td>100%" not in told
    assert b"<td>0%" not in told
    assert b"<td>over 95%" in told


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_percentage_is_of_the_figures_beside_it(world):
    """Whoever knows the base learns no more from a percentage than from the figures."""
    found = [row for row in rows(world.given.everything) if row["Option code"] != "not_answered"]
    told = [row for row in found if not row["Percent"].startswith("[") and row["Count"].isdigit()]
    assert len(told) > 30
    for row in told:
        share = 100 * int(row["Count"]) / int(row["Base"])
        meant = SHOWN.get(row["Percent"]) or float(row["Percent"])
        assert abs(min(max(share, 4.9), 95.1) - meant) <= 0.5, row
        assert int(row["Base"]) >= 30
    assert {row["Percent"] for row in found if row["Count"] == HIDDEN} <= {HIDDEN, "[x]"}


def test_where_all_agree_the_topline_leaves_room(sqlite_app):
    with sqlite_app.app_context(), at():
        _empty(sqlite_app)
        consult([({"view": "for", "uses": ["bus"], "feel": "bad"}, {"sex": "female"})] * 69)
        desk = sign_in(sqlite_app.test_client(), analyst_of(consultation()))
        made = release(consultation())
        found, untold = read(files(desk, made)["en", "everything.csv"]), untold_in(made)
    shown = {int(figure.count) for figure in found.values() if figure.count.isdigit()}
    assert shown
    assert max(shown) == 65  # 61 to 69 of the 69 that are told exactly; 70 would be at least 66
    bounds = attack(found, PUBLISHED, people=69, untold=untold)
    assert (
        proven_alike(bounds, [cell for cell in found if is_counted(cell) and not cell.within], PUBLISHED)
        == []
    )


# --- two sets of figures ----------------------------------------------------------------------------------


def moved(before: bytes, after: bytes) -> tuple[set[Cell], set[Cell]]:
    """The figures that are not as they were, and all that both show."""
    first, second = read(before), read(after)
    shown = (cell for cell in first.keys() & second.keys() if first[cell].count.isdigit())
    both = {cell for cell in shown if second[cell].count.isdigit()}
    return {cell for cell in both if first[cell].count != second[cell].count}, both


def assert_nobody_stands_out(world: World, after: bytes, person: Person) -> None:
    """Figures that have nothing to do with somebody move too, about as often as theirs."""
    news, both = moved(world.given.everything, after)
    theirs = truth_of([person]).keys() & both
    others = both - theirs
    assert len(others) > 20
    assert 0.05 < len(news & others) / len(others) < 0.6  # none would, under one key


def test_one_withdrawal_does_not_show_whose_it_was(world, made):
    gone = 30
    withdraw(consultation(), [nth(gone)], NOON)
    again = release(consultation(), kind=Kind.CORRECTION, reason=WRONG)
    assert (again.changed, again.received) == (1, 149)
    assert_nobody_stands_out(world, everything(world, again), world.everybody[gone])


def test_one_response_more_does_not_show_what_it_says(world, asked):
    """Also where the figures are made again from a backup, and what was given out before is not known."""
    version = db.session.scalars(select(SurveyVersion)).one()
    add_responses(version, world.everybody[60:61], first=900)
    again = release(asked)
    assert (again.epoch, again.received) == (1, 151)
    assert_nobody_stands_out(world, everything(world, again), world.everybody[60])


def nth(place: int) -> int:
    return db.session.scalars(select(Response.id).order_by(Response.id).offset(place)).first()


@pytest.mark.parametrize("lost", [0, 2])
def test_a_backup_from_before_gives_the_same_figures_again_whatever_their_number(world, asked, lost):
    """Another draw for the same people would tell more. `lost`: how many others took a number meanwhile."""
    for epoch in range(1, lost + 1):
        names = {"version_ids": [1], "kind": Kind.INTERIM, "rounded_to": 5, "hidden_below": 10}
        row = Release(consultation_id=asked.id, epoch=epoch, asked_at=NOON, refused_at=NOON, **names)
        row.plan = PLAN
        saved(row)
    again = release(asked)
    assert again.epoch == 1 + lost
    assert _figures(everything(world, again)) == _figures(world.given.everything)


def _figures(content: bytes) -> list[dict[str, str]]:
    return [{key: value for key, value in row.items() if key != "Release"} for row in rows(content)]


def test_a_copy_of_the_database_gives_the_same_bytes_in_a_program_that_starts_anew(world, made):
    forget_files()
    db.session.remove()
    copy = make_app(f"sqlite:///{world.app.extensions['test_folder'] / 'made.db'}")
    with copy.app_context():
        forget_files()
        desk = sign_in(copy.test_client(), analyst_of(consultation()))
        assert files(desk, db.session.scalars(select(Release)).one()) == world.given.files
        db.session.remove()
        db.engine.dispose()


def test_two_officers_get_the_same_bytes_in_whatever_order_they_ask(world, made):
    first = files(world.desk(), made)
    assert first == world.given.files
    forget_files()
    assert files(world.desk(), made) == first


# --- what is found beside the figures ----------------------------------------------------------------------


def test_nothing_given_out_looks_at_what_people_answered(world, made):
    """Everything is drawn, sorted, named and written from the figures alone: other answers change no byte."""
    forget_files()
    opposite = {"view": {"value": "neither", "language": "en"}}
    db.session.execute(update(Response).values(answers=opposite))
    db.session.execute(delete(EqualityAnswers))
    db.session.commit()
    statements: list[str] = []

    def heard(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    desk = world.desk()
    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        assert files(desk, made) == world.given.files
        again = without_names(pages(desk, made))
        assert again.keys() == without_names(world.given.pages).keys()
        for address, page in without_names(world.given.pages).items():
            assert again[address] == page, address
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
    assert statements
    assert [each for each in statements if "response.answers" in each or "equality_answers" in each] == []


def without_names(found: dict[str, bytes]) -> dict[str, bytes]:
    """The pages but those that tell who has looked at them."""
    return {
        address: content
        for address, content in found.items()
        if not address.partition("?")[0].endswith(("/releases", "/datganiadau"))
    }


@contextmanager
def listening() -> Iterator[list[str]]:
    """Keep what is logged, and which audit events and letters there are afterwards."""
    lines: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    lines += [f"{each.action} {each.subject_kind} {each.subject_id} {each.at:%H:%M}" for each in events]
    lines.append(f"{db.session.scalar(select(func.count(OutgoingLetter.id)))} letters")


def test_nothing_else_is_written_that_depends_on_what_people_answered(world, asked):
    """Other people make other figures, and the same log lines, audit events and letters."""
    everybody = crowd(seed=9)
    references = db.session.scalars(select(Response).order_by(Response.id))
    for response, (said, _about) in zip(references, everybody, strict=True):
        response.answers = {key: {"value": value, "language": "en"} for key, value in said.items()}
    db.session.commit()
    with listening() as written:
        other = release(asked)
    assert everything(world, other) != world.given.everything
    assert written == world.written
    assert "release_made release 1" in " ".join(written)
