"""Is what an audit believes to follow from a release true of the people whom it counts?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engage.analysis.audited import Earlier, Public, Whose
from engage.analysis.breakdown import counted_in, texts_in
from engage.analysis.columns import FIRST, NOT_ANSWERED
from engage.analysis.disclosure import figures_of, reopen
from engage.analysis.guarded import WHOSE, guarded
from engage.analysis.linear import settled
from engage.analysis.propagation import answered, narrowed
from engage.analysis.snapshot import freeze
from engage.analysis.told import Told
from engage.analysis.universe import Body
from engage.equality.characteristics import Level
from tests.analysis import people

CHANNELS = ("online", "paper")
PUBLIC = Public(
    characteristics=people.STANDARD.characteristics,
    asked_of_all=frozenset({"age", "sex", "disability", "race", "religion", "view", "uses", "feel"}),
    gated=frozenset({"sexual_orientation"}),
    complete=frozenset({"language", "channel", "response:language", "response:channel"}),
    all_counted=True,
)
PLAN = {
    "characteristics": ("age", "sexual_orientation", "race"),
    "dimensions": ("language", "channel"),
    "intersections": (("age", "sexual_orientation"), ("age", "race")),
}


def invented(asked, responses, seed):
    everybody = people.invented(asked, responses, seed)
    chance = np.random.default_rng(seed)
    return [
        replace(each, language=("en", "cy")[chance.random() < 0.3], channel=CHANNELS[chance.random() < 0.2])
        for each in everybody
    ]


def told_of(asked, everybody):
    """What the ledger tells of them, and what whoever reads the texts can count."""
    snapshot = freeze(asked, everybody)
    return Told(counted_in(asked, snapshot), texts_in(asked, snapshot))


class Truth:
    """The people of a snapshot, to be counted one by one."""

    def __init__(self, asked, everybody):
        snapshot = freeze(asked, everybody)
        self.codes = {
            column.key: codes for column, codes in zip(snapshot.columns, snapshot.codes, strict=True)
        }
        held = dict(zip(snapshot.columns, snapshot.codes, strict=True))
        for each in asked.intersections:
            self.codes[each.column.key] = each.joined(held[each.first], held[each.second])

    def among(self, choice):
        """Who is counted under a choice or in a group; everybody under that of everyone."""
        if choice is None or not choice.column:
            return np.ones(len(next(iter(self.codes.values()))), bool)
        return self.codes[choice.column] == choice.value

    def counts(self, table, group):
        """People of a group by choice; then who answered, was asked, and did not answer."""
        return self.counts_of(table, self.among(table.within) & self.among(group))

    def between(self, table, group, choice, other):
        """The same of those of a group who are in this group of the other level, from 1; 0: in none."""
        by, place = (table.by, group) if table.by.key else (table.subject, choice)
        level = Level.SUMMARY if by.level is Level.STANDARD else Level.STANDARD
        groups = self.codes[f"characteristic:{by.key}:{level}"]
        told = groups == FIRST + other - 1 if other else groups < FIRST
        those = self.among(table.within) & self.among(by.choices[place]) & told
        return self.counts_of(table, those)[choice] if table.by.key else those.sum()

    def of_half(self, table, group, choice, half):
        """The same of those of one group of a pair, the first or the second, who are not in the other."""
        by, place = (table.by, group) if table.by.key else (table.subject, choice)
        key, code = by.key.split("*")[half - 1], by.choices[place].code.split("*")[half - 1]
        known = next(each for each in people.STANDARD.characteristics if each.code == key)
        category = [each.code for each in known.levels[by.level]].index(code)
        mine = self.codes[f"characteristic:{key}:{by.level}"] == FIRST + category
        those = self.among(table.within) & mine & ~self.among(by.choices[place])
        return self.counts_of(table, those)[choice] if table.by.key else those.sum()

    def counts_of(self, table, those):
        codes = self.codes[table.subject.column][those]
        counts = [int((self.among(choice) & those).sum()) for choice in table.subject.choices]
        given, asked = int((codes >= FIRST).sum()), int((codes >= NOT_ANSWERED).sum())
        return np.array([*counts, given, asked, asked - given])


def true_answers(known, now, then=None):
    """What each questioned number truly is."""
    for number, group, choice, whose, together in known.labels.tolist():
        table, kind = known.tables[number], WHOSE[whose]
        whom = now if number < known.checked else then  # whose release hides it
        counts = whom.counts(table, table.by.choices[group])
        if kind is Whose.COUNTED:
            yield counts[choice]
        elif kind is Whose.REST_OF_GROUP:
            yield counts[len(table.subject.choices)] - counts[choice]
        elif kind is Whose.OTHER_GROUPS and table.others:
            yield sum(whom.counts(table, each)[choice] for each in table.by.choices) - counts[choice]
        elif kind is Whose.OTHER_GROUPS:
            yield whom.counts(table, None)[choice] - counts[choice]
        elif kind is Whose.BETWEEN_LEVELS:
            yield whom.between(table, group, choice, together)
        elif kind is Whose.REST_OF_HALF:
            yield whom.of_half(table, group, choice, together)
        elif kind is Whose.OUTSIDE and together:
            of_none = whom.counts(unfiltered(table), table.by.choices[group])[choice]
            yield of_none - sum(
                whom.counts(each, table.by.choices[group])[choice]
                for each in within_each(known.tables, table, together)
            )
        elif kind is Whose.OUTSIDE:
            yield whom.counts(unfiltered(table), table.by.choices[group])[choice] - counts[choice]
        else:
            before = then.counts(table, table.by.choices[group])[choice]
            yield counts[choice] - before if kind is Whose.CAME else 0


def within_each(tables, table, together):
    """The same table within each of those values of the filter whose bits are set."""
    same = [each for each in tables if (each.subject, each.by) == (table.subject, table.by) and each.within]
    by_value = {each.within.code: each for each in same}
    return [by_value[code] for place, code in enumerate(sorted(by_value)) if together >> place & 1]


def unfiltered(table):
    """The same table without its filter."""
    return reopen(table.subject, table.by, figures_of(table)[: len(table.rows)])


def check(known, truth):
    """Compare what is believed, at once and in the end, with what is so."""
    values = np.array(list(truth))
    bounds = narrowed(known.system)
    outer = answered(known.system, bounds, known.questions)
    assert ((outer.low <= values) & (values <= outer.high)).all()
    outer, _ = settled(known.system, bounds, known.questions, outer, lambda progress: None)
    assert ((outer.low <= values) & (values <= outer.high)).all()


BODIES = (Body("for", 1, "one"), Body("neither", 2, "two"), Body("against", 3, "three"))


@pytest.mark.parametrize(
    ("filtered_by", "bodies"),
    [
        ("", ()),
        ("view", ()),
        ("view", BODIES),
        ("view", BODIES[:2]),
        ("response:language", ()),
        ("response:channel", ()),
    ],
)
def test_what_follows_from_a_release_is_true(filtered_by, bodies):
    plan = PLAN
    if filtered_by:
        about = ("sex",) if bodies else ("age",)
        plan = {"characteristics": about, "filter": filtered_by, "bodies": bodies}
    asked = people.of(people.VIEW, people.USES, people.SAY, level=Level.STANDARD, **plan)
    everybody = invented(asked, 120, 4)
    coarser = asked.at(dict.fromkeys(asked.levels, Level.SUMMARY))
    tables = [*people.release(asked, everybody), *people.release(coarser, everybody)]
    public = replace(PUBLIC, joint=frozenset({"view"} if bodies else ()))
    known = guarded(tables, 120, public, told=told_of(asked, everybody))
    check(known, true_answers(known, Truth(asked, everybody)))
    assert {WHOSE[each] for each in known.labels[:, 3]} >= {
        Whose.COUNTED, Whose.REST_OF_GROUP, Whose.OTHER_GROUPS, *([Whose.OUTSIDE] if filtered_by else []),
        *([] if filtered_by else [Whose.BETWEEN_LEVELS, Whose.REST_OF_HALF]),
    }  # fmt: skip


@pytest.mark.parametrize("came", [1, 20])
def test_what_follows_from_two_releases_is_true(came):
    about = ("age", "sexual_orientation")
    questions = people.VIEW, people.SAY
    asked = people.of(*questions, level=Level.STANDARD, characteristics=about, dimensions=("language",))
    everybody = invented(asked, 120, 5)
    coarser = asked.at(dict.fromkeys(asked.levels, Level.SUMMARY))
    before = people.release(coarser, everybody[:-came], people.OTHER_KEY)
    then, now = (told_of(asked, those) for those in (everybody[:-came], everybody))
    earlier = Earlier(tables=before, received=120 - came, changed=came, told=then)
    known = guarded(people.release(asked, everybody), 120, PUBLIC, [earlier], told=now)
    now, then = Truth(asked, everybody), Truth(asked, everybody[:-came])
    check(known, true_answers(known, now, then))
    assert {Whose.CAME, Whose.GONE} & {WHOSE[each] for each in known.labels[:, 3]} == {Whose.CAME}
