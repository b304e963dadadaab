"""Can a survey take over a later edition of a set, and are earlier answers still understood?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from engage.surveys import checks, library
from engage.surveys import definition as d
from engage.surveys.cohesion_2026_11 import COHESION_2026_11
from engage.surveys.document import from_json, to_json
from engage.surveys.inserting import NEW_SECTION, insert
from engage.surveys.placing import part_of
from engage.surveys.question_set import Origin
from engage.surveys.recoding import Recoding, Renamed, read_today, since
from engage.surveys.upgrading import editions, recoded, upgrade
from engage.surveys.variant import Variant
from tests.examples import SHORT, both
from tests.surveys.editions import COHESION_2027_11
from tests.surveys.strategies import conditions
from tests.surveys.test_library import EVERYTHING

AGREES = d.Is("cohesion", ("agree", "strongly_agree"), "belong", "agreement")
ROUTES = (
    AGREES,
    d.Not(d.AnyOf((d.Is("cohesion", ("disagree",)), d.Answered("having_a_say")))),
    d.Is("having_a_say", ("quite_a_lot", "a_great_deal")),
    d.Is("longer_hours", ("yes",)),
    d.Is("brings_together", ("outdoors",)),
)


@pytest.fixture
def sets(monkeypatch):
    """The product's sets, and one more edition than it has."""
    monkeypatch.setitem(library.SETS, COHESION_2027_11.id, COHESION_2027_11)
    return library.SETS


@pytest.fixture
def before() -> d.Definition:
    """A survey with the whole set, an Easy Read variant, and pages that depend on its questions."""
    whole = insert(SHORT, COHESION_2026_11, EVERYTHING, NEW_SECTION).definition
    pages = tuple(
        d.Page(id=f"after_{number}", title=both("Then", "Wedyn"), body=both("a", "b"), show_if=route)
        for number, route in enumerate(ROUTES)
    )
    words = (
        ("question:cohesion/rows:belong/label", both("I fit in", "Rwy'n perthyn")),
        ("question:cohesion/scales:agreement/points:neither/label", both("Not sure", "Ddim yn siŵr")),
        ("question:having_a_say/title", both("Do they listen?", "Ydyn nhw'n gwrando?")),
        ("page:belonging/title", both("Here", "Yma")),
    )
    return replace(
        whole,
        sections=(*whole.sections, d.Section(id="end", title=both("End", "Diwedd"), parts=pages)),
        equality=d.EqualityModule("2026-11", show_if=AGREES),
        variants=(Variant("easy_read", words=words, order=("question:having_a_say",)),),
    )


def test_there_is_a_later_edition_only_for_who_asks_the_earlier_one(before, sets):
    assert editions(before, sets) == [COHESION_2027_11]
    assert editions(SHORT, sets) == []
    assert editions(upgrade(before, COHESION_2027_11).after, sets) == []


def test_the_questions_are_those_of_the_later_edition(before, sets):
    after = upgrade(before, COHESION_2027_11).after
    origins = {question.id: question.origin for question in after.questions() if question.origin}
    later = {name: Origin.read(origin).set == COHESION_2027_11.id for name, origin in origins.items()}
    assert later == {
        "cohesion": True,
        "shared_hopes": False,  # asked no more: it stays as it is
        "having_a_say_2": True,  # another kind of question: another id
        "diversity_valued": True,
        "brings_together": True,  # the survey's own id stays, whatever the set calls it
        "fair_chances": True,
        "who_has_less": True,
        "relations": False,
        "mixing": False,
    }
    assert list(library.problems(after)) == []


def test_routes_follow(before, sets):
    done = upgrade(before, COHESION_2027_11)
    routes = [part_of(done.after, f"page:after_{number}").show_if for number in range(len(ROUTES))]
    agrees = d.Is("cohesion", ("tend_to_agree", "definitely_agree"), "belonging", "agreement")
    assert routes == [
        agrees,
        d.Not(d.AnyOf((d.Is("cohesion", ("tend_to_disagree",)), d.Answered("having_a_say_2")))),
        d.Is("having_a_say_2", ("yes",)),
        ROUTES[3],
        d.Is("brings_together", ("green_places",)),
    ]
    assert done.after.equality.show_if == agrees
    assert [route.before for route in done.routes] == [*ROUTES[:3], ROUTES[4], AGREES]
    assert done.spoilt == ()
    assert checks.problems(done.after) == ()


def test_what_cannot_follow_is_named(before, sets):
    lost = replace(before, equality=d.EqualityModule("2026-11", show_if=d.Is("cohesion", ("neither",))))
    (problem,) = upgrade(lost, COHESION_2027_11).spoilt
    assert (problem.code, dict(problem.codes)) == (
        "unknown_code",
        {"question": "cohesion", "code": "neither"},
    )


def test_every_changed_text_is_shown_before_and_after(before, sets):
    questions = {each.before.id: each for each in upgrade(before, COHESION_2027_11).questions}
    words = [(each.field, each.before.en, each.after.en) for each in questions["cohesion"].words]
    assert words == [
        ("title", "How far do you agree with these statements about your local area?",
         "How far do you agree or disagree with these statements about your local area?"),
        ("label", "Strongly disagree", "Definitely disagree"),
        ("label", "Disagree", "Tend to disagree"),
        ("label", "Agree", "Tend to agree"),
        ("label", "Strongly agree", "Definitely agree"),
        ("label", "Neither agree nor disagree", ""),
    ]  # fmt: skip
    another_kind = [(each.before.en, each.after.en) for each in questions["having_a_say"].words]
    assert another_kind[1:4] == [("No say at all", "No"), ("A little", "A little"), ("A great deal", "Yes")]
    assert questions["fair_chances"].words == ()
    assert questions["shared_hopes"].after is None


def test_variants_follow(before, sets):
    (variant,) = upgrade(before, COHESION_2027_11).after.variants
    assert [key for key, _ in variant.words] == [
        "page:belonging/title",
        "question:cohesion/rows:belonging/label",
        "question:having_a_say_2/title",
    ]
    assert variant.order == ("question:having_a_say_2",)


def test_the_survey_remembers_what_the_codes_were(before, sets):
    after = upgrade(before, COHESION_2027_11).after
    assert {each.question: each.becomes for each in after.recodings} == {
        "cohesion": "cohesion",
        "having_a_say": "having_a_say_2",
        "brings_together": "brings_together",
    }
    assert from_json(to_json(after)) == after
    assert since(before.recodings, after.recodings) == after.recodings
    assert since(after.recodings, after.recodings) == ()


def test_answers_to_the_earlier_edition_are_read_in_the_codes_of_the_later(before, sets):
    recodings = upgrade(before, COHESION_2027_11).after.recodings
    given = {
        "longer_hours": "yes",
        "cohesion": {"belong": {"agreement": "agree"}, "respect": {"agreement": "neither"}},
        "having_a_say": "a_great_deal",
        "shared_hopes": "quite_similar",
        "brings_together": ["outdoors", "volunteering", "arts"],
    }
    assert read_today(given, recodings) == {
        "longer_hours": "yes",
        "cohesion": {"belonging": {"agreement": "tend_to_agree"}},
        "having_a_say_2": "yes",
        "shared_hopes": "quite_similar",
        "brings_together": ["green_places", "arts"],
    }


@pytest.mark.parametrize(
    ("given", "today"),
    [
        ({"q": "a"}, {"p": "b"}),
        ({"q": "c"}, {}),
        ({"q": ["c"]}, {}),
        ({"q": ["a", "b", "z"]}, {"p": ["b", "z"]}),
        ({"q@x": "a", "q@y": "z"}, {"p@x": "b", "p@y": "z"}),
        ({"q": {"a": 30, "b": 20, "c": 40, "z": 10}}, {"p": {"b": 50, "z": 10}}),
        ({"q": {"r": {"s": "a"}, "gone": {"s": "a"}}}, {"p": {"t": {"s": "b"}}}),
        ({"q": 16}, {"p": 16}),
        ({"other": "a"}, {"other": "a"}),
    ],
)
def test_each_kind_of_value_is_read_today(given, today):
    codes = (Renamed("a", "b"), Renamed("c"))
    rows = (Renamed("r", "t"), Renamed("gone"))
    assert read_today(given, [Recoding("q", "p", codes, rows)]) == today
    assert read_today(given, [Recoding("q", "")]) == {k: v for k, v in given.items() if k[0] != "q"}


@given(conditions)
def test_a_condition_about_other_questions_stays(condition):
    assert recoded(condition, {"Q": Recoding("Q", "p", (Renamed("a", "b"),))}) == condition
