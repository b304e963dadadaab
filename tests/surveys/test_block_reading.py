"""Is a repeated block read from its form as it was typed?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.surveys import block_forms, block_reading
from engage.surveys.block_reading import Reading, named, written
from engage.surveys.definition import CODE, Block, ListItem, Option
from engage.surveys.document import from_json, to_json
from engage.surveys.typed_rows import Typed, read
from tests.surveys.builders import YES_NO, block, page, several, survey
from tests.surveys.strategies import texts, words

BLOCK = block(page("p"))
FIELDS = st.from_regex(
    r"(items|names)-[0-9]{1,3}-(label_en|label_cy|code|remove|position|data-[0-9]-text_(en|cy))|picked_by|do",
    fullmatch=True,
)


def sent(block: Block, **changes: str) -> list[tuple[str, str]]:
    """The fields of the block's form as a browser sends them, with these changed."""
    fields: dict[str, str] = {}

    def spread(typed: Typed, start: str) -> None:
        fields.update({f"{start}{name}": text for name, text in typed.fields.items()})
        for name, rows in typed.lists.items():
            for at, row in enumerate(rows):
                spread(row, f"{start}{name}-{at}-")

    spread(written(block), "")
    return list((fields | {name.replace("__", "-"): text for name, text in changes.items()}).items())


def reading(fields: list[tuple[str, str]], first: str = "en") -> Reading:
    return Reading(read(fields), first)


def test_what_is_not_touched_stays_as_it_is():
    assert reading(sent(BLOCK)).block(BLOCK) == BLOCK


def test_words_change_and_codes_stay():
    after = reading(sent(BLOCK, items__0__label_en=" North  ward ", items__0__data__0__text_cy="pump"))
    assert after.items[0] == ListItem(
        "x", Bilingual("North ward", "x yn Gymraeg"), (("amount", Bilingual("amount in English", "pump")),)
    )
    assert after.items[1] == BLOCK.items[1]
    assert after.refusals == []


@pytest.mark.parametrize(("first", "code"), [("en", "north"), ("cy", "gogledd")])
def test_a_new_item_gets_a_code_from_the_words_written_first(first, code):
    fields = sent(BLOCK, items__2__label_en="North", items__2__label_cy="Gogledd")
    assert [item.code for item in reading(fields, first=first).items] == ["x", "y", code]


def test_a_row_in_which_nothing_stands_is_no_item():
    fields = sent(BLOCK, items__0__label_en="", items__0__label_cy=" ", items__0__data__0__text_en="",
                  items__0__data__0__text_cy="", items__2__label_en="")  # fmt: skip
    assert [item.code for item in reading(fields).items] == ["y"]


def test_data_without_a_label_are_refused_beside_the_label():
    found = reading(sent(BLOCK, items__0__label_en="", items__0__label_cy="", items__1__label_cy="x" * 501))
    assert [(each.name, each.code) for each in found.refusals] == [
        ("items-0-label_en", "no_label"),
        ("items-1-label_cy", "too_long"),
    ]


def test_a_sort_of_data_is_added_for_every_item_and_taken_away():
    typed = named(read(sent(BLOCK, new_name="Saving a year (£)")))
    assert [row["code"] for row in typed.rows("names")] == ["amount", "saving_a_year"]
    items = Reading(typed, "en").items
    assert all(dict(item.data)["saving_a_year"] == Bilingual() for item in items)
    gone = reading(sent(BLOCK, names__0__remove="yes"))
    assert all(item.data == () for item in gone.items)


@pytest.mark.parametrize(
    ("typed", "code"), [("amount", "amount_2"), ("Item", "item_2"), ("?!", None), ("", None)]
)
def test_the_name_of_data_is_its_own(typed, code):
    names = [row["code"] for row in named(read(sent(BLOCK, new_name=typed))).rows("names")]
    assert names == ["amount", *([code] if code else [])]


def test_the_same_code_twice_becomes_two():
    fields = sent(BLOCK, items__1__code="x")
    assert [item.code for item in reading(fields).items] == ["x", "y_in_english"]


@pytest.mark.parametrize(("button", "codes"), [("items-0-down", ["y", "x"]), ("items-1-delete", ["x"])])
def test_a_button_changes_the_form_and_loses_nothing(button, codes):
    fields = [*sent(BLOCK, items__0__label_en="Typed"), ("do", button)]
    form = block_forms.sent(fields, "en", {}, switching=False)
    assert [item.code for item in form.reading.items] == codes
    assert Bilingual("Typed", "x yn Gymraeg") in [item.label for item in form.reading.items]
    assert not form.errors


def test_the_options_of_the_question_that_picks_become_items_under_their_own_codes():
    options = (*YES_NO, Option("none", words("none"), exclusive=True), Option("x", words("x")))
    picker = several("picker", options)
    fields = [*sent(BLOCK, picked_by="picker", items__0__label_en="Typed"), ("do", "options")]
    form = block_forms.sent(fields, "en", {"picker": picker}, switching=False)
    assert [item.code for item in form.reading.items] == ["x", "y", "yes", "no"]
    assert form.reading.items[0].label.en == "Typed"
    assert form.reading.items[2].label == words("yes")
    assert block_forms.sent(fields, "en", {}, switching=False).reading.items == form.reading.items[:2]


@pytest.mark.parametrize("typed", ["\x00", "No code", "x" * 99, " "])
def test_what_cannot_be_the_id_of_a_question_picks_nothing(typed):
    assert reading(sent(BLOCK, picked_by=typed)).picked_by == ""


@given(st.lists(st.tuples(FIELDS, texts | st.just("\x00")), max_size=12))
def test_rubbish_is_never_more_than_an_odd_block(fields):
    form = block_forms.sent(fields, "en", {}, switching=False)
    made = survey(form.reading.block(BLOCK))
    assert from_json(to_json(made)) == made
    codes = [item.code for item in form.reading.items]
    assert len(set(codes)) == len(codes)
    assert all(CODE.fullmatch(code) for code in codes)
    assert block_reading.written(form.reading.block(BLOCK))


def test_a_new_item_is_not_called_as_one_that_was_published():
    fields = sent(BLOCK, items__2__label_en="North", items__2__label_cy="Gogledd")
    items = Reading(read(fields), "en", frozenset({"north", "x"})).items
    assert [item.code for item in items] == ["x", "y", "north_2"]
