import json
from copy import deepcopy

import pytest
from hypothesis import given

from engage.errors import Invalid
from engage.surveys.document import PROBLEMS, from_json, from_stored, to_json
from tests import examples
from tests.surveys.strategies import definitions

FIRST_QUESTION = ("sections", 0, "parts", 0, "questions", 0)
PLACE = 'sections[1] "views" › parts[1] "support" › questions[1] "q"'


@given(definitions)
def test_any_definition_survives_the_journey_through_json(definition):
    assert from_json(json.loads(json.dumps(to_json(definition)))) == definition


@given(definitions)
def test_a_document_means_the_same_when_its_keys_come_in_another_order(definition):
    shuffled = json.loads(json.dumps(to_json(definition), sort_keys=True))
    assert from_json(shuffled) == definition


@pytest.mark.parametrize("definition", examples.ALL)
def test_every_example_survives_the_journey_through_json(definition):
    assert from_json(json.loads(json.dumps(to_json(definition)))) == definition


@given(definitions)
def test_what_was_stored_is_read_like_any_document_however_often(definition):
    document = json.loads(json.dumps(to_json(definition)))
    assert from_stored(document) == from_stored(document) == definition


def test_what_stays_the_same_in_a_draft_is_not_read_again():
    document = to_json(examples.SHORT)
    before, after = from_stored(document), from_stored(document | {"minutes": 3})
    assert after.minutes == 3
    for old, new in zip(before.sections, after.sections, strict=True):
        assert all(one is other for one, other in zip(old.parts, new.parts, strict=True))


def test_defaults_are_left_out():
    page = to_json(examples.SHORT)["sections"][0]["parts"][0]
    assert set(page) == {"id", "title", "questions"}


def test_conditions_read_like_sentences():
    assert to_json(examples.ROUTED)["sections"][1]["show_if"] == {
        "all": [
            {"is": {"question": "who", "codes": ["resident"]}},
            {"not": {"is": {"question": "age", "codes": ["under_16"]}}},
        ]
    }


def broken(*changes):
    """The document of an example after some changes: a path of keys, and what to put there."""
    document = deepcopy(to_json(examples.SHORT))
    document["sections"][0]["parts"][0]["questions"][0]["id"] = "q"
    for *path, last, value in changes:
        holder = document
        for key in path:
            holder = holder[key]
        holder[last] = value
    return document


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ([("sections", "one")], ("not_list", "sections", {})),
        ([("sections", 0, "one")], ("not_mapping", "sections[1]", {})),
        ([("title", 5)], ("not_mapping", "title", {})),
        ([("title", {"en": 5})], ("not_text", "title › en", {})),
        ([("title", {"en": "nul \0"})], ("unreadable_text", "title › en", {})),
        ([("title", {"en": "half \ud800"})], ("unreadable_text", "title › en", {})),
        ([("title", {"fr": "Titre"})], ("unknown_key", "title", {"key": "fr"})),
        ([("minutes", "ten")], ("not_whole_number", "minutes", {})),
        ([("minutes", True)], ("not_whole_number", "minutes", {})),
        ([("minutes", 1.5)], ("not_whole_number", "minutes", {})),
        ([("contact", "yes")], ("not_list", "contact", {})),
        ([("contact", [True])], ("not_text", "contact[1]", {})),
        ([("colour", "red")], ("unknown_key", "", {"key": "colour"})),
        ([(*FIRST_QUESTION, {"id": "q"})], ("missing_key", PLACE, {"key": "kind"})),
        ([(*FIRST_QUESTION, "kind", "essay")], ("unknown_kind", PLACE, {"kind": "essay"})),
        ([(*FIRST_QUESTION, "kind", ["single"])], ("unknown_kind", PLACE, {"kind": "['single']"})),
        ([(*FIRST_QUESTION, "title", None)], ("missing_key", PLACE, {"key": "title"})),
        (
            [(*FIRST_QUESTION, "show_if", {"is": {}, "not": {}})],
            ("unknown_condition", f"{PLACE} › show_if", {"names": "is, not"}),
        ),
        (
            [(*FIRST_QUESTION, "show_if", {"maybe": "q"})],
            ("unknown_condition", f"{PLACE} › show_if", {"names": "maybe"}),
        ),
        (
            [(*FIRST_QUESTION, {"id": "q", "kind": "date", "title": {}, "earliest": "2026-02-30"})],
            ("not_date", f"{PLACE} › earliest", {}),
        ),
        (
            [(*FIRST_QUESTION, {"id": "q", "kind": "number", "title": {}, "minimum": float("nan")})],
            ("not_number", f"{PLACE} › minimum", {}),
        ),
    ],
)
def test_what_is_malformed_is_refused_with_its_place(changes, problem):
    with pytest.raises(Invalid) as refused:
        from_json(broken(*changes))
    assert [(p.code, p.place.path, p.parameters) for p in refused.value.problems] == [problem]


def test_all_problems_are_reported_at_once():
    document = broken(
        ("colour", "red"),
        ("minutes", "ten"),
        (*FIRST_QUESTION, "kind", "essay"),
        ("sections", 0, "parts", 0, "title", None),
    )
    with pytest.raises(Invalid) as refused:
        from_json(document)
    assert {problem.code for problem in refused.value.problems} == {
        "unknown_key",
        "not_whole_number",
        "unknown_kind",
        "missing_key",
    }


@pytest.mark.parametrize(
    "document", [None, [], "text", 5, {}, {"sections": {}}, {"title": {}, "sections": [[]]}]
)
def test_what_is_no_survey_at_all_is_refused(document):
    with pytest.raises(Invalid):
        from_json(document)


def test_data_of_an_item_may_not_have_names_that_are_no_text():
    document = to_json(examples.BUDGET)
    document["sections"][0]["parts"][1]["items"][0]["data"] = {5: {"en": "five"}, None: {"en": "none"}}
    with pytest.raises(Invalid) as refused:
        from_json(document)
    assert [problem.code for problem in refused.value.problems] == ["not_text", "not_text"]


def test_a_key_with_nothing_after_it_counts_as_left_out():
    assert from_json(to_json(examples.SHORT) | {"intro": None, "equality": None}) == examples.SHORT


@given(definitions)
def test_problems_are_of_the_announced_codes(definition):
    document = to_json(definition) | {"minutes": "ten", "sections": [{"parts": 5}], "x": 1}
    with pytest.raises(Invalid) as refused:
        from_json(document)
    for problem in refused.value.problems:
        assert tuple(problem.parameters) == PROBLEMS[problem.code]
