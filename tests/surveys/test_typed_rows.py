"""Does a form whose lists can grow keep everything that was typed, whatever is pressed?"""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.row_buttons import PROBLEMS, CannotPress, press, pressing_what_waits
from engage.surveys.typed_rows import MOST_ROWS, Typed, read


def labels(typed: Typed, name: str = "options") -> list[str]:
    return [row["label_en"] for row in typed.rows(name)]


def form(*words: str, **fields: str) -> Typed:
    pairs = [(f"options-{at}-label_en", text) for at, text in enumerate(words)]
    return read([*pairs, *fields.items()])


@pytest.mark.parametrize(
    ("button", "after", "focus"),
    [
        ("options-add", ["a", "b", "c", ""], "options-3-label_en"),
        ("options-0-up", ["a", "b", "c"], "options-0-down"),  # the first row has no button that leads up
        ("options-1-up", ["b", "a", "c"], "options-0-down"),
        ("options-2-up", ["a", "c", "b"], "options-1-up"),
        ("options-1-down", ["a", "c", "b"], "options-2-up"),
        ("options-2-down", ["a", "b", "c"], "options-2-up"),
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
    [("1", "cab"), (" 2 ", "acb"), ("3", "abc")],
)
def test_a_row_moves_to_the_position_that_is_typed(position, after):
    typed = read(
        [*((f"options-{n}-label_en", x) for n, x in enumerate("abc")), ("options-2-position", position)]
    )
    moved = press(typed, "options-2-move", "en").typed
    assert "".join(labels(moved)) == after
    assert all(row["position"] == "" for row in moved.rows("options"))


@pytest.mark.parametrize("position", ["4", "99", "0", "-1", "1.5", "x", "", "9" * 40])
def test_a_position_that_the_list_does_not_have_is_refused(position):
    typed = read([("options-0-label_en", "a"), ("options-0-position", position), ("options-2-label_en", "c")])
    with pytest.raises(CannotPress) as refused:
        press(typed, "options-0-move", "en")
    found = refused.value
    assert (found.name, found.code, found.parameters) == ("options-0-position", "no_position", {"number": 2})


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_that_was_deleted_is_put_back_where_it_was_with_everything_in_it(at):
    typed = read(
        [
            (f"scales-1-points-{n}-{field}", f"{x}{field}")
            for n, x in enumerate("abc")
            for field in ("label_en", "code")
        ]
    )
    gone = press(typed, f"scales-0-points-{at}-delete", "en").typed
    assert len(gone.rows("scales")[0].rows("points")) == 2
    again = press(read(gone.flat()), "scales-0-points-restore", "en")
    assert dict(again.typed.flat()) == dict(typed.flat())
    assert again.focus == f"scales-0-points-{at}-label_en"


def test_an_empty_row_is_not_kept_to_be_put_back():
    pressed = press(form("a", ""), "options-1-delete", "en").typed
    assert press(pressed, "options-restore", "en").typed == pressed


def test_the_last_row_can_be_deleted_and_one_comes_back_to_the_button_that_adds():
    pressed = press(form("a"), "options-0-delete", "en")
    assert (labels(pressed.typed), pressed.focus) == ([], "options-add")


def test_a_copy_has_no_code_so_that_it_gets_its_own():
    typed = read([("options-0-label_en", "a"), ("options-0-code", "a"), ("options-0-hint_cy", "b")])
    original, copy = press(typed, "options-0-duplicate", "en").typed.rows("options")
    assert (original["code"], copy["code"], copy["hint_cy"]) == ("a", "", "b")


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ({}, "abc"),
        ({"options_pasted_en": "d\ne"}, "abcde"),
        ({"options-2-position": "1"}, "cab"),
        ({"options-2-position": "2", "options-1-position": "1"}, "bca"),
        ({"options_pasted_en": "d", "options-2-position": "4"}, "abdc"),
    ],
)
def test_what_waits_for_its_button_is_done_before_saving(fields, after):
    done = pressing_what_waits(form("a", "b", "c", **fields), "en")
    assert "".join(labels(done)) == after
    assert not any("pasted" in name or "position" in name for name, text in done.flat() if text)


def test_lines_that_wait_inside_a_row_become_rows_of_that_row():
    typed = read([("scales-0-points-0-label_en", "a"), ("scales-0-points_pasted_en", "b\nc")])
    (scale,) = pressing_what_waits(typed, "en").rows("scales")
    assert labels(scale, "points") == ["a", "b", "c"]


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,6}(-[0-4])?(-[a-z]{1,8}|_pasted_en)", fullmatch=True), st.text())
)
def test_whatever_waits_comes_to_an_end(fields):
    with suppress(CannotPress):
        done = pressing_what_waits(read(fields.items()), "cy")
        assert not any(text.strip() for name, text in done.flat() if name.endswith("_pasted_en"))


def test_rows_inside_rows_have_buttons_of_their_own():
    typed = read([(f"scales-1-points-{n}-label_en", x) for n, x in enumerate("ab")])
    pressed = press(typed, "scales-0-points-1-up", "en")  # gaps between the numbers are closed
    assert labels(pressed.typed.rows("scales")[0], "points") == ["b", "a"]
    assert pressed.focus == "scales-0-points-0-down"
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


@pytest.mark.parametrize(
    ("en", "cy", "code"),
    [
        ("One\nTwo", "Un", "lines_differ"),
        (" \n ", "", "nothing_pasted"),
        ("x\n" * (MOST_ROWS + 1), "", "too_many_rows"),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused_as_a_whole(en, cy, code):
    with pytest.raises(CannotPress) as refused:
        press(form(options_pasted_en=en, options_pasted_cy=cy), "options-paste", "cy")
    assert (refused.value.code, refused.value.name) == (code, "options_pasted_cy")


@pytest.mark.parametrize("button", ["options-add", "options-0-duplicate"])
def test_more_rows_than_anybody_needs_are_refused(button):
    many = press(form(options_pasted_en="x\n" * MOST_ROWS), "options-paste", "en").typed
    with pytest.raises(CannotPress) as refused:
        press(many, button, "en")
    assert (refused.value.code, refused.value.name) == ("too_many_rows", "options-add")


names = st.from_regex(r"[a-z_]{1,5}(-[0-9]{1,2}-[a-z_]{1,5}){0,3}", fullmatch=True) | st.text(max_size=8)


@given(st.lists(st.tuples(names, st.text(max_size=4))), names | st.just("a-0-up"))
def test_anything_can_be_sent_and_pressed(pairs, button):
    found = None
    try:
        press(read(pairs), button, "en")
    except CannotPress as refused:
        found = refused
    assert found is None or set(found.parameters) == set(PROBLEMS[found.code])


@given(
    st.lists(st.text("ab ", max_size=3), max_size=5),
    st.sampled_from(("up", "down", "move")),
    st.integers(0, 6),
)
def test_moving_loses_nothing(words, verb, at):
    before = form(*words, **{f"options-{at}-position": "1"})
    after = press(before, f"options-{at}-{verb}", "en").typed
    assert sorted(labels(after)) == sorted(labels(before))
