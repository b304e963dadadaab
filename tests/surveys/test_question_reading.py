"""Is every kind of question the same after it stood in its form, and does rubbish in a form do no harm?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys.document import from_json, to_json
from engage.surveys.question_kinds import EXAMPLES, GROUPS, as_kind, blank
from engage.surveys.question_look import MISSING, look, whole
from engage.surveys.question_reading import Reading
from engage.surveys.question_sheet import sheet
from engage.surveys.special_category import CONDITIONS
from engage.surveys.typed_rows import Typed, read
from tests.examples import ALL
from tests.surveys.builders import survey

QUESTIONS = {f"{each.title.en}: {q.id}": q for each in ALL for q in each.questions()}
KINDS = list(d.KINDS)
LATEST = ("latest_day", "latest_month", "latest_year")


def reading(typed: Typed, kind: str, first: str = "en", before: d.Question | None = None) -> Reading:
    return Reading(typed, kind, first, before)


def codes(question) -> list[str]:
    return [option.code for option in question.options]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_the_same_after_it_stood_in_its_form(question):
    found = reading(sheet(question), question.kind, before=question)
    assert found.question == question
    assert found.refusals == []


def test_what_is_not_on_the_form_stays():
    question = replace(EXAMPLES["single"], show_if=d.Answered("a"), origin="set/q", special_category="odd")
    assert reading(sheet(question), "single", before=question).question == question


@pytest.mark.parametrize(
    ("first", "en", "cy", "code"),
    [
        ("en", "Not at all!", "Dim o gwbl", "not_at_all"),
        ("cy", "Not at all!", "Dim o gwbl", "dim_o_gwbl"),
        ("cy", "Not at all!", "", "not_at_all"),  # the other language, when there is nothing yet
        ("cy", "", "Tŷ'r ŵyl", "tyr_wyl"),
        ("en", "16 to 24", "", "option_16_to_24"),
        ("en", "！？", "", "option"),
    ],
)
def test_codes_are_made_from_the_words_of_the_language_written_first(first, en, cy, code):
    typed = read([("options-0-label_en", en), ("options-0-label_cy", cy)])
    assert codes(reading(typed, "single", first).question) == [code]


def test_codes_stay_when_words_change_and_new_ones_never_take_theirs():
    before = EXAMPLES["single"]
    typed = read([
        ("options-0-code", "bus"), ("options-0-label_en", "By train"),
        ("options-1-label_en", "Bus"),
        ("options-2-code", "My Own Code!"), ("options-2-label_en", "x"),
        ("options-3-code", "bus"), ("options-3-label_en", "twice"),
        ("options-4-label_en", "  "),  # an empty row is none
    ])  # fmt: skip
    assert codes(reading(typed, "single", before=before).question) == ["bus", "bus_2", "my_own_code", "bus_3"]


def test_a_bad_code_that_is_stored_stays_as_long_as_it_is_there():
    before = replace(EXAMPLES["single"], options=(d.Option("Bad Code", Bilingual("a", "b")),))
    assert codes(reading(sheet(before), "single", before=before).question) == ["Bad Code"]
    assert codes(reading(sheet(before), "single").question) == ["bad_code"]


def test_points_and_what_is_apart_from_them_share_their_codes():
    typed = read([
        ("points-0-label_en", "Don't know"), ("points-1-label_en", "Good"),
        ("not_applicable-0-label_en", "Don't know"),
    ])  # fmt: skip
    scale = reading(typed, "scale").question
    assert [p.code for p in scale.points] == ["dont_know", "good"]
    assert scale.not_applicable.code == "dont_know_2"


def test_no_area_is_called_elsewhere():
    typed = read([("areas-0-label_en", "Elsewhere"), ("areas-0-postcodes", "zz1  2, ZZ3;zz4\nZZ5,,")])
    (area,) = reading(typed, "postcode").question.areas
    assert (area.code, area.postcodes) == ("elsewhere_2", ("ZZ1 2", "ZZ3", "ZZ4", "ZZ5"))


@pytest.mark.parametrize(
    ("kind", "fields", "wanted"),
    [
        ("several", {"least": "1", "most": " 3 "}, {"minimum": 1, "maximum": 3}),
        ("several", {}, {"minimum": 0, "maximum": None}),
        ("ranking", {"top": "3"}, {"top": 3}),
        ("allocation", {}, {"total": 100, "unit": d.POINTS}),
        ("allocation", {"total": "1,000", "unit_en": "£"}, {"total": 1000, "unit": Bilingual("£")}),
        ("number", {"minimum": "-1.5", "maximum": "£2,000"}, {"minimum": -1.5, "maximum": 2000}),
        ("number", {"bands": "0, 1.5; 1,000"}, {"bands": (0, 1.5, 1000)}),
        ("date", dict(zip(LATEST, ("3", "06", "2026"), strict=True)), {"latest": date(2026, 6, 3)}),
        ("short_text", {"autocomplete": "email"}, {"limit": 200, "autocomplete": "email"}),
        ("short_text", {"autocomplete": "cc-number"}, {"autocomplete": ""}),
        ("long_text", {"limit": "20,000"}, {"limit": 20000}),
        ("consent", {"statement_cy": " Rwy'n  cytuno "}, {"statement": Bilingual("", "Rwy'n cytuno")}),
        ("consent", {"special_category": "equality"}, {"special_category": "equality"}),
        ("consent", {"special_category": "because"}, {"special_category": ""}),
        ("consent", {"required": "yes"}, {"required": True}),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(kind, fields, wanted):
    found = reading(read(fields.items()), kind)
    assert found.refusals == []
    assert {name: getattr(found.question, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("kind", "field", "typed", "code"),
    [
        ("several", "least", "two", "not_whole"),
        ("several", "most", "0", "not_whole"),
        ("ranking", "top", "1000000000000000", "not_whole"),
        ("ranking", "top", "-1", "not_whole"),
        ("allocation", "total", "1.5", "not_whole"),
        ("number", "minimum", "3,5", "not_a_number"),
        ("number", "decimals", "99", "not_whole"),
        ("number", "bands", "0 one", "not_numbers"),
        ("number", "bands", "0,1,6", "not_numbers"),
        ("date", "earliest_day", "31", "not_a_date"),
        ("date", "earliest_year", "２０２０", "not_a_date"),
        ("long_text", "limit", "0", "not_whole"),
        ("single", "title_cy", "x" * 5001, "too_long"),
        ("single", "options-0-label_en", "x" * 5001, "too_long"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(kind, field, typed, code):
    refusals = reading(read([(field, typed)]), kind).refusals
    assert [refusal.code for refusal in refusals] == [code]
    assert refusals[0].name.partition("_")[0] == field.partition("_")[0]


FIELDS = [
    *(f"{name}_{x}" for name in ("title", "hint", "unit", "statement") for x in ("en", "cy")),
    *(f"{end}_{part}" for end in ("earliest", "latest") for part in ("day", "month", "year")),
    "required", "special_category", "least", "most", "top", "total", "minimum", "maximum", "decimals",
    "bands", "limit", "autocomplete", "kind",
    *(f"{path}{field}"
      for path in ("options-0-", "options-1-", "points-0-", "not_applicable-0-", "rows-0-", "areas-0-",
                   "scales-0-", "scales-0-points-0-", "scales-0-points-1-", "scales-1-not_applicable-0-")
      for field in ("code", "label_en", "label_cy", "title_en", "hint_cy", "other_en", "exclusive",
                    "other_optional", "postcodes", "position")),
]  # fmt: skip
rubbish = st.text(max_size=12) | st.sampled_from(
    ["9" * 30, "-1", "1e9", "NaN", "\x00", "\ud800", "<script>", "{item}", "31", "yes", "Infinity", "a\tb\nc"]
)


@given(
    st.dictionaries(st.sampled_from(FIELDS), rubbish, max_size=30),
    st.sampled_from(KINDS),
    st.sampled_from(KINDS),
)
def test_rubbish_in_every_field_makes_a_question_that_can_be_stored_and_seen(fields, kind, other):
    typed = as_kind(read(fields.items()), other, kind)
    question = reading(typed, kind).question
    whole_survey = survey(d.Page(id="p", title=Bilingual("a", "b"), questions=(question,)))
    assert from_json(to_json(whole_survey)) == whole_survey
    for language in ("en", "cy"):
        assert look(question, language)["kind"] == kind


# --- another kind -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", KINDS)
@pytest.mark.parametrize("new", KINDS)
def test_another_kind_keeps_what_both_have(old, new):
    before = replace(
        EXAMPLES[old],
        hint=Bilingual("a hint", "awgrym"),
        required=True,
        special_category=next(iter(CONDITIONS)),
    )
    after = reading(as_kind(sheet(before), old, new), new, before=before).question
    assert after.kind == new
    for name in ("id", "title", "hint", "required", "special_category"):
        assert getattr(after, name) == getattr(before, name)
    assert _choices(after) in ([], _choices(before))
    assert bool(_choices(after)) == bool(_choices(before) and _has_choices(new))


def _choices(question) -> list[tuple[str, Bilingual]]:
    match question:
        case d.Matrix():
            found = question.scales[0].points if question.scales else ()
        case d.ScaleQuestion():
            found = question.points
        case d.PostcodeQuestion():
            found = question.areas
        case _:
            found = getattr(question, "options", ())
    return [(each.code, each.label) for each in found]


def _has_choices(kind: str) -> bool:
    return bool(_choices(EXAMPLES[kind]))


def test_limits_do_not_wander_into_a_kind_where_they_mean_something_else():
    several = d.SeveralChoices(id="q", title=Bilingual(), options=(), minimum=2, maximum=3)
    number = reading(as_kind(sheet(several), "several", "number"), "number").question
    assert (number.minimum, number.maximum) == (None, None)
    short = as_kind(sheet(EXAMPLES["short_text"]), "short_text", "long_text")
    assert reading(short, "long_text").question.limit == 2000


def test_there_is_an_example_and_a_place_for_every_kind():
    assert sorted(EXAMPLES) == sorted(KINDS)
    assert sorted(kind for members in GROUPS.values() for kind in members) == sorted(KINDS)
    assert all(EXAMPLES[kind].kind == kind for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_is_an_empty_question_that_can_be_seen(kind):
    question = reading(blank(kind), kind).question
    assert not question.title
    assert look(question, "cy")["title"] == MISSING


def test_the_look_has_a_place_for_every_word_that_is_missing():
    question = d.SingleChoice(id="q", title=Bilingual("A?"), options=(d.Option("a", Bilingual(cy="b")),))
    shown = whole(question)
    assert shown.title == Bilingual("A?", MISSING)
    assert shown.options[0].label == Bilingual(MISSING, "b")
    assert not shown.hint
