"""Does the check know what the ledger tells: how many responses came in each way and in each language?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.audit import audit, quick
from engage.analysis.audited import Earlier, Kind, Public, Whose
from engage.analysis.breakdown import counted_in, protected, texts_in
from engage.analysis.columns import EVERYONE, FIRST, Choice
from engage.analysis.keys import record_keys
from engage.analysis.snapshot import freeze
from engage.analysis.told import NOTHING, Most, Told, Written, elsewhere
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level
from engage.surveys.definition import Option
from tests.analysis import people
from tests.analysis.safe import alone, crossed, subject

VIEW = subject("view", "for", "neither", "against")
WAYS = {"asked_of_all": frozenset({"view"}), "complete": frozenset({"channel"})}
ALL, SOME = Public(**WAYS, all_counted=True), Public(**WAYS)
SAID = {"view": {"value": "for", "language": "en"}}  # everybody is of one mind


def ways(web: int, paper: int):
    return Told({("channel", "web"): web, ("channel", "paper"): paper})


def by_channel(web, paper, *others):
    """What those who answered in each way said, and everyone else."""
    rest = dict(zip(("web", "paper"), others, strict=True)) if others else None
    return crossed(VIEW, "channel", {"web": web, "paper": paper}, rest)


def found(tables, received, public=ALL, **known):
    report = audit(tables, received, public=public, **known)
    assert {each[:5] for each in quick(tables, received, public=public, **known).failures} <= {
        each[:5] for each in report.failures
    }
    return {(each.group, each.choice, each.kind, each.whose) for each in report.failures}


MANY = (200, 100, 80, 380, 380)
NEARLY = (200, 100, 75, 375, 380)


def test_a_figure_that_meets_the_number_of_those_who_came_in_this_way_shows_that_all_agreed():
    tables = [by_channel(MANY, (70, None, None, 70, 70))]  # of 66 people 66 to 74 were in favour
    assert found(tables, 446) == set()
    proven = found(tables, 446, told=ways(380, 66))
    assert ("paper", "for", Kind.ALL, Whose.REST_OF_GROUP) in proven
    assert ("paper", "against", Kind.NONE, Whose.COUNTED) in proven


def test_how_many_came_in_a_way_is_a_highest_number_where_organisations_are_among_them():
    tables = [by_channel(MANY, (70, None, None, 70, 70))]
    assert ("paper", "for", Kind.ALL, Whose.REST_OF_GROUP) in found(tables, 446, SOME, told=ways(380, 66))
    assert found(tables, 460, SOME, told=ways(380, 75)) == set()


@pytest.mark.parametrize("few", range(1, 8))
def test_how_few_came_in_a_way_is_told_anyway_and_what_they_answered_is_not(few):
    """However few they are, the figures leave open everything that their number leaves open."""
    nothing = (None,) * 5
    tables = [by_channel(NEARLY, nothing, nothing, NEARLY), alone(VIEW, 205, 100, 75, 380, 385)]
    assert found(tables, 382 + few, told=ways(382, few)) == set()


def test_that_a_few_people_all_agreed_is_found():
    """121 people or more were against, 119 of whom at the most did not answer on paper, where two came."""
    web, paper = (200, 60, 115, 375, 380), (None,) * 5  # 111 to 119
    tables = [by_channel(web, paper), alone(VIEW, 205, 60, 125, 380, 380)]  # 121 to 129
    assert ("paper", "against", Kind.EXACT, Whose.COUNTED) in found(tables, 382, told=ways(380, 2))


def test_the_way_of_those_who_came_since_is_told_and_not_what_they_answered():
    paper = (60, 40, 20, 120, 120)
    came = alone(subject("channel", "web", "paper", level=Level.SUMMARY), 380, 120, 500, 500)
    then = [came, by_channel((205, 100, 80, 375, 380), paper)]
    before = Earlier(tables=then, received=500, changed=1, told=ways(379, 121))
    now = [came, by_channel((205, 100, 80, 380, 380), paper)]
    assert found(now, 501, told=ways(380, 121), earlier=[before]) == set()

    of_one_mind = [by_channel((205, None, None, 205, 205), paper)]  # 205 at the most
    before = Earlier(tables=of_one_mind, received=325, changed=1, told=ways(205, 120))
    after = [by_channel((210, None, None, 210, 210), paper)]  # 206 at least
    proven = found(after, 326, told=ways(206, 120), earlier=[before])
    assert ("web", "for", Kind.EXACT, Whose.CAME) in proven


GREW = (130, 80, 50, 260, 260)
SAME_AS_BEFORE = (100, 60, 40, 200, 200)


@pytest.mark.parametrize(
    ("web", "now", "changed", "apart"), [(258, GREW, 60, 0), (210, SAME_AS_BEFORE, 2, 10)]
)
def test_whoever_came_in_a_way_is_few_where_organisations_are_left_out(web, now, changed, apart):
    """Between two figures 58 people came online, or ten organisations, and two people on paper."""
    then, paper = [by_channel(SAME_AS_BEFORE, (None, 10, None, 20, 20))], (15, 10, None, 20, 20)
    before = Earlier(tables=then, received=220, changed=changed, told=ways(200, 20), apart=apart)
    exactly = "paper", "for", Kind.EXACT, Whose.CAME
    known = {"received": web + 22, "public": SOME, "told": ways(web, 22)}
    assert exactly in found([by_channel(now, paper)], **known, earlier=[before])
    one_more = replace(before, told=ways(201, 20))  # who came while figures were made
    assert found([by_channel(now, paper)], **known, earlier=[one_more])


def test_of_one_who_came_nobody_is_looked_for_where_it_is_told_that_nobody_came():
    now, then = {("channel", "web"): 11, ("channel", "paper"): 5}, {("channel", "web"): 10}
    then[("channel", "paper")] = 5
    assert elsewhere(now, then) == {("channel", "web"): 0, ("channel", "paper"): 1}
    assert elsewhere(then, now) == {("channel", "web"): 0, ("channel", "paper"): 0}
    assert elsewhere(now, {}) == {}


WORDS = subject("words", "answered")
ROUTED = Public(complete=frozenset({"language", "response:language"}), all_counted=True)


@pytest.mark.parametrize("public", [ROUTED, replace(ROUTED, all_counted=False)])
def test_whoever_counts_the_texts_learns_no_more_of_who_wrote_them(public):
    """Of 61 texts those of a group are at least 61 by its figure: nobody else wrote anything."""
    by_sex = crossed(WORDS, "sex", {"female": (65, 65, 130), "male": (None, None, 90)})
    tables = [by_sex, alone(WORDS, 65, 65, 220)]
    assert found(tables, 224, public) == set()
    texts = {Written("words", "answered"): 61}
    proven = found(tables, 224, public, told=Told(texts=texts))
    assert ("male", "answered", Kind.NONE, Whose.COUNTED) in proven


def test_texts_are_counted_in_each_language():
    """69 people wrote at the most, and 69 texts are in English."""
    by_language = crossed(WORDS, "response:language", {"en": (65, 65, 130), "cy": (None, None, 90)})
    tables = [by_language, alone(WORDS, 65, 65, 220)]
    assert found(tables, 224, ROUTED) == set()
    proven = found(tables, 224, ROUTED, told=Told(texts={Written("words", "answered", "en"): 69}))
    assert ("cy", "answered", Kind.NONE, Whose.COUNTED) in proven


def test_so_few_texts_that_their_number_is_hidden_are_guarded_as_before():
    tables = [alone(WORDS, None, None, 220)]
    assert found(tables, 224, ROUTED, told=Told(texts={Written("words", "answered"): 7})) == set()


OTHER = Option("else", people.both("Else"), other=people.both("What?"))


def test_a_text_is_counted_wherever_officers_can_read_it():
    either = replace(people.VIEW, id="either", options=(*people.VIEW.options, OTHER))
    ticks = replace(people.USES, options=(*people.USES.options, OTHER))
    asked = people.of(people.SAY, people.PAPERS, people.DAY, either, ticks, filter="response:language")
    said = [
        {"say": "Yes"},
        {"say": "No", "papers": ["a"], "day": "2026-01-02", "either": "else", "uses": ["bus", "else"]},
        {"either": "for", "uses": ["else"]},
    ]
    languages = ("en", "cy", "cy")
    everybody = [
        replace(people.received(given, number=number), language=language)
        for number, (given, language) in enumerate(zip(said, languages, strict=True))
    ]
    assert texts_in(asked, freeze(asked, everybody)) == {
        Written(key, choice, language): many
        for key, choice, counts in (
            ("say", "answered", (2, 1, 1)),
            ("papers", "answered", (1, 0, 1)),
            ("either", "else", (1, 0, 1)),
            ("uses", "else", (2, 0, 2)),
        )
        for language, many in zip(("", "en", "cy"), counts, strict=True)
    }


def test_there_are_no_more_people_in_a_group_than_were_told():
    by = subject("channel", "web", "paper")
    most = Most.of(by, None, 446, ways(380, 66))
    assert (most.groups.tolist(), most.others.tolist()) == ([380, 66], [66, 380])
    paper = Choice("paper", Bilingual("Paper", "Papur"), "channel", FIRST + 1)
    most = Most.of(subject("sex", "female", "male"), paper, 446, ways(380, 66))
    assert (most.groups.tolist(), most.others.tolist()) == ([66, 66], [66, 66])
    assert Most.of(EVERYONE, None, 446, NOTHING).groups.tolist() == [446]


@pytest.mark.parametrize("paper", [9, 12, 66, 69])
def test_no_figure_tells_that_everyone_who_came_in_a_way_is_in_it(paper):
    """As of everyone: whatever the key, a figure fits at least five numbers up to the one that is told."""
    asked = people.of(people.VIEW, characteristics=("sex",), dimensions=("channel",))
    everybody = [
        replace(each, channel="paper" if number < paper else "online", answers=SAID, language="en")
        for number, each in enumerate(people.invented(asked, 140, seed=paper))
    ]
    snapshot = freeze(asked, everybody)
    told = Told(counted_in(asked, snapshot))
    assert (told.ways["response:channel", "paper"], told.ways["response:channel", "kiosk"]) == (paper, 0)
    for seed in range(20):
        key = bytes([seed]) * 32
        tables = protected(asked, snapshot, key, record_keys(key, snapshot.references), told=told)
        (by_way,) = (each for each in tables if (each.subject.key, each.by.key) == ("view", "channel"))
        groups = [each.code for each in by_way.by.choices]
        for rows, most in ((by_way.rows, paper), (by_way.others, 140 - paper)):
            row = rows[groups.index("paper")]
            for figure in (*row.counts, row.answered, row.asked):
                assert figure is None or len(range(figure - 4, min(figure + 4, most) + 1)) >= 5
