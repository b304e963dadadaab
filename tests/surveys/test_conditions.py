import pytest

from engage.bilingual import Bilingual
from engage.surveys import conditions
from engage.surveys import definition as d
from engage.surveys.traces import broken
from tests.surveys.builders import (
    MATRIX,
    ONE,
    YES_NO,
    block,
    found,
    number,
    page,
    ranking,
    several,
    single,
    survey,
)
from tests.surveys.strategies import words

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


@pytest.mark.parametrize(
    ("title", "called"),
    [
        (Bilingual("Who are you?", "Pwy ydych chi?"), Bilingual("Who are you?", "Pwy ydych chi?")),
        (Bilingual("", "Pwy ydych chi?"), Bilingual("Pwy ydych chi?", "Pwy ydych chi?")),
        (Bilingual(), Bilingual("who", "who")),
        (Bilingual("Who? " * 40, "Pwy?"), Bilingual("Who? " * 15 + "…", "Pwy?")),
    ],
)
@pytest.mark.parametrize(
    "condition", [d.Is("who", ("maybe",)), d.Is("who", ("yes",), row="r"), d.Between("who", 1)]
)
def test_a_question_is_called_by_its_title_and_by_its_code_only_without_one(title, called, condition):
    asked = d.SingleChoice(id="who", title=title, options=YES_NO)
    definition = survey(page("first", asked), page("second", single("q"), show_if=condition))
    assert [problem.parameters["title"] for problem in conditions.problems(definition)] == [called]


def test_an_item_that_nobody_can_pick_is_called_by_its_label():
    definition = survey(page("pick", several("pick", YES_NO)), block(ONE, picked_by="pick"))
    labels = {p.parameters["code"]: p.parameters["label"] for p in conditions.problems(definition)}
    assert labels == {"x": words("x"), "y": words("y"), **{o.code: o.label for o in YES_NO}}


def test_a_new_wording_makes_no_new_problem():
    def worded(title: str) -> d.Definition:
        asked = d.Consent(id="a", title=words(title), statement=words("s"))
        return survey(page("one", asked, single("b", show_if=d.Answered("a"))))

    assert broken(worded("Before"), worded("After")) == []
