"""Are figures made again only when enough has changed, and is what was given out kept as it was?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.analysis import (
    files_service,
    formats_service,
    free_text_service,
    queries,
    rule_service,
    service,
    working_service,
)
from engage.analysis.audited import Contradiction, Failure, Kind, Report
from engage.analysis.epochs import NO_REASON, Refusal, Why
from engage.analysis.epochs import Kind as Figures
from engage.analysis.formats import Format
from engage.analysis.making_service import Tracker, make
from engage.analysis.models import Release, ReleaseFile, WorkingSnapshot
from engage.analysis.rule import Rule
from engage.analysis.told import Written
from engage.bilingual import LANGUAGES, Bilingual
from engage.config import settings
from engage.database import db
from engage.equality.characteristics import Level
from engage.errors import Invalid, NotFound
from engage.respond.ledger_models import Decision
from engage.respond.models import EqualityAnswers, Response
from engage.respond.written_queries import written
from tests.analysis.figures import (
    DAY,
    FIRST,
    HANDS,
    LATER,
    OTHER_REASON,
    WRONG,
    ask,
    close,
    edit,
    fresh,
    interim,
    look,
    respond,
    some,
    withdraw,
)
from tests.analysis.stored import make_survey
from tests.analysis.test_views import address, show, text
from tests.factories import NOON, make_officer
from tests.officers import sign_in

ABOUT = ("age", "race")  # fewer than usual: each set of figures is checked whole

# --- while the consultation is open ---------------------------------------------------------------------


def test_interim_figures_have_their_own_level_and_their_own_key(version, consultation, analyst):
    plan = replace(queries.planning_of(analyst, consultation.id).plan, level=Level.STANDARD)
    service.decide_plan(analyst, consultation.id, plan, now=NOON)
    first = interim(analyst, consultation)
    assert (first.kind, first.epoch, first.received) == ("interim", 1, FIRST)
    released = queries.released(analyst, consultation.id)
    assert {each.level for each in released.universe.characteristics} == {Level.SUMMARY}
    respond(version, 60, sent_at=NOON + DAY)
    second = interim(analyst, consultation, NOON + 7 * DAY)
    assert (second.epoch, second.changed) == (2, 60)
    assert queries.released(analyst, consultation.id).release.id == second.id
    assert queries.released(analyst, consultation.id, 1).release.id == first.id
    with pytest.raises(service.NotNow) as refused:
        interim(analyst, consultation, NOON + 30 * DAY)
    assert refused.value.why is Why.OFTEN_ENOUGH


@pytest.mark.parametrize(
    ("days", "more", "why"), [(6, 60, Why.TOO_SOON), (7, 40, Why.TOO_LITTLE), (7, 0, Why.TOO_LITTLE)]
)
def test_interim_figures_are_refused_too_soon_and_for_too_little(
    version, consultation, analyst, days, more, why
):
    interim(analyst, consultation)
    respond(version, more, sent_at=NOON + DAY)
    with pytest.raises(service.NotNow) as refused:
        interim(analyst, consultation, NOON + days * DAY)
    assert refused.value.why is why
    assert len(queries.releases(consultation.id)) == 1


def test_what_was_only_touched_is_no_change(version, consultation, analyst):
    """Sixty people save what they had said before, and one truly changes: the one would stand alone."""
    interim(analyst, consultation)
    everybody = {row.id: row.answers for row in db.session.scalars(select(Response))}
    for number, answers in everybody.items():
        edit([number], NOON + DAY, **answers)
    edit(some(2)[1:], NOON + DAY)
    refused = interim(analyst, consultation, NOON + 8 * DAY)
    assert (refused.refused_at, refused.made_at, refused.figures) == (NOON + 8 * DAY, None, None)
    assert queries.released(analyst, consultation.id).release.epoch == 1
    assert service.refusal(consultation, Figures.INTERIM, now=NOON + 8 * DAY) is None  # it did not count
    with pytest.raises(NotFound):
        queries.released(analyst, consultation.id, 2)
    events = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == refused.id))
    assert Action.RELEASE_REFUSED in list(events)


def test_coming_going_and_editing_all_count(version, consultation, analyst):
    first = interim(analyst, consultation)
    assert first.changed is None
    respond(version, 40, sent_at=NOON + DAY)
    withdraw(consultation, some(10), NOON + DAY)
    edit(some(15)[10:], NOON + 2 * DAY)
    second = interim(analyst, consultation, NOON + 8 * DAY)
    assert second.made_at
    assert (second.changed, second.received) == (40 + 10 + 5, FIRST + 40 - 10)


def test_a_withdrawal_that_is_taken_back_is_no_change(version, consultation, analyst):
    interim(analyst, consultation)
    withdraw(consultation, some(60), NOON + DAY)
    db.session.execute(update(Decision).values(undone_at=NOON + 2 * DAY))
    db.session.commit()
    assert interim(analyst, consultation, NOON + 8 * DAY).refused_at


# --- the working snapshot -------------------------------------------------------------------------------


def codes(release: Release, now) -> tuple[bytes, bytes]:
    """What reading the changes gives, and what reading everything gives."""
    universe = queries.planned_universe(release)
    read = working_service.current(release, universe, now=now)
    return read.to_bytes(), working_service.everything(release, universe).to_bytes()


def test_reading_what_has_changed_is_as_good_as_reading_everything(version, consultation, analyst):
    release = interim(analyst, consultation)
    respond(version, 20, sent_at=NOON + DAY)
    respond(version, 5, sent_at=NOON - 5 * DAY)  # which a kiosk brought later
    withdraw(consultation, some(7)[3:], NOON + DAY)
    edit(some(12)[8:], NOON + DAY)
    changed, everything = codes(release, NOON + DAY)
    assert changed == everything
    db.session.execute(update(Decision).values(undone_at=NOON + 2 * DAY))
    db.session.commit()
    again, everything = codes(release, NOON + 2 * DAY)
    assert again == everything != changed


def test_what_was_deleted_is_noticed_by_the_number(version, consultation, analyst):
    release = interim(analyst, consultation)
    db.session.execute(delete(Response).where(Response.id.in_(some(30))))
    db.session.commit()
    changed, everything = codes(release, NOON + DAY)
    assert changed == everything


def test_only_what_has_changed_is_read(version, consultation, analyst):
    release = interim(analyst, consultation)
    respond(version, 3, sent_at=NOON + DAY)
    spoilt = {"who": {"value": "nonsense", "language": "en"}}
    db.session.execute(update(Response).where(Response.id.in_(some(1))).values(answers=spoilt))
    db.session.commit()
    universe = queries.planned_universe(release)
    with pytest.raises(ValueError, match="no version offers"):
        working_service.everything(release, universe)
    assert working_service.current(release, universe, now=NOON + DAY).received == FIRST + 3


def test_whoever_is_erased_is_out_of_what_is_kept_within_a_minute(version, consultation, analyst):
    release = interim(analyst, consultation)
    before = working_service._opened(db.session.scalar(select(WorkingSnapshot)))
    (gone,) = db.session.scalars(select(Response).where(Response.id == some(2)[1]))
    withdraw(consultation, [gone.id], NOON + DAY)
    empty = update(Response).where(Response.id == gone.id)
    db.session.execute(empty.values(erased_at=NOON + DAY, answers={}))
    db.session.execute(delete(EqualityAnswers).where(EqualityAnswers.response_uuid == gone.uuid))
    db.session.commit()
    look(NOON + DAY)
    after = working_service._opened(db.session.scalar(select(WorkingSnapshot)))
    assert gone.uuid in before.references.tobytes()
    assert gone.uuid not in after.to_bytes()
    assert after.responses == before.responses - 1
    assert queries.released(analyst, consultation.id).release.figures == release.figures  # nothing is remade


# --- after closing --------------------------------------------------------------------------------------


def test_final_figures_are_made_however_little_has_changed_under_a_key_of_their_own(
    version, consultation, analyst
):
    first = interim(analyst, consultation)
    edit(some(2)[1:], NOON + DAY)
    close(consultation)
    final = ask(analyst, consultation, Figures.FINAL, LATER)
    assert (final.epoch, final.kind, final.changed) == (2, "final", 1)
    assert queries.release(consultation.id, 1).figures == first.figures
    assert db.session.scalar(select(func.count(WorkingSnapshot.id))) == 0
    assert [each.marks is None for each in queries.releases(consultation.id)] == [False, True]


def test_a_correction_needs_a_reason_and_leaves_what_was_given_out(version, consultation, analyst):
    close(consultation)
    with pytest.raises(service.NotNow):
        ask(analyst, consultation, Figures.CORRECTION, LATER, reason=WRONG)
    ask(analyst, consultation, Figures.FINAL, LATER)
    given = files_service.export(analyst, consultation.id, now=LATER)
    withdraw(consultation, some(2)[1:], LATER + DAY)
    with pytest.raises(Invalid):
        ask(analyst, consultation, Figures.CORRECTION, LATER + DAY, reason=Bilingual(WRONG.en, "  "))
    corrected = ask(analyst, consultation, Figures.CORRECTION, LATER + DAY, reason=WRONG)
    assert (corrected.epoch, corrected.reason, corrected.changed) == (2, WRONG, 1)
    assert queries.released(analyst, consultation.id).release.id == corrected.id
    assert files_service.export(analyst, consultation.id, now=LATER + DAY, epoch=1) == given
    assert files_service.export(analyst, consultation.id, now=LATER + DAY) != given
    released = queries.released(analyst, consultation.id)
    for language in LANGUAGES:
        for kind in (Format.HTML, Format.JSON):
            assert WRONG[language] in formats_service.written(kind, released, language).decode()
        notes = released.files(language)[{"en": "notes.txt", "cy": "nodiadau.txt"}[language]]
        assert WRONG[language] in notes.decode()


@pytest.mark.parametrize("news", ["plan", "rule", "withdrawn", "edited", "deleted"])
def test_there_is_a_correction_only_when_something_is_new(version, consultation, analyst, news):
    close(consultation)
    final = ask(analyst, consultation, Figures.FINAL, LATER)
    with pytest.raises(service.NotNow, match=Why.NOTHING_NEW):
        ask(analyst, consultation, Figures.CORRECTION, LATER + DAY, reason=WRONG)
    if news == "plan":
        plan = replace(final.plan, dimensions=("channel",))
        service.decide_plan(analyst, consultation.id, plan, now=LATER + DAY, knowing_the_cost=True)
    elif news == "rule":
        rule_service.decide(analyst, Rule(threshold=20), now=LATER + DAY)
    elif news == "withdrawn":
        withdraw(consultation, some(1), LATER + DAY)
    elif news == "edited":
        edit(some(1), LATER + DAY)
    else:
        db.session.execute(delete(Response).where(Response.id.in_(some(1))))
        db.session.commit()
    assert ask(analyst, consultation, Figures.CORRECTION, LATER + DAY, reason=WRONG).epoch == 2


def test_whoever_asks_twice_for_a_correction_gets_one(version, consultation, analyst):
    close(consultation)
    ask(analyst, consultation, Figures.FINAL, LATER)
    edit(some(1), LATER + DAY / 2)
    asked = service._ask(analyst, consultation.id, Figures.CORRECTION, WRONG, now=LATER + DAY)
    again = service._ask(analyst, consultation.id, Figures.CORRECTION, WRONG, now=LATER + DAY)
    assert asked == again
    with pytest.raises(service.NotNow, match=Why.BEING_MADE):
        service._ask(analyst, consultation.id, Figures.CORRECTION, OTHER_REASON, now=LATER + DAY)
    service.make_release(asked.id, now=LATER + DAY)
    fresh()
    late = service._ask(analyst, consultation.id, Figures.CORRECTION, WRONG, now=LATER + 2 * DAY)
    assert late.id == asked.id
    assert late.made_at


def test_where_nobody_has_changed_what_was_told_before_is_told_again(version, consultation, analyst):
    """Two roundings of the same people would tell more than one, whatever other tables there are."""
    close(consultation)
    ask(analyst, consultation, Figures.FINAL, LATER)
    before = {_named(table): table.rows for table in queries.released(analyst, consultation.id).tables}
    plan = replace(queries.planning_of(analyst, consultation.id).plan, dimensions=("language",))
    service.decide_plan(analyst, consultation.id, plan, now=LATER, knowing_the_cost=True)
    more = ask(analyst, consultation, Figures.CORRECTION, LATER + DAY, reason=WRONG)
    after = {_named(table): table.rows for table in queries.released(analyst, consultation.id).tables}
    assert more.changed == 0
    assert more.people == queries.release(consultation.id, 1).people
    assert len(after) > len(before) > 3
    assert {name: rows for name, rows in after.items() if name in before} == before
    withdraw(consultation, some(2)[1:], LATER + DAY)
    other = ask(analyst, consultation, Figures.CORRECTION, LATER + 2 * DAY, reason=WRONG)
    assert other.changed == 1
    last = {_named(table): table.rows for table in queries.released(analyst, consultation.id).tables}
    assert any(last[name] != rows for name, rows in before.items() if name in last)


def test_what_any_earlier_figures_told_of_the_same_people_is_told_again(version, consultation, analyst):
    """Also where those between them had other tables."""
    close(consultation)
    ask(analyst, consultation, Figures.FINAL, LATER)
    before = {_named(table): table.rows for table in queries.released(analyst, consultation.id).tables}
    whole = queries.planning_of(analyst, consultation.id).plan
    for days, plan in ((1, replace(whole, characteristics=("age",))), (2, whole)):
        then = LATER + days * DAY
        service.decide_plan(analyst, consultation.id, plan, now=then, knowing_the_cost=True)
        ask(analyst, consultation, Figures.CORRECTION, then, reason=WRONG)
    after = {_named(table): table.rows for table in queries.released(analyst, consultation.id).tables}
    assert any(by == "race" for _subject, by, _level in before)
    assert {name: rows for name, rows in after.items() if name in before} == before


def _named(table) -> tuple[str, str, str]:
    return table.subject.key, table.by.key, str(table.subject.level)


def test_an_erasure_after_the_final_figures_remakes_nothing(version, consultation, analyst):
    close(consultation)
    final = ask(analyst, consultation, Figures.FINAL, LATER)
    given = files_service.export(analyst, consultation.id, now=LATER)
    withdraw(consultation, some(2)[1:], LATER)
    look(LATER + DAY)
    service.resume_releases(now=LATER + DAY)
    fresh()
    assert [each.id for each in queries.releases(consultation.id)] == [final.id]
    assert files_service.export(analyst, consultation.id, now=LATER + DAY) == given


def test_a_file_stays_as_it_was_first_given_out_whatever_writes_it_later(version, consultation, analyst):
    close(consultation)
    ask(analyst, consultation, Figures.FINAL, LATER)
    released = queries.released(analyst, consultation.id)
    first = files_service.give(analyst, released, "book.xlsx", "en", lambda: b"first", now=LATER)
    assert first == b"first"
    fresh()
    assert files_service.give(analyst, released, "book.xlsx", "en", lambda: b"second", now=LATER) == b"first"
    assert files_service.give(analyst, released, "book.xlsx", "cy", lambda: b"second", now=LATER) == b"second"
    assert db.session.scalar(select(func.count(ReleaseFile.id))) == 2


def test_who_looks_is_kept_once_for_each_set_of_figures(version, consultation, analyst):
    interim(analyst, consultation)
    other = make_officer(consultation.council, Role.ANALYST)
    for reader in (analyst, analyst, other):
        files_service.read(reader, consultation.id, now=NOON)
    fresh()
    release = queries.release(consultation.id)
    assert [name for name, _at in queries.readers(release.id)] == [analyst.name, other.name]
    events = (
        select(AuditEvent.officer_id).where(AuditEvent.action == Action.RELEASE_READ).order_by(AuditEvent.id)
    )
    assert list(db.session.scalars(events)) == [analyst.id, other.id]


# --- who has responded so far ---------------------------------------------------------------------------


def test_who_has_responded_so_far_is_looked_at_daily_when_enough_has_changed(version, consultation, analyst):
    look(NOON)
    composed = queries.composed(analyst, consultation.id)
    assert {table.by.key for table in composed.tables} == {""}
    assert {table.subject.level for table in composed.tables} == {Level.SUMMARY}
    assert composed.characteristics() == composed.tables
    assert composed.release.asked_by_id is None
    assert queries.releases(consultation.id) == []
    with pytest.raises(NotFound):
        queries.released(analyst, consultation.id)
    respond(version, 20, sent_at=NOON + DAY)
    look(NOON + DAY)
    assert queries.composed(analyst, consultation.id).release.epoch == 1
    respond(version, 10, sent_at=NOON + DAY)
    look(NOON + 2 * DAY)
    assert queries.composed(analyst, consultation.id).release.epoch == 2
    respond(version, 50, sent_at=NOON + 2 * DAY)
    look(NOON + 2 * DAY)  # the same day
    assert queries.composed(analyst, consultation.id).release.epoch == 2


def test_who_has_responded_is_not_looked_at_just_after_interim_figures(version, consultation, analyst):
    interim(analyst, consultation)
    respond(version, 20, sent_at=NOON + DAY)
    look(NOON + 2 * DAY)
    assert queries.composed(analyst, consultation.id) is None
    respond(version, 5, sent_at=NOON + 2 * DAY)
    look(NOON + 4 * DAY)
    assert queries.composed(analyst, consultation.id)


def test_who_has_responded_so_far_is_not_told_once_there_are_final_figures(consultation, analyst):
    """Its job was lost until then; and the codes of people stay deleted."""
    composed = service._compose(consultation.id, now=NOON)
    close(consultation)
    ask(analyst, consultation, Figures.FINAL, LATER)
    working_service.current(composed, queries.planned_universe(composed), now=LATER)  # where that was slow
    service.make_release(composed.id, now=LATER)
    fresh()
    composed = queries.last_composition(consultation.id)
    assert (composed.made_at, composed.refused_for) == (None, Refusal.TOO_LITTLE)
    assert db.session.scalar(select(WorkingSnapshot.id)) is None


def test_too_few_have_responded_to_look_at_them(version):
    few = make_survey(closes_at=NOON + DAY, slug_en="trains", slug_cy="trenau")
    respond(few, 24, sent_at=NOON - DAY)
    look(NOON)
    composed = db.session.scalars(select(Release.consultation_id))
    assert list(composed) == [version.survey.consultation_id]


def test_the_console_makes_figures_once_no_answer_can_come_in(app, time, consultation, analyst):
    asked = ["release", "make", str(consultation.id), "--officer", analyst.email]
    refused = app.test_cli_runner().invoke(args=asked)
    assert (refused.exit_code, "can come in until Sunday 9 August 2026" in refused.output) == (1, True)
    close(consultation)
    time.moment = LATER
    made = app.test_cli_runner().invoke(args=asked)
    assert made.exit_code == 0, made.output
    fresh()
    assert queries.release(consultation.id).made_at == LATER


# --- the work -------------------------------------------------------------------------------------------


def test_what_somebody_works_on_is_left_to_them_until_nothing_is_heard(version, consultation, analyst):
    close(consultation)
    asked = service._ask(analyst, consultation.id, Figures.FINAL, NO_REASON, now=LATER)
    Tracker(asked.id, LATER).begin("reading")
    fresh()
    before, after = LATER + timedelta(minutes=9), LATER + timedelta(minutes=11)
    service.resume_releases(now=before)
    service.make_release(asked.id, now=before)
    fresh()
    assert queries.release(consultation.id).made_at is None
    HANDS[0].moment = after
    service.resume_releases(now=after)
    fresh()
    assert queries.release(consultation.id).made_at == after


# --- the audit ------------------------------------------------------------------------------------------


def finds(*findings: list[Failure]):
    """An audit that finds these things, one list after the other, then nothing; and what it was told."""
    told, left = [], list(findings)

    def audit(tables, received, **given):
        told.append((tables, received, given))
        return Report(tuple(left.pop(0)) if left else (), 0, 0)

    return audit, told


def test_what_was_given_out_while_figures_were_made_is_compared_with_them_too(consultation, analyst):
    """Two jobs at once would else each know nothing of the other."""
    asked = service._ask(analyst, consultation.id, Figures.INTERIM, NO_REASON, now=NOON)
    audit, told = finds()

    def meanwhile(tables, received, **given):
        look(NOON)
        return audit(tables, received, **given)

    make(asked, meanwhile, now=NOON)
    fresh()
    assert queries.composed(analyst, consultation.id)
    waiting = queries.release(consultation.id)
    assert (waiting.made_at, waiting.refused_at, waiting.worked_at) == (None, None, None)
    make(waiting, audit, now=NOON)
    fresh()
    assert queries.release(consultation.id).made_at == NOON
    assert [len(given["earlier"]) for _tables, _received, given in told] == [0, 1]


def test_what_the_audit_finds_is_made_coarser_and_audited_again(version, consultation, analyst):
    plan = replace(queries.planning_of(analyst, consultation.id).plan, level=Level.DETAILED)
    service.decide_plan(analyst, consultation.id, plan, now=NOON)
    close(consultation)
    asked = service._ask(analyst, consultation.id, Figures.FINAL, NO_REASON, now=LATER)
    race = Failure("who", "race", Level.DETAILED, "", "", Kind.EXACT)
    coarsest = race._replace(level=Level.SUMMARY)
    audit, told = finds([race], [race._replace(level=Level.STANDARD)], [coarsest])
    make(asked, audit, now=LATER)
    fresh()
    released = queries.released(analyst, consultation.id)
    assert len(told) == 4
    assert told[-1][0] == released.tables
    assert released.release.levels["race"] == Level.SUMMARY
    assert released.release.levels["age"] == Level.DETAILED
    assert [line.en.split(":")[0] for line in released.release.what_was_done] == [
        "Shown in larger groups than planned, so that nothing can be worked out about a few people",
        "Not shown, because something could have been worked out about a few people",
        "Tables left out because every answer in them would be hidden",
    ]
    with pytest.raises(NotFound):
        released.question("who", "race")
    assert released.question("travel", "race")


def test_the_audit_is_told_of_everything_that_was_given_out_before(version, consultation, analyst):
    look(NOON)
    interim(analyst, consultation, NOON)
    respond(version, 60, sent_at=NOON + DAY)
    interim(analyst, consultation, NOON + 8 * DAY)
    close(consultation)
    edit(some(2)[1:], NOON + 9 * DAY)
    asked = service._ask(analyst, consultation.id, Figures.FINAL, NO_REASON, now=LATER)
    audit, told = finds()
    make(asked, audit, now=LATER)
    ((_, received, given),) = told
    assert received == FIRST + 60
    before = [(each.received, each.changed) for each in given["earlier"]]
    assert before == [(FIRST + 60, 1), (FIRST, 61), (FIRST, 61)]  # of who has responded, the newest
    assert settings().release_key not in repr(given).encode()


def by_ways(analyst, consultation, **plan):
    """A plan that divides people by the way in which they responded: 26 of the first 60 on paper."""
    planned = queries.planning_of(analyst, consultation.id).plan
    plan = replace(planned, dimensions=("channel",), **plan)
    service.decide_plan(analyst, consultation.id, plan, now=NOON)
    on_paper = update(Response).where(Response.id.in_(some(26))).values(channel="paper")
    db.session.execute(on_paper)
    db.session.commit()


def told_of(given):
    """What an audit was told of the ways in which anything came."""
    return {code: many for (_column, code), many in given.ways.items() if many}


def test_the_audit_is_told_how_many_came_in_each_way_now_and_before(version, consultation, analyst):
    by_ways(analyst, consultation)
    interim(analyst, consultation)
    respond(version, 60, sent_at=NOON + DAY)
    close(consultation)
    asked = service._ask(analyst, consultation.id, Figures.FINAL, NO_REASON, now=LATER)
    audit, told = finds()
    make(asked, audit, now=LATER)
    ((_tables, _received, given),) = told
    assert told_of(given["told"]) == {"online": 94, "paper": 26}
    assert [told_of(each.told) for each in given["earlier"]] == [{"online": 34, "paper": 26}]
    assert given["public"].all_counted
    fresh()
    assert queries.release(consultation.id).what_was_told == given["told"]


def test_after_closing_the_audit_is_told_how_many_wrote_something(version, consultation, analyst):
    interim(analyst, consultation)
    close(consultation)
    asked = service._ask(analyst, consultation.id, Figures.FINAL, NO_REASON, now=LATER)
    audit, told = finds()
    make(asked, audit, now=LATER)
    ((_tables, _received, given),) = told
    assert given["earlier"][0].told.texts == {}  # nobody could read any
    places = free_text_service.places_of(analyst, consultation.id)
    assert {(each.subject, each.choice) for each in given["told"].texts} == {
        (place.key, place.option or "answered") for place in places
    }
    for place in places:
        found = sum(1 for _ in written(consultation.id, place.key, place.option))
        assert given["told"].texts[Written(place.key, place.option or "answered")] == found
    fresh()
    assert queries.release(consultation.id).what_was_told == given["told"]


def test_organisations_are_among_those_of_whom_the_ledger_tells(version, consultation, analyst):
    by_ways(analyst, consultation, organisation_question="who", organisation_codes=("organisation",))
    edit(some(3), NOON, who={"value": "organisation", "language": "en"})
    close(consultation)
    asked = service._ask(analyst, consultation.id, Figures.FINAL, NO_REASON, now=LATER)
    audit, told = finds()
    make(asked, audit, now=LATER)
    ((_tables, received, given),) = told
    assert (received, told_of(given["told"])) == (FIRST, {"online": 34, "paper": 26})
    assert not given["public"].all_counted


def test_figures_by_the_way_are_made_with_all_that_is_told(version, consultation, analyst):
    by_ways(analyst, consultation)
    close(consultation)
    ask(analyst, consultation, Figures.FINAL, LATER)
    released = queries.released(analyst, consultation.id)
    (ways,) = [each for each in released.characteristics() if each.subject.key == "channel"]
    counts = dict(zip([each.code for each in ways.subject.choices], ways.rows[0].counts, strict=True))
    assert counts["paper"] == 25  # 26 at the most
    assert counts["kiosk"] is None


# --- what cannot be made safe ---------------------------------------------------------------------------


def contradicted(tables, received, **given):
    """An audit for which no numbers of people fit the figures."""
    raise Contradiction("no counts fit these figures")


def never_ending(tables, received, **given):
    """An audit that finds something in a table that is not there."""
    return Report((Failure("nothing", "age", Level.SUMMARY, "", "", Kind.EXACT),), 0, 0)


@pytest.mark.parametrize("audit", [contradicted, never_ending])
def test_what_cannot_be_made_safe_is_refused_once_and_for_all_and_can_be_asked_for_again(
    app, version, consultation, analyst, audit
):
    close(consultation)
    asked = service._ask(analyst, consultation.id, Figures.FINAL, NO_REASON, now=LATER)
    make(asked, audit, now=LATER)
    fresh()
    failed = queries.failed(consultation.id)
    assert (failed.id, failed.refused_for, failed.figures, failed.worked_at) == (
        asked.id, Refusal.NOT_SAFE, None, None,
    )  # fmt: skip
    events = select(AuditEvent.action).filter_by(subject_kind="release").order_by(AuditEvent.id)
    assert list(db.session.scalars(events)) == [Action.RELEASE_ASKED, Action.RELEASE_UNSAFE]
    service.resume_releases(now=LATER + DAY)  # nobody tries it for ever
    fresh()
    assert queries.newest_made(consultation.id) is None
    with pytest.raises(NotFound):
        files_service.export(analyst, consultation.id, now=LATER)
    HANDS[0].moment = LATER + DAY
    desk = sign_in(app.test_client(), analyst)
    for language, said in (("en", "the check found no way to make them safe"),
                           ("cy", "ni chafodd y gwiriad hyd i ffordd o'u gwneud yn ddiogel")):  # fmt: skip
        for rest in ("", {"en": "/releases", "cy": "/datganiadau"}[language]):
            assert said in text(show(desk, address(consultation, rest, language)))
    plan = replace(queries.planning_of(analyst, consultation.id).plan, characteristics=("sex",))
    service.decide_plan(analyst, consultation.id, plan, now=LATER + DAY)  # which costs nothing
    again = ask(analyst, consultation, Figures.FINAL, LATER + DAY)
    assert (again.made_at, again.epoch) == (LATER + DAY, 2)
    assert queries.failed(consultation.id) is None
