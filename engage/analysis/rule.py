"""How strictly does a council protect its figures? The usual rule, or one that is stricter in any part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BASES = (5, 10)
HIGHEST_THRESHOLD, HIGHEST_LEAST_BASE, HIGHEST_STEP = 100, 200, 500
LEAST_OF_TWO = 50  # the least base of two characteristics together, and of each side of a comparison


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The parameters of disclosure control. These are the usual ones, which no council may undercut."""

    base: int = 5  # every figure is a multiple of it
    threshold: int = 10  # no figure is smaller
    least_base: int = 30  # no percentage is given of fewer people
    step: int = 50  # responses that must have changed between two sets of figures while it is open

    @property
    def off(self) -> int:
        """The most that a shown figure is off."""
        return self.base - 1

    @property
    def hidden(self) -> int:
        """The most that a hidden figure is."""
        return self.threshold - 1

    @property
    def variance(self) -> float:
        """What rounding adds, in people²: the mean of r(base - r) over the remainders r."""
        return (self.base**2 - 1) / 6

    @property
    def least_of_two(self) -> int:
        """No percentage of two characteristics together, and no comparison, is of fewer people."""
        return max(self.least_base, LEAST_OF_TWO)


USUAL = Rule()


def problems(rule: Rule) -> Iterator[str]:
    """Name what is looser than the usual rule, or beyond what can be of use.

    The threshold is twice the base at least: a shown figure then means more people than the base.
    """
    base = rule.base if rule.base in BASES else USUAL.base
    if rule.base != base:
        yield "base"
    lowest = max(USUAL.threshold, 2 * base)
    if rule.threshold % base or not lowest <= rule.threshold <= HIGHEST_THRESHOLD:
        yield "threshold"
    if not USUAL.least_base <= rule.least_base <= HIGHEST_LEAST_BASE:
        yield "least_base"
    if not USUAL.step <= rule.step <= HIGHEST_STEP:
        yield "step"
