import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engage.bilingual import Bilingual
from engage.surveys.answers import PROBLEMS, from_answer, read, read_page, redisplay
from engage.surveys.definition import (
    KINDS,
    Answer,
    DateQuestion,
    NumberQuestion,
    Option,
    SeveralChoices,
    SingleChoice,
    answers_from_json,
    answers_to_json,
    steps,
)
from engage.surveys.fields import names
from tests import examples
from tests.examples import EVERY_KIND, REQUIRED, question
from tests.surveys.strategies import questions, words

LABELS = {option.code: option.label for option in examples.SERVICES}


def form(**fields):
    """Fields as a browser sends them; "__" in a name stands for "--", a list for a field sent twice."""
    sent = MultiDict()
    for name, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            sent.add(name.replace("__", "--"), value)
    return sent


def reading(question_id, fields, survey=EVERY_KIND):
    return read(question(survey, question_id), question_id, form(**fields), "en")


# --- what counts as an answer -----------------------------------------------------------------------------

GOOD = [
    ("heard", {"heard": "letter"}, "letter", {}),
    ("heard", {"heard": "letter", "heard__other__other": "  "}, "letter", {}),
    ("heard", {"heard": "other", "heard__other__other": " a  friend "}, "other", {"other": "a friend"}),
    ("use", {"use": ["buses", "libraries"]}, ["libraries", "buses"], {}),  # in the order of the question
    ("use", {"use": ["buses", "buses"]}, ["buses"], {}),
    ("use", {"use": "none"}, ["none"], {}),
    ("clear", {"clear": "agree"}, "agree", {}),
    ("clear", {"clear": "no_opinion"}, "no_opinion", {}),
    (
        "services",
        {"services__parks__needed": "no_opinion", "services__libraries__good": "agree"},
        {"libraries": {"good": "agree"}, "parks": {"needed": "no_opinion"}},
        {},
    ),
    ("first", {"first__rank__parks": "2", "first__rank__buses": "1"}, ["buses", "parks"], {}),
    ("first", {"first__rank__buses": "1", "first__rank__parks": ""}, ["buses"], {}),  # the best alone
    (
        "order",
        {"order__rank__libraries": "3", "order__rank__parks": " 1 ", "order__rank__buses": "2"},
        ["parks", "buses", "libraries"],
        {},
    ),
    (
        "share",
        {"share__points__libraries": "60", "share__points__parks": "", "share__points__buses": " 40"},
        {"libraries": 60, "parks": 0, "buses": 40},
        {},
    ),
    ("visits", {"visits": "31"}, 31, {}),
    ("visits", {"visits": "5.0"}, 5, {}),
    ("spend", {"spend": "£1,250.50"}, 1250.5, {}),
    ("spend", {"spend": "3"}, 3.0, {}),
    ("moved", {"moved__day": "01", "moved__month": " 3 ", "moved__year": "2001"}, "2001-03-01", {}),
    ("moved", {"moved__day": "29", "moved__month": "2", "moved__year": "2024"}, "2024-02-29", {}),
    ("street", {"street": " Stryd\r\nFawr "}, "Stryd Fawr", {}),
    ("street", {"street": "w\u0302" * 40}, "ŵ" * 40, {}),  # 40 letters, counted when they are composed
    ("ideas", {"ideas": "One\r\n\r\nTwo\0"}, "One\n\nTwo", {}),
    ("ideas", {"ideas": "x\r\n" * 149 + "xx"}, "x\n" * 149 + "xx", {}),  # 300 characters, a line's end is one
    ("where", {"where": "zz12ab"}, "north", {}),
    ("where", {"where": "ZZ1 9AB"}, "coast", {}),
    ("where", {"where": "YY1 9AB"}, "elsewhere", {}),
    ("quote", {"quote": "yes"}, "yes", {}),
]


@pytest.mark.parametrize(("question_id", "fields", "value", "other"), GOOD)
def test_good_answers_are_taken(question_id, fields, value, other):
    result = reading(question_id, fields)
    assert (result.answer, result.problems) == (Answer(value, "en", other), ())
    assert type(result.answer.value) is type(value)


MORE = replace(
    question(EVERY_KIND, "use"),
    options=(
        *examples.SERVICES,
        Option("other", Bilingual("Another", "Un arall"), other=Bilingual("Which?", "Pa un?")),
        Option("second", Bilingual("One more", "Un arall eto"), other=Bilingual("Which?", "Pa un?")),
        Option("none", Bilingual("None of these", "Dim un o'r rhain"), exclusive=True),
    ),
)


@pytest.mark.parametrize(
    ("ticked", "written", "refused"),
    [
        (["other"], {"other": "Pools", "second": " "}, []),
        ([], {"other": "Pools"}, ["other"]),
        (["parks"], {"other": "Pools"}, ["other"]),
        (["none"], {"other": "Pools"}, ["other"]),
        (["other"], {"other": "Pools", "second": "Inns"}, ["second"]),
        ([], {"other": "Pools", "second": "Inns"}, ["other", "second"]),
    ],
)
def test_words_in_the_box_of_an_option_that_is_not_chosen_are_asked_about(ticked, written, refused):
    """Neither left out in silence, nor counted: somebody may have ticked the option, and thought better."""
    alone = SingleChoice(id="use", title=MORE.title, options=MORE.options)
    fields = {"use": ticked, **{f"use__other__{code}": words for code, words in written.items()}}
    for asked in (MORE, alone):
        found = read(asked, "use", form(**fields), "en")
        assert [(each.code, each.field) for each in found.problems] == [
            ("other_unchosen", f"use--other--{code}") for code in refused
        ]
        if not refused:
            assert found.answer.other == {"other": "Pools"}


@pytest.mark.parametrize(("question_id", "fields", "value", "other"), GOOD)
def test_a_stored_answer_stands_in_the_fields_again_and_reads_the_same(question_id, fields, value, other):
    asked, given_answer = question(EVERY_KIND, question_id), Answer(value, "cy", other)
    again = MultiDict()
    for name, values in from_answer(asked, question_id, given_answer).items():
        again.setlist(name, list(values))
    assert read(asked, question_id, again, "en", given_answer).answer == given_answer


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"unknown": "x"},
        {name.replace("--", "__"): "" for q in EVERY_KIND.questions() for name in names(q, q.id)},
        {
            name.replace("--", "__"): " "
            for q in EVERY_KIND.questions()
            if q.kind in ("ranking", "allocation", "number", "date", "short_text", "long_text", "postcode")
            for name in names(q, q.id)
        },
    ],
)
def test_nothing_is_no_answer_and_no_problem_where_nothing_is_required(fields):
    for asked in EVERY_KIND.questions():
        result = read(asked, asked.id, form(**fields), "en")
        assert (asked.id, result.answer, result.problems) == (asked.id, None, ())


# --- what does not ------------------------------------------------------------------------------------------

LIBRARIES, PARKS = LABELS["libraries"], LABELS["parks"]
GOOD_SERVICE, NEEDED = (scale.title for scale in question(EVERY_KIND, "services").scales)
OTHER = question(EVERY_KIND, "heard").options[1].label
NONE = question(EVERY_KIND, "use").options[-1].label
BAD = [
    ("heard", {"heard": "pigeon"}, [("unknown_option", "heard", {})]),
    ("heard", {"heard": "other"}, [("other_required", "heard--other--other", {"option": OTHER})]),
    (
        "heard",
        {"heard": "other", "heard__other__other": "x" * 201},
        [("other_too_long", "heard--other--other", {"option": OTHER, "limit": 200})],
    ),
    (
        "heard",
        {"heard": "letter", "heard__other__other": "Or from a friend"},
        [("other_unchosen", "heard--other--other", {"option": OTHER})],
    ),
    ("use", {"use": ["buses", "trams"]}, [("unknown_option", "use", {})]),
    ("use", {"use": ["libraries", "parks", "buses"]}, [("too_many", "use", {"maximum": 2})]),
    ("use", {"use": ["none", "parks"]}, [("exclusive", "use", {"option": NONE})]),
    ("clear", {"clear": "5"}, [("unknown_option", "clear", {})]),
    (
        "services",
        {"services__parks__good": "no_opinion"},  # only the other scale has it
        [("unknown_option", "services--parks--good", {})],
    ),
    ("first", {"first__rank__parks": "3"}, [("unknown_option", "first--rank--parks", {})]),
    ("first", {"first__rank__parks": "best"}, [("unknown_option", "first--rank--parks", {})]),
    ("first", {"first__rank__parks": "2"}, [("rank_missing", "first", {"place": 1})]),
    (
        "first",
        {"first__rank__parks": "1", "first__rank__buses": "1"},
        [("rank_twice", "first--rank--buses", {"place": 1})],
    ),
    (
        "order",
        {"order__rank__parks": "1", "order__rank__buses": "2"},
        [("rank_missing", "order", {"place": 3})],
    ),
    ("share", {"share__points__libraries": "99"}, [("wrong_total", "share", {"total": 100, "given": 99})]),
    ("share", {"share__points__libraries": "0"}, [("wrong_total", "share", {"total": 100, "given": 0})]),
    (
        "share",
        {"share__points__libraries": "-1", "share__points__parks": "50.5", "share__points__buses": "50"},
        [
            ("not_points", "share--points--libraries", {"option": LIBRARIES}),
            ("not_points", "share--points--parks", {"option": PARKS}),
        ],
    ),
    ("visits", {"visits": "often"}, [("not_number", "visits", {})]),
    ("visits", {"visits": "3,5"}, [("not_number", "visits", {})]),
    ("visits", {"visits": "3.5"}, [("not_whole_number", "visits", {})]),
    ("visits", {"visits": "32"}, [("number_outside", "visits", {"minimum": 0, "maximum": 31})]),
    ("visits", {"visits": "-1"}, [("number_outside", "visits", {"minimum": 0, "maximum": 31})]),
    ("spend", {"spend": "3.205"}, [("too_many_decimals", "spend", {"decimals": 2})]),
    ("moved", {"moved__month": "3", "moved__year": "2001"}, [("date_needs_day", "moved", {})]),
    ("moved", {"moved__day": "1", "moved__year": "2001"}, [("date_needs_month", "moved", {})]),
    ("moved", {"moved__day": "1", "moved__month": "3"}, [("date_needs_year", "moved", {})]),
    ("moved", {"moved__year": "2001"}, [("date_needs_day_month", "moved", {})]),
    ("moved", {"moved__month": "3"}, [("date_needs_day_year", "moved", {})]),
    ("moved", {"moved__day": "1"}, [("date_needs_month_year", "moved", {})]),
    (
        "moved",
        {"moved__day": "1", "moved__month": "3", "moved__year": "01"},
        [("date_year_digits", "moved", {})],
    ),
    (
        "moved",
        {"moved__day": "30", "moved__month": "2", "moved__year": "2001"},
        [("date_not_real", "moved", {})],
    ),
    (
        "moved",
        {"moved__day": "x", "moved__month": "²", "moved__year": "year"},
        [("date_not_real", "moved", {})],
    ),
    (
        "moved",
        {"moved__day": "1", "moved__month": "1", "moved__year": "1066"},
        [("date_outside", "moved", {"earliest": date(1920, 1, 1), "latest": date(2026, 12, 31)})],
    ),
    ("street", {"street": "x" * 41}, [("too_long", "street", {"limit": 40, "length": 41})]),
    ("ideas", {"ideas": "x" * 301}, [("too_long", "ideas", {"limit": 300, "length": 301})]),
    ("where", {"where": "ZZ1"}, [("not_postcode", "where", {"example": "AB12 3CD"})]),
    ("quote", {"quote": "no"}, [("unknown_option", "quote", {})]),
]


@pytest.mark.parametrize(("question_id", "fields", "problems"), BAD)
def test_what_is_no_answer_is_named_where_it_stands(question_id, fields, problems):
    result = reading(question_id, fields)
    assert result.answer is None
    assert [(p.code, p.field, p.parameters) for p in result.problems] == problems


@pytest.mark.parametrize(
    ("asked", "fields", "problem"),
    [
        (NumberQuestion(id="n", title=words("n"), minimum=5), {"n": "4"}, ("number_too_low", {"minimum": 5})),
        (
            NumberQuestion(id="n", title=words("n"), maximum=5),
            {"n": "6"},
            ("number_too_high", {"maximum": 5}),
        ),
        (
            DateQuestion(id="d", title=words("d"), earliest=date(2026, 5, 1)),
            {"d__day": "30", "d__month": "4", "d__year": "2026"},
            ("date_too_early", {"earliest": date(2026, 5, 1)}),
        ),
        (
            DateQuestion(id="d", title=words("d"), latest=date(2026, 5, 1)),
            {"d__day": "2", "d__month": "5", "d__year": "2026"},
            ("date_too_late", {"latest": date(2026, 5, 1)}),
        ),
        (
            SeveralChoices(id="s", title=words("s"), options=examples.SERVICES, minimum=2),
            {"s": "parks"},
            ("too_few", {"minimum": 2}),
        ),
    ],
)
def test_bounds_are_named(asked, fields, problem):
    (found,) = read(asked, asked.id, form(**fields), "en").problems
    assert (found.code, found.parameters) == problem


@pytest.mark.parametrize(
    ("question_id", "problems"),
    [
        ("heard", [("required_single", "heard", {})]),
        ("use", [("required_several", "use", {})]),
        ("clear", [("required_scale", "clear", {})]),
        (
            "services",
            [
                (
                    "required_cell",
                    f"services--{row}--{scale}",
                    {"row": LABELS[row], "scale": {"good": GOOD_SERVICE, "needed": NEEDED}[scale]},
                )
                for row in ("libraries", "parks")
                for scale in ("good", "needed")
            ],
        ),
        ("first", [("required_ranking", "first", {})]),
        ("share", [("required_allocation", "share", {"total": 100})]),
        ("visits", [("required_number", "visits", {})]),
        ("moved", [("required_date", "moved", {})]),
        ("street", [("required_short_text", "street", {})]),
        ("ideas", [("required_long_text", "ideas", {})]),
        ("where", [("required_postcode", "where", {})]),
        ("quote", [("required_consent", "quote", {})]),
    ],
)
def test_what_is_required_is_asked_for(question_id, problems):
    result = reading(question_id, {}, REQUIRED)
    assert [(p.code, p.field, p.parameters) for p in result.problems] == problems


def test_a_matrix_with_one_scale_asks_for_its_rows():
    matrix = question(REQUIRED, "services")
    single = type(matrix)(
        id="m",
        title=matrix.title,
        rows=matrix.rows,
        scales=(type(matrix.scales[0])("only", examples.AGREEMENT),),
        required=True,
    )
    result = read(single, "m", form(m__parks__only="agree"), "en")
    assert [(p.code, p.field, p.parameters) for p in result.problems] == [
        ("required_row", "m--libraries--only", {"row": LIBRARIES})
    ]


def test_an_option_that_stands_alone_needs_no_company():
    asked = SeveralChoices(id="s", title=words("s"), options=question(EVERY_KIND, "use").options, minimum=2)
    assert read(asked, "s", form(s="none"), "en").answer == Answer(["none"], "en")


@pytest.mark.parametrize(("question_id", "fields", "problems"), BAD)
def test_a_problem_leads_to_a_control_of_its_question(question_id, fields, problems):
    asked = question(EVERY_KIND, question_id)
    for problem in reading(question_id, fields).problems:
        assert problem.key == question_id
        assert set(problem.fields) <= set(names(asked, question_id))
        assert problem.fields


def test_a_date_marks_the_parts_that_are_missing():
    (problem,) = reading("moved", {"moved__day": "1"}).problems
    assert problem.fields == ("moved--month", "moved--year")


def test_every_announced_problem_can_happen_with_its_parameters():
    seen = {}
    for question_id, fields, _ in BAD:
        seen |= {p.code: tuple(p.parameters) for p in reading(question_id, fields).problems}
    for asked in REQUIRED.questions():
        seen |= {p.code: tuple(p.parameters) for p in reading(asked.id, {}, REQUIRED).problems}
    elsewhere = {
        "required_row",
        "too_few",
        "number_too_low",
        "number_too_high",
        "date_too_early",
        "date_too_late",
    }
    assert seen == {code: names for code, names in PROBLEMS.items() if code not in elsewhere}


# --- a postcode is thrown away ------------------------------------------------------------------------------


def test_a_postcode_is_in_no_answer_and_in_no_problem():
    asked = question(EVERY_KIND, "where")
    for typed in ("ZZ1 2AB", "YY9 9YY", "ZZ1 2A"):
        assert typed not in repr(read(asked, "where", form(where=typed), "en"))
    assert from_answer(asked, "where", Answer("north", "en")) == {"where--known": ("yes",)}


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"where__known": "yes"}, "north"),
        ({"where__known": "yes", "where": ""}, "north"),
        ({"where__known": "yes", "where": "ZZ2 1AB"}, "coast"),
        ({"where__known": "yes", "where__forget": "yes"}, None),
        (
            {"where": ""},
            None,
        ),  # typed, kept while they typed, and deleted again on a page that did not show it
    ],
)
def test_an_area_stays_until_it_is_changed_or_forgotten(fields, left):
    asked = question(REQUIRED if left else EVERY_KIND, "where")
    result = read(asked, "where", form(**fields), "en", Answer("north", "cy"))
    assert (result.answer and result.answer.value, result.problems) == (left, ())


def test_a_wrong_postcode_does_not_leave_the_earlier_area():
    result = read(question(EVERY_KIND, "where"), "where", form(where="?"), "en", Answer("north", "cy"))
    assert (result.answer, len(result.problems)) == (None, 1)


# --- whole pages --------------------------------------------------------------------------------------------

PAGE = steps(EVERY_KIND.sections)[1]


def read_every(fields, earlier=None):
    return read_page(PAGE, PAGE.page.questions, form(**fields), "cy", earlier)


def test_a_page_gives_its_good_answers_and_all_its_problems():
    found = read_every({"heard": "letter", "visits": "x", "clear": "agree", "moved__day": "1"})
    assert found.answers == {"heard": Answer("letter", "cy"), "clear": Answer("agree", "cy")}
    assert [problem.key for problem in found.problems] == ["visits", "moved"]


def test_answers_of_a_page_take_the_place_of_earlier_ones():
    earlier = {"heard": Answer("letter", "en"), "clear": Answer("agree", "en"), "before": Answer("x", "en")}
    found = read_every({"clear": "neither"}, earlier)
    assert found.over(earlier) == {"before": Answer("x", "en"), "clear": Answer("neither", "cy")}


def test_an_answer_keeps_the_language_in_which_it_was_given_until_it_changes():
    earlier = {"ideas": Answer("Coed", "en"), "heard": Answer("other", "en", {"other": "a friend"})}
    found = read_every({"ideas": "Coed", "heard": "other", "heard__other__other": "ffrind"}, earlier)
    assert found.answers == {
        "ideas": Answer("Coed", "en"),
        "heard": Answer("other", "cy", {"other": "ffrind"}),
    }


def test_inside_a_block_the_fields_carry_the_item():
    step = steps(examples.BUDGET.sections)[1]
    sent = MultiDict({"agree@libraries": "agree", "agree": "disagree"})
    found = read_page(step, step.page.questions, sent, "en")
    assert found.answers == {"agree@libraries": Answer("agree", "en")}


def test_answers_survive_being_stored():
    found = {question_id: reading(question_id, fields).answer for question_id, fields, *_ in GOOD}
    assert answers_from_json(answers_to_json(found)) == found


# --- rubbish ------------------------------------------------------------------------------------------------

rubbish = st.text(max_size=30) | st.sampled_from(["1", "a", "yes", "-1", "1e9", "\0", "ZZ1 2AB", "2026"])


@given(questions, st.data())
def test_random_rubbish_never_crashes_the_reader(asked, data):
    assert asked.kind in KINDS
    fields = {name: data.draw(st.lists(rubbish, max_size=3)) for name in names(asked, "q")}
    sent = MultiDict([(name, value) for name, values in fields.items() for value in values])
    result = read(asked, "q", sent, "en")
    assert result.answer is None or not result.problems
    for problem in result.problems:
        assert tuple(problem.parameters) == PROBLEMS[problem.code]


@given(st.data())
def test_what_was_typed_comes_back_exactly(data):
    for asked in EVERY_KIND.questions():
        fields = {
            name: data.draw(st.lists(st.text(max_size=3), max_size=2)) for name in names(asked, asked.id)
        }
        sent = MultiDict([(name, value) for name, values in fields.items() for value in values])
        assert redisplay(asked, asked.id, sent) == {name: tuple(values) for name, values in fields.items()}


@pytest.mark.parametrize("unit", ["a", "1", " ", "\r\n", "\u0345\u0323", "ZZ1 ", "1,"])
def test_64_kilobytes_in_every_field_are_read_in_linear_time(unit):
    typed = (unit * 64_000)[:64_000]
    fields = {name.replace("--", "__"): typed for q in EVERY_KIND.questions() for name in names(q, q.id)}
    started = time.process_time()
    assert read_every(fields).problems
    assert time.process_time() - started < 1
