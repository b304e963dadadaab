"""Does every deed on the structure of a survey do what it says, and nothing else?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.errors import NotFound
from engage.surveys import editing
from engage.surveys.definition import (
    CODE,
    All,
    Answered,
    Block,
    Definition,
    Is,
    ListItem,
    Not,
    Page,
    Section,
)
from engage.surveys.document import from_json, to_json
from engage.surveys.naming import RESERVED
from engage.surveys.naming import problems as naming_problems
from engage.surveys.naming_new import new_code, unused
from engage.surveys.placing import SURVEY, find, fits, held, key_of, parent_of, part_of, walk
from engage.surveys.texts import texts
from engage.surveys.traces import broken
from engage.surveys.variant import OwnMedia, Variant
from tests.surveys.builders import block, page, single, survey
from tests.surveys.strategies import bilinguals, definitions, surveys, words

TWO_SECTIONS = Definition(
    title=words("survey"),
    sections=(
        Section(id="s", title=words("s"), parts=(page("p", single("q"), single("r")), page("o"))),
        Section(
            id="t",
            title=words("t"),
            parts=(block(page("in_block", single("i"))), page("last", single("z", show_if=Answered("q")))),
        ),
    ),
)


def keys(definition: Definition) -> list[str]:
    return [key_of(part) for _, part in walk(definition)]


def homes(definition: Definition, part) -> list[str]:
    """Every holder in which the part could be."""
    survey = [SURVEY] if fits(part, definition) else []
    return [*survey, *(key_of(home) for _, home in walk(definition) if fits(part, home))]


def sound(definition: Definition) -> Definition:
    """As it comes back from storage, which must be the same."""
    assert from_json(to_json(definition)) == definition
    return definition


def sensible() -> st.SearchStrategy[Definition]:
    return surveys().map(lambda sections: Definition(title=words("survey"), sections=sections))


@st.composite
def with_a_part(draw: st.DrawFn) -> tuple[Definition, str]:
    definition = draw(sensible())
    return definition, draw(st.sampled_from(keys(definition)))


@st.composite
def with_any_part(draw: st.DrawFn) -> tuple[Definition, str]:
    """A draft that may be wrong in every way, and one of its parts."""
    definition = draw(definitions)
    assume(definition.sections)
    return definition, draw(st.sampled_from(keys(definition)))


# --- new ids --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first", "code"),
    [
        (Bilingual("Your street", "Eich stryd"), "en", "your_street"),
        (Bilingual("Your street", "Eich stryd"), "cy", "eich_stryd"),
        (Bilingual("Your street", ""), "cy", "your_street"),
        (Bilingual("Tŷ newydd â gardd?"), "en", "ty_newydd_a_gardd"),
        (Bilingual("What's new"), "en", "whats_new"),
        (Bilingual("16 to 24"), "en", "option_16_to_24"),
        (Bilingual("", "  "), "en", "option"),
        (Bilingual("عربي"), "en", "option"),
        (Bilingual("Equality"), "en", "equality_2"),
        (Bilingual("a " * 60), "en", "a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a"),
        (Bilingual("x" * 60), "en", "x" * 32),
    ],
)
def test_a_code_is_made_from_the_words_written_first(typed, first, code):
    assert new_code(typed, first, set(), "option") == code


def test_a_code_that_is_taken_is_numbered():
    assert [unused(code, {"a", "a_2", "b"}) for code in ("a", "a_2", "b", "c")] == ["a_3", "a_3", "b_2", "c"]
    assert unused("under_16", {"under_16"}) == "under_16_2"  # it is no sixteenth "under"


@given(bilinguals, st.sampled_from(["en", "cy"]), st.sets(st.from_regex(CODE, fullmatch=True), max_size=5))
def test_a_new_code_is_always_a_code_and_free(typed, first, taken):
    for _ in range(3):
        code = new_code(typed, first, taken, "page")
        assert CODE.fullmatch(code)
        assert code not in taken | RESERVED
        taken.add(code)


@given(st.text(max_size=50), st.sets(st.from_regex(CODE, fullmatch=True), max_size=5))
def test_the_copy_of_a_badly_named_part_is_well_named(code, taken):
    assert CODE.fullmatch(unused(code, taken))


def test_an_id_that_published_versions_use_is_not_given_again():
    assert editing.new_id(TWO_SECTIONS, "question", Bilingual("Age"), "en", {"age"}) == "age_2"


@pytest.mark.parametrize(
    ("sort", "typed", "made"),
    [("section", "S", "s_2"), ("page", "Block", "block_2"), ("block", "P", "p_2"), ("question", "P", "p")],
)
def test_a_new_id_is_the_only_one_of_its_sort(sort, typed, made):
    assert editing.new_id(TWO_SECTIONS, sort, Bilingual(typed), "en") == made


# --- each deed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holder", "part", "position", "order"),
    [
        ("section:s", page("new"), None, ["p", "o", "new"]),
        ("section:s", page("new"), 0, ["new", "p", "o"]),
        ("section:s", page("new"), 1, ["p", "new", "o"]),
        ("section:s", page("new"), 99, ["p", "o", "new"]),
        ("section:s", page("new"), -5, ["new", "p", "o"]),
        ("section:s", Block(id="new", items=(), pages=()), 1, ["p", "new", "o"]),
        ("block:block", page("new"), 0, ["new", "in_block"]),
        ("page:p", single("new"), 1, ["q", "new", "r"]),
        (SURVEY, Section(id="new", title=words("new"), parts=()), 0, ["new", "s", "t"]),
    ],
)
def test_a_part_is_added_where_it_is_wanted(holder, part, position, order):
    after = sound(editing.add(TWO_SECTIONS, holder, part, position))
    assert [each.id for each in held(part_of(after, holder))] == order
    assert editing.delete(after, key_of(part)) == TWO_SECTIONS


@pytest.mark.parametrize(
    ("holder", "part"),
    [
        ("section:s", single("new")),
        ("block:block", Block(id="new", items=(), pages=())),
        ("page:p", page("new")),
        ("question:q", single("new")),
        (SURVEY, page("new")),
        ("section:nowhere", page("new")),
        ("rubbish", page("new")),
    ],
)
def test_a_part_is_never_put_where_it_cannot_be(holder, part):
    with pytest.raises(NotFound):
        editing.add(TWO_SECTIONS, holder, part)


@pytest.mark.parametrize(
    ("key", "by", "order"),
    [
        ("page:p", 1, ["o", "p"]),
        ("page:p", -1, ["p", "o"]),
        ("page:o", 1, ["p", "o"]),
        ("page:o", -1, ["o", "p"]),
        ("question:r", -1, ["r", "q"]),
        ("section:t", -1, ["t", "s"]),
        ("block:block", 1, ["last", "block"]),
    ],
)
def test_a_part_moves_one_step(key, by, order):
    after = sound(editing.shift(TWO_SECTIONS, key, by))
    path, _ = find(after, key)
    assert [part.id for part in held(parent_of(after, path))] == order


@pytest.mark.parametrize(
    ("key", "holder", "position", "there"),
    [
        ("page:p", "section:t", 0, ["p", "block", "last"]),
        ("page:p", "block:block", 1, ["in_block", "p"]),
        ("page:in_block", "section:s", 0, ["in_block", "p", "o"]),
        ("page:in_block", "section:t", 1, ["block", "in_block", "last"]),
        ("block:block", "section:s", 9, ["p", "o", "block"]),
        ("question:q", "page:last", 0, ["q", "z"]),
        ("question:q", "page:in_block", 0, ["q", "i"]),
        ("question:z", "page:p", 1, ["q", "z", "r"]),
        ("section:t", SURVEY, 0, ["t", "s"]),
        ("section:s", SURVEY, 1, ["t", "s"]),
        ("page:p", "section:s", 1, ["o", "p"]),
    ],
)
def test_a_part_moves_to_a_place(key, holder, position, there):
    after = sound(editing.move(TWO_SECTIONS, key, holder, position))
    assert [part.id for part in held(part_of(after, holder))] == there
    assert sorted(keys(after)) == sorted(keys(TWO_SECTIONS))


@pytest.mark.parametrize("holder", ["page:p", "block:block", SURVEY, "section:x", ""])
def test_a_block_goes_nowhere_but_into_a_section(holder):
    with pytest.raises(NotFound):
        editing.move(TWO_SECTIONS, "block:block", holder, 0)


def test_a_part_changes_and_keeps_what_it_holds():
    after = sound(editing.change_fields(TWO_SECTIONS, "page:p", title=words("other"), ends=True))
    changed = part_of(after, "page:p")
    assert (changed.title, changed.ends) == (words("other"), True)
    assert changed.questions == part_of(TWO_SECTIONS, "page:p").questions
    assert editing.change_fields(after, "page:p", title=words("page"), ends=False) == TWO_SECTIONS


@pytest.mark.parametrize("deed", [editing.delete, editing.duplicate])
def test_what_is_not_there_cannot_be_touched(deed):
    for key in ("page:nowhere", "", "question:p", "item:block/x"):
        with pytest.raises(NotFound):
            deed(TWO_SECTIONS, key)


# --- copies ---------------------------------------------------------------------------------------------


def test_conditions_in_a_copy_follow_what_was_copied_with_them():
    routed = page("routed", single("b", show_if=All((Answered("a"), Not(Is("outside", ("yes",)))))))
    repeat = replace(block(page("in_block"), picked_by="a"), show_if=Answered("b"))
    section = Section(id="s", title=words("s"), parts=(page("p", single("a")), routed, repeat))
    before = survey(page("first", single("outside")))
    before = replace(before, sections=(*before.sections, section))
    after, key = editing.duplicate(before, "section:s")
    copy = part_of(sound(after), key)
    first, second, third = copy.parts
    assert [part.id for part in copy.parts] == ["p_2", "routed_2", "block_2"]
    assert first.questions[0].id == "a_2"
    assert second.questions[0].show_if == All((Answered("a_2"), Not(Is("outside", ("yes",)))))
    assert (third.picked_by, third.show_if) == ("a_2", Answered("b_2"))
    assert after.sections[:2] == before.sections


def test_what_is_outside_goes_on_speaking_of_the_original():
    after, _ = editing.duplicate(TWO_SECTIONS, "question:q")
    assert part_of(after, "question:z").show_if == Answered("q")
    assert [question.id for question in part_of(after, "page:p").questions] == ["q", "q_2", "r"]


def test_a_copy_avoids_ids_of_published_versions():
    _, key = editing.duplicate(TWO_SECTIONS, "question:q", kept={"q_2"})
    assert key == "question:q_3"


EASY = Variant(
    "easy_read",
    words=(("page:p/title", words("easy")), ("question:q/options:yes/label", words("easy yes"))),
    media=(OwnMedia("question:q"),),
    order=("question:r", "question:q"),
)


def test_a_variant_says_of_a_copy_what_it_says_of_the_original():
    after, _ = editing.duplicate(replace(TWO_SECTIONS, variants=(EASY,)), "page:p")
    said = dict(sound(after).variants[0].words)
    assert said["page:p_2/title"] == words("easy")
    assert said["question:q_2/options:yes/label"] == words("easy yes")
    assert set(EASY.words) < set(after.variants[0].words)
    assert [media.at for media in after.variants[0].media] == ["question:q", "question:q_2"]


def test_a_variant_says_nothing_of_what_is_gone():
    after = editing.delete(replace(TWO_SECTIONS, variants=(EASY,)), "question:q")
    assert after.variants == (
        Variant("easy_read", words=(("page:p/title", words("easy")),), order=("question:r",)),
    )
    assert editing.delete(after, "section:s").variants == (Variant("easy_read"),)


def test_a_variant_says_nothing_of_an_item_that_is_gone():
    easy = Variant("easy_read", words=(("block:block/items:x/label", words("easy")),))
    after = editing.delete_item(replace(TWO_SECTIONS, variants=(easy,)), "block:block", "x")
    assert after.variants == (Variant("easy_read"),)


# --- items of a block -----------------------------------------------------------------------------------


def codes(definition: Definition) -> list[str]:
    return [item.code for item in part_of(definition, "block:block").items]


def test_items_are_added_moved_copied_and_taken_away():
    new = ListItem("z", words("z"), (("amount", words("5")),))
    more = sound(editing.add_item(TWO_SECTIONS, "block:block", new))
    assert codes(more) == ["x", "y", "z"]
    assert codes(editing.shift_item(more, "block:block", "z", -1)) == ["x", "z", "y"]
    assert codes(editing.shift_item(more, "block:block", "x", -1)) == ["x", "y", "z"]
    assert codes(editing.shift_item(more, "block:block", "x", 1)) == ["y", "x", "z"]
    assert codes(editing.shift_item(more, "block:block", "z", 1)) == ["x", "y", "z"]
    copied = sound(editing.duplicate_item(more, "block:block", "x"))
    assert codes(copied) == ["x", "x_2", "y", "z"]
    assert part_of(copied, "block:block").items[1].data == part_of(copied, "block:block").items[0].data
    assert editing.delete_item(more, "block:block", "z") == TWO_SECTIONS


@pytest.mark.parametrize(("key", "code"), [("block:block", "nowhere"), ("page:p", "x"), ("block:no", "x")])
def test_an_item_that_is_not_there_cannot_be_touched(key, code):
    for deed in (editing.delete_item, editing.duplicate_item):
        with pytest.raises(NotFound):
            deed(TWO_SECTIONS, key, code)
    with pytest.raises(NotFound):
        editing.shift_item(TWO_SECTIONS, key, code, 1)


# --- what else speaks of it -----------------------------------------------------------------------------


def spoilt(after: Definition) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.path) for problem in broken(TWO_SECTIONS, after)]


def test_the_conditions_that_a_deed_breaks_are_named():
    at_last = "t › last › z"
    assert spoilt(editing.delete(TWO_SECTIONS, "question:q")) == [("unknown_question", at_last)]
    assert spoilt(editing.delete(TWO_SECTIONS, "section:s")) == [("unknown_question", at_last)]
    assert spoilt(editing.move(TWO_SECTIONS, "section:t", SURVEY, 0)) == [("not_earlier", at_last)]
    assert spoilt(editing.move(TWO_SECTIONS, "question:q", "page:in_block", 0)) == [("into_block", at_last)]


def test_a_deed_that_breaks_nothing_is_not_blamed_for_what_was_broken_before():
    before = editing.delete(TWO_SECTIONS, "question:q")
    assert broken(before, editing.delete(before, "page:o")) == []
    assert broken(before, editing.move(before, "page:last", "section:s", 0)) == []
    assert broken(before, editing.delete(before, "question:z")) == []


# --- whatever the survey --------------------------------------------------------------------------------


def words_of(definition: Definition) -> dict[str, Bilingual]:
    return {text.key: text.words for text in texts(definition)}


@given(with_a_part(), st.integers(-2, 2))
def test_moving_keeps_every_part_and_every_word(case, by):
    before, key = case
    after = sound(editing.shift(before, key, by))
    assert sorted(keys(after)) == sorted(keys(before))
    assert words_of(after) == words_of(before)
    assert part_of(after, key) == part_of(before, key)


@given(with_a_part(), st.data(), st.integers(0, 6))
def test_moving_elsewhere_keeps_every_part_and_every_word(case, data, position):
    before, key = case
    part = part_of(before, key)
    holder = data.draw(st.sampled_from(homes(before, part)))
    after = sound(editing.move(before, key, holder, position))
    assert sorted(keys(after)) == sorted(keys(before))
    assert words_of(after) == words_of(before)
    path, moved = find(after, key)
    assert moved == part
    assert key_of(parent_of(after, path)) == holder
    assert path[-1] == min(position, len(held(part_of(after, holder))) - 1)


@given(with_a_part())
def test_a_copy_is_new_and_everything_else_stays(case):
    before, key = case
    after, copy = editing.duplicate(before, key)
    assert list(naming_problems(sound(after))) == []
    assert editing.delete(after, copy) == before
    path, original = find(after, key)
    assert find(after, copy)[0] == (*path[:-1], path[-1] + 1)
    assert [type(part) for _, part in walk(part_of(after, copy))] == [type(p) for _, p in walk(original)]
    assert broken(before, after) == []


@given(with_a_part())
def test_deleting_takes_one_part_and_nothing_else(case):
    before, key = case
    after = sound(editing.delete(before, key))
    gone = {key, *(key_of(part) for _, part in walk(part_of(before, key)))}
    assert set(keys(after)) == set(keys(before)) - gone
    assert words_of(after).items() <= words_of(before).items()


@given(with_a_part(), bilinguals)
def test_adding_keeps_everything_else(case, title):
    before, key = case
    path, _ = find(before, key)
    holder = key_of(parent_of(before, path))
    sort = {"survey": "section", "page": "question"}.get(holder.partition(":")[0], "page")
    new = editing.new_id(before, sort, title, "en")
    part = {
        "section": Section(id=new, title=title, parts=()),
        "page": Page(id=new, title=title),
        "question": replace(single("q"), id=new, title=title),
    }[sort]
    after = sound(editing.add(before, holder, part, path[-1]))
    assert editing.delete(after, f"{sort}:{new}") == before
    assert list(naming_problems(after)) == []


@settings(max_examples=50)
@given(with_any_part(), st.integers(-2, 2))
def test_a_draft_that_is_wrong_in_every_way_can_be_edited(case, by):
    before, key = case
    sound(editing.shift(before, key, by))
    sound(editing.delete(before, key))
    after, copy = editing.duplicate(before, key)
    sound(after)
    part_of(after, copy)
    for holder in homes(before, part_of(before, key))[:3]:
        sound(editing.move(before, key, holder, 1))
