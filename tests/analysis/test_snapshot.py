"""Does a snapshot hold what was answered, in no order that tells anything, and come back as it was?"""

from __future__ import annotations

import traceback
from dataclasses import replace

import numpy as np
import pytest

from engage.analysis.columns import FIRST, NOT_ANSWERED, NOT_ASKED
from engage.analysis.snapshot import Received, freeze, from_bytes
from engage.equality.characteristics import Level
from engage.surveys.definition import EqualityModule, Is, Page, Section, SingleChoice, steps
from tests.analysis import people
from tests.analysis.people import received

ASKED = people.of(people.VIEW, people.USES, characteristics=("sex", "age"))


MODULE = EqualityModule(people.STANDARD.id)


def codes(*responses, universe=ASKED):
    return freeze(universe, responses).codes.T.tolist()


@pytest.mark.parametrize(
    ("answers", "asked", "row"),
    [
        ({"view": "against"}, {"view"}, [FIRST + 2, NOT_ASKED, NOT_ASKED, NOT_ASKED]),
        ({"view": "for"}, {"view", "uses"}, [FIRST, NOT_ANSWERED, NOT_ANSWERED, NOT_ANSWERED]),
        ({"uses": []}, {"uses"}, [NOT_ASKED, NOT_ANSWERED, NOT_ANSWERED, NOT_ANSWERED]),  # empty says nothing
    ],
)
def test_not_asked_and_not_answered_are_kept_apart(answers, asked, row):
    assert codes(received(answers, asked=asked))[0][:4] == row


@pytest.mark.parametrize(
    ("equality", "groups"),
    [
        ({"sex": "male", "age": "age_20_to_24"}, [FIRST, FIRST + 1]),
        ({"sex": "prefer_not_to_say"}, [NOT_ANSWERED, NOT_ANSWERED]),  # one line when published
    ],
)
def test_characteristics_are_coded_at_the_level_of_the_plan(equality, groups):
    assert codes(received({}, equality=equality))[0][4:] == groups


def test_who_is_too_young_to_be_asked_is_not_asked():
    universe = people.of(people.VIEW, characteristics=("sexual_orientation",))
    assert codes(received({}, equality={"age": "under_16"}), universe=universe) == [[NOT_ASKED, NOT_ASKED]]


def test_zero_is_an_answer():
    assert (
        codes(received({"years": 0}), universe=people.of(people.YEARS, characteristics=("sex",)))[0][0]
        == FIRST
    )


@pytest.mark.parametrize("given", ["company", ["resident", "company"]])
def test_organisations_never_enter(given):
    plan = {"organisation_question": "who", "organisation_codes": ("company", "charity")}
    universe = people.of(people.VIEW, **plan)
    responses = (
        received({"who": given}, number=1),
        received({"who": "resident"}, number=2),
        received({}, number=3),
    )
    assert freeze(universe, responses).references[:, -1].tolist() == [2, 3]


def test_the_order_in_which_responses_came_in_is_lost():
    everybody = people.invented(ASKED, 50, seed=1)
    assert freeze(ASKED, everybody).to_bytes() == freeze(ASKED, everybody[::-1]).to_bytes()


def test_many_responses_are_coded_as_few_are():
    everybody = people.invented(ASKED, 10, seed=1)
    many = [Received(number.to_bytes(16), *rest(everybody[number % 10])) for number in range(10_010)]
    assert freeze(ASKED, many).codes[:, -10:].tolist() == freeze(ASKED, many[-10:]).codes.tolist()


def rest(response):
    return response.answers, response.asked, response.equality


def test_a_response_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        freeze(ASKED, [received({}, number=7), received({}, number=8), received({}, number=7)])


@pytest.mark.parametrize("answers", [{"view": "x" * 30}, {"uses": ["bus", "x" * 30]}])
def test_an_unknown_code_is_refused_and_not_repeated(answers):
    with pytest.raises(ValueError, match="no version offers") as refused:
        freeze(ASKED, [received(answers)])
    assert "x" * 30 not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("responses", [0, 1, 40])
def test_a_snapshot_comes_back_from_its_bytes(responses):
    snapshot = freeze(ASKED, people.invented(ASKED, responses, seed=2))
    again = from_bytes(snapshot.to_bytes())
    assert again.columns == snapshot.columns == ASKED.columns
    assert np.array_equal(again.references, snapshot.references)
    assert np.array_equal(again.codes, snapshot.codes)
    assert again.to_bytes() == snapshot.to_bytes()


def test_one_person_or_answer_more_makes_another_digest_and_who_is_set_apart_does_not():
    asked = replace(ASKED, plan=replace(ASKED.plan, organisation_question="who", organisation_codes=("a",)))
    two = [received({"view": "for"}, number=number, asked={"view"}) for number in (1, 2)]
    edited = received({"view": "against"}, number=2, asked={"view"})
    apart = received({"who": "a"}, number=3)
    digests = [
        freeze(asked, those).digest for those in (two, two[:1], [two[0], edited], [*two, apart], two[::-1])
    ]
    assert len(digests[0]) == 32
    assert digests[0] == digests[3] == digests[4]
    assert len(set(digests)) == 3


@pytest.mark.parametrize("spoil", [lambda b: b[1:], lambda b: b[:-1], lambda b: b + b"x", lambda b: b""])
def test_spoiled_bytes_are_refused(spoil):
    written = freeze(ASKED, people.invented(ASKED, 5, seed=2)).to_bytes()
    with pytest.raises(ValueError):  # noqa: PT011 - numpy's own words will do
        from_bytes(spoil(written))


def test_a_snapshot_does_not_show_what_is_in_it():
    snapshot = freeze(ASKED, [received({"view": "for"}, number=255)])
    assert "255" not in repr(snapshot)
    assert "for" not in repr(snapshot)


def test_routing_says_what_was_asked_and_drops_what_was_not():
    why = SingleChoice(id="why", title=people.both("Why"), options=people.options("a", "b"))
    more = SingleChoice(id="more", title=people.both("More"), options=people.options("a", "b"))
    pages = (
        Page(id="one", title=people.both("One"), questions=(people.VIEW,)),
        Page(id="two", title=people.both("Two"), questions=(why,), show_if=Is("view", ("against",))),
        Page(id="three", title=people.both("Three"), questions=(more,)),
    )
    steps_of = steps((Section(id="s", title=people.both("S"), parts=pages),))
    answers = {"view": people.answer("for"), "why": people.answer("a")}
    response = Received.routed(bytes(16), steps_of, answers, {"sex": "male"}, module=MODULE)
    assert response == Received(bytes(16), {"view": people.answer("for")}, {"view", "more"}, {"sex": "male"})


@pytest.mark.parametrize(
    ("module", "about"),
    [
        (None, ()),  # the version asks nobody about themselves
        (MODULE, None),
        (replace(MODULE, characteristics=("sex",)), ("sex",)),
        (replace(MODULE, show_if=Is("view", ("against",))), ()),
        (replace(MODULE, show_if=Is("view", ("for",))), None),
    ],
)
def test_who_was_not_asked_about_themselves_left_nothing_unanswered(module, about):
    given = {"view": people.answer("for")}
    response = Received.routed(bytes(16), people.survey(people.VIEW), given, {}, module=module)
    assert response.characteristics == about
    codes = freeze(ASKED, [response]).codes[:, 0].tolist()
    unasked = [
        NOT_ASKED if about is not None and code not in about else NOT_ANSWERED for code in ("sex", "age")
    ]
    assert sorted(codes[-2:]) == sorted(unasked)


@pytest.mark.parametrize(
    ("language", "channel", "row"),
    [("en", "online", [FIRST, FIRST]), ("cy", "paper", [FIRST + 1, FIRST + 4])],
)
def test_language_and_channel_are_known_of_every_response(language, channel, row):
    universe = people.of(people.VIEW, characteristics=("sex",), dimensions=("language", "channel"))
    response = replace(received({}), language=language, channel=channel)
    assert freeze(universe, [response]).codes[-2:, 0].tolist() == row


def test_a_channel_that_there_is_not_is_refused():
    universe = people.of(people.VIEW, dimensions=("channel",))
    with pytest.raises(ValueError, match="pigeon"):
        freeze(universe, [replace(received({}), channel="pigeon")])


def test_several_identities_at_once_make_one_group():
    universe = people.of(people.VIEW, characteristics=("national_identity",), level=Level.SUMMARY)
    both = codes(received({}, equality={"national_identity": ["welsh", "british"]}), universe=universe)
    (column,) = universe.columns[1:]
    assert column.codes[both[0][1] - FIRST] in {each.code for each in universe.characteristics[0].choices}
    one = codes(received({}, equality={"national_identity": ["welsh"]}), universe=universe)
    assert both[0][1] >= FIRST
    assert one[0][1] >= FIRST


def test_every_coarser_level_is_at_hand():
    universe = people.of(people.VIEW, characteristics=("age",), level=Level.DETAILED)
    assert [column.key.split(":")[-1] for column in universe.columns[1:]] == list(Level)


def test_a_level_that_is_not_known_of_somebody_is_not_answered():
    universe = people.of(people.VIEW, characteristics=("race",), level=Level.DETAILED)
    assert codes(received({}, equality={"ethnic_group": "white"}), universe=universe)[0][1] == NOT_ANSWERED
