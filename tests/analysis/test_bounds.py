"""Is a release caught that gives something away? Each set of tables here is unsafe in one known way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.audit import audit, quick
from engage.analysis.audited import ANSWERED, UNANSWERED, Contradiction, Earlier, Kind, Public, Whose
from engage.analysis.columns import EVERYONE, FIRST, Choice
from engage.analysis.disclosure import reopen
from engage.analysis.groupings import grouping
from engage.analysis.guarded import WHOSE, guarded
from engage.bilingual import Bilingual
from engage.equality.characteristics import Category, Characteristic, Level
from tests.analysis.people import STANDARD
from tests.analysis.safe import alone, crossed, subject

VIEW = subject("view", "for", "neither", "against")
USES = subject("uses", "bus", "train", several=True)
EVERYBODY = Public(asked_of_all=frozenset({"view", "uses"}), complete=frozenset({"language", "channel"}))
ALL = Public(asked_of_all=EVERYBODY.asked_of_all, complete=EVERYBODY.complete, all_counted=True)
NOTHING = [None] * 5  # the figures of a group whose base is hidden


def found(tables, received=300, *, public=EVERYBODY, **more):
    """What both find, who looks at one sum after the other and who looks at all together."""
    report = audit(tables, received, public=public, **more)
    at_once = quick(tables, received, public=public, **more)
    assert {each[:5] for each in at_once.failures} <= {each[:5] for each in report.failures}
    return {(each.characteristic, each.group, each.choice, each.kind, each.whose) for each in report.failures}


def within(code, place, *figures):
    """What those answered whose language this is."""
    value = Choice(code, Bilingual(code, code), "language", FIRST + place)
    return reopen(VIEW, EVERYONE, [figures], value)


def test_figures_that_fit_with_room_are_safe():
    tables = [
        alone(VIEW, 100, 60, None, 165, 170),
        crossed(VIEW, "sex", {"female": (50, 30, None, 80, 85), "male": (45, 30, None, 80, 85)}),
    ]
    assert found(tables) == set()


def test_a_hidden_answer_is_found_by_subtraction_within_a_row():
    assert ("", "everyone", "against", Kind.NARROW, Whose.COUNTED) in found(
        [alone(VIEW, 30, 30, None, 50, 60)]  # 26 + 26 of at most 54 leave at most 2
    )


def test_a_topline_that_meets_the_exact_number_shows_that_all_agreed():
    tables = [alone(VIEW, 70, None, None, 70, 70)]  # 66 to 74 of 66
    proven = found(tables, 66)
    assert ("", "everyone", "for", Kind.ALL, Whose.REST_OF_GROUP) in proven
    assert ("", "everyone", "against", Kind.NONE, Whose.COUNTED) in proven


def test_what_one_table_tells_narrows_another():
    language = {"en": (25, 10, None, 40, 40), "cy": (10, 10, None, 25, 25), "both": (None, 15, None, 20, 20)}
    channel = {"web": (30, 20, None, 50, 50), "paper": (30, 15, None, 40, 40)}
    tables = [alone(VIEW, 50, 35, None, 90, 90), crossed(VIEW, "language", language)]
    known = ("language", "both", "for", Kind.EXACT, Whose.COUNTED)
    assert known not in found(tables)
    tables += [crossed(VIEW, "channel", channel)]
    assert known in found(tables)  # 52 at least, of whom 29 + 14 at most elsewhere


def test_who_is_outside_a_filter_is_found_by_subtraction():
    tables = [alone(VIEW, 20, 40, 40, 100, 100), within("cy", 1, 25, 20, 20, 60, 60)]
    tables += [within("en", 0, None, 20, 25, 40, 40)]
    assert ("", "everyone", "for", Kind.NARROW, Whose.OUTSIDE) in found(tables)  # 21 of at most 24


def test_the_values_of_a_filter_add_up_to_everyone():
    tables = [
        alone(VIEW, 60, 20, None, 80, 80),
        within("en", 0, 30, 10, None, 40, 40),
        within("cy", 1, 25, 10, None, 40, 40),
    ]
    assert found(tables) == set()
    smaller = [*tables[:2], within("cy", 1, 15, 10, None, 40, 40)]  # 34 + 19 of 56 at least
    with pytest.raises(Contradiction):
        found(smaller)


AGES = {Level.DETAILED: ("teens", "twenties", "older"), Level.SUMMARY: ("teens+twenties", "older")}
AGE = Characteristic(
    code="age",
    name=Bilingual("Age", "Oedran"),
    questions=(),
    protected=True,
    special_category=False,
    levels={
        level: tuple(Category(code, Bilingual(), tuple(code.split("+"))) for code in codes)
        for level, codes in AGES.items()
    },
)


RACES = {Level.STANDARD: ("welsh+roma", "asian"), Level.SUMMARY: ("welsh", "roma+asian")}
RACE = replace(
    AGE,
    code="race",
    levels={
        level: tuple(Category(code, Bilingual(), tuple(code.split("+"))) for code in codes)
        for level, codes in RACES.items()
    },
)


def by_age(level, *rows):
    return reopen(VIEW, subject("age", *AGES[level], level=level), rows)


def by_race(level, *rows):
    return reopen(VIEW, subject("race", *RACES[level], level=level), rows)


def test_two_levels_at_once_give_away_what_each_alone_hides():
    older = (60, 30, 30, 120, 125)
    fine = by_age(Level.DETAILED, (None, 20, 20, 40, 45), (40, 20, 20, 80, 85), older)
    coarse = by_age(Level.SUMMARY, (35, 40, 40, 120, 125), older)
    public = Public(characteristics=(AGE,), asked_of_all=frozenset({"view", "age"}))
    topline = alone(VIEW, 110, 70, 70, 250, 255)
    assert found([topline, fine], public=public) == found([topline, coarse], public=public) == set()
    assert ("age", "teens", "for", Kind.NARROW, Whose.COUNTED) in found(
        [topline, fine, coarse], public=public
    )


OLD_ENOUGH = frozenset({"sexual_orientation"})


def of_characteristic(code, level, *figures):
    (characteristic,) = STANDARD.choose((code,))
    return alone(grouping(characteristic, level).subject, *figures)


@pytest.mark.parametrize("gated", [frozenset(), OLD_ENOUGH])
def test_who_is_too_young_to_be_asked_something_is_known_by_how_many_were(gated):
    """Of 68 people 59 at the most were asked about orientation: 9 at least are too young, and no more."""
    tables = [
        of_characteristic("age", Level.STANDARD, None, 15, 15, 10, 10, None, None, None, 65, 65),
        of_characteristic("sexual_orientation", Level.STANDARD, 50, None, 55, 55),
    ]
    public = Public(characteristics=STANDARD.choose(("age", "sexual_orientation")), all_counted=True,
                    asked_of_all=frozenset({"age"}), gated=gated)  # fmt: skip
    proven = found(tables, 68, public=public)
    assert (("", "everyone", "under_16", Kind.EXACT, Whose.COUNTED) in proven) == bool(gated)


def test_the_young_are_among_those_in_no_group_of_what_they_are_not_asked():
    """Of 54 at the most who are for it, 51 at least are in a group."""
    age = grouping(*STANDARD.choose(("age",)), Level.STANDARD).subject
    orientation = grouping(*STANDARD.choose(("sexual_orientation",)), Level.STANDARD).subject
    rows = [(None, 10, None, 10, 15), (15, 20, 20, 55, 60), *[(10, 10, 10, 25, 30)] * 6]
    tables = [
        alone(VIEW, 50, 90, 90, 230, 240),
        reopen(VIEW, age, rows),
        reopen(VIEW, orientation, [(55, 60, 60, 175, 175), (None, 10, 10, 15, 15)]),
        of_characteristic("age", Level.STANDARD, 15, 60, *[30] * 6, 255, 255),
        of_characteristic("sexual_orientation", Level.STANDARD, 175, 15, 190, 240),
    ]
    public = Public(characteristics=STANDARD.choose(("age", "sexual_orientation")), gated=OLD_ENOUGH)
    assert ("age", "under_16", "for", Kind.NARROW, Whose.COUNTED) in found(tables, public=public)
    assert ("age", "under_16", "for", Kind.NARROW, Whose.COUNTED) not in found(
        tables, public=replace(public, gated=frozenset())
    )


def test_two_levels_that_overlap_give_away_who_is_between_them():
    """Of 59 at the most who are in the one group and for it, 56 at least are in the other."""
    fine = by_race(Level.STANDARD, (55, 30, 30, 120, 120), (30, 20, 20, 70, 70))
    coarse = by_race(Level.SUMMARY, (60, 30, 30, 115, 115), (30, 20, 20, 75, 75))
    public = Public(characteristics=(RACE,), asked_of_all=frozenset({"view", "race"}))
    topline = alone(VIEW, 85, 50, 50, 190, 190)
    between = ("race", "welsh+roma", "for", Kind.NARROW, Whose.BETWEEN_LEVELS)
    assert found([topline, fine], public=public) == found([topline, coarse], public=public) == set()
    assert between in found([topline, fine, coarse], public=public)
    earlier = Earlier(tables=[topline, coarse], received=300, changed=0)
    assert between in found([topline, fine], public=public, earlier=[earlier])


def test_a_pair_of_characteristics_is_another_level_of_each():
    """Nearly all who are in the finer group are in the coarser one too, by sex."""
    rows = {"female": (30, 20, 20, 70, 70), "male": (30, 20, 20, 70, 70)}
    pairs = {f"{sex}*{race}": row for sex, row in rows.items() for race in RACES[Level.SUMMARY]}
    pairs |= {f"{sex}*roma+asian": (10, 10, 10, 30, 30) for sex in rows}
    fine = by_race(Level.STANDARD, (55, 40, 40, 135, 135), (25, 20, 20, 65, 65))
    public = Public(characteristics=(RACE,), asked_of_all=frozenset({"view", "race", "sex"}))
    proven = found([alone(VIEW, 80, 60, 60, 200, 200), fine, crossed(VIEW, "sex*race", pairs)], public=public)
    assert (
        "race",
        "welsh+roma",
        "for",
        Kind.NARROW,
        Whose.BETWEEN_LEVELS,
    ) not in proven  # 52 to 59 of 51 to 59
    narrow = by_race(Level.STANDARD, (50, 40, 40, 135, 135), (25, 20, 20, 65, 65))
    proven = found(
        [alone(VIEW, 80, 60, 60, 200, 200), narrow, crossed(VIEW, "sex*race", pairs)], public=public
    )
    assert ("race", "welsh+roma", "for", Kind.NARROW, Whose.BETWEEN_LEVELS) in proven  # of 54, 52 at least


def test_who_is_in_one_group_of_a_pair_and_not_in_the_other_is_found_by_subtraction():
    age = crossed(VIEW, "age", {"young": (10, 40, 40, 90, 90), "old": (60, 40, 40, 140, 140)})
    pairs = {f"young*{sex}": (10, 20, 20, 50, 50) for sex in ("female", "male")}
    pairs |= {f"old*{sex}": (30, 20, 20, 70, 70) for sex in ("female", "male")}
    proven = found([age, crossed(VIEW, "age*sex", pairs)])
    rest = ("age*sex", "young*female", "for", Kind.NARROW, Whose.REST_OF_HALF)
    assert rest in proven  # 6 at least are male, of at most 14, of whom 6 at least are not
    roomy = crossed(VIEW, "age", {"young": (20, 40, 40, 90, 90), "old": (60, 40, 40, 140, 140)})
    assert rest not in found([roomy, crossed(VIEW, "age*sex", pairs)])


def test_options_that_can_be_ticked_together_bound_each_other():
    missing = ("", "everyone", "train", Kind.NARROW, Whose.COUNTED)
    ticked = ("", "everyone", "bus", Kind.NARROW, Whose.REST_OF_GROUP)
    assert missing in found([alone(USES, 15, None, 30, 30)])  # 26 ticked something, at most 19 the bus
    assert ticked in found([alone(USES, 15, None, 10, 30)])  # 11 at least of at most 14


def test_everyone_else_bounds_the_other_group():
    groups = {"female": (20, 10, None, 40, 40), "male": (None, 20, 20, 40, 40)}
    others = {"female": (10, 20, 20, 40, 40), "male": (20, 10, None, 40, 40)}
    assert ("sex", "male", "for", Kind.NARROW, Whose.COUNTED) in found([crossed(VIEW, "sex", groups, others)])
    assert found([crossed(VIEW, "sex", groups)]) == set()


def test_pairs_of_groups_add_up_to_each_group():
    sex = crossed(VIEW, "sex", {"female": (50, 50, 50, 160, 160), "male": (90, 50, 50, 190, 190)})
    pairs = {"female*old": (30, 25, 25, 80, 80), "female*young": (30, 20, 20, 70, 70),
             "female*middle": (None, 10, 10, 20, 20), "male*old": (50, 20, 20, 90, 90),
             "male*young": (40, 20, 20, 80, 80), "male*middle": (None, 10, 10, 20, 20)}  # fmt: skip
    proven = found([sex, crossed(VIEW, "sex*age", pairs)], 400)
    assert ("sex*age", "female*middle", "for", Kind.NARROW, Whose.COUNTED) in proven
    assert not any(group == "male*middle" for _, group, *_ in proven)


def test_a_body_of_a_joint_consultation_does_not_learn_about_the_other():
    residents = Choice("glynmorfa", Bilingual("Glynmorfa", "Glynmorfa"), "body", FIRST)
    whole = alone(VIEW, 100, 20, 30, 150, 150)
    own = reopen(VIEW, EVERYONE, [[40, 25, 10, 75, 75]], residents)
    assert ("", "everyone", "neither", Kind.NARROW, Whose.OUTSIDE) in found([whole, own])
    assert found([whole, reopen(VIEW, EVERYONE, [[40, 10, 10, 60, 60]], residents)]) == set()


def test_two_releases_one_response_apart_tell_what_came():
    def figures(en, cy):
        return [crossed(USES, "language", {"en": (en, None, en, en), "cy": (cy, None, cy, cy)})]

    earlier = Earlier(tables=figures(30, 25), received=51, changed=1)  # Welsh 21 at least: English 26 to 30
    proven = found(figures(35, 25), 52, public=ALL, earlier=[earlier])  # English 31 to 39, Welsh 21 at least
    assert ("language", "en", ANSWERED, Kind.EXACT, Whose.CAME) in proven
    assert ("language", "cy", ANSWERED, Kind.NONE, Whose.CAME) in proven


@pytest.mark.parametrize(("public", "whose"), [(ALL, Whose.GONE), (EVERYBODY, Whose.CAME)])
def test_that_nobody_came_is_no_secret_where_one_went_and_everybody_is_counted(public, whose):
    """Where some are not counted, one of those may have gone, and one who is counted have come."""
    earlier = Earlier(tables=[alone(VIEW, 60, 30, 20, 110, 110)], received=111, changed=1)
    tables = [alone(VIEW, 55, 30, 20, 110, 110)]
    known = guarded(tables, 110, public, [earlier])
    asked = {WHOSE[each] for each in known.labels[:, 3]}
    assert whose in asked
    assert (Whose.CAME in asked) == (public is EVERYBODY)
    assert not any(
        each.whose is Whose.CAME for each in audit(tables, 110, public=ALL, earlier=[earlier]).failures
    )


def test_two_releases_many_responses_apart_do_not():
    earlier = Earlier(tables=[alone(VIEW, 60, 30, 20, 110, 110)], received=120, changed=60)
    assert found([alone(VIEW, 90, 45, 30, 165, 170)], 175, earlier=[earlier]) == set()


@pytest.mark.parametrize(("then", "now"), [(10, None), (None, 10)])
def test_two_roundings_of_the_same_people_may_give_away_what_one_hides(then, now):
    earlier = Earlier(tables=[alone(VIEW, 60, 30, then, 100, 100)], received=110, changed=0)
    proven = found([alone(VIEW, 60, 30, now, 100, 100)], 110, earlier=[earlier])
    assert ("", "everyone", "against", Kind.NARROW, Whose.COUNTED) in proven  # under 10 and over 5


def test_what_an_earlier_release_hides_is_guarded_though_no_table_like_it_is_made_again():
    hidden = crossed(VIEW, "sex", {"female": (40, 10, None, 55, 60), "male": (50, 25, 15, 85, 90)})
    earlier = Earlier(tables=[hidden], received=160, changed=0)
    assert found([alone(VIEW, 90, 35, 20, 145, 145)], 160, earlier=[earlier]) == set()
    proven = found([alone(VIEW, 90, 35, 10, 140, 145)], 160, earlier=[earlier])  # 14 at most, less 11 men
    assert ("sex", "female", "against", Kind.NARROW, Whose.COUNTED) in proven


@pytest.mark.parametrize("key", ["age", "sixteen"])
def test_a_question_may_be_called_as_a_characteristic_is(key):
    """Those under 16 are hidden among everyone, and shown among the young."""
    asked, about = subject(key, "sixteen", "under"), subject("age", "young", "old", level=Level.SUMMARY)
    tables = [
        alone(about, 55, 255, 315, 320),
        alone(asked, 305, None, 320, 320),
        crossed(asked, "age", {"young": (45, 10, 55, 55), "old": (260, None, 255, 255)}),
    ]
    proven = found(tables, 320, public=Public())
    assert ("", "everyone", "under", Kind.NARROW, Whose.COUNTED) in proven
    language = replace(EVERYBODY, asked_of_all=frozenset())
    silent = [alone(subject("language", "welsh", "english"), 40, 60, 105, 100)]  # 101 to 109 of 96 to 104
    assert ("", "everyone", UNANSWERED, Kind.NARROW, Whose.COUNTED) in found(silent, 120, public=language)


def test_the_group_that_is_hidden_whole_may_be_of_any_size():
    asked = subject("age", "teens", "older", level=Level.SUMMARY)
    tables = [
        alone(asked, None, 60, 65, 70),
        crossed(VIEW, "age", {"teens": NOTHING, "older": (40, 20, None, 60, 60)}),
    ]
    assert found(tables) == set()


def test_those_who_did_not_answer_are_a_complement_too():
    proven = found([crossed(VIEW, "sex", {"female": (40, 20, 10, 65, 60)})], public=Public())
    assert ("sex", "female", UNANSWERED, Kind.NARROW, Whose.COUNTED) in proven


def test_no_more_is_asked_of_a_few_responses_than_their_number_allows():
    assert found([alone(VIEW, *NOTHING)], 2) == set()


def test_figures_that_nobody_can_have_released_are_refused():
    with pytest.raises(Contradiction):
        quick([alone(VIEW, 50, 50, None, 60, 60)], 300, public=EVERYBODY)


def test_what_only_all_sums_together_give_away_is_found_by_the_programs():
    """Each sum alone leaves room; two of them subtracted from each other do not."""
    tables = [
        crossed(VIEW, "language", {"en": (20, 20, None, 40, 40), "cy": (20, 20, None, 50, 50)}),
        crossed(VIEW, "channel", {"web": (20, 20, None, 40, 40), "paper": (20, 20, None, 50, 50)}),
        alone(VIEW, 40, 40, None, 90, 90),
    ]
    report, at_once = audit(tables, 92, public=ALL), quick(tables, 92, public=ALL)
    assert set(at_once.failures) <= set(report.failures)
    assert report.checked == at_once.checked
    assert report.figures == 25


def test_the_report_is_the_same_every_time_and_says_how_far_it_is():
    tables = [
        alone(VIEW, 100, 20, None, 130, 140),
        crossed(VIEW, "sex", {"female": (60, None, None, 70, 70), "male": (40, 15, None, 60, 65)}),
    ]
    steps = []
    first = audit(tables, 140, public=EVERYBODY, progress=steps.append)
    assert first == audit(tables, 140, public=EVERYBODY)
    assert first.programs > 0
    assert [each.done for each in steps] == sorted(each.done for each in steps)
    assert steps[-1].done == steps[-1].total == first.checked
    assert all(each.seconds_left != 0 or each.done == each.total for each in steps)
