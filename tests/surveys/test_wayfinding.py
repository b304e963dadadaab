"""Is what the list of ways says true of everybody who answers?"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys import saying, wayfinding
from engage.surveys.clauses import opened
from engage.surveys.placing import walk
from engage.surveys.routing import asked
from engage.surveys.steering import EQUALITY, holder, sayable, steered
from engage.surveys.steering import title as steering_title
from engage.surveys.wayfinding import Length, ways
from tests.examples import BUDGET, EVERY_KIND, ROUTED, both
from tests.surveys.builders import block, page, several, single, survey
from tests.surveys.strategies import conditions, definitions, small_surveys


def everybody(definition: d.Definition) -> list[tuple[d.Step, ...]]:
    """The way of every person who could answer this survey, whose questions offer a, b and, alone, c."""
    steps = d.steps(definition.sections)
    questions = [(step.key(question), question) for step in steps for question in step.page.questions]
    choices = [
        [None, ["a"], ["b"], ["a", "b"], ["c"]] if isinstance(question, d.SeveralChoices) else [None, *"abc"]
        for _, question in questions
    ]
    people = ({key: d.Answer(value, "en") for (key, _), value in zip(questions, given_, strict=True) if value}
              for given_ in product(*choices))  # fmt: skip
    return [asked(steps, person) for person in people]


def pages(found: wayfinding.Ways) -> dict[str, wayfinding.Way]:
    def inside(way):
        yield way
        for part in way.parts:
            yield from inside(part)

    return {way.key: way for section in found.sections for way in inside(section)}


@settings(max_examples=60)
@given(small_surveys())
def test_every_way_that_somebody_goes_is_there_and_no_other(sections):
    definition = d.Definition(title=both("A", "B"), sections=sections)
    people, found = everybody(definition), ways(definition)
    lengths = [len(way) for way in people]
    assert (found.shortest, found.longest) == (Length(min(lengths)), Length(max(lengths)))
    taken: dict[str, set[str]] = {}
    for way in people:
        keys = [f"page:{step.page.id}" for step in way]
        for here, there in pairwise([*keys, ""]):
            taken.setdefault(here, set()).add(there)
    listed = {
        key: {to.key for to in way.onward} for key, way in pages(found).items() if key.startswith("page")
    }
    assert {key: listed[key] for key in taken} == taken


def test_a_block_leads_to_its_next_item_and_beyond():
    found = pages(ways(BUDGET))
    (repeated,) = (way for way in found.values() if isinstance(way.part, d.Block))
    last = repeated.parts[-1]
    assert {(to.again, to.key == repeated.parts[0].key) for to in last.onward} >= {(True, True)}
    assert any(not to.again for to in last.onward)


def test_a_page_that_ends_leads_to_the_end_alone():
    found = pages(ways(ROUTED))
    assert [to.key for to in found["page:bus"].onward] == [""]
    assert [question.id for question in found["page:journeys"].routed] == []


def test_a_tangled_survey_is_listed_in_time_and_says_that_it_is_not_exact():
    first = page("start", *(several(f"q{number}") for number in range(20)))
    picks = [d.Is(f"q{number}", ("yes",)) for number in range(20)]
    tangle = [
        page(f"p{number}", show_if=d.AnyOf((d.All((picks[number % 20], d.Not(picks[(number * 7) % 20]))),
                                            d.All((picks[(number * 3) % 20], picks[(number * 11) % 20])))))
        for number in range(100)
    ]  # fmt: skip
    began = time.process_time()
    found = ways(survey(first, *tangle))
    assert time.process_time() - began < 30
    assert 1 <= found.shortest.pages <= found.longest.pages <= 101


@settings(max_examples=50)
@given(definitions)
def test_any_draft_has_a_list_of_ways(definition):
    found = ways(definition)
    parts = [part for _, part in walk(definition) if not isinstance(part, d.Question)]
    assert [way.part for way in _in_order(found)] == parts
    wayfinding.astray(definition)


def _in_order(found: wayfinding.Ways) -> list[wayfinding.Way]:
    listed: list[wayfinding.Way] = []
    waiting = list(found.sections)
    while waiting:
        way = waiting.pop(0)
        listed.append(way)
        waiting[:0] = way.parts
    return listed


def test_what_leads_astray_is_named_with_the_part_to_mend():
    nobody = d.All((d.Is("who", ("yes",)), d.Is("who", ("no",))))
    wrong = survey(
        page("one", single("who")),
        page("two", single("why"), show_if=nobody),
        block(page("three", single("x", show_if=d.Is("gone", ("a",)))), show_if=d.Answered("x")),
        equality=d.EqualityModule("2026-11", show_if=d.Answered("nothing")),
    )
    found = {(each.problem.code, each.key) for each in wayfinding.astray(wrong)}
    assert found == {
        ("unreachable", "page:two"),
        ("unknown_question", "question:x"),
        ("not_earlier", "block:block"),
        ("unknown_question", "equality"),
    }


@given(conditions)
def test_only_the_condition_that_was_meant_changes(condition):
    for key in ("section:you", "page:bus", "question:travel"):
        after = steered(ROUTED, key, condition)
        assert holder(after, key).condition == condition
        assert steered(after, key, holder(ROUTED, key).condition) == ROUTED
    module = replace(BUDGET, equality=replace(BUDGET.equality, show_if=None))
    assert holder(steered(module, EQUALITY, condition), EQUALITY).condition == condition


@settings(max_examples=40)
@given(small_surveys(), st.data())
def test_what_may_be_said_is_what_the_checks_accept(sections, data):
    """A form has no fault exactly when the checks find nothing wrong with the condition that it makes."""
    definition = d.Definition(title=both("A", "B"), sections=sections)
    key = data.draw(st.sampled_from([f"page:{page.id}" for page in definition.pages()]))
    questions = {question.id: question for question in definition.questions()}
    name = data.draw(st.sampled_from([*questions, "gone"]))
    codes = tuple(data.draw(st.lists(st.sampled_from(["a", "b", "gone"]), max_size=2, unique=True)))
    said = d.Is(name, codes)
    known = {question.id: question for question in sayable(definition, key)}
    after = steered(definition, key, said)
    wrong = [each for each in wayfinding.astray(after) if each.key == key and each.problem.code not in
             ("unreachable", "after_the_end")]  # fmt: skip
    assert bool(list(saying.faults(opened(said), known))) == bool(wrong)


@pytest.mark.parametrize("question", list(EVERY_KIND.questions()), ids=lambda question: question.kind)
def test_something_can_be_said_of_every_kind_of_question(question):
    offered = saying.tests(question)
    assert "answered" in offered
    assert ("is" in offered) == (
        question.kind not in {"allocation", "number", "date", "short_text", "long_text", "file"}
    )
    assert ("between" in offered) == (question.kind == "number")
    assert saying.tests(None) == ()


@pytest.mark.parametrize(
    ("titled", "labels", "name"),
    [
        (d.NOTHING, ("Bus", ""), "Bus"),
        (d.NOTHING, ("Bus", "Train"), "Bus, Train"),
        (d.NOTHING, ("", ""), "again"),
        (d.NOTHING, ("A", "B", "C", "D"), "A, B, C, …"),
        (Bilingual("About it", "Amdano"), ("Bus", "Train"), "About it"),
        (Bilingual("About {item}", "Am {item}"), ("Bus", "Train"), "Bus, Train"),
    ],
)
def test_repeated_pages_are_called_by_a_title_or_by_their_items(titled, labels, name):
    items = tuple(d.ListItem(f"i{at}", Bilingual(label, label)) for at, label in enumerate(labels))
    block = d.Block(id="again", items=items, pages=(d.Page(id="p", title=titled),))
    assert steering_title(block).en == name
