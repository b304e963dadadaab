"""Which rule protects the next figures of a council?"""

from __future__ import annotations

from sqlalchemy import select

from engage.analysis.rule import USUAL, Rule
from engage.analysis.rule_models import CouncilRule
from engage.database import db


def of_council(council_id: int) -> Rule:
    """The rule that the council has set, or the usual one."""
    row = db.session.scalar(select(CouncilRule).filter_by(council_id=council_id))
    return row.rule if row else USUAL
