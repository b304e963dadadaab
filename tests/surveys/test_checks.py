import time
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys.checks import PROBLEMS, problems
from engage.surveys.definition import steps
from engage.surveys.routing import route
from tests import examples
from tests.surveys.strategies import answers_to, definitions, small_surveys, some_options, surveys, words

YES_NO = (d.Option("yes", words("yes")), d.Option("no", words("no")))


def single(id_="q", options=YES_NO, **fields):
    return d.SingleChoice(id=id_, title=words("question"), options=options, **fields)


def several(id_="q", options=YES_NO, **fields):
    return d.SeveralChoices(id=id_, title=words("question"), options=options, **fields)


def number(id_="n", **fields):
    return d.NumberQuestion(id=id_, title=words("number"), **fields)


def page(id_, *questions, **fields):
    return d.Page(
        **{"id": id_, "title": words("page"), "body": words("body"), "questions": questions} | fields
    )


def block(*pages, picked_by="", items=("x", "y"), **fields):
    listed = tuple(d.ListItem(code, words(code), (("amount", words("amount")),)) for code in items)
    return d.Block(id="block", items=listed, pages=pages, picked_by=picked_by, **fields)


def survey(*parts, **fields):
    section = d.Section(id="section", title=words("section"), parts=parts)
    return d.Definition(**{"title": words("survey"), "sections": (section,)} | fields)


def found(definition):
    """The problems as code, place and parameters."""
    return [(p.code, p.place.path, dict(p.parameters)) for p in problems(definition)]


def codes(definition):
    return [problem.code for problem in problems(definition)]


@pytest.mark.parametrize("definition", examples.ALL)
def test_the_examples_can_be_published(definition):
    assert problems(definition) == ()


# --- ids and codes ------------------------------------------------------------------------------------------

ONE = page("one", single("a"))


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (survey(page("One", single("a"))), ("bad_code", "section › One", {"code": "One"})),
        (survey(page("one", single("1a"))), ("bad_code", "section › one › 1a", {"code": "1a"})),
        (
            survey(page("one", single("a" * 41))),
            ("bad_code", f"section › one › {'a' * 41}", {"code": "a" * 41}),
        ),
        (survey(ONE, page("one", single("b"))), ("repeated_code", "section › one", {"code": "one"})),
        (survey(ONE, page("two", single("a"))), ("repeated_code", "section › two › a", {"code": "a"})),
        (
            survey(page("one", single("a", (*YES_NO, YES_NO[0])))),
            ("repeated_code", "section › one › a › yes", {"code": "yes"}),
        ),
        (
            survey(page("one", single("switch"))),
            ("reserved_code", "section › one › switch", {"code": "switch"}),
        ),
        (
            survey(page("one", single("welsh_reduce"))),
            ("reserved_code", "section › one › welsh_reduce", {"code": "welsh_reduce"}),
        ),
        (
            survey(block(page("one", single("a")), items=("x", "x"))),
            ("repeated_code", "section › block › x", {"code": "x"}),
        ),
        (
            survey(
                page(
                    "one", d.ScaleQuestion(id="a", title=words("a"), points=YES_NO, not_applicable=YES_NO[1])
                )
            ),
            ("repeated_code", "section › one › a › no", {"code": "no"}),
        ),
        (
            survey(
                page(
                    "one",
                    d.PostcodeQuestion(
                        id="a", title=words("a"), areas=(d.Area("elsewhere", words("area"), ("ZZ1",)),)
                    ),
                )
            ),
            ("repeated_code", "section › one › a › elsewhere", {"code": "elsewhere"}),
        ),
    ],
)
def test_ids_and_codes_are_well_formed_and_their_own(definition, problem):
    assert found(definition) == [problem]


def test_a_row_and_a_scale_may_share_a_code():
    matrix = d.Matrix(
        id="a",
        title=words("a"),
        rows=(d.Row("x", words("x")),),
        scales=(d.MatrixScale("x", YES_NO, words("x")), d.MatrixScale("y", YES_NO, words("y"))),
    )
    assert found(survey(page("one", matrix))) == []


# --- shapes -------------------------------------------------------------------------------------------------

EXCLUSIVE = tuple(replace(option, exclusive=True) for option in YES_NO)
BOXED = (YES_NO[0], replace(YES_NO[1], other=words("say")))


def areas(*postcodes):
    return d.PostcodeQuestion(id="q", title=words("q"), areas=(d.Area("north", words("north"), postcodes),))


def scale(points=YES_NO, **fields):
    return d.ScaleQuestion(id="q", title=words("q"), points=points, **fields)


def ranking(top=None, options=YES_NO):
    return d.Ranking(id="q", title=words("q"), options=options, top=top)


def allocation(total, options=YES_NO):
    return d.Allocation(id="q", title=words("q"), options=options, total=total)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (single(options=YES_NO[:1]), [("too_few", {"field": "options", "least": 2})]),
        (several(options=()), [("too_few", {"field": "options", "least": 1})]),
        (several(options=EXCLUSIVE), [("only_exclusive", {})]),
        (several(maximum=3), [("out_of_range", {"field": "maximum", "lowest": 1, "highest": 2})]),
        (several(minimum=3), [("out_of_range", {"field": "minimum", "lowest": 0, "highest": 2})]),
        (several(minimum=2, maximum=1), [("limits_crossed", {"lower": 2, "upper": 1})]),
        (
            several(options=(YES_NO[0], EXCLUSIVE[1]), minimum=2),
            [("out_of_range", {"field": "minimum", "lowest": 0, "highest": 1})],
        ),
        (single(options=(YES_NO[0], EXCLUSIVE[1])), [("exclusive_not_here", {})]),
        (scale(YES_NO[:1]), [("too_few", {"field": "points", "least": 2})]),
        (scale(BOXED), [("other_not_here", {})]),
        (scale(not_applicable=d.Option("na", words("na"), other=words("say"))), [("other_not_here", {})]),
        (ranking(top=3), [("out_of_range", {"field": "top", "lowest": 1, "highest": 2})]),
        (ranking(top=0), [("out_of_range", {"field": "top", "lowest": 1, "highest": 2})]),
        (ranking(options=BOXED), [("other_not_here", {})]),
        (allocation(0), [("out_of_range", {"field": "total", "lowest": 1, "highest": 1_000_000})]),
        (allocation(100, EXCLUSIVE), [("exclusive_not_here", {}), ("exclusive_not_here", {})]),
        (number("q", minimum=2, maximum=1), [("limits_crossed", {"lower": 2, "upper": 1})]),
        (number("q", decimals=-1), [("out_of_range", {"field": "decimals", "lowest": 0, "highest": 6})]),
        (number("q", bands=(1, 5, 5)), [("bands_not_rising", {})]),
        (
            d.DateQuestion(id="q", title=words("q"), earliest=date(2026, 2, 1), latest=date(2026, 1, 1)),
            [("limits_crossed", {"lower": date(2026, 2, 1), "upper": date(2026, 1, 1)})],
        ),
        (
            d.LongText(id="q", title=words("q"), limit=0),
            [("out_of_range", {"field": "limit", "lowest": 1, "highest": 20_000})],
        ),
        (
            d.ShortText(id="q", title=words("q"), autocomplete="surname"),
            [("unknown_autocomplete", {"token": "surname"})],
        ),
        (areas("ZZ1", "ZZ1 2", "zz", "ZZ12 3AB"), []),
        (areas("1ZZ"), [("bad_postcode", {"postcode": "1ZZ"})]),
        (areas("ZZ1", "zz1 "), [("repeated_postcode", {"postcode": "ZZ1"})]),
        (areas(), [("empty", {"field": "postcodes"})]),
        (
            d.Matrix(id="q", title=words("q"), rows=(), scales=()),
            [("empty", {"field": "rows"}), ("empty", {"field": "scales"})],
        ),
        (
            d.Matrix(
                id="q",
                title=words("q"),
                rows=(d.Row("r", words("r")),),
                scales=(d.MatrixScale("s", YES_NO[:1], words("s")), d.MatrixScale("t", YES_NO)),
            ),
            [
                ("too_few", {"field": "points", "least": 2}),
                ("missing_words", {"field": "title", "language": "en"}),
                ("missing_words", {"field": "title", "language": "cy"}),
            ],
        ),
    ],
)
def test_a_question_is_whole_in_itself(question, expected):
    assert [(code, parameters) for code, _, parameters in found(survey(page("one", question)))] == expected


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (survey(sections=()), ("empty", "", {"field": "sections"})),
        (survey(), ("empty", "section", {"field": "parts"})),
        (survey(page("one", body=Bilingual())), ("empty", "section › one", {"field": "questions"})),
        (survey(ONE, block()), ("empty", "section › block", {"field": "pages"})),
        (survey(block(page("two", single("b")), items=())), ("empty", "section › block", {"field": "items"})),
        (survey(ONE, minutes=0), ("out_of_range", "", {"field": "minutes", "lowest": 1, "highest": 240})),
        (
            survey(ONE, equality=d.EqualityModule("2000")),
            ("unknown_set", "equality", {"set": "2000"}),
        ),
    ],
)
def test_no_part_is_empty(definition, problem):
    assert found(definition) == [problem]


def test_a_page_may_have_words_alone():
    assert found(survey(page("one"))) == []


# --- words --------------------------------------------------------------------------------------------------


def body(en, cy):
    return survey(page("one", body=Bilingual(en, cy)))


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (
            survey(ONE, title=Bilingual("Parks", "")),
            ("missing_words", "", {"field": "title", "language": "cy"}),
        ),
        (
            survey(ONE, intro=Bilingual("", "Croeso")),
            ("missing_words", "", {"field": "intro", "language": "en"}),
        ),
        (
            survey(ONE, welsh_effects=Bilingual("Parks", " ")),
            ("missing_words", "", {"field": "welsh_effects", "language": "cy"}),
        ),
        (
            survey(page("one", single("a", (YES_NO[0], d.Option("no", Bilingual("No", "")))))),
            ("missing_words", "section › one › a › no", {"field": "label", "language": "cy"}),
        ),
        (
            survey(page("one", single("a", hint=Bilingual("Hint", "")))),
            ("missing_words", "section › one › a", {"field": "hint", "language": "cy"}),
        ),
        (
            survey(page("one", scale(not_applicable=d.Option("na", Bilingual("", "Dim barn"))))),
            ("missing_words", "section › one › q › na", {"field": "label", "language": "en"}),
        ),
        (
            survey(
                d.Block(
                    id="block",
                    pages=(ONE,),
                    items=(d.ListItem("x", words("x"), (("sum", Bilingual("£5", "")),)),),
                )
            ),
            ("missing_words", "section › block › x", {"field": "sum", "language": "cy"}),
        ),
    ],
)
def test_every_text_is_complete_in_both_languages(definition, problem):
    assert found(definition) == [problem]


def test_a_label_may_not_be_empty_in_both_languages():
    definition = survey(page("one", single("a", (YES_NO[0], d.Option("no", Bilingual())))))
    assert codes(definition) == ["missing_words", "missing_words"]


@pytest.mark.parametrize(
    ("en", "cy"),
    [
        ("£1,250 saved", "Arbed £1250"),
        ("On 1 March 2026", "Ar 1 Mawrth 2026"),
        ("the 1st of 12", "y 1af o 12"),
        ("12 months, 12 times", "12 mis"),
        ("2.50", "2.5"),
        ("10\u00a0000", "10,000"),
        ("See [map 5](https://a.example/1)", "Gweler [map 5](https://a.example/cy/2)"),
        ("Write to help@a.example", "Ysgrifennwch at cymorth@a.example"),
        ("[Call](tel:0123456789)", "[Ffoniwch](tel:0987654321)"),
        ("{not a name}", "{dim enw}"),
    ],
)
def test_texts_may_say_the_same_in_their_own_way(en, cy):
    assert found(body(en, cy)) == []


@pytest.mark.parametrize(
    ("en", "cy", "code", "english", "welsh"),
    [
        ("£1,250", "£1,520", "numbers_differ", "1250", "1520"),
        ("at least 10", "o leiaf", "numbers_differ", "10", ""),
        ("ends on 1 March", "yn dod i ben ar 2 Mawrth", "numbers_differ", "1", "2"),
        ("16-24", "16-25", "numbers_differ", "24", "25"),
        ("https://a.example", "dim dolen", "links_differ", "http", ""),
        ("[a](/en/x) [b](/en/y)", "[a](/cy/x)", "links_differ", "2 × http", ""),
        ("help@a.example", "https://a.example", "links_differ", "mailto", "http"),
    ],
)
def test_numbers_and_links_agree(en, cy, code, english, welsh):
    expected = (code, "section › one", {"field": "body", "english": english, "welsh": welsh})
    assert found(body(en, cy)) == [expected]


def test_placeholders_agree():
    pages = (page("one", single("a"), title=Bilingual("For {item}: {amount}", "Ar gyfer {item}")),)
    parameters = {"field": "title", "english": "{amount}", "welsh": ""}
    assert found(survey(block(*pages))) == [("placeholders_differ", "section › block › one", parameters)]


@pytest.mark.parametrize(
    "definition",
    [
        survey(block(page("one", single("a"), title=Bilingual("{cost}", "{cost}")))),
        survey(page("one", single("a"), title=Bilingual("{cost}", "{cost}"))),
        survey(page("one", single("a", hint=Bilingual("{cost}", "{cost}")))),
        survey(ONE, intro=Bilingual("{cost}", "{cost}")),
    ],
)
def test_a_placeholder_has_something_to_stand_for(definition):
    ((code, _, parameters),) = found(definition)
    assert (code, parameters["name"]) == ("unknown_placeholder", "cost")


def test_a_placeholder_must_be_filled_by_every_item():
    items = (d.ListItem("x", words("x"), (("sum", words("sum")),)), d.ListItem("y", words("y")))
    pages = (page("one", single("a"), title=Bilingual("{sum}", "{sum}")),)
    assert codes(survey(d.Block(id="block", items=items, pages=pages))) == ["unknown_placeholder"]


# --- conditions ---------------------------------------------------------------------------------------------

ABC = tuple(d.Option(code, words(code)) for code in "abc")
MATRIX = d.Matrix(
    id="m",
    title=words("m"),
    rows=(d.Row("r", words("r")),),
    scales=(d.MatrixScale("s", YES_NO, words("s")), d.MatrixScale("t", ABC, words("t"))),
)
FIRST = page(
    "first",
    single("who"),
    several("some"),
    number("age"),
    MATRIX,
    ranking(),
    d.LongText(id="text", title=words("text")),
    d.Allocation(id="share", title=words("share"), options=YES_NO),
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (d.Is("who", ("yes",)), []),
        (d.Is("some", ("no",)), []),
        (d.Is("m", ("c",)), []),
        (d.Is("m", ("yes",), row="r", scale="s"), []),
        (d.Between("age", 16), []),
        (d.Answered("text"), []),
        (d.Is("who", ("maybe",)), [("unknown_code", {"question": "who", "code": "maybe"})]),
        (d.Is("m", ("c",), scale="s"), [("unknown_code", {"question": "m", "code": "c"})]),
        (d.Is("m", ("yes",), row="x"), [("unknown_row", {"question": "m", "code": "x"})]),
        (d.Is("m", ("yes",), scale="x"), [("unknown_scale", {"question": "m", "code": "x"})]),
        (d.Is("who", ("yes",), row="r"), [("wrong_kind", {"question": "who"})]),
        (d.Is("text", ("yes",)), [("wrong_kind", {"question": "text"})]),
        (d.Is("share", ("yes",)), [("wrong_kind", {"question": "share"})]),
        (d.Between("who", 1), [("wrong_kind", {"question": "who"})]),
        (d.Between("age", 5, 1), [("limits_crossed", {"lower": 5, "upper": 1})]),
        (d.Between("age"), [("empty_condition", {})]),
        (d.Is("who", ()), [("empty_condition", {})]),
        (d.All(()), [("empty_condition", {})]),
        (d.Not(d.AnyOf(())), [("empty_condition", {})]),
        (d.Answered("nobody"), [("unknown_question", {"question": "nobody"})]),
        (d.Answered("self"), [("not_earlier", {"question": "self"})]),
        (d.Not(d.Answered("later")), [("not_earlier", {"question": "later"})]),
    ],
)
def test_a_condition_speaks_of_what_is_there(condition, expected):
    definition = survey(
        FIRST, page("second", single("self"), show_if=condition), page("third", single("later"))
    )
    reported = [
        (code, parameters) for code, _, parameters in found(definition) if code not in ("unreachable",)
    ]
    assert reported == expected


def test_a_question_cannot_depend_on_another_on_its_own_page():
    definition = survey(page("one", single("a"), single("b", show_if=d.Answered("a"))))
    assert found(definition)[0] == ("not_earlier", "section › one › b", {"question": "a"})


def test_a_section_cannot_depend_on_what_is_inside_it():
    section = d.Section(id="section", title=words("s"), parts=(ONE,), show_if=d.Answered("a"))
    assert found(d.Definition(title=words("t"), sections=(section,)))[0] == (
        "not_earlier",
        "section",
        {"question": "a"},
    )


def test_inside_a_block_a_page_may_depend_on_an_earlier_one():
    assert found(survey(block(ONE, page("two", single("b"), show_if=d.Answered("a"))))) == []


def test_outside_a_block_nothing_may_depend_on_what_is_inside():
    definition = survey(block(ONE), page("two", single("b"), show_if=d.Answered("a")))
    assert ("into_block", "section › two", {"question": "a"}) in found(definition)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("x", "y"), []),
        (("y", "x"), []),
        (("x",), [("picker_lacks", {"question": "pick", "code": "y"})]),
        (("x", "y", "z"), [("picker_adds", {"question": "pick", "code": "z"})]),
    ],
)
def test_whoever_picks_items_is_offered_exactly_these(options, expected):
    offered = tuple(d.Option(code, words(code)) for code in options)
    none = d.Option("none", words("none"), exclusive=True)
    definition = survey(page("pick", several("pick", (*offered, none))), block(ONE, picked_by="pick"))
    reported = [(code, parameters) for code, _, parameters in found(definition) if code != "unreachable"]
    assert reported == expected


@pytest.mark.parametrize(
    ("picked_by", "problem"),
    [
        ("who", ("picker_not_several", {"question": "who"})),
        ("nobody", ("unknown_question", {"question": "nobody"})),
        ("later", ("not_earlier", {"question": "later"})),
    ],
)
def test_items_are_picked_in_an_earlier_question_with_several_answers(picked_by, problem):
    options = tuple(d.Option(code, words(code)) for code in ("x", "y"))
    definition = survey(FIRST, block(ONE, picked_by=picked_by), page("last", several("later", options)))
    assert problem in [(code, parameters) for code, _, parameters in found(definition)]


# --- reach --------------------------------------------------------------------------------------------------

NONE = d.Option("none", words("none"), exclusive=True)
START = page(
    "start", single("who"), several("some", (*YES_NO, NONE)), number("age", minimum=0, maximum=120), MATRIX
)


def unreachable(condition, *before):
    definition = survey(START, *before, page("end", single("end"), show_if=condition))
    return [(code, path) for code, path, _ in found(definition)]


@pytest.mark.parametrize(
    "condition",
    [
        d.All((d.Is("who", ("yes",)), d.Is("who", ("yes", "no")))),
        d.AnyOf((d.Is("who", ("yes",)), d.Is("who", ("no",)))),
        d.Not(d.Is("who", ("yes", "no"))),  # who is not answered
        d.All((d.Is("some", ("yes",)), d.Is("some", ("no",)))),  # both are ticked
        d.All((d.Is("some", ("yes",)), d.Not(d.Is("some", ("no", "none"))))),
        d.All((d.Between("age", 16), d.Not(d.Between("age", 18)))),  # 16 or 17
        d.All((d.Between("age", 16), d.Not(d.Between("age", 17, 19)))),
        d.All((d.Is("m", ("yes",), scale="s"), d.Is("m", ("no",), scale="s"))),  # in two rows
        d.All((d.Is("m", ("yes",), "r", "s"), d.Is("m", ("a",), "r", "t"))),
        d.All((d.Answered("who"), d.Not(d.Is("who", ("yes",))))),
        d.Not(d.All((d.Is("who", ("yes",)), d.Is("who", ("no",))))),
    ],
)
def test_what_can_be_true_leads_on(condition):
    assert unreachable(condition) == []


@pytest.mark.parametrize(
    "condition",
    [
        d.All((d.Is("who", ("yes",)), d.Is("who", ("no",)))),
        d.All((d.Is("who", ("yes",)), d.Not(d.Is("who", ("yes",))))),
        d.All((d.Answered("who"), d.Not(d.Is("who", ("yes", "no"))))),
        d.All((d.Answered("who"), d.Not(d.Answered("who")))),
        d.Not(d.AnyOf((d.Answered("who"), d.Not(d.Answered("who"))))),
        d.All(
            (
                d.AnyOf((d.Is("who", ("yes",)), d.Is("age", ("x",)))),
                d.Not(d.Answered("who")),
                d.Not(d.Answered("age")),
            )
        ),
        d.All((d.Is("some", ("yes",)), d.Is("some", ("none",)))),  # nothing stands beside "none"
        d.All((d.Is("some", ("yes",)), d.Not(d.Is("some", ("yes", "no"))))),
        d.All((d.Answered("some"), d.Not(d.Is("some", ("yes", "no", "none"))))),
        d.Between("age", 121),
        d.All((d.Between("age", 16), d.Between("age", None, 15))),
        d.All((d.Between("age", 16), d.Not(d.Between("age", 16)))),
        d.All((d.Between("age", 16, 17), d.Not(d.Between("age", 15, 17)))),
        d.All((d.Is("m", ("yes",), "r", "s"), d.Is("m", ("no",), "r", "s"))),
    ],
)
def test_what_contradicts_itself_leads_nowhere(condition):
    assert ("unreachable", "section › end") in unreachable(condition)


def test_a_contradiction_between_section_and_page_is_seen():
    inside = d.Section(
        id="inside",
        title=words("inside"),
        show_if=d.Is("who", ("yes",)),
        parts=(page("two", single("b"), show_if=d.Is("who", ("no",))),),
    )
    definition = survey(START)
    assert found(replace(definition, sections=(*definition.sections, inside))) == [
        ("unreachable", "inside › two", {})
    ]


def test_a_contradiction_with_what_asks_the_question_is_seen():
    middle = page("middle", single("why"), show_if=d.Is("who", ("no",)))
    assert unreachable(d.All((d.Answered("why"), d.Is("who", ("yes",)))), middle) == [
        ("unreachable", "section › end")
    ]


def test_nothing_comes_after_a_page_that_ends_everybodys_survey():
    assert unreachable(None, page("stop", ends=True)) == [("after_the_end", "section › end")]


def test_a_page_that_ends_some_surveys_lets_the_others_go_on():
    stop = page("stop", ends=True, show_if=d.Is("who", ("no",)))
    assert unreachable(d.Is("who", ("yes",)), stop) == []
    assert unreachable(d.Is("who", ("no",)), stop) == [("unreachable", "section › end")]


def test_two_ends_that_catch_everybody_leave_nobody():
    ends = (
        page("one", ends=True, show_if=d.Answered("who")),
        page("two", ends=True, show_if=d.Not(d.Answered("who"))),
    )
    assert unreachable(None, *ends) == [("unreachable", "section › end")]


def test_a_question_that_nobody_is_asked_is_found_on_its_page():
    never = single("never", show_if=d.All((d.Is("who", ("yes",)), d.Is("who", ("no",)))))
    definition = survey(START, page("two", single("b"), never))
    assert found(definition) == [("unreachable", "section › two › never", {})]


def test_a_page_whose_questions_are_all_hidden_is_not_reached():
    never = single("never", show_if=d.All((d.Is("who", ("yes",)), d.Is("who", ("no",)))))
    assert found(survey(START, page("two", never))) == [("unreachable", "section › two", {})]


def test_a_page_of_a_block_is_reached_when_one_of_its_items_is():
    pick = page("pick", several("pick", tuple(d.Option(code, words(code)) for code in ("x", "y"))))
    only_x = block(page("two", single("b"), show_if=d.Not(d.Is("pick", ("y",)))), picked_by="pick")
    never = block(page("two", single("b"), show_if=d.Not(d.Is("pick", ("x", "y")))), picked_by="pick")
    assert found(survey(pick, only_x)) == []
    assert found(survey(pick, never)) == [("unreachable", "section › block › two", {})]


@given(st.data())
def test_whatever_somebody_reaches_is_not_called_unreachable(data):
    sections = data.draw(surveys())
    everything = steps(sections)
    definition = d.Definition(title=words("t"), sections=sections)
    lost = {(p.place.page, p.place.question) for p in problems(definition)}
    for _ in range(5):
        here = route(everything, data.draw(answers_to(everything)))
        for step in here.steps:
            assert (step.page.id, "") not in lost
            for question in here.questions[step.number]:
                assert (step.page.id, question.id) not in lost


ONE_CODE = (None, "a", "b", "c")
SEVERAL_CODES = (None, ["a"], ["b"], ["a", "b"], ["c"])  # "c" stands alone


@given(small_surveys())
def test_a_page_is_called_unreachable_exactly_when_no_way_of_answering_leads_to_it(sections):
    everything = steps(sections)
    questions = [question for step in everything for question in step.page.questions]
    values = [SEVERAL_CODES if question.kind == "several" else ONE_CODE for question in questions]
    met = set()
    for way in product(*values):
        given_answers = {q.id: d.Answer(v, "en") for q, v in zip(questions, way, strict=True) if v}
        met |= {step.page.id for step in route(everything, given_answers).steps}
    lost = {problem.place.page for problem in problems(d.Definition(title=words("t"), sections=sections))}
    assert lost == {step.page.id for step in everything} - met


def test_a_survey_with_a_hundred_routes_is_checked_in_a_moment():
    pages = [page("p0", single("q0", some_options()))]
    for n in range(1, 100):
        show_if = d.AnyOf((d.Is(f"q{n - 1}", ("a",)), d.Not(d.Is(f"q{n // 2}", ("b", "c")))))
        pages.append(page(f"p{n}", single(f"q{n}", some_options()), show_if=show_if, ends=n % 7 == 0))
    started = time.process_time()
    problems(survey(*pages))
    assert time.process_time() - started < 5


# --- all of it ----------------------------------------------------------------------------------------------


@given(definitions)
def test_any_definition_is_checked_without_a_crash_and_with_announced_problems_alone(definition):
    for problem in problems(definition):
        assert tuple(problem.parameters) == PROBLEMS[problem.code]


@given(surveys())
def test_surveys_that_make_sense_have_no_problem_but_routes_that_lead_nowhere(sections):
    definition = d.Definition(title=words("t"), sections=sections)
    assert {problem.code for problem in problems(definition)} <= {"unreachable", "after_the_end"}


def test_all_problems_are_reported_at_once_in_the_order_of_the_steps():
    definition = survey(
        page("one", single("a", YES_NO[:1])),
        page("two", title=Bilingual("5", "6")),
        page("three", show_if=d.Answered("nobody")),
        minutes=0,
    )
    assert [(p.code, p.place.step) for p in problems(definition)] == [
        ("out_of_range", 0),
        ("too_few", 1),
        ("numbers_differ", 2),
        ("unknown_question", 3),
    ]


def test_a_problem_in_a_block_leads_to_its_first_step():
    inner = (page("two", single("b")), page("three", single("c", YES_NO[:1])))
    (problem,) = problems(survey(ONE, block(*inner), page("last", single("z"))))
    assert (problem.place.step, problem.place.page, problem.place.question) == (3, "three", "c")
    (problem,) = problems(survey(block(*inner[:1]), page("last", single("z", YES_NO[:1]))))
    assert problem.place.step == 3  # after two items of one page each
