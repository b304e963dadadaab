"""Does a form whose lists can grow keep everything that was typed, whatever is pressed?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.typed_rows import MOST_ROWS, LinesDiffer, Typed, press, read


def labels(typed: Typed, name: str = "options") -> list[str]:
    return [row["label_en"] for row in typed.rows(name)]


def form(*words: str, **fields: str) -> Typed:
    pairs = [(f"options-{at}-label_en", text) for at, text in enumerate(words)]
    return read([*pairs, *fields.items()])


@pytest.mark.parametrize(
    ("button", "after", "focus"),
    [
        ("options-add", ["a", "b", "c", ""], "options-3-label_en"),
        ("options-0-up", ["a", "b", "c"], "options-0-up"),
        ("options-1-up", ["b", "a", "c"], "options-0-up"),
        ("options-1-down", ["a", "c", "b"], "options-2-down"),
        ("options-2-down", ["a", "b", "c"], "options-2-down"),
        ("options-1-duplicate", ["a", "b", "b", "c"], "options-2-label_en"),
        ("options-1-delete", ["a", "c"], "options-1-label_en"),
        ("options-2-delete", ["a", "b"], "options-1-label_en"),
        ("options-7-up", ["a", "b", "c"], ""),  # a row that is not there
        ("options-up", ["a", "b", "c"], ""),
        ("options-0-add", ["a", "b", "c"], ""),
        ("options-0-explode", ["a", "b", "c"], ""),
        ("'; drop table", ["a", "b", "c"], ""),
        ("", ["a", "b", "c"], ""),
    ],
)
def test_a_button_does_what_it_says_and_one_comes_back_to_where_one_was(button, after, focus):
    pressed = press(form("a", "b", "c"), button, "en")
    assert (labels(pressed.typed), pressed.focus) == (after, focus)


@pytest.mark.parametrize(
    ("position", "after"),
    [("1", "cab"), ("2", "acb"), ("3", "abc"), ("99", "abc"), ("0", "cab"), ("x", "abc"), ("", "abc")],
)
def test_a_row_moves_to_the_position_that_is_typed(position, after):
    typed = read(
        [*((f"options-{n}-label_en", x) for n, x in enumerate("abc")), ("options-2-position", position)]
    )
    moved = press(typed, "options-2-move", "en").typed
    assert "".join(labels(moved)) == after
    assert all(row["position"] == "" for row in moved.rows("options"))


def test_the_last_row_can_be_deleted_and_one_comes_back_to_the_button_that_adds():
    pressed = press(form("a"), "options-0-delete", "en")
    assert (labels(pressed.typed), pressed.focus) == ([], "options-add")


def test_a_copy_has_no_code_so_that_it_gets_its_own():
    typed = read([("options-0-label_en", "a"), ("options-0-code", "a"), ("options-0-hint_cy", "b")])
    original, copy = press(typed, "options-0-duplicate", "en").typed.rows("options")
    assert (original["code"], copy["code"], copy["hint_cy"]) == ("a", "", "b")


def test_rows_inside_rows_have_buttons_of_their_own():
    typed = read([(f"scales-1-points-{n}-label_en", x) for n, x in enumerate("ab")])
    pressed = press(typed, "scales-0-points-1-up", "en")  # gaps between the numbers are closed
    assert labels(pressed.typed.rows("scales")[0], "points") == ["b", "a"]
    assert pressed.focus == "scales-0-points-0-up"
    added = press(typed, "scales-0-points-add", "cy")
    assert added.focus == "scales-0-points-2-label_cy"


@pytest.mark.parametrize(
    ("before", "en", "cy", "after"),
    [
        ([], "One\n\n  Two  \n", "Un\nDau", [("One", "Un"), ("Two", "Dau")]),
        ([("a", "b")], "- One\n• Two", "", [("a", "b"), ("One", ""), ("Two", "")]),
        ([("", "")], "", "Un", [("", "Un")]),  # empty rows make room
        ([("a", ""), ("b", "")], "", "Un\nDau", [("a", "Un"), ("b", "Dau")]),  # the lines go where words lack
        ([("a", ""), ("b", "x")], "", "Un", [("a", "Un"), ("b", "x")]),
        ([("a", ""), ("b", "")], "", "Un", [("a", ""), ("b", ""), ("", "Un")]),
        ([("a", "b")], " \n ", "", [("a", "b")]),
    ],
)
def test_a_pasted_list_becomes_rows(before, en, cy, after):
    pairs = [
        (f"options-{n}-label_{x}", words[x == "cy"]) for n, words in enumerate(before) for x in ("en", "cy")
    ]
    typed = read([*pairs, ("options_pasted_en", en), ("options_pasted_cy", cy)])
    pasted = press(typed, "options-paste", "en").typed
    assert [(row["label_en"], row["label_cy"]) for row in pasted.rows("options")] == after
    assert pasted["options_pasted_en"] == pasted["options_pasted_cy"] == ""


def test_lists_that_do_not_fit_each_other_are_not_taken_apart():
    with pytest.raises(LinesDiffer):
        press(form(options_pasted_en="One\nTwo", options_pasted_cy="Un"), "options-paste", "en")


def test_more_rows_than_anybody_needs_are_not_taken():
    many = press(form("a", options_pasted_en="x\n" * 1000), "options-paste", "en").typed
    assert len(many.rows("options")) == MOST_ROWS
    assert len(press(many, "options-add", "en").typed.rows("options")) == MOST_ROWS


names = st.from_regex(r"[a-z_]{1,5}(-[0-9]{1,2}-[a-z_]{1,5}){0,3}", fullmatch=True) | st.text(max_size=8)


@given(st.lists(st.tuples(names, st.text(max_size=4))), names | st.just("a-0-up"))
def test_anything_can_be_sent_and_pressed(pairs, button):
    try:
        press(read(pairs), button, "en")
    except LinesDiffer:
        assert "paste" in button


@given(
    st.lists(st.text("ab ", max_size=3), max_size=5),
    st.sampled_from(("up", "down", "move")),
    st.integers(0, 6),
)
def test_moving_loses_nothing(words, verb, at):
    before = form(*words)
    after = press(before, f"options-{at}-{verb}", "en").typed
    assert sorted(labels(after)) == sorted(labels(before))
