"""Does whoever follows the notes on a paper form come to exactly those questions that are asked online?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.respond.paper import END, Form, form
from engage.respond.paper_ids import FormId
from engage.respond.paper_routes import Go, goes
from engage.respond.visit import Questionnaire
from engage.surveys import standard
from engage.surveys.definition import Answer, Answers, Definition, Is, Page, Section, SeveralChoices
from engage.surveys.routing import holds, route
from tests.examples import ALL, BUDGET, ROUTED, SHORT, both, question
from tests.surveys.strategies import answers_to, surveys

STANDARD = FormId(1, 0, False, "en")


def laid_out(survey: Definition) -> Form:
    return form(STANDARD, Questionnaire.of(1, "digest", survey))


def with_sections(sections: tuple[Section, ...], **fields) -> Definition:
    return Definition(title=both("A", "A"), sections=sections, **fields)


def follow(paper: Form, would: Answers) -> list[int]:
    """The numbers of the questions that somebody answers who does all that the paper says."""
    before, after, numbers = paper.gates_before(), goes(paper), []
    by_number = {asked.number: asked for asked in paper.questions()}
    written: Answers = {}
    at = 1 if by_number else END
    while at != END:
        closed = next((g for g in before.get(at, ()) if not holds(g.condition, written, g.scope.item)), None)
        if closed:
            at = closed.otherwise
            continue
        asked = by_number[at]
        numbers.append(at)
        if asked.key in would:
            written[asked.key] = would[asked.key]
        at = onward(paper, after[at], at, would.get(asked.key))
    return numbers


def onward(paper: Form, said: tuple[Go, ...], at: int, answer: Answer | None) -> int:
    """Where the notes after question `at` lead whoever has given this answer."""
    for go in said:
        if not go.codes or ticked(answer) & set(go.codes):
            return go.to
    return at + 1 if at < len(paper.after) else END


def ticked(answer: Answer | None) -> set[str | None]:
    value = answer.value if answer else None
    return set(value) if isinstance(value, list) else {value}


def asked_online(paper: Form, would: Answers) -> list[int]:
    asked = route(paper.asked.steps, would)
    keys = {step.key(q) for step in asked.steps for q in asked.questions[step.number]}
    return [each.number for each in paper.questions() if each.key in keys]


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_following_the_notes_leads_to_the_questions_that_are_asked_online(data):
    paper = laid_out(with_sections(data.draw(surveys())))
    would = data.draw(answers_to(paper.asked.steps))
    assert follow(paper, would) == asked_online(paper, would)


@pytest.mark.parametrize("survey", ALL, ids=lambda survey: survey.title.en)
def test_questions_are_numbered_through_the_whole_form_without_a_gap(survey):
    paper = laid_out(survey)
    steps = (*standard.opinion_steps(survey), *standard.equality_steps(survey))
    assert [asked.key for asked in paper.questions()] == [s.key(q) for s in steps for q in s.page.questions]
    assert [asked.number for asked in paper.questions()] == [*range(1, len(paper.after) + 1)]


def test_each_answer_that_passes_questions_over_says_where_to_go_on():
    after = goes(laid_out(ROUTED))
    # 1 who (organisation passes over 3 and 4), 2 age, 3 travel, 4 what would be better (ends), 5 comments
    assert after == {1: (), 2: (Go(5, ("under_16",)),), 3: (Go(5, ("none",)),), 4: (Go(END),), 5: ()}


def test_both_answers_say_where_to_go_when_they_lead_apart():
    yes, no = Is("longer_hours", ("yes",)), Is("longer_hours", ("no",))
    page = SHORT.sections[0].parts[0]
    comment = question(ROUTED, "comments")
    parts = (
        page,
        Page(id="a", title=page.title, questions=(replace(comment, id="a"),), show_if=yes),
        Page(id="b", title=page.title, questions=(replace(comment, id="b"),), show_if=no),
        Page(id="c", title=page.title, questions=(replace(comment, id="c"),)),
    )
    after = goes(laid_out(with_sections((replace(SHORT.sections[0], parts=parts),))))
    assert after == {1: (Go(3, ("no",)),), 2: (Go(4),), 3: (), 4: ()}


def test_a_question_of_several_answers_leads_past_a_whole_block_when_nothing_is_picked():
    after = goes(laid_out(BUDGET))
    first_after_the_block = 1 + 2 * 2 + 1
    assert after[1] == (Go(first_after_the_block, ("none",)),)


@pytest.mark.parametrize(("answer", "numbers"), [("yes", [1, 2]), ("no", [1, 3]), (None, [1, 4])])
def test_a_page_that_ends_the_survey_for_whoever_is_asked_any_of_its_questions_is_the_last_for_them(
    answer, numbers
):
    comment = question(ROUTED, "comments")
    ending = Page(
        id="ending",
        title=comment.title,
        ends=True,
        questions=tuple(
            replace(comment, id=code, show_if=Is("longer_hours", (code,))) for code in ("yes", "no")
        ),
    )
    more = Page(id="more", title=comment.title, questions=(comment,))
    (section,) = SHORT.sections
    paper = laid_out(with_sections((replace(section, parts=(*section.parts, ending, more)),)))
    would = {"longer_hours": Answer(answer, "en")} if answer else {}
    assert follow(paper, would) == asked_online(paper, would) == numbers


def test_a_gate_of_the_equality_part_speaks_of_the_surveys_own_questions():
    only_residents = replace(BUDGET.equality, show_if=ROUTED.sections[1].show_if)
    paper = laid_out(replace(ROUTED, equality=only_residents))
    (gate,) = next(part for part in paper.parts if part.is_equality).gates
    assert (gate.first, gate.last, gate.otherwise) == (6, len(paper.after), END)
    assert gate.scope == (None, False)


def test_the_picker_of_the_example_has_an_exclusive_option():
    assert any(option.exclusive for option in question(BUDGET, "matters").options)
    assert isinstance(question(BUDGET, "matters"), SeveralChoices)
