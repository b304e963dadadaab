"""Are measures of cohesion read from released toplines alone, in an order that says nothing?"""

from __future__ import annotations

from datetime import date

import pytest

from engage.analysis.cohesion import CURRENT, Kind, National, Reading, Surveyed, asked, readings
from engage.analysis.cohesion_page import beside, named, per_cent
from engage.analysis.columns import EVERYONE, FIRST, Choice, Subject
from engage.analysis.disclosure import reopen
from engage.analysis.intervals import Interval, interval
from engage.analysis.rule import USUAL, Rule
from engage.analysis.statistics import Percentage
from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.choices import points
from tests.analysis.cohesive import EVERYBODY, NOBODY, SOME, survey
from tests.analysis.safe import crossed, subject

BELONG = "cohesion.belong.agreement"
LABELS = {point.code: point.label for point in points(CURRENT.question("cohesion").scales[0])}
CODES = tuple(LABELS)


def topline(*figures: int | None, key: str = BELONG, codes: tuple[str, ...] = CODES, rule: Rule = USUAL):
    """What everybody answered: a figure for each code, then answered and asked."""
    choices = tuple(
        Choice(code, LABELS.get(code, Bilingual(code, code)), key, FIRST + place)
        for place, code in enumerate(codes)
    )
    about = Subject(key=key, question="cohesion", title=Bilingual("How far", "I ba raddau"), choices=choices)
    return reopen(about, EVERYONE, [figures], rule=rule)


def measured(*tables) -> dict[str, Reading]:
    """The readings of a survey that asks what these tables are about, and nothing else."""
    found = readings(EVERYBODY, tables)
    return {code: each for code, each in found.items() if not each.is_left_out}


def read(*figures: int | None) -> Reading:
    return readings(EVERYBODY, [topline(*figures)])["cohesion.belong"]


@pytest.mark.parametrize(
    ("figures", "count", "share"),
    [
        ((30, 40, 40, 80, 50, 10, 250, 260), 130, Percentage(52)),
        ((30, 40, 40, 80, None, 10, 200, 260), None, Percentage(None, mark="[c]")),  # a part is hidden
        ((None, None, None, 15, 10, None, 25, 30), 25, Percentage(None, mark="[x]")),  # of too few people
        ((None, None, None, 20, 20, None, 60, 60), 40, Percentage(67, mark="[u]")),
        ((None,) * 8, None, Percentage(None, mark="[c]")),
    ],
)
def test_a_share_is_the_sum_of_released_figures(figures, count, share):
    reading = read(*figures)
    assert (reading.count, reading.share) == (count, share)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (
            (None, None, None, 120, 120, None, 230, 230),
            "over 95%",
        ),  # rounding may make a sum larger than its base
        ((100, 100, 100, 10, 10, 80, 600, 600), "under 5%"),
    ],
)
def test_a_share_is_never_none_or_all(figures, said):
    assert read(*figures).share.text("en") == said


def test_the_range_counts_the_rounding_of_every_part():
    reading = read(30, 40, 40, 80, 50, 10, 250, 260)
    assert reading.interval == interval(130, 250, count_roundings=2)
    alone = interval(130, 250)
    assert isinstance(alone, Interval)
    assert reading.interval.lower < alone.lower < alone.upper < reading.interval.upper


@pytest.mark.parametrize(
    ("figures", "least", "most"),
    [
        ((30, 40, 40, 80, None, 10, 200, 260), 80, 89),  # one part hidden
        ((60, 60, 40, None, None, 10, 200, 260), 0, 18),
    ],
)
def test_where_a_part_is_hidden_the_range_is_as_wide_as_it_may_be(figures, least, most):
    reading = read(*figures)
    assert reading.count is None
    lower, upper = (interval(count, 200, count_roundings=2) for count in (least, most))
    assert (reading.interval.lower, reading.interval.upper) == (lower.lower, upper.upper)


def test_by_a_stricter_rule_less_is_said_and_ranges_are_wider():
    strict = Rule(base=10, threshold=20, least_base=60)
    figures = (30, 40, 40, 80, None, 20, 200, 260)
    reading = readings(EVERYBODY, [topline(*figures, rule=strict)])["cohesion.belong"]
    lower, upper = (interval(count, 200, count_roundings=2, rule=strict) for count in (80, 99))
    assert (reading.interval.lower, reading.interval.upper) == (lower.lower, upper.upper)
    few = readings(EVERYBODY, [topline(None, None, None, 20, 20, None, 50, 50, rule=strict)])
    assert few["cohesion.belong"].share == Percentage(None, mark="[x]")
    assert few["cohesion.belong"].interval is None


def test_figures_of_another_rule_say_so():
    strict = surveyed(Kind.OTHER, None, rule=Rule(base=10, threshold=20))
    shown = beside(surveyed(Kind.OWN, None), (strict, surveyed(Kind.OTHER, 50)), [], "en")
    told = ["protected by another rule" in " ".join(row.details) for row in rows(shown)]
    assert told == [False, True, False]
    assert shown.shorthand[0][1].startswith("Confidential: fewer than about 10")


def test_of_too_few_people_there_is_no_range_either():
    assert read(None, None, None, 15, None, None, 25, 30).interval is None
    assert read(*[None] * 8).interval is None


def test_breakdowns_and_what_lies_within_a_filter_are_not_looked_at():
    about = subject(BELONG, *CODES)
    table = crossed(about, "sex", {"female": (10,) * 8, "male": (20,) * 8})
    assert all(each.is_left_out for each in readings(EVERYBODY, [table]).values())
    inside = reopen(about, EVERYONE, [(10,) * 8], Choice("here", Bilingual("Here", "Yma"), "area", FIRST))
    assert all(each.is_left_out for each in readings(EVERYBODY, [inside]).values())


def test_only_questions_of_the_set_are_measured():
    assert asked(NOBODY) == {}
    assert len(asked(EVERYBODY)) == 19
    assert set(asked(survey("belonging"))) == {
        "cohesion.belong",
        "cohesion.get_on",
        "cohesion.respect",
        "shared_hopes",
        "having_a_say",
    }


def test_what_only_some_are_asked_says_so():
    assert not asked(EVERYBODY)["cohesion.belong"].of_some
    assert asked(SOME)["cohesion.belong"].of_some
    table = topline(30, 40, 40, 80, 50, 10, 250, 260)
    for people, of_some in ((260, False), (400, True), (None, True)):
        assert readings(SOME, [table], people)["cohesion.belong"].of_some is of_some


# --- beside each other ------------------------------------------------------------------------------------


def surveyed(kind: Kind, share: int | None, key: int = 1, **fields) -> Surveyed:
    count = None if share is None else share * 2
    table = topline(10, 10, 10, count, 10 if count else None, 10, 200, 200)
    usual = {
        "council": Bilingual("Thornmere Borough Council", "Cyngor Bwrdeistref Thornmere"),
        "title": Bilingual(f"Consultation {key}", f"Ymgynghoriad {key}"),
        "closed": date(2025, 5, 31),
        "is_interim": False,
        "readings": measured(table),
    }
    return Surveyed(key=key, kind=kind, **usual | fields)


def national(**fields) -> National:
    usual = {
        "key": 1,
        "measure": "cohesion.belong",
        "tenths": 725,
        "survey": Bilingual("A survey", "Arolwg"),
        "place": Bilingual("Wales", "Cymru"),
        "period": Bilingual("2024", "2024"),
        "people": 12_500,
        "source": Bilingual("A bulletin", "Bwletin"),
        "address": "https://survey.example",
        "published_on": date(2025, 1, 2),
        "note": Bilingual(),
    }
    return National(**usual | fields)


def rows(shown):
    return [row for part in shown.parts for _, measure in part.measures() for row in measure.rows]


@pytest.mark.parametrize("shares", [(40, 60, 80), (80, 60, 40)])
def test_figures_stand_in_the_order_of_kinds_never_of_their_size(shares):
    own, earlier, other = (
        surveyed(kind, share)
        for kind, share in zip((Kind.OWN, Kind.EARLIER, Kind.OTHER), shares, strict=True)
    )
    shown = beside(own, (earlier, other), [national(tenths=990), national(tenths=10)], "en")
    found = rows(shown)
    assert [row.kind for row in found] == [
        Kind.OWN,
        Kind.EARLIER,
        Kind.OTHER,
        Kind.NATIONAL,
        Kind.NATIONAL,
    ]
    assert [row.at for row in found[3:]] == [99.0, 1.0]


def test_nothing_is_drawn_of_what_is_hidden():
    (row,) = rows(beside(surveyed(Kind.OWN, None), (), [], "en"))
    assert (row.share, row.at) == ("[c]", None)


def test_a_published_figure_has_no_range_of_ours_and_says_whose_it_is():
    row = rows(beside(surveyed(Kind.OWN, 50), (), [national()], "cy"))[-1]
    assert (row.whose, row.details) == ("Arolwg", ("Cymru", "2024"))
    assert (row.share, row.reach, row.base, row.range) == ("72.5%", "", "12,500", None)


def test_the_same_figures_are_there_in_both_languages():
    own, other = surveyed(Kind.OWN, 50), surveyed(Kind.OTHER, None)
    found = {each: rows(beside(own, (other,), [national()], each)) for each in LANGUAGES}
    assert [(r.kind, r.at, r.range, r.people) for r in found["en"]] == [
        (r.kind, r.at, r.range, r.people) for r in found["cy"]
    ]


def test_what_is_published_of_several_statements_stands_apart():
    tables = [
        topline(10, 10, 10, 80, 80, 10, 200, 200, key=f"cohesion.{row}.agreement")
        for row in ("belong", "get_on", "respect")
    ]
    own = surveyed(Kind.OWN, 50, readings=measured(*tables))
    shown = beside(own, (), [national(measure="cohesion.all_three")], "en")
    (part,) = shown.parts
    assert [block.counted for block in part.blocks] == [("Agree", "Strongly agree"), ()]
    assert [row.kind for row in part.blocks[1].measures[0].rows] == [Kind.NATIONAL]


def test_of_a_consultation_that_measures_less_only_that_is_shown():
    shown = beside(surveyed(Kind.OWN, 50), (), [national(measure="mixing")], "en")
    assert [part.code for part in shown.parts] == ["national_survey"]
    assert len(rows(shown)) == 1


def test_what_is_left_out_of_a_release_is_named_and_says_so():
    belong = topline(30, 40, 40, 80, 50, 10, 250, 260)
    own = surveyed(Kind.OWN, 50, readings=readings(survey("belonging"), [belong]))
    shown = beside(own, (), [national(measure="cohesion.get_on")], "en")
    first, second, published, *_ = rows(shown)
    assert (second.share, second.reach, second.base, second.at) == ("[x]", "", "[x]", None)
    assert "left out of these figures" in second.details[-1]
    assert "left out" not in " ".join(first.details)
    assert published.kind is Kind.NATIONAL


def test_every_measure_has_a_name_of_its_own_in_both_languages():
    for language in LANGUAGES:
        assert len(set(named(language).values())) == len(named(language)) == 20


@pytest.mark.parametrize(("tenths", "said"), [(520, "52%"), (525, "52.5%"), (0, "0%"), (1000, "100%")])
def test_a_published_share_is_written_as_it_was_entered(tenths, said):
    assert per_cent(tenths) == said
