"""Is every kind of question coded and counted as it should be?"""

from __future__ import annotations

import pytest

from engage.analysis.columns import FIRST, NOT_ANSWERED, NOT_ASKED, Column
from engage.analysis.kinds import TICKED, UNTICKED, coded
from engage.bilingual import Bilingual
from engage.surveys.definition import (
    KINDS,
    Block,
    ListItem,
    NumberQuestion,
    Page,
    Question,
    Ranking,
    Section,
    SingleChoice,
    steps,
)
from tests.analysis import people

NO, YES = UNTICKED, TICKED


def code_of(question):
    (step,) = people.survey(question)
    return coded(step, question)


@pytest.mark.parametrize(
    ("question", "value", "codes"),
    [
        (people.VIEW, "for", [FIRST]),
        (people.VIEW, "against", [FIRST + 2]),
        (people.USES, ["train", "bus"], [YES, YES, NO]),
        (people.USES, ["none"], [NO, NO, YES]),
        (people.FEEL, "good", [FIRST + 1]),
        (people.FEEL, "na", [FIRST + 2]),  # not applicable comes after the points
        (
            people.GRID,
            {"parks": {"now": "high", "later": "low"}},
            [FIRST + 1, FIRST, NOT_ANSWERED, NOT_ANSWERED],
        ),
        (people.RANK, ["c", "a"], [FIRST + 2, YES, NO, YES, NO]),
        (people.SHARE, {"a": 60, "b": 39, "c": 1, "d": 0}, [FIRST + 3, FIRST + 2, FIRST + 1, FIRST]),
        (people.SHARE, {"a": 50, "b": 25, "c": 24, "d": 1}, [FIRST + 3, FIRST + 2, FIRST + 1, FIRST + 1]),
        (people.SHARE, {"a": 100}, [FIRST + 3, FIRST, FIRST, FIRST]),
        (
            people.SHARE,
            {"a": 399, "b": 1},
            [FIRST + 3, FIRST + 1, FIRST, FIRST],
        ),  # less than 1% is not nothing
        (people.YEARS, 0, [FIRST]),
        (people.YEARS, 1, [FIRST + 1]),
        (people.YEARS, 19, [FIRST + 2]),
        (people.YEARS, 20, [FIRST + 3]),
        (people.WHERE, "elsewhere", [FIRST + 1]),
        (people.AGREE, "yes", [FIRST]),
        (people.SAY, "Some words", [FIRST]),
        (people.DAY, "2026-11-01", [FIRST]),
        (people.NAME, "A name", [FIRST]),
    ],
)
def test_an_answer_is_coded(question, value, codes):
    found = code_of(question)
    assert list(found.code(value)) == codes
    assert len(found.columns) == len(codes)


def test_every_kind_of_question_is_counted():
    examples = [thing for thing in vars(people).values() if isinstance(thing, Question)]
    assert {code_of(example).key for example in examples} == {example.id for example in examples}
    assert {example.kind for example in examples} == set(KINDS)


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        (people.VIEW, {"view": ["for", "neither", "against"]}),
        (people.USES, {"uses": ["bus", "train", "none"]}),
        (
            people.GRID,
            {
                f"grid.{row}.{when}": ["low", "high"]
                for row in ("parks", "roads")
                for when in ("now", "later")
            },
        ),
        (people.RANK, {"rank.first": ["a", "b", "c", "d"], "rank.top": ["a", "b", "c", "d"]}),
        (people.SHARE, {f"share.{code}": ["none", "from_1", "from_25", "from_50"] for code in "abcd"}),
        (people.YEARS, {"years": ["lowest", "from_1", "from_5", "from_20"]}),
        (people.WHERE, {"where": ["north", "elsewhere"]}),
        (people.AGREE, {"agree": ["yes"]}),
        (people.SAY, {"say": ["answered"]}),
    ],
)
def test_what_is_counted(question, subjects):
    found = code_of(question).subjects
    assert {subject.key: [choice.code for choice in subject.choices] for subject in found} == subjects
    assert {subject.question for subject in found} == {question.id}


@pytest.mark.parametrize("question", [people.AGREE, people.SAY, people.DAY, people.NAME])
def test_what_is_only_answered_or_not_is_a_share_of_those_who_were_asked(question):
    assert [subject.of_asked for subject in code_of(question).subjects] == [True]


@pytest.mark.parametrize(
    ("top", "keys"),
    [
        (1, ["rank.first"]),  # the top one is the first one
        (2, ["rank.first", "rank.top"]),
        (None, ["rank.first", "rank.top"]),  # all ranked: the first three of four
        (4, ["rank.first"]),  # all of four: everybody has them all there
    ],
)
def test_a_ranking_counts_the_top_only_where_it_says_something(top, keys):
    question = Ranking(id="rank", title=people.both("Rank"), options=people.options(*"abcd"), top=top)
    assert [subject.key for subject in code_of(question).subjects] == keys


@pytest.mark.parametrize(
    ("numbers", "labels"),
    [
        ({"minimum": 0, "bands": (0, 10)}, ["0 to 9", "10 or more"]),  # nothing can be below the first
        ({"bands": (0, 10)}, ["-1 or less", "0 to 9", "10 or more"]),
        ({"minimum": 0, "decimals": 1, "bands": (0, 2.5)}, ["0.0 to 2.4", "2.5 or more"]),
        ({"minimum": 0, "bands": (0, 10_000)}, ["0 to 9,999", "10,000 or more"]),
    ],
)
def test_bands_are_named_by_the_numbers_in_them(numbers, labels):
    (subject,) = code_of(NumberQuestion(id="n", title=people.both("N"), **numbers)).subjects
    assert [choice.label.en for choice in subject.choices] == labels


def test_a_number_below_the_lowest_possible_band_falls_into_the_lowest():
    question = NumberQuestion(id="n", title=people.both("N"), minimum=0, bands=(0, 10))
    assert list(code_of(question).code(-1)) == [FIRST]  # an older version may have allowed it


def test_a_number_without_bands_is_answered_or_not():
    question = NumberQuestion(id="n", title=people.both("N"))
    assert list(code_of(question).code(12)) == [FIRST]


def test_each_item_of_a_block_has_its_own_words():
    question = SingleChoice(id="like", title=people.both("Do you like it?"), options=people.options("a", "b"))
    block = Block(
        id="places",
        items=(ListItem("park", Bilingual("The park", "Y parc")),),
        pages=(Page(id="page", title=people.both("Page"), questions=(question,)),),
    )
    (step,) = steps((Section(id="s", title=people.both("S"), parts=(block,)),))
    found = coded(step, question)
    assert found.key == "like@park"
    assert found.subjects[0].heading == Bilingual(
        "Do you like it? – The park", "Do you like it? (cy) – Y parc"
    )


def test_a_row_of_a_matrix_is_named_with_its_question_and_a_scale_without_a_title_is_not():
    assert code_of(people.GRID).subjects[0].heading.en == "Grid – Parks"


def test_a_column_has_room_for_254_codes():
    assert Column("k", tuple(map(str, range(254)))).size == 256
    with pytest.raises(ValueError, match="255 codes"):
        Column("k", tuple(map(str, range(255))))


def test_the_reasons_for_no_code_are_apart_from_the_codes():
    assert len({NOT_ASKED, NOT_ANSWERED, FIRST}) == 3
    assert max(NOT_ASKED, NOT_ANSWERED) < FIRST
