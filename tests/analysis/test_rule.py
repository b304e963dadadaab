"""Can a council be stricter than the usual rule, never looser, and does it hold from then on?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.analysis import epochs, files_service, queries, rule_queries, rule_service, service
from engage.analysis.audited import Public
from engage.analysis.columns import EVERYONE
from engage.analysis.comparisons import associate, compare
from engage.analysis.disclosure import reopen
from engage.analysis.epochs import Kind
from engage.analysis.guarded import guarded
from engage.analysis.intervals import interval
from engage.analysis.rule import USUAL, Rule, problems
from engage.analysis.statistics import lines
from engage.bilingual import LANGUAGES
from engage.consultations.stage import Stage
from engage.database import db
from engage.errors import Invalid, NotAllowed
from tests.analysis.figures import WRONG
from tests.analysis.safe import subject
from tests.analysis.stored import make_answered
from tests.analysis.test_service import PLAN, made
from tests.factories import NOON, make_officer
from tests.officers import send, sign_in

STRICT = Rule(base=10, threshold=30, least_base=60, step=80)
VIEW = subject("view", "for", "against")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        *(("base", each) for each in (0, 1, 3, 6, 20)),
        *(("threshold", each) for each in (0, 5, 12, 105)),
        *(("least_base", each) for each in (0, 29, 201)),
        *(("step", each) for each in (0, 49, 501)),
    ],
)
def test_a_looser_rule_is_refused(part, value):
    assert part in [*problems(replace(USUAL, **{part: value}))]


def test_with_tens_a_shown_number_is_of_more_people_than_ten():
    """Below 20, a shown 10 could be a single person."""
    assert [*problems(Rule(base=10, threshold=10))] == ["threshold"]
    assert [*problems(Rule(base=10, threshold=20))] == []


@pytest.mark.parametrize("rule", [USUAL, STRICT, Rule(threshold=100, least_base=200, step=500)])
def test_the_usual_rule_and_stricter_ones_are_allowed(rule):
    assert [*problems(rule)] == []


def test_what_is_worked_out_follows_the_rule_of_the_figures():
    (for_usual, *_rest), (for_strict, *_) = (
        [*lines(reopen(VIEW, EVERYONE, [(40, None, 50, 50)], rule=rule))] for rule in (USUAL, STRICT)
    )
    assert for_usual.percentage.value == 80
    assert for_strict.percentage.mark == "[x]"
    assert compare(40, 50, 20, 50) is not None
    assert compare(40, 50, 20, 50, STRICT) is None
    assert associate([[30, 30], [30, 30]]) is not None
    assert associate([[20, 30], [30, 20]], STRICT) is None
    usual, strict = interval(60, 120), interval(60, 120, rule=STRICT)
    assert strict.upper - strict.lower > usual.upper - usual.lower


@pytest.mark.parametrize("rule", [USUAL, STRICT])
def test_the_audit_reads_figures_by_their_own_rule(rule):
    table = reopen(VIEW, EVERYONE, [(60, None, 60, 70)], rule=rule)
    known = guarded([table], 100, Public(asked_of_all=frozenset({"view"})))
    low, high = known.system.bounds
    assert {(60 - rule.off, 60 + rule.off), (0, rule.hidden)} <= set(
        zip(low.tolist(), high.tolist(), strict=True)
    )
    assert set(known.questions.small) == {rule.hidden}


def test_the_step_of_interim_figures_is_that_of_the_rule():
    moment = epochs.Moment(NOON, Stage.OPEN, NOON + timedelta(days=9), 60)
    assert epochs.refusal(Kind.INTERIM, [], moment) is None
    assert epochs.refusal(Kind.INTERIM, [], moment._replace(rule=STRICT)) == "too_little"
    assert (epochs.needed(Kind.INTERIM, 500), epochs.needed(Kind.INTERIM, 500, STRICT)) == (50, 80)


# --- a council's own ------------------------------------------------------------------------------------


@pytest.fixture
def consultation(app: Flask, time):
    return make_answered()


@pytest.fixture
def analyst(consultation):
    return make_officer(consultation.council, Role.ANALYST)


def test_without_a_decision_the_usual_rule_holds(consultation, analyst):
    assert rule_queries.of_council(analyst.council_id) == USUAL
    assert made(analyst, consultation).rule == USUAL


def test_a_looser_rule_is_not_kept_nor_one_of_somebody_who_may_not(consultation, analyst):
    with pytest.raises(Invalid) as refused:
        rule_service.decide(analyst, Rule(threshold=5, step=10), now=NOON)
    assert refused.value.problems == ("threshold", "step")
    with pytest.raises(NotAllowed):
        rule_service.decide(make_officer(consultation.council, Role.AUTHOR), STRICT, now=NOON)
    assert rule_queries.of_council(analyst.council_id) == USUAL


def test_figures_keep_the_rule_under_which_they_were_asked_for(consultation, analyst):
    first = made(analyst, consultation)
    rule_service.decide(analyst, STRICT, now=NOON)
    service.ask_release(analyst, consultation.id, now=NOON, kind=Kind.CORRECTION, reason=WRONG)
    db.session.expire_all()
    old, new = (queries.released(analyst, consultation.id, epoch) for epoch in (first.epoch, first.epoch + 1))
    assert (old.release.rule, new.release.rule) == (USUAL, STRICT)
    shown = {figure for table in new.tables for row in table.rows for figure in row.counts if figure}
    assert all(figure % 10 == 0 and figure >= 30 for figure in shown)
    assert shown
    told = select(AuditEvent.officer_id).filter_by(action=Action.RULE_DECIDED)
    assert list(db.session.scalars(told)) == [analyst.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_say_by_which_rule_they_were_made(consultation, analyst, language):
    rule_service.decide(analyst, STRICT, now=NOON)
    made(analyst, consultation, replace(PLAN, characteristics=("sex",)))
    name = {"en": "notes.txt", "cy": "nodiadau.txt"}[language]
    told = files_service.download(analyst, consultation.id, name, language, now=NOON).decode("utf-8-sig")
    for number in ("10,", "30", "60"):
        assert number in told


def test_the_rule_is_decided_on_a_page(app, consultation, analyst):
    desk = sign_in(app.test_client(), analyst)
    address = "/en/officers/rule-for-figures"
    parts = {"base": "10", "threshold": "30", "least_base": "60", "step": "80"}
    for looser in ({"base": "3"}, {"threshold": "15"}, {"least_base": "many"}, {"step": ""}):
        assert send(desk, address, **parts | looser).status_code == 422
    nothing = send(desk, address, **parts | {"least_base": "29", "step": "49"}).get_data(as_text=True)
    assert "Enter a whole number from 30 to 200 (Fewest people that a percentage can be of)" in nothing
    assert "from 50 to 500 (Responses that must have changed between interim figures)" in nothing
    assert rule_queries.of_council(analyst.council_id) == USUAL
    assert send(desk, address, **parts).status_code == 302
    db.session.rollback()
    assert rule_queries.of_council(analyst.council_id) == STRICT
    assert "Rounded to a multiple of 10, hidden below 30" in desk.get(
        f"/en/officers/consultations/{consultation.id}/breakdown"
    ).get_data(as_text=True)
