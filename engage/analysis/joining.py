"""What is known of the sets of people that different tables count: through filters, levels and routing?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from engage.analysis.audited import ANSWERED, ASKED, UNANSWERED, Routed, Steered, Ticking
from engage.analysis.bounds import NO, Index
from engage.analysis.kinds import SHARE_BOUNDS
from engage.analysis.relations import (
    LEVELS,
    PEOPLE,
    REST,
    WHOLE,
    Block,
    Counted,
    Dimension,
    Key,
    Sets,
    Within,
)
from engage.equality.asking import AGE_QUESTION, BANDS_BELOW
from engage.equality.characteristics import Characteristic


def join(sets: Sets) -> None:
    """Relate filters to everyone, levels to each other. Every table must have been asked for before."""
    _join_filters(sets)
    _join_levels(sets)
    _join_ages(sets)
    for route in sets.public.routed:
        _join_route(sets, route)
    for each in sets.public.steered:
        _join_steered(sets, each)
    for ticking in sets.public.ticking:
        _join_first(sets, ticking)
    for together in sets.public.together:
        if together.shared_out:
            _join_shares(sets, together.subjects)


def _join_ages(sets: Sets) -> None:
    """Whoever says that they are too young is not asked what is for older people alone."""
    known = {each.code: each for each in sets.public.characteristics}
    alone = [each for each in sets.known_alone() if each[1].level and each[1].key in known]
    asked_age = {
        within: sets.alone(within, by).numbers[:, -2] for within, by in alone if by.key == AGE_QUESTION
    }
    for within, by in alone:
        minimum = next((each.minimum_age for each in known[by.key].questions), None)
        if minimum is not None and by.key in sets.public.gated and within in asked_age:
            for age in [each for each in sets.dimensions if each.level and each.key == AGE_QUESTION]:
                if (within, age, PEOPLE) in sets.blocks:
                    young = _places(known[AGE_QUESTION], age, BANDS_BELOW[minimum])
                    _spare(sets, (within, by), asked_age[within], age, young)


def _places(
    characteristic: Characteristic, by: Dimension, answers: Collection[str]
) -> tuple[list[int], list[int]]:
    """Return the places of the groups in which some gave one of these answers, and those in which all did."""
    holds = [set(held) for held in _holds(characteristic, by)]
    some = [place for place, held in enumerate(holds) if not held.isdisjoint(answers)]
    return some, [place for place in some if holds[place] <= set(answers)]


def _spare(
    sets: Sets,
    alone: tuple[Within, Dimension],
    asked_age: Index,
    age: Dimension,
    young: tuple[list[int], list[int]],
) -> None:
    """Relate those in groups of the young to those who were asked, and to those who are in no group."""
    (within, by), (some, only) = alone, young
    parts = np.append(sets.alone(within, by).numbers[:, -2], sets.people(within, age)[some])[None]
    if some != only:
        sets.knowledge.cover(parts, asked_age)
        return
    sets.knowledge.add_up(parts, asked_age)
    for counted in [key[2] for key in sets.blocks if key[:2] == (within, age) and key[2] != PEOPLE]:
        if (within, by, counted) in sets.blocks:
            of_age, others = (sets.blocks[within, each, counted].numbers for each in (age, by))
            sets.knowledge.add_up(of_age[only].T, others[-1], missing=sets.knowledge.most)


def _join_first(sets: Sets, ticking: Ticking) -> None:
    """Whoever put something first is among those who put it among the first few."""
    for within, by, first in [key for key in sets.blocks if key[2].key == ticking.first != ""]:
        for few in [key[2] for key in sets.blocks if key[:2] == (within, by)]:
            if few.key == ticking.subject:
                places = {code: place for place, (_, code) in enumerate(few.choices)}
                chosen = [places[code] for _, code in first.choices]
                best, among = (sets.blocks[within, by, each].numbers for each in (first, few))
                sets.knowledge.add_up(
                    best[:, : len(chosen), None], among[:, chosen], missing=sets.knowledge.most
                )
                sets.knowledge.add_up(best[:, first.answered, None], among[:, few.answered])
                if first.key not in sets.public.asked_of_all:  # else they are the same numbers
                    sets.knowledge.add_up(best[:, first.asked, None], among[:, few.asked])


def _join_shares(sets: Sets, subjects: Sequence[str]) -> None:
    """Nobody can give half to three options, or a quarter to five; and everybody gives something to one."""
    found: dict[tuple[Within, Dimension], list[Index]] = {}
    for (within, by, counted), block in sets.blocks.items():
        if counted.key in subjects:
            found.setdefault((within, by), []).append(block.numbers)
    for options in found.values():
        answered = options[0][:, len(SHARE_BOUNDS) + 1]
        for band, bound in enumerate(SHARE_BOUNDS, 1):
            least = np.concatenate([option[:, band : len(SHARE_BOUNDS) + 1] for option in options], axis=1)
            if len(options) == len(subjects) and 100 // len(subjects) >= bound:
                sets.knowledge.cover(least, answered)
            if len(options) * bound > 100:
                sets.at_most(100 // bound, least, answered, subjects[0])


def _join_route(sets: Sets, route: Routed) -> None:
    """Relate those who were asked a question to those who answered another one so."""
    for within, by, counted in [key for key in sets.blocks if key[2].key == route.asked]:
        for other in [key[2] for key in sets.blocks if key[:2] == (within, by)]:
            columns = [n for n, (_, code) in enumerate(other.choices) if code in route.codes]
            if other.key == route.chosen and columns and route.asked not in sets.public.asked_of_all:
                asked = sets.blocks[within, by, counted].numbers[:, counted.asked]
                _lead(sets, sets.blocks[within, by, other].numbers[:, columns], asked, route, other)


def _lead(sets: Sets, chosen: Index, asked: Index, route: Routed, other: Counted) -> None:
    if route.exactly and not other.several:
        sets.knowledge.add_up(chosen, asked)
        return
    sets.knowledge.cover(chosen, asked)
    if route.exactly:
        totals = np.broadcast_to(asked[:, None], chosen.shape)
        sets.knowledge.add_up(chosen[..., None], totals, missing=sets.knowledge.most)


def _join_steered(sets: Sets, steered: Steered) -> None:
    """Relate those who were asked a question to those who answered another one so, or not at all."""
    for within, by, other in [key for key in sets.blocks if key[2].key == steered.chosen]:
        deciding, people = sets.blocks[within, by, other].numbers, sets.people(within, by)
        for counted in [key[2] for key in sets.blocks if key[:2] == (within, by)]:
            is_asked = counted.key == steered.asked and not steered.is_about_people
            if is_asked and counted.key not in sets.public.asked_of_all:
                asked = sets.blocks[within, by, counted].numbers[:, counted.asked]
                _steer(sets, asked, people, deciding, steered, other)
        for alone in [each for each in sets.known_alone() if by is WHOLE and each[0] == within]:
            if alone[1].key == steered.asked and steered.is_about_people:
                asked = sets.alone(*alone).numbers[:, -2]
                if asked[0] != people[0]:
                    _steer(sets, asked, people, deciding, steered, other)


def _steer(
    sets: Sets, asked: Index, people: Index, deciding: Index, steered: Steered, other: Counted
) -> None:
    codes = [code for _, code in other.choices]
    answers = {steered.tick, ANSWERED} if steered.tick else set(codes)
    certain, spared = (_signed(each, steered.tick, codes) for each in (steered.always, steered.never))
    places = {PEOPLE: people, ASKED: asked} | dict(enumerate(deciding.T))

    def at_least(terms: Counter[Any], by: int) -> None:
        """Know that these numbers, with their signs, come to nought or more."""
        more, less = ([places[term] for term, sign in terms.items() if sign == each] for each in (1, -1))
        if not less:  # nobody is asked, whatever they answered
            sets.knowledge.know(asked, 0, by)
            return
        sets.knowledge.exceed(np.stack(more, axis=-1), np.stack(less, axis=-1), by=by)

    if steered.always | steered.never >= answers | {UNANSWERED}:
        at_least(_less(Counter({ASKED: 1}), certain), 0)
        return
    most = sets.knowledge.most * (len(codes) + 2)
    if steered.always:
        at_least(_less(Counter({ASKED: 1}), certain), most)
    if steered.never:
        at_least(_less(Counter({PEOPLE: 1, ASKED: -1}), spared), most)


def _signed(answers: Collection[str], tick: str, codes: Sequence[str]) -> Counter[Any]:
    """How many gave one of these answers: numbers of a block by their places, and of people, with signs."""
    answered, found = len(codes), Counter[Any]()
    for each in answers:
        if each == UNANSWERED:
            found.update({PEOPLE: 1, answered: -1})
        elif tick and each == ANSWERED:
            found.update({answered: 1, codes.index(tick): -1})
        elif each in codes:
            found[codes.index(each)] += 1
    return found


def _less(terms: Counter[Any], others: Counter[Any]) -> Counter[Any]:
    found = Counter(terms)
    found.subtract(others)
    return found


def filtered(sets: Sets) -> dict[str, list[tuple[str, str]]]:
    """Return the values within which there are tables, by the column of the filter."""
    values = sorted({within for within, *_ in sets.blocks if within and within[1] != REST})
    return {column: [each for each in values if each[0] == column] for column, _ in values}


def _join_filters(sets: Sets) -> None:
    """The people of all values, and those of none, are everyone."""
    for values in filtered(sets).values():
        tables = [(by, counted) for within, by, counted in sets.blocks if within in values]
        for by, counted in dict.fromkeys(tables):
            _make_up(sets, [sets.block(each, by, counted) for each in _parts(sets, values)], by, counted)
        for by in dict.fromkeys(by for within, by in sets.known_alone() if within in values):
            _make_up(sets, [sets.alone(each, by) for each in _parts(sets, values)], by)
        for value in values:
            _join_value(sets, value)


def _parts(sets: Sets, values: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return these values of one filter and, unless everybody has one, the place of those with none."""
    column = values[0][0]
    return values if column in sets.public.complete else [*values, (column, REST)]


def _make_up(sets: Sets, parts: list[Block], by: Dimension, counted: Counted | None = None) -> None:
    """Know that these parts make up everyone; what the relations within each part imply adds no row."""
    whole = (sets.block(None, by, counted) if counted else sets.alone(None, by)).numbers
    within = np.stack([each.numbers for each in parts], axis=-1)
    implied = sets.implied(counted) if counted else np.zeros(whole.shape[1], np.bool_)
    for which, essential in ((~implied, True), (implied, False)):
        sets.knowledge.add_up(within[:, which], whole[:, which], essential=essential)


def outside(
    sets: Sets, those: Collection[tuple[str, str]], by: Dimension, counted: Counted | None = None
) -> Index | None:
    """Return the numbers of all who are within none of several values; None where there are none.

    Of a table, or without `counted` of a characteristic alone. Only once everything is joined.
    """
    values = filtered(sets)[next(iter(those))[0]]
    left = [each for each in _parts(sets, values) if each not in those]
    if not left:
        return None
    blocks = [sets.block(each, by, counted) if counted else sets.alone(each, by) for each in left]
    parts = np.stack([each.numbers for each in blocks], axis=-1)
    if len(left) == 1:
        return parts[..., 0]
    numbers = sets.knowledge.numbers(*parts.shape[:-1], owner=sets.owner(counted.key) if counted else "")
    sets.knowledge.add_up(parts, numbers)
    return numbers


def _join_value(sets: Sets, value: tuple[str, str]) -> None:
    """The people within a filter's value are those who gave that answer."""
    for within, by, counted in list(sets.blocks):
        if within is None and value in counted.choices and (value, by, PEOPLE) in sets.blocks:
            chose = sets.blocks[None, by, counted].numbers[:, counted.choices.index(value)]
            sets.knowledge.add_up(chose[:, None], sets.people(value, by))
    for by in sets.dimensions:
        if by.column == value[0] and value[1] in by.groups:
            people = sets.people(None, by)[[by.groups.index(value[1])]]
            sets.knowledge.add_up(people[:, None], sets.people(value, WHOLE))


def _join_levels(sets: Sets) -> None:
    known = {each.code: each for each in sets.public.characteristics}
    for one, other in combinations(sets.dimensions, 2):
        if one.key == other.key in known and one.level and other.level:
            fine, coarse = sorted((one, other), key=lambda each: LEVELS.index(each.level or LEVELS[0]))
            _join_groups(sets, fine, coarse, known[one.key])


def _join_groups(sets: Sets, fine: Dimension, coarse: Dimension, characteristic: Characteristic) -> None:
    """Each group is made up of those who are in this or that group, or in none, of the other level."""
    pairs = _pairs(characteristic, fine, coarse)
    for within, by, counted in list(sets.blocks):
        if by == fine and (within, coarse, counted) in sets.blocks:
            _divide(sets, (within, fine, counted), (within, coarse, counted), pairs)


def _pairs(characteristic: Characteristic, *levels: Dimension) -> tuple[tuple[int, ...], ...]:
    """List in which groups of two levels somebody can be at once, by their places; `NO`: in none."""
    places = [
        {answer: place for place, held in enumerate(_holds(characteristic, each)) for answer in held}
        for each in levels
    ]
    answers = (answer for each in places for answer in each)
    return tuple(dict.fromkeys(tuple(each.get(answer, NO) for each in places) for answer in answers))


def _holds(characteristic: Characteristic, by: Dimension) -> list[tuple[str, ...]]:
    """The answers that fall into each group, in their order; none is known of a group of an earlier set."""
    holds = {each.code: each.holds for each in characteristic.levels[by.level or LEVELS[0]]}
    return [holds.get(code, ()) for code in by.groups]


def _divide(sets: Sets, fine: Key, coarse: Key, pairs: Sequence[tuple[int, ...]]) -> None:
    """Know that the people of each pair make up the groups of both levels.

    Where they are not the whole of a group, they have numbers of their own: nobody may find them out.
    """
    keys, parts = (fine, coarse), {}
    times = [Counter(places) for places in zip(*pairs, strict=True)]
    for pair in pairs:
        whole = [(key, n) for key, n, many in zip(keys, pair, times, strict=True) if n != NO and many[n] == 1]
        if whole:
            key, place = whole[0]
            parts[pair] = sets.blocks[key].numbers[place]
        else:
            parts[pair] = sets.told_apart(keys, pair)
    for level, key in enumerate(keys):
        for place in times[level].keys() - {NO}:
            mine = [parts[pair] for pair in pairs if pair[level] == place]
            total = sets.blocks[key].numbers[place]
            if len(mine) > 1 or (mine[0] != total).any():
                sets.knowledge.add_up(np.stack(mine, axis=-1), total)
