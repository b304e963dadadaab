"""Is what was answered under one dated set read rightly in the codes of a later one?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.equality import library
from engage.equality.characteristics import AskedIf, Characteristic, Level
from engage.equality.coding import categorise
from engage.equality.following import problems, read
from tests.equality.later import BEFORE, BOTH, LATER, LATER_RELIGION, RELIGION
from tests.equality.people import complete_answers

LAST = replace(LATER, id="2036-01", before=LATER.id, recoded={"religion": {BOTH: "", "jewish": "muslim"}})


@pytest.fixture
def later(monkeypatch):
    monkeypatch.setitem(library.SETS, LATER.id, LATER)
    monkeypatch.setitem(library.SETS, LAST.id, LAST)


@pytest.mark.parametrize(
    ("answers", "today"),
    [
        ({"religion": "sikh"}, {"religion": BOTH}),
        ({"religion": "hindu", "sex": "female"}, {"religion": BOTH, "sex": "female"}),
        ({"religion": "christian"}, {"religion": "christian"}),
        ({"religion": "prefer_not_to_say"}, {"religion": "prefer_not_to_say"}),
        ({"welsh_skills": ["speak", "read"]}, {"welsh_skills": ["speak", "read"]}),
        ({"unpaid_care": "no"}, {}),  # nobody is asked any more
        ({"sex": "", "national_identity": []}, {}),
        ({}, {}),
    ],
)
def test_answers_are_read_in_the_codes_of_the_set_that_took_the_place(answers, today):
    assert read(answers, (LATER,)) == today


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("characteristic", BEFORE.characteristics, ids=lambda each: each.code)
def test_whatever_could_be_answered_falls_into_the_group_of_the_same_code(
    characteristic: Characteristic, level: Level
):
    today = {each.code: each for each in LATER.characteristics}
    if characteristic.code not in today:
        assert not read(complete_answers(characteristic)[0], (LATER,))
        return
    for answers in complete_answers(characteristic):
        group = categorise(characteristic, level, answers)
        now = categorise(today[characteristic.code], level, read(answers, (LATER,)))
        assert now == (BOTH if group in ("hindu", "sikh") else group)


def test_each_set_in_between_is_read_in_turn(later):
    assert [each.id for each in library.since(BEFORE.id, LAST.id)] == [LATER.id, LAST.id]
    assert read({"religion": "jewish"}, library.since(BEFORE.id, LAST.id)) == {"religion": "muslim"}
    assert read({"religion": "sikh"}, library.since(BEFORE.id, LAST.id)) == {}  # it says nothing any more


def test_of_a_set_that_is_not_earlier_what_has_the_same_code_is_read(later):
    assert [each.id for each in library.since(LATER.id, BEFORE.id)] == [BEFORE.id]
    assert read({"religion": BOTH, "sex": "male"}, library.since(LATER.id, BEFORE.id)) == {"sex": "male"}


def test_a_set_that_can_take_the_place_of_another_is_known_under_its_id():
    assert list(problems(BEFORE, LATER)) == []
    assert list(library.known(BEFORE, LATER)) == [BEFORE.id, LATER.id]


def with_religion(**changed):
    religion = replace(LATER_RELIGION, **changed)
    others = (each for each in LATER.characteristics if each is not LATER_RELIGION)
    return replace(LATER, characteristics=(religion, *others))


QUESTION = LATER_RELIGION.questions[0]
DISABILITY = next(each for each in LATER.characteristics if len(each.questions) > 1)
OF_FEW = replace(DISABILITY.questions[1], asked_if=AskedIf(DISABILITY.questions[0].id, ("no",)))
ASKED_OF_FEW = replace(
    LATER,
    characteristics=(
        *(each for each in LATER.characteristics if each is not DISABILITY),
        replace(DISABILITY, questions=(DISABILITY.questions[0], OF_FEW, *DISABILITY.questions[2:])),
    ),
)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(LATER, recoded={}), "religion: hindu has no code any more"),
        (replace(LATER, recoded={"religion": {"hindu": BOTH, "sikh": "x"}}), "religion: sikh has no code"),
        (with_religion(questions=(replace(QUESTION, kind="several"),)), "religion: another kind of question"),
        (with_religion(questions=(replace(QUESTION, minimum_age=16),)), "religion: another kind of question"),
        (ASKED_OF_FEW, f"{OF_FEW.id}: some who were asked are asked no more"),
        (with_religion(levels=LATER_RELIGION.levels | {Level.SUMMARY: RELIGION.levels[Level.SUMMARY]}),
         "any_religion: hindu is in another group"),
        (replace(LATER, recoded={"religion": {"hindu": "muslim", "sikh": BOTH}}),
         "hindu: hindu is in another group"),
    ],
)  # fmt: skip
def test_a_set_that_leaves_something_open_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        library.known(BEFORE, wrong)
