"""Can any condition be opened in a form and saved, unchanged or meaning the same?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engage.surveys import clauses
from engage.surveys.clauses import Clause, Group, Join, Says, added, made, opened, read, same, without
from engage.surveys.definition import All, Answer, Answered, AnyOf, Between, Is, Not
from engage.surveys.routing import holds
from tests.surveys.strategies import codes, conditions, texts, tuples

NAMES = ("a", "b")  # few, so that conditions often speak of the question that was answered
few = st.sampled_from(NAMES)
steered = st.recursive(
    st.builds(Is, few, tuples(few), few | st.just(""), few | st.just(""))
    | st.builds(Between, few, st.none() | st.integers(-2, 4), st.none() | st.floats(-2, 4))
    | st.builds(Answered, few),
    lambda inner: st.builds(All, tuples(inner)) | st.builds(AnyOf, tuples(inner)) | st.builds(Not, inner),
    max_leaves=8,
)
values = (
    few
    | st.lists(few, max_size=2)
    | st.integers(-3, 5)
    | st.floats(-3, 5)
    | st.dictionaries(few, st.dictionaries(few, few, max_size=2), max_size=2)
)
answers = st.dictionaries(few, values.map(lambda value: Answer(value, "en")))


def sent(group: Group) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody has touched."""
    form = MultiDict((name, text) for name, held in clauses.fields(group).items() for text in held)
    return form.to_dict(flat=False)


@given(conditions | steered)
def test_an_untouched_form_is_the_same_form(condition):
    assert same(read(sent(opened(condition))), opened(condition))


@given(steered, st.lists(answers, min_size=20, max_size=20))
def test_what_is_saved_holds_for_the_same_answers(condition, people):
    saved = made(read(sent(opened(condition))))
    assert [holds(saved, person) for person in people] == [holds(condition, person) for person in people]


@given(conditions)
def test_what_was_saved_once_is_saved_as_it_is_ever_after(condition):
    once = made(read(sent(opened(condition))))
    assert made(read(sent(opened(once)))) == made(opened(once))


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_every_number_can_be_written_and_read(bound):
    assert clauses.number(clauses.written(bound)) == bound


def test_a_number_may_be_typed_as_people_do():
    assert clauses.number("1,000") == 1000
    assert clauses.number(" 2.50 ") == 2.5
    assert clauses.number("sixteen") is None
    assert clauses.number("1e999") is None
    assert clauses.number("nan") is None


def test_a_form_without_a_condition_has_one_sentence_to_begin_with():
    assert opened(None) == Group(parts=(Clause(),))
    assert clauses.finished(opened(None)) == Group()


@pytest.mark.parametrize(
    ("clause", "says_something"),
    [
        (Clause("travel", Says.IS), False),
        (Clause("travel", Says.IS_NOT), False),
        (Clause("travel", Says.IS, ("bus",)), True),
        (Clause("visits", Says.BETWEEN), False),
        (Clause("visits", Says.NOT_BETWEEN, low="x"), False),
        (Clause("visits", Says.BETWEEN, low="0"), True),
        (Clause("visits", Says.BETWEEN, high="5"), True),
        (Clause("visits", Says.ANSWERED), True),
    ],
)
def test_a_sentence_without_an_answer_is_not_finished(clause, says_something):
    other = Clause("who", Says.ANSWERED)
    left = (other, clause) if says_something else (other,)
    assert clauses.finished(Group(parts=(other, clause))) == Group(parts=left)


def test_the_four_ways_to_join():
    pair = (Answered("a"), Answered("b"))
    forms = {
        Join.ALL: All(pair),
        Join.ANY: AnyOf(pair),
        Join.NOT_ALL: Not(All(pair)),
        Join.NONE: Not(AnyOf(pair)),
    }
    for join, condition in forms.items():
        assert opened(condition).join == join
        assert made(opened(condition)) == condition


def test_another_question_forgets_what_was_said_of_the_one_before():
    form = sent(opened(Is("a", ("x",), "row", "scale")))
    form["g_1-question"] = ["b"]
    assert read(form).parts == (Clause("b"),)


def test_parts_are_added_and_taken_away_at_their_place():
    start = opened(AnyOf((Answered("a"), All((Answered("b"), Answered("a"))))))
    more = added(start, (1,), Clause("c"))
    assert more.parts[1].parts[2] == Clause("c")
    assert without(more, (1, 2)) == start
    assert without(start, (0,)).parts == start.parts[1:]
    for nowhere in ((), (7,), (0, 0), (1, 9), (0, 0, 0)):
        assert without(start, nowhere) == start
    for nowhere in ((0,), (7,), (0, 0)):
        assert added(start, nowhere, Clause()) == start


def test_a_path_is_read_from_names_alone():
    for path in ((), (0,), (2, 0, 11)):
        assert clauses.path_of(clauses.name(path)) == path
    for rubbish in ("", "x", "g_", "g_x", "g_1_", "g_99999", "g_²", "_".join(["g"] + ["1"] * 99)):
        assert clauses.path_of(rubbish) is None


FIELDS = [
    "g-join",
    "g_1-join",
    "g_1-question",
    "g_1-of",
    "g_1-test",
    "g_2-codes",
    "g_1_1-question",
    "g_1_1-low",
]


@given(st.dictionaries(st.sampled_from(FIELDS) | texts, st.lists(texts | codes, max_size=3)))
def test_rubbish_is_read_without_a_crash(form):
    group = read(form)
    assert isinstance(group, Group)
    assert all(isinstance(part, Group) or part.test in set(Says) for _, part in clauses.walk(group))


def test_groups_without_end_are_cut():
    form = {"_".join(["g"] + ["1"] * depth) + "-join": ["all"] for depth in range(200)}
    assert len(list(clauses.walk(read(form)))) == clauses.DEEPEST
