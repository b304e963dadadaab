"""Would the picture be another one if respondents had been like the residents in some characteristics?

A line beside the figures that shows how sensitive they are, never a figure of its own: in whole per cent, off
until somebody asks for it. True weights would be functions of true counts and would undo the rounding. These
are worked out from released margins and published census shares alone, so they tell nothing that was not
released.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.columns import Choice
from engage.analysis.statistics import Percentage, percentage
from engage.analysis.tables import SafeTable

LIGHTEST, HEAVIEST = 0.3, 3.0  # times the mean weight
MOST_MARGINS = 3
ROUNDS = 500
CLOSE = 1e-9  # shares, and weights, count as settled when a round moves them by less

Cells: TypeAlias = NDArray[np.float64]


class Reason(StrEnum):
    """Why there is no such line."""

    ORGANISATIONS = "organisations"  # are counted: they are no residents
    CAMPAIGN = "campaign"  # dominates what was received
    NOT_RESIDENTS = "not_residents"  # the consultation is about the users of a service
    MARGINS = "margins"  # none, or more than `MOST_MARGINS`
    SMALL_GROUP = "small_group"  # a group has a base below 30, or a hidden one
    NO_CENSUS = "no_census"  # a group has no census share
    HIDDEN = "hidden"  # how many of some group gave this answer is hidden
    UNSETTLED = "unsettled"  # the margins cannot be brought together


class Refused(Exception):
    """There is no such line, for a reason that can be said; `group` is the first group concerned."""

    def __init__(self, reason: Reason, group: Choice | None = None) -> None:
        super().__init__(reason)
        self.reason, self.group = reason, group


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a consultation that decides whether weighting means anything."""

    organisations: bool
    campaign: bool
    residents: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """One characteristic: its groups' answers to one question, and the residents by the code of the group."""

    by: SafeTable
    residents: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What one answer's share would be about, and what the weighting costs."""

    percentage: Percentage
    n_eff: int  # how many equally weighted people would tell as much; whole, rounded down
    design_effect: float  # base / n_eff, one decimal


def sensitivity(
    everyone: SafeTable, choice: str, margins: Sequence[Margin], circumstances: Circumstances
) -> Sensitivity:
    """Weight the share of one answer to one question so that each margin has the residents' shares.

    everyone: the question's table of everyone together; margins: the same question by one to three
    characteristics. Raises Refused. Respondents are taken to be spread over the margins' combinations as the
    margins alone suggest (maximum entropy), since combinations were not released; weights are raked and
    trimmed to 0.3 to 3 times their mean. Sources: Deming and Stephan (1940), On a Least Squares Adjustment of
    a Sampled Frequency Table, doi:10.1214/aoms/1177731829; Kish (1965), Survey Sampling, 11.7.
    """
    _require(margins, circumstances)
    (whole,) = everyone.rows
    place = [each.code for each in everyone.subject.choices].index(choice)
    base, count = everyone.base(whole), whole.counts[place]
    if base is None or count is None or base < everyone.least_base:
        raise Refused(Reason.HIDDEN)
    overall = min(count / base, 1.0)
    parts = [_part(margin, place, overall) for margin in margins]
    cells = _settled(_spread([part.sum(axis=1) for part in parts]), parts, overall)
    respondents = cells.sum(axis=-1)
    weights = raked(respondents, [_wanted(margin) for margin in margins])
    weighted = respondents * weights
    share = float((cells[..., 0] * weights).sum() / weighted.sum())
    effect = float((weighted * weights).sum() / weighted.sum() ** 2)
    found = percentage(round(10_000 * share), 10_000)
    mark = percentage(count, base).mark
    return Sensitivity(
        percentage=Percentage(found.value, found.bound, mark),
        n_eff=int(base / effect),
        design_effect=round(effect, 1),
    )


def _require(margins: Sequence[Margin], circumstances: Circumstances) -> None:
    """Raise Refused where weighting would mean nothing, or where it would rest on too few people."""
    if circumstances.organisations:
        raise Refused(Reason.ORGANISATIONS)
    if circumstances.campaign:
        raise Refused(Reason.CAMPAIGN)
    if not circumstances.residents:
        raise Refused(Reason.NOT_RESIDENTS)
    if not 1 <= len(margins) <= MOST_MARGINS:
        raise Refused(Reason.MARGINS)
    for margin in margins:
        for row in margin.by.rows:
            base = margin.by.base(row)
            if base is None or base < margin.by.least_base:
                raise Refused(Reason.SMALL_GROUP, row.group)
            if not margin.residents.get(row.group.code):
                raise Refused(Reason.NO_CENSUS, row.group)


def _wanted(margin: Margin) -> Cells:
    """The shares of the residents, in the order of the groups."""
    residents: Cells = np.array([margin.residents[row.group.code] for row in margin.by.rows], float)
    shares: Cells = residents / residents.sum()
    return shares


def _part(margin: Margin, place: int, overall: float) -> Cells:
    """Who gave the answer and who did not, by group: shape (groups, 2), adding up to 1.

    Each margin was rounded, and left by other people, on its own: all are made to agree on the overall share.
    """
    found = []
    for row in margin.by.rows:
        count, base = row.counts[place], margin.by.base(row)
        if count is None or base is None:
            raise Refused(Reason.HIDDEN, row.group)
        found.append((min(count, base), base - min(count, base)))
    part, wanted = np.array(found, float), np.array((overall, 1 - overall))
    columns = part.sum(axis=0)
    if (wanted[columns == 0] > 0).any():
        raise Refused(Reason.UNSETTLED)
    agreed: Cells = part * np.divide(wanted, columns, out=np.zeros(2), where=columns > 0)
    return agreed


def _spread(margins: Sequence[Cells]) -> Cells:
    """Combine the margins as if none had to do with another: one axis for each."""
    cells = np.ones(())
    for margin in margins:
        cells = np.multiply.outer(cells, margin)
    return cells


def _settled(groups: Cells, parts: Sequence[Cells], overall: float) -> Cells:
    """Fit the combinations, the answer being their last axis, to every margin until nothing moves."""
    cells: Cells = np.multiply.outer(groups, np.array((overall, 1 - overall)))
    for _ in range(ROUNDS):
        before = cells
        for axis, part in enumerate(parts):
            cells = cells * _factor(cells, part, (axis, cells.ndim - 1))
        if float(np.abs(cells - before).max()) < CLOSE:
            return cells
    raise Refused(Reason.UNSETTLED)


def raked(respondents: Cells, wanted: Sequence[Cells]) -> Cells:
    """Weights that give every margin the shares wanted, mean 1, then trimmed: shape as `respondents`."""
    cells = respondents
    for _ in range(ROUNDS):
        before = cells
        for axis, margin in enumerate(wanted):
            cells = cells * _factor(cells, margin, (axis,))
        if float(np.abs(cells - before).max()) < CLOSE:
            weights = np.divide(cells, respondents, out=np.ones_like(cells), where=respondents > 0)
            return np.clip(weights, LIGHTEST, HEAVIEST)
    raise Refused(Reason.UNSETTLED)


def _factor(cells: Cells, margin: Cells, axes: tuple[int, ...]) -> Cells:
    """What the cells have to be multiplied with to have this margin on these axes."""
    others = tuple(axis for axis in range(cells.ndim) if axis not in axes)
    sums = cells.sum(axis=others)
    factor = np.divide(margin, sums, out=np.zeros_like(sums), where=sums > 0)
    return np.expand_dims(factor, others)
