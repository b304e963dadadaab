"""Are published tables read as they stand, and their categories put into the right groups?"""

from __future__ import annotations

import pytest

from engage.analysis.census import MOST_PROBLEMS, MOST_ROWS, RowProblem, read
from engage.analysis.census_groups import ages, residents, suggested, within, wrong_mapping
from engage.equality.characteristics import Level
from engage.equality.library import CURRENT, standard_set
from engage.errors import Invalid
from tests.analysis import census_files as files

BY_CODE = {each.code: each for each in standard_set(CURRENT).characteristics}


def problems(text: str) -> tuple[RowProblem, ...]:
    with pytest.raises(Invalid) as invalid:
        read(text.encode())
    return invalid.value.problems


# --- reading ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"), [(files.SEX_LONG, "Sex"), (files.SEX_WIDE, "Sex")], ids=["ONS", "Nomis"]
)
def test_both_layouts_say_the_same(text, title):
    found = read(text.encode())
    assert (found.title, found.categories) == (title, ("Female", "Male"))
    assert [(area.code, area.name, area.people) for area in found.areas] == [
        ("W06999001", "Glynmorfa", {"Female": 61200, "Male": 58800}),
        ("E07999002", "Thornmere", {"Female": 40500, "Male": 39500}),
    ]


@pytest.mark.parametrize(
    "content",
    [
        files.SEX_LONG.encode("utf-8-sig"),
        files.SEX_LONG.replace("\n", "\r\n").encode(),
        (files.SEX_LONG + "\n,,,,\n").encode(),
        files.SEX_LONG.replace("61200", '"61,200"').encode(),
    ],
    ids=["byte order mark", "CRLF", "empty rows", "thousands"],
)
def test_what_spreadsheets_do_to_a_file_does_no_harm(content):
    assert read(content) == read(files.SEX_LONG.encode())


def test_names_in_an_older_encoding_are_read():
    content = files.SEX_LONG.replace("Glynmorfa", "Môn").encode("cp1252")
    assert read(content).areas[0].name == "Môn"


def test_totals_are_no_category_and_parts_keep_their_whole():
    found = read(files.RACE_WIDE.encode())
    assert found.title == "Ethnic group"
    assert found.categories[0] == "Asian, Asian British or Asian Welsh"
    assert "White: Irish" in found.categories
    assert len(found.categories) == 12
    assert found.areas[0].people["White"] == 113000


def test_categories_of_several_variables_are_joined():
    found = read(files.SEX_AND_AGE_LONG.encode())
    assert found.title == "Sex – Age (B)"
    assert found.categories[:2] == ("Female; Aged 15 years and under", "Female; Aged 16 years and over")


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("61200", "about 61200", RowProblem(2, "not_number", "about 61200")),
        ("61200", "-5", RowProblem(2, "not_number", "-5")),
        (",61200", "", RowProblem(2, "not_number")),
        ("W06999001,Glynmorfa,2", ",Glynmorfa,2", RowProblem(3, "no_area")),
        ("2,Male,58800", "2,,58800", RowProblem(3, "no_category", "W06999001")),
        ("2,Male,58800", "1,Female,58800", RowProblem(3, "twice", "W06999001")),
    ],
)
def test_what_is_wrong_is_named_by_its_row(before, after, problem):
    assert problems(files.SEX_LONG.replace(before, after)) == (problem,)


@pytest.mark.parametrize("before", ["Observation", "Sex (2 categories) Code", "Sex (2 categories),"])
def test_other_headings_are_another_layout(before):
    (problem,) = problems(files.SEX_LONG.replace(before, "Something,", 1))
    assert (problem.row, problem.kind) == (1, "unknown_layout")
    assert "Something" in problem.value


def test_every_wrong_row_is_named_once():
    wrong = files.SEX_WIDE.replace("61200,58800", "many,more").replace("40500", "some")
    assert problems(wrong) == (RowProblem(2, "not_number", "many"), RowProblem(3, "not_number", "some"))


def test_no_more_problems_are_named_than_can_be_read():
    rows = "".join(f"A{n},Area,1,Female,?\n" for n in range(MOST_PROBLEMS + 5))
    assert len(problems(files.SEX_LONG + rows)) == MOST_PROBLEMS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "no_rows"),
        (files.SEX_LONG.splitlines()[0], "no_rows"),
        ('a,"b\nc', "unreadable"),
        ("geography,people\nGlynmorfa,5\n", "unknown_layout"),
        ("x\n" * (MOST_ROWS + 1), "too_many_rows"),
    ],
)
def test_what_is_no_such_table_is_refused(text, kind):
    assert [each.kind for each in problems(text)] == [kind]


# --- groups -----------------------------------------------------------------------------------------------


def guessed(text: str, characteristic: str, level: Level) -> dict[str, str]:
    return suggested(read(text.encode()).categories, BY_CODE[characteristic], level)


def counted(text: str, characteristic: str, level: Level) -> dict[str, int]:
    return residents(read(text.encode()).areas[0].people, guessed(text, characteristic, level))


@pytest.mark.parametrize(
    ("text", "characteristic", "level", "expected"),
    [
        (files.SEX_LONG, "sex", Level.SUMMARY, {"female": 61200, "male": 58800}),
        (files.SEX_WIDE, "sex", Level.DETAILED, {"female": 61200, "male": 58800}),
        (
            files.AGE_WIDE,
            "age",
            Level.SUMMARY,
            {"under_25": 13000, "age_25_to_64": 60000, "age_65_and_over": 29000},
        ),
        (
            files.RACE_WIDE,
            "race",
            Level.STANDARD,
            {"asian": 3000, "black": 1200, "mixed": 1800, "white": 113000, "other": 1000},
        ),
        (files.RACE_WIDE, "race", Level.SUMMARY, {"white_british": 110000, "other_groups": 10000}),
        (files.DISABILITY_WIDE, "disability", Level.SUMMARY, {"disabled": 26000, "not_disabled": 94000}),
        (
            files.DISABILITY_WIDE,
            "disability",
            Level.DETAILED,
            {
                "limited_a_lot": 12000,
                "limited_a_little": 14000,
                "not_limited": 9000,
                "no_condition": 85000,
            },
        ),
        (files.RELIGION_LONG, "religion", Level.SUMMARY, {"no_religion": 55000, "any_religion": 58000}),
    ],
)
def test_categories_are_recognised_by_their_words(text, characteristic, level, expected):
    assert counted(text, characteristic, level) == expected


def test_parts_of_a_group_are_told_apart():
    found = guessed(files.RACE_WIDE, "race", Level.DETAILED)
    assert found["Black, Black British, Black Welsh, Caribbean or African: African"] == "black_african"
    assert found["Black, Black British, Black Welsh, Caribbean or African: Caribbean"] == "black_caribbean"
    assert found["White: Other White"] == "white_other"


def test_who_did_not_answer_and_who_is_too_young_is_left_out():
    religion = guessed(files.RELIGION_LONG, "religion", Level.DETAILED)
    assert (religion["Not answered"], religion["Does not apply"]) == ("", "")
    age = guessed(files.AGE_WIDE, "age", Level.DETAILED)
    assert (age["Aged 4 years and under"], age["Aged 5 to 14 years"]) == ("", "")


@pytest.mark.parametrize("characteristic", BY_CODE)
@pytest.mark.parametrize("level", Level)
def test_our_own_words_are_recognised(characteristic, level):
    """Of a group that has parts at a finer level, the group itself is recognised."""
    groups = BY_CODE[characteristic].levels[level]
    found = suggested([group.label.en for group in groups], BY_CODE[characteristic], level)
    expected = {group.label.en: group.code for group in groups}
    if characteristic == "age":
        expected.pop("15 and under", None)
        found.pop("15 and under", None)
    assert found == expected


def test_no_suggestion_counts_anybody_twice():
    for text in (files.RACE_WIDE, files.DISABILITY_WIDE):
        for characteristic in ("race", "disability"):
            for level in Level:
                assert wrong_mapping(guessed(text, characteristic, level)) == []


def test_a_category_beside_the_one_that_it_is_a_part_of_is_named():
    mapping = {"White": "white", "White: Irish": "white", "Other ethnic group": "other"}
    assert wrong_mapping(mapping) == [("White: Irish", "White")]
    assert wrong_mapping(mapping | {"White": ""}) == []
    assert within("White: Irish", ["Whit", "White"]) == "White"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Aged 16 to 24 years", (16, 24)),
        ("Aged 4 years and under", (0, 4)),
        ("Under 25", (0, 24)),
        ("Aged 85 years and over", (85, 150)),
        ("Aged 30 years", (30, 30)),
        ("All ages", None),
    ],
)
def test_ages_are_read_from_labels(label, expected):
    assert ages(label) == expected
