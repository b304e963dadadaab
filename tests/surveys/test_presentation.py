"""Does what is laid out hold all that a page needs, and do errors stand where they belong?"""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from engage.surveys.answers import from_answer, read, read_page, redisplay
from engage.surveys.definition import Answer, Matrix, Page, SingleChoice, Step, steps
from engage.surveys.fields import names
from engage.surveys.placeholders import filled
from engage.surveys.presentation import is_heading, questions, summary
from tests.examples import BUDGET, EVERY_KIND, REQUIRED, SHORT, both, question

STEP = steps(EVERY_KIND.sections)[1]
ANSWERS = {
    "heard": Answer("other", "en", {"other": "From a friend"}),
    "use": Answer(["parks", "buses"], "en"),
    "clear": Answer("no_opinion", "en"),
    "services": Answer({"parks": {"good": "agree"}}, "en"),
    "first": Answer(["buses", "parks"], "en"),
    "order": Answer(["buses", "parks", "libraries"], "en"),
    "share": Answer({"libraries": 100, "parks": 0, "buses": 0}, "en"),
    "visits": Answer(3, "en"),
    "spend": Answer(12.5, "en"),
    "moved": Answer("2001-02-03", "en"),
    "street": Answer("Stryd y Bont", "cy"),
    "ideas": Answer("One\nTwo", "en"),
    "where": Answer("coast", "en"),
    "quote": Answer("yes", "en"),
    "papers": Answer(["0a"], "en", {"0a": "plan.pdf, 1.2 MB"}),
}


def laid_out(wanted: str, standing=None, errors=(), lang="en", saved=None, survey=EVERY_KIND):
    asked = question(survey, wanted)
    return questions(steps(survey.sections)[1], [asked], standing or {}, errors, lang, saved)[0]


def saved_fields():
    fields = {}
    for asked in STEP.page.questions:
        fields |= from_answer(asked, STEP.key(asked), ANSWERS[asked.id])
    return fields


def field_names(value) -> set[str]:
    """Every field's name anywhere in a view."""
    found = set()
    if isinstance(value, dict):
        found |= {value[name] for name in ("field", "other_field", "known", "forget") if name in value}
        for held in value.values():
            found |= field_names(held)
    elif isinstance(value, list):
        for held in value:
            found |= field_names(held)
    return found


@pytest.mark.parametrize("asked", STEP.page.questions, ids=lambda asked: asked.id)
def test_every_field_that_is_read_is_laid_out(asked):
    view = questions(STEP, [asked], {}, (), "en")[0]
    assert set(names(asked, asked.id)) == field_names(view) | ({asked.id} & set(names(asked, asked.id)))


@pytest.mark.parametrize("asked", STEP.page.questions, ids=lambda asked: asked.id)
def test_what_was_saved_is_read_again_as_the_same_answer(asked):
    fields = from_answer(asked, asked.id, ANSWERS[asked.id])
    submitted = MultiDict((name, value) for name, values in fields.items() for value in values)
    assert read(asked, asked.id, submitted, "en", ANSWERS[asked.id]).answer == ANSWERS[asked.id]


def test_choices_stand_ticked_with_what_was_said_beside_them():
    heard = laid_out("heard", saved_fields())
    assert [option["checked"] for option in heard["options"]] == [False, True]
    assert heard["options"][1]["other_label"] == "Please say how"
    assert heard["options"][1]["other_value"] == "From a friend"
    assert "other_label" not in heard["options"][0]
    use = laid_out("use", saved_fields())
    assert [option["code"] for option in use["options"] if option["checked"]] == ["parks", "buses"]
    assert [option["code"] for option in use["options"] if option["exclusive"]] == ["none"]
    assert use["maximum"] == 2


def test_not_applicable_stands_apart_and_is_ticked():
    last = laid_out("clear", saved_fields(), lang="cy")["options"][-1]
    assert (last["label"], last["apart"], last["checked"]) == ("Dim barn", True, True)


def test_a_matrix_has_a_cell_for_each_row_and_scale():
    view = laid_out("services", saved_fields())
    assert [[cell["value"] for cell in row["cells"]] for row in view["rows"]] == [["", ""], ["agree", ""]]
    assert [scale["title"] for scale in view["scales"]] == ["They are good", "I need them"]
    assert [option["apart"] for option in view["scales"][1]["options"]] == [False, False, False, True]


def test_ranks_and_points_stand_beside_their_options():
    assert [rank["value"] for rank in laid_out("first", saved_fields())["ranks"]] == ["", "2", "1"]
    assert laid_out("first")["places"] == 2
    assert laid_out("order")["places"] == 3
    assert [point["value"] for point in laid_out("share", saved_fields())["points"]] == ["100", "0", "0"]
    assert laid_out("share", lang="cy")["unit"] == "pwynt"


def test_typed_values_stand_as_they_were_typed():
    assert laid_out("visits", {"visits": ["three"]})["value"] == "three"
    assert laid_out("spend", saved_fields())["value"] == "12.5"
    assert laid_out("ideas", saved_fields())["value"] == "One\nTwo"
    assert [laid_out("moved", saved_fields())[part]["value"] for part in ("day", "month", "year")] == [
        "3",
        "2",
        "2001",
    ]
    assert laid_out("quote", saved_fields())["checked"] is True


def test_a_postcode_is_never_shown_again_only_its_area():
    view = laid_out("where", saved_fields(), saved=ANSWERS, lang="cy")
    assert (view["value"], view["area"], view["forgotten"]) == ("", "Yr arfordir", False)
    assert laid_out("where", {view["forget"]: ["yes"]}, saved=ANSWERS)["forgotten"] is True
    assert laid_out("where")["area"] == ""


def errors_of(survey, **typed):
    step = steps(survey.sections)[1]
    submitted = MultiDict(typed)
    reading = read_page(step, step.page.questions, submitted, "en")
    errors = [(problem, problem.code) for problem in reading.problems]
    standing = {}
    for asked in step.page.questions:
        standing |= redisplay(asked, asked.id, submitted)
    return questions(step, step.page.questions, standing, errors, "en"), errors


def test_an_error_stands_at_its_question_row_or_field():
    views, _ = errors_of(REQUIRED, heard="other", **{"moved--day": "1", "share--points--parks": "x"})
    by_key = {view["key"]: view for view in views}
    assert by_key["use"]["error"] == "required_several"
    assert by_key["heard"]["error"] is None
    assert by_key["heard"]["options"][1]["other_error"] == "other_required"
    assert [cell["error"] for cell in by_key["services"]["rows"][0]["cells"]] == ["required_cell"] * 2
    assert [point["error"] for point in by_key["share"]["points"]] == [None, "not_points", None]
    assert by_key["moved"]["error"] == "date_needs_month_year"
    assert [by_key["moved"][part]["error"] for part in ("day", "month", "year")] == [False, True, True]


def test_a_row_bears_the_error_where_its_only_scale_has_no_title():
    rated = question(REQUIRED, "services")
    bare = Matrix(
        id="bare",
        title=rated.title,
        rows=rated.rows,
        scales=(type(rated.scales[0])("good", rated.scales[0].points),),
        required=True,
    )
    page = Page(id="page", title=both("A", "B"), questions=(bare,))
    step = Step(1, EVERY_KIND.sections[0], page)
    problems = read_page(step, [bare], MultiDict(), "en").problems
    view = questions(step, [bare], {}, [(problem, problem.code) for problem in problems], "en")[0]
    assert [row["error"] for row in view["rows"]] == ["required_row", "required_row"]


def test_the_summary_leads_to_the_first_field_at_fault_and_names_the_question():
    views, errors = errors_of(REQUIRED, **{"moved--day": "1"})
    links = dict(summary(views, errors))
    assert links["#moved--month"] == "When did you move here? date_needs_month_year"
    assert links["#use"] == "Which services do you use? required_several"
    assert links["#street"] == "Your street: required_short_text"
    assert links["#services--libraries--good"].endswith("required_cell")


def test_the_summary_of_a_single_question_does_not_repeat_its_title():
    step = steps(SHORT.sections)[0]
    problems = read_page(step, step.page.questions, MultiDict(), "en").problems
    errors = [(problem, problem.code) for problem in problems]
    views = questions(step, step.page.questions, {}, errors, "en")
    assert summary(views, errors) == [("#longer_hours", "required_single")]


def test_a_question_that_is_the_whole_page_is_its_heading():
    title = both("Are you well?", "Ydych chi'n iawn?")
    asked = SingleChoice(id="well", title=title, options=())
    assert is_heading(Page(id="page", title=title, questions=(asked,)))
    assert not is_heading(Page(id="page", title=both("Health", "Iechyd"), questions=(asked,)))
    assert not is_heading(Page(id="page", title=title))


def test_in_a_block_keys_name_the_item_and_placeholders_are_filled():
    step = filled(steps(BUDGET.sections)[1])
    view = questions(step, step.page.questions, {}, (), "en")[0]
    assert view["key"] == "agree@libraries"
    assert step.page.title.en == "Proposal: Shorter opening hours in libraries"


def test_a_draft_without_scales_or_rows_can_be_laid_out():
    empty = Matrix(id="empty", title=both("A", "B"), rows=(), scales=())
    rows_only = Matrix(id="rows", title=both("A", "B"), rows=question(EVERY_KIND, "services").rows, scales=())
    page = Page(id="page", title=both("A", "B"), questions=(empty, rows_only))
    views = questions(Step(1, EVERY_KIND.sections[0], page), page.questions, {}, (), "en")
    assert [len(view["rows"]) for view in views] == [0, 2]
