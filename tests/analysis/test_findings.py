"""Is every test of a report judged with all others, and is no more told than is true?"""

from __future__ import annotations

import re

import pytest

from engage.analysis import findings_words as told
from engage.analysis.comparisons import adjusted
from engage.analysis.findings import findings, size
from engage.bilingual import LANGUAGES
from tests.analysis import people
from tests.analysis.safe import alone, crossed, subject

VIEW = subject("view", "for", "against")

# Each group: for, against, answered, asked. Of the first 125 of 200 are for it, of everyone else 200 of 500.
GROUPS = {"a": (125, 75, 200, 210), "b": (120, 180, 300, 300), "c": (80, 120, 200, 200)}
OTHERS = {"a": (200, 300, 500, 500), "b": (165, 235, 400, 410), "c": (245, 255, 500, 510)}
TWO = {"a": (125, 75, 200, 210), "b": (200, 300, 500, 500)}
TABLE = crossed(VIEW, "sex", GROUPS, OTHERS)


def test_every_answer_of_every_group_is_compared_with_everyone_else():
    found = findings([alone(VIEW, 325, 375, 700, 710), TABLE])
    assert [(each.group.code, each.choice.code) for each in found.differences] == [
        (group, answer) for group in "abc" for answer in ("for", "against")
    ]
    first = found.differences[0].comparison
    assert (first.group.count, first.group.base) == (125, 200)
    assert (first.others.count, first.others.base) == (200, 500)


def test_the_whole_table_is_one_test_more():
    found = findings([TABLE])
    assert found.tests == len(found.differences) + 1 == 7
    (connection,) = found.connections
    assert (connection.subject, connection.by) == (VIEW, TABLE.by)


def test_all_tests_of_the_report_are_judged_together():
    other = crossed(subject("feel", "good", "bad"), "age", GROUPS, OTHERS)
    found = findings([TABLE, other])
    every = [*(each.comparison.p for each in found.differences)]
    every += [each.association.p for each in found.connections]
    judged = adjusted(every)
    assert [*(e.q for e in found.differences), *(e.q for e in found.connections)] == pytest.approx(judged)
    assert found.tests == len(every) == 14


def test_two_groups_are_everyone_else_to_each_other_and_that_is_one_test():
    found = findings([crossed(VIEW, "sex", TWO, {"a": TWO["b"], "b": TWO["a"]})])
    assert len(found.differences) == 4
    assert found.tests == 3  # two answers and the whole table
    assert [(each.group.code, each.choice.code) for each in found.notable] == [("a", "for"), ("a", "against")]


def test_notable_is_a_wide_gap_that_is_hardly_chance():
    found = findings([TABLE])
    assert [each.group.code for each in found.notable] == ["a", "a"]
    assert all(each.q < 0.05 and abs(each.comparison.difference) >= 10 for each in found.notable)


@pytest.mark.parametrize(
    ("groups", "others"),
    [
        ({"a": (5500, 4500, 10000, 10000)}, {"a": (5000, 5000, 10000, 10000)}),  # certain, but five points
        ({"a": (30, 20, 50, 50)}, {"a": (25, 25, 50, 50)}),  # ten points, but of fifty people
        ({"a": (30, 15, 45, 45)}, {"a": (100, 900, 1000, 1000)}),  # forty-five people
        ({"a": (None, None, None, None)}, {"a": (100, 900, 1000, 1000)}),
    ],
)
def test_what_is_not_notable(groups, others):
    assert findings([crossed(VIEW, "sex", groups, others)]).notable == ()


def test_a_table_without_everyone_else_is_not_tested():
    found = findings([alone(VIEW, 325, 375, 700, 710), crossed(VIEW, "sex", GROUPS)])
    assert (found.tests, found.differences, found.connections) == (0, (), ())


def test_a_question_with_several_ticks_is_not_tested_as_a_whole():
    several = subject("uses", "bus", "train", several=True)
    found = findings([crossed(several, "sex", GROUPS, OTHERS)])
    assert len(found.differences) == 6
    assert found.connections == ()


def test_percentages_of_those_who_were_asked_are_compared_as_such():
    consent = subject("consent", "yes", of_asked=True)
    groups, others = {"a": (100, 100, 200)}, {"a": (150, 150, 500)}
    (found,) = findings([crossed(consent, "sex", groups, others)]).differences
    assert (found.comparison.group.base, found.comparison.others.base) == (200, 500)
    assert found.sentences.en.startswith(
        "Of the people in the group “a” (Sex) who were asked “Consent”, about 50% gave the answer “yes” "
    )


# --- what is told -----------------------------------------------------------------------------------------


def test_a_notable_difference_is_told_with_both_shares_and_both_bases():
    first, second = findings([TABLE]).notable
    assert first.heading.en == "View: for – Sex: a"
    assert first.heading.cy == "View (cy): for (cy) – Sex (cy): a (cy)"
    assert first.sentences.en == (
        "Of the people in the group “a” (Sex) who answered “View”, about 63% gave the answer “for” "
        "(base: 200). That is higher than among people in the other groups who answered "
        "(about 40%; base: 500). A gap this large would be unusual if both answered alike."
    )
    assert first.sentences.cy == (
        "O'r bobl yn y grŵp “a (cy)” (Sex (cy)) a atebodd “View (cy)”, rhoddodd tua 63% yr ateb “for (cy)” "
        "(sylfaen: 200). "
        "Mae hynny'n uwch nag ymhlith pobl yn y grwpiau eraill a atebodd (tua 40%; sylfaen: 500). "
        "Byddai bwlch mor fawr yn anarferol pe bai'r ddau'n ateb yr un fath."
    )
    assert "lower than" in second.sentences.en
    assert "is nag" in second.sentences.cy


def test_a_share_of_few_people_is_marked_as_such():
    groups, others = {"a": (55, 10, 65, 65)}, {"a": (100, 400, 500, 500)}
    first, _ = findings([crossed(VIEW, "sex", groups, others)]).notable
    assert "about 85% [u] gave the answer “for” (base: 65)" in first.sentences.en
    assert "rhoddodd tua 85% [u] yr ateb" in first.sentences.cy
    assert "(about 20%; base: 500)" in first.sentences.en


def test_nobody_is_told_none_or_all():
    groups, others = {"a": (1000, 10, 1000, 1000)}, {"a": (100, 900, 1000, 1000)}
    first, second = findings([crossed(VIEW, "sex", groups, others)]).notable
    assert "over 95% gave" in first.sentences.en
    assert "dros 95% yr" in first.sentences.cy
    assert "under 5% gave" in second.sentences.en
    assert "rhoddodd o dan 5% yr" in second.sentences.cy


PATTERNS = (told.HIGHER, told.LOWER, told.HIGHER_OF_ASKED, told.LOWER_OF_ASKED)


@pytest.mark.parametrize("pattern", [*PATTERNS, told.ABOUT, told.NOT_A_SAMPLE, *told.READING], ids=str)
def test_words_are_there_in_both_languages_with_the_same_places(pattern):
    assert pattern.complete
    assert len({frozenset(re.findall(r"{\w+}", pattern[language])) for language in LANGUAGES}) == 1


def test_it_is_told_that_whoever_did_not_say_is_compared_with_nobody():
    who, *_ = told.reading()
    assert "the other groups" in who.en
    assert "did not say" in who.en
    assert "na ddywedodd" in who.cy


@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_nothing_is_claimed_of_residents_or_of_certainty(pattern):
    assert not re.search(r"resident|popul|everyone in|significan|prove|margin of error|because", pattern.en)
    assert not re.search(r"trigol|preswyl|poblogaeth|arwyddocaol|profi|oherwydd", pattern.cy)


@pytest.mark.parametrize(
    ("h", "name"), [(0.0, "very small"), (-0.2, "small"), (0.5, "medium"), (-0.79, "medium"), (0.8, "large")]
)
def test_the_size_of_a_difference_has_a_name(h, name):
    assert size(h).en == name


# --- on a whole release -----------------------------------------------------------------------------------


def test_of_people_who_lean_with_their_disability_and_not_their_religion_only_that_is_found():
    universe = people.of(people.VIEW, people.FEEL, characteristics=("religion", "disability"))
    tables = people.release(universe, people.invented(universe, 1500, seed=3))
    found = findings(tables)
    assert {each.by.key for each in found.differences} == {"religion", "disability"}
    assert {each.by.key for each in found.notable} == {"disability"}


def test_figures_of_a_report_alone_decide_whatever_their_order():
    tables = [TABLE, crossed(subject("feel", "good", "bad"), "age", GROUPS, OTHERS)]
    one, two = findings(tables), findings(reversed(tables))
    assert {(e.heading, e.q) for e in one.differences} == {(e.heading, e.q) for e in two.differences}
    assert one.notable[0].subject == VIEW


def test_what_was_found_in_one_table_is_judged_with_all_others():
    other = crossed(subject("feel", "good", "bad"), "age", GROUPS, OTHERS)
    found = findings([TABLE, other])
    mine = found.of(VIEW, TABLE.by)
    assert mine.differences == found.differences[:6]
    assert [each.by for each in mine.connections] == [TABLE.by]
    assert mine.tests == found.tests == 14
