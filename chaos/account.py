"""What was lost, doubled or altered of the answers for which people were given a reference?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MARK = "mark"  # the question under which everybody types words that nobody else types
LEADING = {"reference", "version", "language", "channel", "variant", "partial"}


@dataclass(frozen=True)
class Claim:
    """What one person holds in hand: a reference, and what they typed to get it."""

    reference: str
    cells: Mapping[str, str]  # as the export has them; what is not answered is not there
    equality: Mapping[str, Any]  # a code, or several, by the id of the question

    @property
    def mark(self) -> str:
        return self.cells[MARK]


@dataclass
class Verdict:
    """How many were acknowledged and are stored, and the marks or references of those that went wrong."""

    acknowledged: int = 0
    stored: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.doubled or self.altered)

    def figures(self) -> dict[str, int]:
        return {
            "acknowledged": self.acknowledged,
            "stored": self.stored,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "altered": len(self.altered),
        }


def verdict(
    claims: Iterable[Claim], rows: Iterable[Mapping[str, str]], equality: Mapping[str, Mapping[str, Any]]
) -> Verdict:
    """Compare the claims with the rows of an export and with the equality answers under each mark.

    A row that nobody holds a reference of is no fault: the answer was sent, and the person was still waiting.
    But nobody's answers may be there twice, whether they hold a reference or not.
    """
    claims, rows = list(claims), list(rows)
    by_reference = {row["reference"]: row for row in rows}
    found = Verdict(len(claims), len(rows))
    for claim in claims:
        row = by_reference.get(claim.reference)
        if row is None:
            found.lost.append(claim.reference)
        elif answers(row) != dict(claim.cells) or dict(equality.get(claim.mark, {})) != dict(claim.equality):
            found.altered.append(claim.reference)
    found.doubled += _twice(row["reference"] for row in rows)
    found.doubled += _twice(row[MARK] for row in rows)
    return found


def answers(row: Mapping[str, str]) -> dict[str, str]:
    """What was answered, of a row of an export."""
    return {name: value for name, value in row.items() if value and name not in LEADING}


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() for _ in range(times - 1)]
